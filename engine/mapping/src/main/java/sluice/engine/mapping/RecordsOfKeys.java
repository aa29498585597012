package sluice.engine.mapping;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.PlanFile.Into;
import sluice.engine.mapping.PlanFile.Keyspace;
import sluice.engine.mapping.json.PathTree;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Makes records of the keys of one keyspace, for all tables that it goes into. Immutable. */
final class RecordsOfKeys {
    private final List<RecordMaker> makers = new ArrayList<>();
    /** What all tables together ask of a string, so that it is scanned once. */
    private final PathTree document = new PathTree();

    private final byte[][] fields;
    private final Set<Kind> served;
    private final boolean wantsDocument;
    /** The first column that a value which is no document leaves empty. */
    private final String documentColumn;

    final boolean keepsRaw;

    RecordsOfKeys(Keyspace keyspace, List<Into> intos, Tables tables) {
        List<String> names = new ArrayList<>();
        Set<Kind> kinds = EnumSet.copyOf(keyspace.kinds());
        boolean raw = false;
        for (Into into : intos) {
            int table = tables.indexOf(into.table());
            makers.add(new RecordMaker(
                    into, table, tables.get(table), keyspace.pattern().captures(), document, names));
            kinds.retainAll(RecordMaker.served(into, kinds));
            raw |= RecordMaker.mayBeRejectedLate(tables.get(table).shape());
        }
        this.fields = names.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.served = kinds;
        List<RecordMaker> ofDocuments = makers.stream()
                .filter(maker -> maker.wantsDocument && maker.each.isOneOf(Each.Sort.KEY, Each.Sort.ARRAY))
                .toList();
        this.wantsDocument = !ofDocuments.isEmpty();
        this.documentColumn = ofDocuments.isEmpty() ? "" : ofDocuments.getFirst().documentColumn;
        this.keepsRaw = raw;
    }

    boolean serves(Kind kind) {
        return served.contains(kind);
    }

    /** How many places a scan needs at most, for the value or an element, and for an element of an array. */
    int slots() {
        int most = document.slots();
        for (RecordMaker maker : makers) {
            most = Math.max(most, Math.max(maker.document.slots(), maker.partSlots()));
        }
        return most;
    }

    int fields() {
        return fields.length;
    }

    /** What is to be doubted of its columns after what was seen. */
    List<String> doubts() {
        return makers.stream().flatMap(RecordMaker::doubts).toList();
    }

    void open(Reading reading) {
        Arrays.fill(reading.fields, null);
    }

    /** Adds what this slice gives; throws {@link Misfit} where it does not fit. */
    void add(Row row, Reading reading, Tuples tuples) {
        boolean closes = row.part().closes();
        switch (row.value()) {
            case Value.StringValue(byte[] content) -> addString(content, reading, tuples);
            case Value.HashSlice(List<Value.Field> hash) -> {
                gather(hash, reading);
                addParts(Each.Sort.FIELDS, sortedFields(hash), reading, tuples);
            }
            case Value.ListSlice list -> addList(list, reading, tuples);
            case Value.SetSlice(List<byte[]> members) -> addParts(Each.Sort.ELEMENTS, sorted(members), reading, tuples);
            case Value.SortedSlice(List<Value.Scored> members) ->
                addParts(Each.Sort.ELEMENTS, sortedMembers(members), reading, tuples);
            case Value.StreamSlice stream -> addParts(Each.Sort.ENTRIES, stream.entries(), reading, tuples);
            case Value.ModuleValue module -> {}
            case Value.Undecodable wrong -> throw new IllegalArgumentException("an undecodable value");
            case Value.Mapped mapped -> throw new IllegalArgumentException("a mapped value");
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
        }
        if (closes && reading.kind != Kind.STRING) {
            addKey(reading, tuples);
        }
    }

