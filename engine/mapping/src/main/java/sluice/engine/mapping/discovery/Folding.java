package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one variable of the pieces of ids that hold separators. */
final class Folding {
    /** An id holds separators where so few names have more pieces than most. */
    private static final double WITHIN_SHARE = 0.1;

    private static final int COMPARED_MAX = 1_000;

    private Folding() {}

    static List<NamePattern> folded(List<NamePattern> patterns) {
        List<NamePattern> joined =
                merged(patterns.stream().map(Folding::withoutRuns).toList());
        return merged(widened(joined));
    }

    /** Patterns that read the same are one. */
    private static List<NamePattern> merged(List<NamePattern> patterns) {
        Map<String, NamePattern> merged = new LinkedHashMap<>();
        for (NamePattern pattern : patterns) {
            merged.merge(pattern.toString(), pattern, Folding::merged);
        }
        List<NamePattern> most = new ArrayList<>(merged.values());
        most.sort(Comparator.comparingLong(NamePattern::names).reversed().thenComparing(NamePattern::toString));
        return most;
    }

    private static NamePattern merged(NamePattern one, NamePattern other) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < one.pieces().size(); i++) {
            Piece piece = one.pieces().get(i);
            pieces.add(
                    piece.isVariable()
                            ? joined(
                                    piece.separator(),
                                    List.of(piece, other.pieces().get(i)))
                            : piece);
        }
        return new NamePattern(pieces, one.names() + other.names());
    }

    private static Piece joined(String separator, List<Piece> pieces) {
        Set<TokenType> types = EnumSet.noneOf(TokenType.class);
        pieces.forEach(piece -> types.addAll(piece.types()));
        return Piece.variable(separator, types);
    }

    /** Variables that only weak separators keep apart are one, when one of them is of any form. */
    private static NamePattern withoutRuns(NamePattern pattern) {
        List<Piece> folded = new ArrayList<>();
        List<Piece> run = new ArrayList<>();
        for (Piece piece : pattern.pieces()) {
            if (!run.isEmpty() && (!piece.isVariable() || !Token.isWeak(piece.separator()) || isPart(piece))) {
                end(run, folded);
            }
            if (piece.isVariable()) {
                run.add(piece);
            } else {
                folded.add(piece);
            }
        }
        end(run, folded);
        return new NamePattern(folded, pattern.names());
    }

    /** A day or a uuid behind a separator is a part of its own. */
    private static boolean isPart(Piece piece) {
        return !piece.separator().isEmpty()
                && (piece.types().equals(Set.of(TokenType.UUID))
                        || piece.types().equals(Set.of(TokenType.DATE)));
    }

    private static void end(List<Piece> run, List<Piece> folded) {
        if (run.size() > 1 && run.stream().anyMatch(Piece::isGeneric)) {
            folded.add(joined(run.getFirst().separator(), run));
        } else {
            folded.addAll(run);
        }
        run.clear();
    }

    /** Where a few names have more variables in the place of one, that one may hold any separator. */
    private static List<NamePattern> widened(List<NamePattern> patterns) {
        List<NamePattern> kept = new ArrayList<>();
        for (NamePattern pattern : patterns) {
            if (kept.size() >= COMPARED_MAX || !isTakenIn(kept, pattern)) {
                kept.add(pattern);
            }
        }
        return kept;
    }

    private static boolean isTakenIn(List<NamePattern> kept, NamePattern longer) {
        for (int i = 0; i < kept.size(); i++) {
            NamePattern wider = widened(kept.get(i), longer);
            if (wider != null) {
                kept.set(i, wider);
                return true;
            }
        }
        return false;
    }

    private static @Nullable NamePattern widened(NamePattern shorter, NamePattern longer) {
        int more = longer.pieces().size() - shorter.pieces().size();
        if (more < 1 || longer.names() > shorter.names() * WITHIN_SHARE) {
            return null;
        }
        for (int at = 0; at < shorter.pieces().size(); at++) {
            if (shorter.pieces().get(at).isGeneric() && holds(shorter, at, longer, more)) {
                List<Piece> pieces = new ArrayList<>(shorter.pieces());
                Set<TokenType> types = EnumSet.of(TokenType.REST);
                types.addAll(pieces.get(at).types());
                pieces.set(at, Piece.variable(pieces.get(at).separator(), types));
                return new NamePattern(pieces, shorter.names() + longer.names());
            }
        }
        return null;
    }

    /** Whether the longer one is the shorter one with nothing but variables in the place of the one there. */
    private static boolean holds(NamePattern shorter, int at, NamePattern longer, int more) {
        if (!shorter.likeUpTo(longer, at)
                || !longer.pieces()
                        .get(at)
                        .separator()
                        .equals(shorter.pieces().get(at).separator())) {
            return false;
        }
        for (int i = at; i <= at + more; i++) {
            if (!longer.pieces().get(i).isVariable()) {
                return false;
            }
        }
        for (int i = at + 1; i < shorter.pieces().size(); i++) {
            if (!shorter.pieces().get(i).isLike(longer.pieces().get(i + more))) {
                return false;
            }
        }
        return true;
    }
}
