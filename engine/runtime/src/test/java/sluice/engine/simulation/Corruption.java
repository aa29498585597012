package sluice.engine.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sluice.protocol.Batch;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** A sink's silent mistakes: rows that are changed, lost or invented on their way, and which keys that concerns. */
final class Corruption {
    private final World world;
    private final Set<Key> keys = new HashSet<>();
    private int left;

    Corruption(World world, int count) {
        this.world = world;
        this.left = count;
    }

    /** The keys that may be wrong in the sink. */
    Set<Key> keys() {
        return keys;
    }

    Batch spoil(Batch batch) {
        if (left == 0 || batch.rows().isEmpty() || !world.chance().oneIn(8)) {
            return batch;
        }
        left--;
        List<Row> rows = new ArrayList<>(batch.rows());
        int at = world.chance().below(rows.size());
        Row row = rows.get(at);
        world.note(() -> "the sink spoils " + row.key());
        switch (world.chance().below(3)) {
            case 0 -> spoilOne(rows, at, row);
            case 1 -> {
                if (row.part() == Part.WHOLE) {
                    rows.remove(at);
                    keys.add(row.key());
                }
            }
            default -> invent(rows);
        }
        return new Batch(
                batch.partition(),
                rows,
                batch.next(),
                batch.bytes(),
                batch.expired(),
                batch.gone(),
                batch.progress(),
                batch.last());
    }

    private void spoilOne(List<Row> rows, int at, Row row) {
        if (row.value() instanceof Value.StringValue) {
            Value wrong = new Value.StringValue(Item.bytes("wrong"));
            rows.set(at, new Row(row.key(), wrong, row.expiresAt(), row.origin(), row.part()));
            keys.add(row.key());
        } else if (row.part() == Part.WHOLE && isWritten(row)) {
            rows.set(at, new Row(row.key(), row.value(), 1_900_000_000_000L, row.origin(), row.part()));
            keys.add(row.key());
        }
    }

    private static boolean isWritten(Row row) {
        return !(row.value() instanceof Value.Undecodable || row.value() instanceof Value.Unfit);
    }

    /** Where a key ends, so that nothing comes between its parts. */
    private void invent(List<Row> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).part().closes()) {
                Row invented = new Item(1_000_000 + left, Kind.STRING, 1, Row.NEVER, Item.Fate.COPIED).whole(0);
                rows.add(i + 1, invented);
                keys.add(invented.key());
                return;
            }
        }
    }
}
