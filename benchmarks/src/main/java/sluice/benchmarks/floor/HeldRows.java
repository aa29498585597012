package sluice.benchmarks.floor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.adapters.rdb.RdbSourceProvider;
import sluice.protocol.Batch;
import sluice.protocol.Kind;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;
import sluice.protocol.Value;

/** All SQL rows of an RDB file, grouped into statements in the order in which the groups were full. */
final class HeldRows {
    private static final int BATCH_ROWS = 10_000;
    private static final long BATCH_BYTES = 8L << 20;
    private static final Comparator<byte[]> ORDER = Comparator.<byte[]>comparingInt(
                    bytes -> Group.isText(bytes) ? 0 : 1)
            .thenComparing(Arrays::compareUnsigned);

    private final int rowsPerStatement;
    private final Map<Kind, byte[]> words = new EnumMap<>(Kind.class);
    private final Map<Table, Filling> filling = new EnumMap<>(Table.class);
    private final List<Group> groups = new ArrayList<>();
    private long keys;
    private long sqlRows;

    private HeldRows(int rowsPerStatement) {
        this.rowsPerStatement = rowsPerStatement;
        for (Kind kind : Kind.values()) {
            words.put(kind, kind.word().getBytes(StandardCharsets.US_ASCII));
        }
        for (Table table : Table.values()) {
            filling.put(table, new Filling(table, rowsPerStatement));
        }
    }

    /** Rows on their way into a group. */
    private static final class Filling {
        final Table table;

        @Nullable
        Object[] cells;

        int held;

        Filling(Table table, int rows) {
            this.table = table;
            this.cells = new Object[rows * table.columns()];
        }
    }

    static HeldRows of(String rdb, int rowsPerStatement) {
        HeldRows rows = new HeldRows(rowsPerStatement);
        SourceSettings settings = new SourceSettings(rdb, null, null, null, BATCH_ROWS, BATCH_BYTES, 0);
        try (Source source = new RdbSourceProvider().open(settings)) {
            for (Partition partition : source.partitions(1)) {
                rows.readAll(source, partition);
            }
        }
        rows.filling.values().forEach(rows::close);
        return rows;
    }

    List<Group> groups() {
        return groups;
    }

    long keys() {
        return keys;
    }

    long sqlRows() {
        return sqlRows;
    }

    private void readAll(Source source, Partition partition) {
        try (PartitionReader reader = source.read(partition, partition.start(), Source.EVERY_KEY)) {
            Batch batch;
            do {
                batch = reader.next();
                batch.rows().forEach(this::hold);
            } while (!batch.last());
        }
    }

    private void hold(Row row) {
        Value value = row.value();
        if (row.part().opens()) {
            keys++;
            byte[] scalar = value instanceof Value.StringValue(byte[] content) ? content : null;
            Long db = Long.valueOf(row.key().db());
            add(Table.REDIS_KEY, keys, db, row.key().name(), words.get(value.kind()), scalar, orNull(row.expiresAt()));
        }
        Long id = keys;
        switch (value) {
            case Value.StringValue string -> {}
            case Value.ListSlice list -> {
                long position = list.firstPosition();
                for (byte[] element : list.elements()) {
                    add(Table.REDIS_LIST, id, position++, element);
                }
            }
            case Value.SetSlice set ->
                set.members().stream().sorted(ORDER).forEach(member -> add(Table.REDIS_SET, id, member));
            case Value.HashSlice hash ->
                hash.fields().stream()
                        .sorted(Comparator.comparing(Value.Field::name, ORDER))
                        .forEach(field ->
                                add(Table.REDIS_HASH, id, field.name(), field.content(), orNull(field.expiresAt())));
            case Value.SortedSlice zset ->
                zset.members().stream()
                        .sorted(Comparator.comparing(Value.Scored::member, ORDER))
                        .forEach(scored -> add(Table.REDIS_ZSET, id, scored.member(), scored.score()));
            case Value.StreamSlice stream -> throw unfit(row);
            case Value.ModuleValue module -> throw unfit(row);
            case Value.Undecodable undecodable -> throw unfit(row);
            case Value.Mapped mapped -> throw new IllegalArgumentException("a mapped value");
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
        }
    }

    private static IllegalArgumentException unfit(Row row) {
        return new IllegalArgumentException("the floor holds no " + row.value().kind() + ": " + row.key());
    }

    private static @Nullable Long orNull(long number) {
        return number == Row.NEVER ? null : Long.valueOf(number);
    }

    private void add(Table table, @Nullable Object... row) {
        Filling to = filling.get(table);
        if (to == null) {
            throw new IllegalStateException(table + " is not filled");
        }
        System.arraycopy(row, 0, to.cells, to.held * table.columns(), row.length);
        sqlRows++;
        if (++to.held == rowsPerStatement) {
            close(to);
        }
    }

    private void close(Filling full) {
        if (full.held > 0) {
            int cells = full.held * full.table.columns();
            groups.add(Group.of(full.table, Arrays.copyOf(full.cells, cells)));
            full.cells = new Object[rowsPerStatement * full.table.columns()];
            full.held = 0;
        }
    }
}