    private void addString(byte[] content, Reading reading, Tuples tuples) {
        reading.content = content;
        reading.isDocument = wantsDocument;
        if (wantsDocument && !reading.scan.scan(content, 0, content.length, document, reading.places)) {
            throw new Misfit("column " + documentColumn + ": the value is " + reading.scan.reason());
        }
        for (RecordMaker maker : makers) {
            if (maker.each.sort() == Each.Sort.ARRAY) {
                maker.addArray(reading, tuples);
            } else {
                maker.add(reading, tuples);
            }
        }
    }

    /** Once for each key, of what its slices gave together. */
    private void addKey(Reading reading, Tuples tuples) {
        for (RecordMaker maker : makers) {
            if (maker.each.sort() == Each.Sort.KEY) {
                reading.partExpiresAt = Row.NEVER;
                maker.add(reading, tuples);
            }
        }
    }

    private void gather(List<Value.Field> hash, Reading reading) {
        if (fields.length == 0) {
            return;
        }
        for (Value.Field field : hash) {
            for (int i = 0; i < fields.length; i++) {
                if (Arrays.equals(fields[i], field.name())) {
                    reading.fields[i] = field.content();
                }
            }
        }
    }

    private void addList(Value.ListSlice list, Reading reading, Tuples tuples) {
        reading.position = list.firstPosition();
        addParts(Each.Sort.ELEMENTS, list.elements(), reading, tuples);
    }

    /** Whoever has several tables for the parts of one key gets each part for each table, table by table. */
    private void addParts(Each.Sort sort, List<?> parts, Reading reading, Tuples tuples) {
        long first = reading.position;
        for (RecordMaker maker : makers) {
            if (maker.each.sort() != sort) {
                continue;
            }
            reading.position = first;
            for (Object part : parts) {
                stand(part, reading);
                scan(maker, reading);
                maker.add(reading, tuples);
                reading.position++;
            }
        }
        reading.position = first + parts.size();
    }

    private static void stand(Object part, Reading reading) {
        reading.partExpiresAt = Row.NEVER;
        switch (part) {
            case byte[] element -> reading.content = element;
            case Value.Scored(byte[] member, double score) -> {
                reading.content = member;
                reading.score = score;
            }
            case Value.Field field -> {
                reading.fieldName = field.name();
                reading.content = field.content();
                reading.partExpiresAt = field.expiresAt();
            }
            case Value.Entry entry -> {
                reading.entryMs = entry.ms();
                reading.entrySeq = entry.seq();
                reading.entry = entry.fieldsAndContents();
            }
            default -> throw new IllegalArgumentException("no part of a value: " + part.getClass());
        }
    }

    private static void scan(RecordMaker maker, Reading reading) {
        reading.isDocument = maker.wantsDocument;
        byte[] content = reading.content;
        if (maker.wantsDocument && !reading.scan.scan(content, 0, content.length, maker.document, reading.places)) {
            throw new Misfit("column " + maker.documentColumn + ": element " + reading.position + " is "
                    + reading.scan.reason());
        }
    }

    /** In the order of their bytes, so that what has no order is numbered the same whenever it is read. */
    private static List<byte[]> sorted(List<byte[]> members) {
        List<byte[]> sorted = new ArrayList<>(members);
        sorted.sort(Arrays::compareUnsigned);
        return sorted;
    }

    private List<Value.Field> sortedFields(List<Value.Field> hash) {
        if (makers.stream().noneMatch(maker -> maker.each.sort() == Each.Sort.FIELDS)) {
            return hash;
        }
        List<Value.Field> sorted = new ArrayList<>(hash);
        sorted.sort((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
        return sorted;
    }

    private static List<Value.Scored> sortedMembers(List<Value.Scored> members) {
        List<Value.Scored> sorted = new ArrayList<>(members);
        sorted.sort((a, b) -> {
            int byScore = Double.compare(a.score() + 0.0, b.score() + 0.0);
            return byScore != 0 ? byScore : Arrays.compareUnsigned(a.member(), b.member());
        });
        return sorted;
    }

    /** The value where the sink may need it, be it that the key is in slices and one of the next does not fit. */
    @Nullable
    Value raw(Row row) {
        return keepsRaw || !(row.part().opens() && row.part().closes()) ? row.value() : null;
    }
}
