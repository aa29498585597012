package sluice.adapters.sqlite;

import static sluice.adapters.sqlite.Planned.row;
import static sluice.adapters.sqlite.Planned.table;
import static sluice.adapters.sqlite.Planned.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.Checkpoint;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Orphans;
import sluice.protocol.Schema.Policy;
import sluice.protocol.Schema.Type;
import sluice.protocol.Sink;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;

/** A whole run of a plan in a process of its own, whose heap is small: prints what came of it. */
final class PlannedLoad {
    static final int BATCH = 500;

    private PlannedLoad() {}

    public static void main(String[] arguments) {
        int keys = Integer.parseInt(arguments[1]);
        Schema schema = Planned.schema(
                table("persons")
                        .notNull("phone", Type.TEXT)
                        .column("data", Type.TEXT)
                        .key("phone")
                        .collisions(Policy.FIRST, null),
                table("notes")
                        .notNull("id", Type.INTEGER)
                        .column("phone", Type.TEXT)
                        .key("id")
                        .refers("phone", "persons", "phone", Orphans.REJECT));
        SinkSettings settings = new SinkSettings(Path.of(arguments[0]).toString(), "mapped", 0, schema, true);
        SqliteSinkProvider provider = new SqliteSinkProvider();
        try (SinkSession session = SinkSession.begin(provider, settings, 1)) {
            for (int from = 0; from < keys; from += BATCH) {
                session.write(0, batch(from));
                session.commit();
            }
            Counts counts = new Counts(session);
            session.sink().seal(counts);
            int[] read = new int[1];
            try (SinkReader reader = provider.read(settings)) {
                reader.scan(reader.addresses().orElseThrow(), row -> read[0]++);
            }
            System.out.println(read[0] + " " + counts.removed + " " + counts.rejected);
            session.sink().finish("verified", 1, "{}");
        }
    }

    /** Every third key is a note, every tenth of them of nobody; one person in a hundred is there twice. */
    static List<Row> batch(int from) {
        List<Row> rows = new ArrayList<>();
        for (int i = from; i < from + BATCH; i++) {
            String phone = "+" + (i % 100 == 1 ? i - 1 : i) * 7_919L;
            rows.add(
                    i % 3 == 2
                            ? row("note:" + i, tuple(1, 0, i, i % 30 == 2 ? "+nobody" : "+" + (i - 2) * 7_919L))
                            : row("person:" + i, tuple(0, 0, phone, "data of " + i)));
        }
        return rows;
    }

    /** Keeps no list of what became of each key. */
    private static final class Counts implements Sink.Doubles {
        private final SinkSession session;
        private int removed;
        private int rejected;

        Counts(SinkSession session) {
            this.session = session;
        }

        @Override
        public boolean possible() {
            return false;
        }

        @Override
        public void removed(int partition, Row row) {
            removed++;
        }

        @Override
        public void rejected(int partition, Row row) {
            rejected++;
        }

        @Override
        public void rejectedTwice(int partition, Key key, Kind kind) {
            throw new IllegalStateException("no key came twice");
        }

        @Override
        public Checkpoint settled() {
            return session.checkpoint();
        }
    }
}
