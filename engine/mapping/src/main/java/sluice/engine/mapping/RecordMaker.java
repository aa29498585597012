package sluice.engine.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.PlanFile.Into;
import sluice.engine.mapping.PlanFile.Table;
import sluice.engine.mapping.json.JsonElements;
import sluice.engine.mapping.json.JsonPath;
import sluice.engine.mapping.json.JsonScan;
import sluice.engine.mapping.json.PathTree;
import sluice.protocol.Kind;
import sluice.protocol.Schema;

/** Makes the records of one table from a key, or from parts of its value. Immutable; {@link Reading} is what moves. */
final class RecordMaker {
    /** Records of one value at once: memory is bounded by it. */
    static final int RECORDS_MAX = 1_000_000;

    final int table;
    final Each each;
    private final int columns;
    private final boolean optional;
    private final List<Filler> fillers = new ArrayList<>();
    /** The ways from array to array, each asked of an element of the one before. */
    private final List<PathTree> levels = new ArrayList<>();

    private final PathTree part = new PathTree();
    /** What is asked of each element, where each is a document of its own; else of the value as a whole. */
    final PathTree document;

    private final int arraySlot;
    final boolean wantsDocument;
    /** The first column that asks for a document. */
    final String documentColumn;

    RecordMaker(Into into, int table, Table target, List<String> captures, PathTree value, List<String> fields) {
        this.table = table;
        this.each = into.each();
        this.columns = target.shape().columns().size();
        this.optional = into.optional();
        this.document = each.isOneOf(Each.Sort.KEY, Each.Sort.ARRAY) ? value : new PathTree();
        this.arraySlot = each.array() == null ? -1 : addLevels(each.array());
        SourceCompiler sources = new SourceCompiler(captures, each, document, part, fields);
        boolean needsDocument = each.sort() == Each.Sort.ARRAY;
        String first = into.columns().isEmpty() ? "" : into.columns().getFirst().name();
        for (PlanFile.Column column : into.columns()) {
            int index = indexOf(target.shape(), column.name());
            Schema.Column shape = target.shape().columns().get(index);
            boolean needed = target.shape().primaryKey().contains(column.name())
                    || (shape.notNull() && !KeyspaceReader.mayMerge(target.shape()));
            fillers.add(new Filler(index, column, shape.type(), needed, target.timestamps(), sources));
            if (documents(column, shape.type())) {
                first = needsDocument ? first : column.name();
                needsDocument = true;
            }
        }
        this.wantsDocument = needsDocument;
        this.documentColumn = first;
    }

    /** Whether a column asks for a document that is the whole value, or an element of it. */
    private static boolean documents(PlanFile.Column column, Schema.Type type) {
        return column.from().stream()
                .anyMatch(from -> from instanceof From.Path
                        || (type == Schema.Type.JSON && (from instanceof From.Whole || from instanceof From.Element)));
    }

    private static int indexOf(Schema.Table table, String column) {
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("table " + table.name() + " has no column " + column);
    }

    /** The place of the first array in the document; the others are asked of the elements. */
    private int addLevels(JsonPath array) {
        List<JsonPath> ways = new ArrayList<>(array.splitAtEvery());
        if (ways.size() > 1 && ways.getLast().steps().isEmpty()) {
            ways.removeLast();
        }
        for (JsonPath way : ways.subList(1, ways.size())) {
            PathTree level = new PathTree();
            level.add(way);
            levels.add(level);
        }
        return document.add(ways.getFirst());
    }

    int partSlots() {
        return part.slots();
    }

    /** The kinds of keys that all of it can be made of. */
    static Set<Kind> served(Into into, Set<Kind> kinds) {
        return kinds.stream()
                .filter(kind -> into.each().kinds().contains(kind))
                .filter(kind -> into.columns().stream()
                        .flatMap(column -> column.from().stream())
                        .allMatch(from -> from.kinds(into.each()).contains(kind)))
                .collect(Collectors.toSet());
    }

    /** What is to be doubted of its columns after what was seen. */
    Stream<String> doubts() {
        return fillers.stream().map(Filler::doubt).filter(Objects::nonNull);
    }

    /** The one record of what stands in the reading now. */
    void add(Reading reading, Tuples tuples) {
        @Nullable Object[] cells = new Object[columns];
        for (Filler filler : fillers) {
            cells[filler.column] = filler.cell(reading);
        }
        tuples.add(table, cells);
    }

    /** A record for each element of the arrays that the path leads to. */
    void addArray(Reading reading, Tuples tuples) {
        int from = reading.places[2 * arraySlot];
        reading.position = 0;
        if (from == JsonScan.MISSING || reading.content[from] == 'n') {
            if (!optional) {
                throw new Misfit("there is no array at $" + each.array());
            }
            return;
        }
        addElements(reading, from, reading.places[2 * arraySlot + 1], 0, tuples);
    }

    private void addElements(Reading reading, int from, int to, int level, Tuples tuples) {
        if (reading.content[from] != '[') {
            Found found = reading.source;
            found.json(reading.content, from, to);
            throw new Misfit("there is no array at $" + each.array() + " but " + found.shown());
        }
        boolean innermost = level == levels.size();
        PathTree asked = innermost ? part : levels.get(level);
        int[] places = innermost ? reading.placesInPart : new int[2 * asked.slots()];
        JsonElements elements = new JsonElements(reading.scan, reading.content, from);
        while (elements.next(asked, places)) {
            if (innermost) {
                if (tuples.size() >= RECORDS_MAX) {
                    throw new Misfit("over " + RECORDS_MAX + " records of one value");
                }
                add(reading, tuples);
                reading.position++;
            } else if (places[0] != JsonScan.MISSING && reading.content[places[0]] != 'n') {
                addElements(reading, places[0], places[1], level + 1, tuples);
            } else if (!optional) {
                throw new Misfit("there is no array at $" + each.array() + " in one of the elements");
            }
        }
    }

    /** Whether a record that was staged may have to be rejected with its key when all records are known. */
    static boolean mayBeRejectedLate(Schema.Table table) {
        boolean collides = !table.primaryKey().isEmpty() && table.collisions().policy() == Schema.Policy.REJECT;
        boolean orphaned =
                table.references().stream().anyMatch(key -> key.orphans() == Schema.Orphans.REJECT || key.enforced());
        return collides
                || orphaned
                || !table.uniques().isEmpty()
                || table.existing() != Schema.Existing.REFUSE
                || KeyspaceReader.mayMerge(table);
    }
}
