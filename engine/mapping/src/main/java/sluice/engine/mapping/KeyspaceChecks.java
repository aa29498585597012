package sluice.engine.mapping;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sluice.engine.mapping.PlanFile.Keyspace;
import sluice.engine.mapping.PlanFile.Table;
import sluice.engine.mapping.yaml.Place;
import sluice.engine.mapping.yaml.Problems;
import sluice.engine.mapping.yaml.Section;
import sluice.protocol.Kind;
import sluice.protocol.Schema;

/** Looks for keyspaces and tables that contradict each other. Mutable: keyspaces come in their order. */
final class KeyspaceChecks {
    /** So many keyspaces are compared with each other; in plans that are longer, only equal ones are found. */
    private static final int COMPARED_MAX = 500;

    private final Problems problems;
    private final List<Table> tables;
    private final List<Placed> earlier = new ArrayList<>();
    private final Map<String, Set<Kind>> shapes = new HashMap<>();
    private final Map<String, String> namedAt = new HashMap<>();
    private final Map<String, Set<String>> filled = new HashMap<>();
    private final Map<String, Place> filledAt = new HashMap<>();

    private record Placed(Keyspace keyspace, Place place) {}

    KeyspaceChecks(Problems problems, List<Table> tables) {
        this.problems = problems;
        this.tables = tables;
    }

    /** One keyspace can be reached by some key, and its name is its own. */
    void add(Keyspace keyspace, Place place) {
        String other = namedAt.putIfAbsent(keyspace.name(), keyspace.pattern().toString());
        if (other != null) {
            boolean byPattern = keyspace.name().equals(keyspace.pattern().toString());
            if (!byPattern
                    || !other.equals(keyspace.name())
                    || leftOfShape(keyspace).isEmpty()) {
                problems.add(
                        place,
                        "two keyspaces are called \"" + keyspace.name()
                                + "\": reports could not tell them apart, name one");
            } else {
                problems.add(place, "two keyspaces have the pattern \"" + other + "\": give this one a name");
            }
        }
        requireReachable(keyspace, place);
        shapes.computeIfAbsent(keyspace.pattern().shape(), shape -> EnumSet.noneOf(Kind.class))
                .addAll(keyspace.kinds());
        earlier.add(new Placed(keyspace, place));
    }

    private Set<Kind> leftOfShape(Keyspace keyspace) {
        Set<Kind> left = EnumSet.copyOf(keyspace.kinds());
        left.removeAll(shapes.getOrDefault(keyspace.pattern().shape(), Set.of()));
        return left;
    }

    private void requireReachable(Keyspace keyspace, Place place) {
        Set<Kind> left = EnumSet.copyOf(keyspace.kinds());
        List<Placed> compared = earlier.size() <= COMPARED_MAX ? earlier : List.of();
        for (Placed before : compared) {
            if (before.keyspace.pattern().covers(keyspace.pattern())) {
                left.removeAll(before.keyspace.kinds());
                if (left.isEmpty()) {
                    problems.add(
                            place,
                            "keyspace " + keyspace.name() + " is never reached: what it matches is taken by "
                                    + before.keyspace.name() + " in line " + before.place.line()
                                    + ": put the more special one first");
                    return;
                }
            }
        }
        if (leftOfShape(keyspace).isEmpty()) {
            problems.add(
                    place, "keyspace " + keyspace.name() + " is never reached: an earlier one has the same pattern");
        }
    }

    /** Each record has what its table asks for; where records are merged, another one may bring it. */
    void requireThatRowsAreWhole(Section section, Schema.Table table, Set<String> names) {
        filled.computeIfAbsent(table.name(), none -> new HashSet<>()).addAll(names);
        filledAt.putIfAbsent(table.name(), section.place());
        for (Schema.Column column : table.columns()) {
            boolean needed =
                    table.primaryKey().contains(column.name()) || (column.notNull() && !KeyspaceReader.mayMerge(table));
            if (needed && !names.contains(column.name())) {
                String why = table.primaryKey().contains(column.name()) ? "belongs to its primary key" : "is not-null";
                problems.add(
                        section.placeOf("columns"),
                        section.what() + " does not fill the column " + column.name() + " of table " + table.name()
                                + ", which " + why);
            }
        }
    }

    /** What has no order may be read in another one the next time: no row can be known again by its number. */
    void requireThatPositionsAreStable(Section section, Schema.Table table, PlanFile.Into into, Set<Kind> kinds) {
        Set<Kind> unordered = EnumSet.of(Kind.SET, Kind.ZSET, Kind.HASH);
        unordered.retainAll(kinds);
        unordered.retainAll(into.each().kinds());
        boolean numbered = into.each().isOneOf(Each.Sort.ELEMENTS, Each.Sort.FIELDS);
        for (PlanFile.Column column : into.columns()) {
            boolean isPosition = column.from().stream().anyMatch(From.Position.class::isInstance);
            if (numbered
                    && isPosition
                    && !unordered.isEmpty()
                    && table.primaryKey().contains(column.name())) {
                boolean isHash = unordered.contains(Kind.HASH);
                String what = isHash ? "hash" : unordered.contains(Kind.SET) ? "set" : "sorted set";
                problems.add(
                        section.placeOf("columns"),
                        "\"position\" of a " + what + " is not stable, and column " + column.name() + " of "
                                + section.what() + " belongs to the primary key of " + table.name() + ": use "
                                + (isHash ? "name" : "element")
                                + (kinds.contains(Kind.LIST) ? ", or say type: list" : ""));
            }
        }
    }

    /** What is needed and may come from any of the merged records comes from one at least. */
    void requireThatTablesAreFilled() {
        for (Table table : tables) {
            Set<String> names = filled.get(table.shape().name());
            Place place = filledAt.get(table.shape().name());
            if (names == null || place == null) {
                continue;
            }
            for (Schema.Column column : table.shape().columns()) {
                if (column.notNull() && !names.contains(column.name()) && KeyspaceReader.mayMerge(table.shape())) {
                    problems.add(
                            place,
                            "no keyspace fills the column " + column.name() + " of table "
                                    + table.shape().name() + ", which is not-null");
                }
            }
        }
    }
}
