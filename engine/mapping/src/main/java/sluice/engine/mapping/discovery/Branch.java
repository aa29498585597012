package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A token that names have in one place, and what follows it in them. Mutable; belongs to one thread. */
final class Branch {
    /** So often has a number been the same, for it to be a part of the pattern. */
    private static final long CONSTANT_MIN = 20;

    private static final int CONSTANT_DIGITS_MAX = 4;

    private final String separator;
    private final String text;
    private final EnumSet<TokenType> types = EnumSet.noneOf(TokenType.class);
    private final Map<String, Branch> children = new TreeMap<>();
    private boolean varies;
    private long ends;
    private long names;

    private Branch(String separator, String text) {
        this.separator = separator;
        this.text = text;
    }

    /** What all names begin at. */
    static Branch root() {
        return new Branch("", "");
    }

    void add(Shape shape) {
        long count = shape.count();
        Branch at = this;
        at.names += count;
        for (int i = 0; i < shape.tokens().size(); i++) {
            Token token = shape.tokens().get(i);
            at = at.children.computeIfAbsent(token.label(), none -> of(token));
            at.varies |= shape.varies(i) || !at.text.equals(token.text());
            at.names += count;
        }
        at.ends += count;
    }

    private static Branch of(Token token) {
        Branch branch = new Branch(token.separator(), token.text());
        branch.types.add(token.type());
        return branch;
    }

    /** One variable in the place of several branches, which must not be used any more. */
    static Branch joined(Collection<Branch> branches) {
        Branch joined = new Branch(branches.iterator().next().separator, "");
        joined.varies = true;
        branches.forEach(joined::takeOver);
        return joined;
    }

    private void takeOver(Branch other) {
        types.addAll(other.types);
        varies |= other.varies || !text.equals(other.text);
        ends += other.ends;
        names += other.names;
        other.children.forEach((label, child) -> {
            Branch known = children.putIfAbsent(label, child);
            if (known != null) {
                known.takeOver(child);
            }
        });
    }

    /** Puts one variable in the place of these children. */
    Branch join(List<Branch> some) {
        Branch joined = joined(some);
        children.values().removeAll(Set.copyOf(some));
        children.put(joined.separator + "<" + joined.types, joined);
        return joined;
    }

    List<Branch> children() {
        return new ArrayList<>(children.values());
    }

    /** The constants that may follow. */
    List<String> constantLabels() {
        return children.entrySet().stream()
                .filter(entry -> entry.getValue().isWord())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether names end at both, or go on in the same way. */
    boolean isLike(Branch other) {
        return (ends > 0 && other.ends > 0) || children.keySet().stream().anyMatch(other.children::containsKey);
    }

    String separator() {
        return separator;
    }

    /** Whether it is one word, as yet. */
    boolean isWord() {
        return !varies && types.equals(EnumSet.of(TokenType.WORD));
    }

    boolean isNumber() {
        return types.stream().allMatch(TokenType::isNumber);
    }

    boolean is(TokenType type) {
        return types.equals(EnumSet.of(type));
    }

    boolean mayBe(TokenType type) {
        return types.contains(type);
    }

    /** Whether the plan has no narrow type for it. */
    boolean isGeneric() {
        return types.stream().anyMatch(type -> type.captureType().isEmpty());
    }

    /** How many names have it. */
    long names() {
        return names;
    }

    /** How many names end with it. */
    long ends() {
        return ends;
    }

    Piece piece() {
        boolean sameNumber =
                !varies && is(TokenType.DIGITS) && names >= CONSTANT_MIN && text.length() <= CONSTANT_DIGITS_MAX;
        return isWord() || sameNumber ? Piece.constant(separator, text) : Piece.variable(separator, types);
    }
}
