package sluice.engine.mapping.discovery;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * A piece of a pattern: a separator, and behind it a constant or a variable.
 *
 * @param types what a variable looked like; empty for a constant
 */
record Piece(String separator, String constant, Set<TokenType> types) {
    Piece {
        types = Set.copyOf(types);
    }

    static Piece constant(String separator, String text) {
        return new Piece(separator, text, Set.of());
    }

    static Piece variable(String separator, Collection<TokenType> types) {
        return new Piece(separator, "", EnumSet.copyOf(types));
    }

    boolean isVariable() {
        return !types.isEmpty();
    }

    /** Whether the plan has no narrow type for it. */
    boolean isGeneric() {
        return types.stream().anyMatch(type -> type.captureType().isEmpty());
    }

    boolean isNumber() {
        return isVariable() && types.stream().allMatch(TokenType::isNumber);
    }

    /** The plan's type of a capture: as narrow as all that was seen allows. */
    String captureType() {
        if (types.contains(TokenType.REST)) {
            return "text";
        }
        if (isGeneric()) {
            return "word";
        }
        Set<String> narrow = new TreeSet<>();
        types.forEach(type -> narrow.add(type.captureType()));
        boolean hex = narrow.contains("hex") && narrow.stream().allMatch(type -> type.equals("hex") || isDigits(type));
        return narrow.size() == 1 ? narrow.iterator().next() : hex ? "hex" : "word";
    }

    private static boolean isDigits(String type) {
        return type.equals("digits");
    }

    /** What a capture of it may be called. */
    String captureName() {
        if (types.contains(TokenType.PHONE)) {
            return TokenType.PHONE.captureName();
        }
        Set<String> names = new TreeSet<>();
        types.forEach(type -> names.add(type.captureName()));
        return names.size() == 1 ? names.iterator().next() : "id";
    }

    /** Whether both stand for the same in a pattern. */
    boolean isLike(Piece other) {
        return separator.equals(other.separator)
                && constant.equals(other.constant)
                && isVariable() == other.isVariable()
                && (!isVariable() || captureType().equals(other.captureType()));
    }
}
