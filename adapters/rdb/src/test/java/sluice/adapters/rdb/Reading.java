package sluice.adapters.rdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Batch;
import sluice.protocol.Cursor;
import sluice.protocol.Key;
import sluice.protocol.MigrationException;
import sluice.protocol.PartitionReader;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;
import sluice.protocol.Value;

/** What reading a file gave: all batches, and the fault that ended it, if one did. */
record Reading(List<Batch> batches, @Nullable MigrationException fault) {
    static SourceSettings settings(Path file, int batchRows) {
        return new SourceSettings(file.toString(), null, null, null, batchRows, 1 << 20, 0);
    }

    static Reading of(Path file) {
        return of(settings(file, 1000));
    }

    static Reading of(SourceSettings settings) {
        try (Source source = new RdbSourceProvider().open(settings)) {
            return from(source, source.partitions(4).getFirst().start());
        } catch (MigrationException refused) {
            return new Reading(List.of(), refused);
        }
    }

    static Reading from(Source source, Cursor cursor) {
        List<Batch> batches = new ArrayList<>();
        try (PartitionReader reader = source.read(source.partitions(1).getFirst(), cursor, Source.EVERY_KEY)) {
            while (batches.isEmpty() || !batches.getLast().last()) {
                batches.add(reader.next());
            }
            return new Reading(batches, null);
        } catch (MigrationException fault) {
            return new Reading(batches, fault);
        }
    }

    List<Row> rows() {
        return batches.stream().flatMap(batch -> batch.rows().stream()).toList();
    }

    long expired() {
        return batches.stream().mapToLong(Batch::expired).sum();
    }

    String why() {
        return fault == null ? "" : String.valueOf(fault.getMessage());
    }

    Map<Key, String> canonical() {
        return canonical(rows());
    }

    /** Each key with everything that a copy must keep, as text; slices are put together. */
    static Map<Key, String> canonical(List<Row> rows) {
        Map<Key, List<String>> parts = new HashMap<>();
        Map<Key, Row> heads = new HashMap<>();
        for (Row row : rows) {
            heads.putIfAbsent(row.key(), row);
            parts.computeIfAbsent(row.key(), key -> new ArrayList<>()).addAll(elements(row.value()));
        }
        Map<Key, String> canonical = new HashMap<>();
        heads.forEach((key, row) -> {
            List<String> elements = parts.getOrDefault(key, List.of());
            canonical.put(
                    key,
                    row.value().kind() + " " + row.expiresAt() + " "
                            + elements.stream().sorted().collect(Collectors.joining(",")));
        });
        return canonical;
    }

    private static List<String> elements(Value value) {
        List<String> texts = new ArrayList<>();
        switch (value) {
            case Value.StringValue string -> texts.add(hex(string.content()));
            case Value.ListSlice list -> {
                for (int i = 0; i < list.size(); i++) {
                    texts.add((list.firstPosition() + i) + "="
                            + hex(list.elements().get(i)));
                }
            }
            case Value.SetSlice set -> set.members().forEach(member -> texts.add(hex(member)));
            case Value.HashSlice hash ->
                hash.fields()
                        .forEach(field ->
                                texts.add(hex(field.name()) + "=" + hex(field.content()) + "@" + field.expiresAt()));
            case Value.SortedSlice sorted ->
                sorted.members().forEach(one -> texts.add(hex(one.member()) + "=" + (one.score() + 0.0)));
            case Value.StreamSlice stream -> addStream(texts, stream);
            case Value.ModuleValue module -> texts.add(hex(module.payload()));
            case Value.Undecodable damaged -> texts.add("damaged: " + damaged.reason());
            case Value.Mapped mapped -> throw new IllegalArgumentException("a mapped value");
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
        }
        return texts;
    }

    private static void addStream(List<String> texts, Value.StreamSlice stream) {
        stream.entries()
                .forEach(entry -> texts.add("entry " + entry.ms() + "-" + entry.seq() + " "
                        + entry.fieldsAndContents().stream().map(Reading::hex).toList()));
        stream.heads().forEach(head -> texts.add(head.toString()));
        stream.groups()
                .forEach(group -> texts.add("group " + hex(group.name()) + " " + group.lastMs() + "-" + group.lastSeq()
                        + " " + group.entriesRead()));
        stream.consumers()
                .forEach(consumer -> texts.add("consumer " + hex(consumer.group()) + " " + hex(consumer.name())));
        stream.pending()
                .forEach(one -> texts.add("pending " + hex(one.group()) + " " + hex(one.consumer()) + " " + one.ms()
                        + "-" + one.seq() + " " + one.deliveredAt() + " " + one.deliveries()));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
