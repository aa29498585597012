package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The patterns of a keyspace's names, in the order in which a plan should try them.
 *
 * @param rest how many names fit none of them, about
 */
record Clusters(List<NamePattern> patterns, long rest) {
    static final int MAX = 200;
    private static final int CONSTANTS_MAX = 50;
    private static final double BARE_SHARE = 0.1;
    /** Among so few names two of one form are enough to propose it. */
    private static final long FEW = 100;

    private static final long RARITY = 30;
    /** Of so many names that begin alike, one with another constant further in is odd. */
    private static final long ODD_SHARE = 50;

    Clusters {
        patterns = List.copyOf(patterns);
    }

    static Clusters of(Shapes shapes) {
        Branch root = Branch.root();
        shapes.forEach(root::add);
        Settling.settle(root);
        List<NamePattern> all = new ArrayList<>();
        collect(root, List.of(), all);
        List<NamePattern> kept = kept(Folding.folded(all), root.names());
        long covered = kept.stream().mapToLong(NamePattern::names).sum();
        return new Clusters(ordered(kept), Math.max(0, shapes.names() - covered));
    }

    private static void collect(Branch node, List<Piece> before, List<NamePattern> patterns) {
        for (Branch child : node.children()) {
            List<Piece> pieces = new ArrayList<>(before);
            pieces.add(child.piece());
            if (child.ends() > 0) {
                patterns.add(new NamePattern(pieces, child.ends()));
            }
            collect(child, pieces, patterns);
        }
    }

    /** Those that are worth a keyspace of their own; given and returned with the most frequent first. */
    private static List<NamePattern> kept(List<NamePattern> patterns, long names) {
        long enough = names < FEW ? 2 : Math.max(3, (long) Math.sqrt((double) names) / RARITY);
        List<NamePattern> kept = new ArrayList<>();
        Map<String, Long> beginnings = new HashMap<>();
        patterns.forEach(pattern -> beginnings.merge(pattern.beginning(), pattern.names(), Long::sum));
        for (NamePattern pattern : patterns) {
            boolean odd = pattern.hasConstantBehind()
                    && pattern.names() * ODD_SHARE < beginnings.getOrDefault(pattern.beginning(), 0L);
            if (kept.size() < MAX && !odd && isFamily(pattern, enough, names)) {
                kept.add(pattern);
            }
        }
        List<String> families =
                kept.stream().map(NamePattern::family).distinct().toList();
        patterns.stream()
                .filter(pattern -> pattern.captures().isEmpty() && families.contains(pattern.family()))
                .limit(CONSTANTS_MAX)
                .forEach(kept::add);
        return kept;
    }

    private static boolean isFamily(NamePattern pattern, long enough, long names) {
        List<Piece> captures = pattern.captures();
        boolean bare = !pattern.hasConstant();
        boolean generic = captures.stream().anyMatch(Piece::isGeneric);
        return !captures.isEmpty()
                && pattern.names() >= enough
                && (!bare || (!generic && pattern.names() >= names * BARE_SHARE));
    }

    /** Families stay together, the most frequent first; those that may match anything come last. */
    private static List<NamePattern> ordered(List<NamePattern> patterns) {
        Map<String, Long> families = new HashMap<>();
        patterns.forEach(pattern -> families.merge(pattern.family(), pattern.names(), Long::sum));
        List<NamePattern> ordered = new ArrayList<>(patterns);
        ordered.sort(Comparator.<NamePattern, Boolean>comparing(
                        pattern -> pattern.family().isEmpty())
                .thenComparingLong(pattern -> -families.getOrDefault(pattern.family(), 0L))
                .thenComparing(NamePattern::family)
                .thenComparing(NamePattern.NARROW_FIRST));
        return ordered;
    }
}
