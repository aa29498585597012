package sluice.adapters.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.adapters.sqlite.Inserts.Column;
import sluice.adapters.sqlite.Inserts.Refusals;
import sluice.protocol.Cell;
import sluice.protocol.Kind;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;
import sluice.protocol.ValueCodec;

/** Lands what a plan made of keys in the stages of its tables, and other keys as layout {@code native} does. */
final class MappedLanding implements Landing {
    /** What stands before the kind of a key that was mapped. */
    static final String PREFIX = "mapped ";

    private static final Map<Kind, byte[]> WORDS = new EnumMap<>(Kind.class);

    static {
        for (Kind kind : Kind.values()) {
            WORDS.put(kind, (PREFIX + kind.word()).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private final NativeLanding natives;
    private final List<Stage> stages;
    private final List<Inserts> records = new ArrayList<>();
    private final Inserts raws;

    MappedLanding(Database database, Refusals refusals, List<Stage> stages) {
        this.natives = new NativeLanding(database, refusals);
        this.stages = stages;
        for (Stage stage : stages) {
            Refusals told = (id, reason) -> refusals.refused(
                    id >> Stage.POSITION_BITS, reason.replace(stage.table() + ".", stage.name() + "."));
            Column[] columns = stage.columns().toArray(Column[]::new);
            records.add(new Inserts(database, stage.table(), told, Stage.POSITIONS, columns));
        }
        Refusals ofRaw = (id, reason) -> refusals.refused(id >> Stage.POSITION_BITS, reason);
        raws = new Inserts(database, Stage.RAW, ofRaw, Stage.POSITIONS, Column.BLOB);
    }

    @Override
    public @Nullable String objection(Row row) {
        if (!(row.value() instanceof Value.Mapped mapped)) {
            return natives.objection(row);
        }
        for (Value.Tuple tuple : mapped.tuples()) {
            if (tuple.position() >= Stage.POSITIONS) {
                return "it gives more than " + Stage.POSITIONS + " records";
            }
        }
        return null;
    }

    @Override
    public void land(long id, int slice, Row row) throws SQLException {
        if (!(row.value() instanceof Value.Mapped mapped)) {
            natives.land(id, slice, row);
            return;
        }
        boolean keepsRaw = row.part() != Part.WHOLE;
        for (Value.Tuple tuple : mapped.tuples()) {
            records.get(tuple.table()).add(Stage.id(id, tuple.position()), tuple.cells());
            keepsRaw |= stages.get(tuple.table()).keepsRaw();
        }
        Value raw = keepsRaw ? mapped.raw() : null;
        byte[] place = raw instanceof Value.StringValue(byte[] content) && row.part() == Part.WHOLE
                ? placeOf(content, mapped.tuples())
                : null;
        if (row.part().opens()) {
            natives.landKey(id, row, WORDS.get(mapped.kind()), place);
        }
        if (raw != null && place == null) {
            raws.add(Stage.id(id, slice), (Object) ValueCodec.encode(raw));
        }
    }

    /** Where a whole value stands in a first record, so that it need not be kept twice; null where it does not. */
    @SuppressWarnings("ReferenceEquality") // A mapping gives the very array; comparing contents would cost more.
    private byte @Nullable [] placeOf(byte[] content, List<Value.Tuple> tuples) {
        for (Value.Tuple tuple : tuples) {
            @Nullable Object[] cells = tuple.cells();
            for (int c = 0; c < cells.length && tuple.position() == 0; c++) {
                if (cells[c] == content || (cells[c] instanceof Cell(byte[] utf8) && utf8 == content)) {
                    return stages.get(tuple.table()).place(c);
                }
            }
        }
        return null;
    }

    @Override
    public void close(long id, Row last) {}

    @Override
    public void flush() throws SQLException {
        natives.flush();
        for (Inserts each : records) {
            each.flush();
        }
        raws.flush();
    }

    @Override
    public void close() throws SQLException {
        natives.close();
        for (Inserts each : records) {
            each.close();
        }
        raws.close();
    }
}
