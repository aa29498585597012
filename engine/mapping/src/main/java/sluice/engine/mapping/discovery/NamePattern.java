package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A form that names of keys have.
 *
 * @param names how many of the names that were looked at, about
 */
record NamePattern(List<Piece> pieces, long names) {
    /** The narrow before the wide, so that of two that match a name the first is the one that means it. */
    static final Comparator<NamePattern> NARROW_FIRST = Comparator.<NamePattern>comparingInt(NamePattern::wideVariables)
            .thenComparing(Comparator.comparingInt(NamePattern::constantLength).reversed())
            .thenComparingInt(NamePattern::variables)
            .thenComparing(NamePattern::toString);

    NamePattern {
        pieces = List.copyOf(pieces);
    }

    NamePattern withNames(long other) {
        return new NamePattern(pieces, other);
    }

    /** What begins every such name, up to the first separator or variable; empty where that is a variable. */
    String family() {
        return pieces.getFirst().constant();
    }

    /** What stands before the first variable. */
    String beginning() {
        StringBuilder beginning = new StringBuilder();
        for (Piece piece : pieces) {
            beginning.append(piece.separator());
            if (piece.isVariable()) {
                break;
            }
            beginning.append(piece.constant());
        }
        return beginning.toString();
    }

    /** Whether a constant follows the first variable. */
    boolean hasConstantBehind() {
        return pieces.stream().dropWhile(piece -> !piece.isVariable()).anyMatch(piece -> !piece.isVariable());
    }

    List<Piece> captures() {
        return pieces.stream().filter(Piece::isVariable).toList();
    }

    private int variables() {
        return captures().size();
    }

    private int wideVariables() {
        return (int) pieces.stream()
                .filter(piece -> piece.captureType().equals("text"))
                .count();
    }

    private int constantLength() {
        return pieces.stream()
                .mapToInt(piece -> piece.separator().length() + piece.constant().length())
                .sum();
    }

    /** Whether there is a letter or digit in it that every such name has. */
    boolean hasConstant() {
        return pieces.stream().anyMatch(piece -> piece.constant().chars().anyMatch(Character::isLetterOrDigit));
    }

    boolean isLike(NamePattern other) {
        return pieces.size() == other.pieces.size() && likeUpTo(other, pieces.size());
    }

    /** Whether both begin with the same pieces, so many of them. */
    boolean likeUpTo(NamePattern other, int length) {
        for (int i = 0; i < length; i++) {
            if (!pieces.get(i).isLike(other.pieces.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The pattern in the plan's language. */
    String text(List<String> captureNames) {
        StringBuilder text = new StringBuilder();
        int capture = 0;
        for (Piece piece : pieces) {
            text.append(escaped(piece.separator()));
            if (piece.isVariable()) {
                String type = piece.captureType();
                text.append('{').append(captureNames.get(capture++));
                text.append(type.equals("text") ? "" : ":" + type).append('}');
            } else {
                text.append(escaped(piece.constant()));
            }
        }
        return text.toString();
    }

    private static String escaped(String constant) {
        return constant.replace("{", "{{").replace("}", "}}");
    }

    /** For people, with captures called by what they look like. */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        captures().forEach(capture -> names.add(capture.captureName()));
        return text(names);
    }
}
