package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.sqlite.Planned.row;
import static sluice.adapters.sqlite.Planned.table;
import static sluice.adapters.sqlite.Planned.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.adapters.contract.BookedDoubles;
import sluice.adapters.contract.Samples;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.Checkpoint;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.Schema.Existing;
import sluice.protocol.Schema.Policy;
import sluice.protocol.Schema.Type;
import sluice.protocol.Sink;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;

/** The seal of a plan that ends anywhere is taken up again, and the sink is as it was or as it shall be. */
class InterruptedPlanTest {
    private static final int KEYS = 500;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(MappedSeal.Step.class)
    void aNewFileComesAsAWholeOrNotAtAll(MappedSeal.Step killedAfter) throws SQLException {
        PlannedSink sink = new PlannedSink(file(), items(Existing.REFUSE).unique("name"));

        kill(sink, killedAfter, true);

        assertThat(Files.exists(file())).isEqualTo(killedAfter == MappedSeal.Step.TRANSFER);
        goesOn(sink);
        assertThat(sink.query("SELECT count(*) FROM items")).containsExactly("" + KEYS);
        assertThat(sink.query("SELECT made FROM sluice_table WHERE type = 'file'"))
                .containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource(MappedSeal.Step.class)
    void aFileThatIsThereIsAsItWasOrAsItShallBe(MappedSeal.Step killedAfter) throws SQLException {
        SqlFile.run(
                file(),
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT)",
                "INSERT INTO items VALUES (1, 'old'), (-5, 'mine')");
        PlannedSink sink = new PlannedSink(file(), items(Existing.UPDATE));

        kill(sink, killedAfter, true);

        if (killedAfter != MappedSeal.Step.TRANSFER) {
            assertThat(sink.query("SELECT * FROM items")).containsExactly("-5|mine", "1|old");
            assertThat(sink.query("SELECT count(*) FROM sqlite_master WHERE name LIKE 'sluice%'"))
                    .containsExactly("0");
        }
        goesOn(sink);
        assertThat(sink.query("SELECT count(*), min(name) FROM items")).containsExactly(KEYS + 1 + "|mine");
        assertThat(sink.query("PRAGMA integrity_check")).containsExactly("ok");
    }

    @ParameterizedTest
    @EnumSource(
            value = MappedSeal.Step.class,
            names = {"ENTER", "BACKUP", "FILL", "TRANSFER"})
    void theShortWayToo(MappedSeal.Step killedAfter) throws SQLException {
        PlannedSink sink = new PlannedSink(file(), items(Existing.REFUSE)).ofStillSource();

        kill(sink, killedAfter, false);
        goesOn(sink);

        assertThat(sink.query("SELECT count(*) FROM items")).containsExactly("" + KEYS);
    }

    private void kill(PlannedSink sink, MappedSeal.Step killedAfter, boolean doubles) {
        SqliteSinkProvider dying = new SqliteSinkProvider(InstantSource.system(), step -> {
            if (step == killedAfter) {
                throw new IllegalStateException("killed after " + step);
            }
        });
        try (SinkSession session = SinkSession.begin(dying, sink.settings(), 1)) {
            session.write(0, rows(doubles));
            session.commit();
            assertThatThrownBy(() -> session.seal(new BookedDoubles(session, doubles)))
                    .hasMessageContaining("killed after");
        }
    }

    private void goesOn(PlannedSink sink) {
        SqliteSinkProvider provider = new SqliteSinkProvider();
        try (SinkSession session = SinkSession.resume(provider, sink.settings())) {
            assertThat(session.sink().latest().orElseThrow().attempts()).isEqualTo(2);
            sink.seal(session, rows(false));
        }
        try (SinkReader reader = provider.read(sink.settings())) {
            assertThat(reader.runs().getFirst().phase()).isEqualTo(Phase.FINISHED);
            assertThat(reader.runs().getFirst().attempts()).isEqualTo(2);
            assertThat(reader.checkpoint().total().written()).isEqualTo(KEYS);
        }
        assertThat(StagingFile.of(file())).doesNotExist();
        assertThat(StagingFile.newSink(file())).doesNotExist();
    }

    private static List<Row> rows(boolean someTwice) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            rows.add(row("key " + i, tuple(0, 0, i, "name " + i)));
        }
        for (int i = 0; someTwice && i < KEYS; i += 3) {
            rows.addFirst(row("key " + i, tuple(0, 0, i, "old name " + i)));
        }
        return rows;
    }

    private static Planned.TableBuilder items(Existing existing) {
        return table("items")
                .notNull("id", Type.INTEGER)
                .column("name", Type.TEXT)
                .key("id")
                .existing(existing)
                .collisions(Policy.FIRST, null);
    }

    /** What the seal had done is gone: it is done again, for the staging file still knows everything. */
    @Test
    void aSinkThatIsLostBeforeTheFinishIsFilledAgain() throws Exception {
        PlannedSink sink = new PlannedSink(file(), items(Existing.REFUSE));
        SqliteSinkProvider provider = new SqliteSinkProvider();
        try (SinkSession session = SinkSession.begin(provider, sink.settings(), 1)) {
            session.write(0, rows(false));
            session.commit();
            session.seal(new BookedDoubles(session, false));
        }
        Files.delete(file());

        goesOn(sink);

        assertThat(sink.query("SELECT count(*) FROM items")).containsExactly("" + KEYS);
    }

    /** The report stands in the sink, and the process dies before the staging file is gone. */
    @Test
    void aStagingFileThatAFinishedRunLeftBehindMeansNothing() throws Exception {
        PlannedSink sink = new PlannedSink(file(), items(Existing.REFUSE));
        SqliteSinkProvider provider = new SqliteSinkProvider();
        Path kept = folder.resolve("kept");
        try (SinkSession session = SinkSession.begin(provider, sink.settings(), 1)) {
            session.write(0, rows(false));
            session.commit();
            session.seal(new BookedDoubles(session, false));
        }
        Files.copy(StagingFile.of(file()), kept);
        goesOn(sink);
        Files.copy(kept, StagingFile.of(file()));

        try (SinkReader reader = provider.read(sink.settings())) {
            assertThat(reader.runs().getFirst().phase()).isEqualTo(Phase.FINISHED);
        }
        try (Sink opened = provider.open(sink.settings())) {
            assertThat(opened.latest().orElseThrow().phase()).isEqualTo(Phase.FINISHED);
        }
    }

    @Test
    void interruptingStopsASealSoon() throws SQLException {
        PlannedSink sink = new PlannedSink(file(), items(Existing.REFUSE));
        try (SinkSession session = SinkSession.begin(new SqliteSinkProvider(), sink.settings(), 1)) {
            session.write(0, rows(false));
            session.commit();
            session.sink().interrupt();

            assertThatThrownBy(() -> session.seal(new BookedDoubles(session, false)))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("it was interrupted; run the same command to resume");
        }

        goesOn(sink);

        assertThat(sink.query("SELECT count(*) FROM items")).containsExactly("" + KEYS);
    }

    /** Somebody made the file, and gave it to somebody: it is filled, and stays theirs. */
    @Test
    void anEmptyFileIsAsGoodAsNone() throws Exception {
        Files.createFile(file(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        PlannedSink sink = new PlannedSink(file(), items(Existing.REFUSE));

        kill(sink, MappedSeal.Step.FILL, false);
        goesOn(sink);

        assertThat(sink.query("SELECT count(*) FROM items")).containsExactly("" + KEYS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    /** Killed when all was done, but for taking away what had landed. */
    @Test
    void whatAFinishedRunLeftBehindGoesWithTheNextCommand() throws Exception {
        PlannedSink sink = new PlannedSink(file(), items(Existing.REFUSE));
        Path staging = StagingFile.of(file());
        kill(sink, MappedSeal.Step.TRANSFER, true);
        Files.copy(staging, folder.resolve("landed"));
        goesOn(sink);
        Files.move(folder.resolve("landed"), staging);

        try (Sink opened = new SqliteSinkProvider().open(sink.settings())) {
            assertThat(opened.latest()).get().extracting(RunRecord::phase).isEqualTo(Phase.FINISHED);
        }

        assertThat(staging).doesNotExist();
        assertThat(sink.query("SELECT count(*) FROM items")).containsExactly("" + KEYS);
    }

    @Test
    void noOtherRunBeginsWhileThatOfAPlanIsUnfinished() {
        PlannedSink sink = new PlannedSink(file(), items(Existing.REFUSE));
        kill(sink, MappedSeal.Step.FILL, true);

        assertThatThrownBy(() -> new SqliteSinkProvider().open(new SinkSettings(file().toString(), "native", 0)))
                .hasMessageContaining("the run of a plan is unfinished beside it: app.db.sluice-staging");
    }

    @Test
    void startingOverReplacesTheTablesOfTheRunBeforeOnlyInTheEnd() throws SQLException {
        PlannedSink sink = new PlannedSink(file(), items(Existing.REFUSE));
        sink.run(rows(false));
        SqliteSinkProvider provider = new SqliteSinkProvider();
        List<Row> others = List.of(row("a", tuple(0, 0, 1, "other")));

        try (Sink opened = provider.open(sink.settings())) {
            assertThat(opened.latest()).isPresent();
            assertThatThrownBy(() -> opened.begin(Samples.run("mapped"), start()))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("it holds run run-1 already");
        }
        SinkSettings settings = sink.settings();
        try (SinkSession session = SinkSession.beginOver(provider, settings, Samples.run("mapped", "run-2"), 1)) {
            session.write(0, others);
            session.commit();
            assertThat(sink.query("SELECT count(*) FROM items")).containsExactly("" + KEYS);
            sink.seal(session, others);
        }

        assertThat(sink.query("SELECT * FROM items")).containsExactly("1|other");
        assertThat(sink.query("SELECT id FROM sluice_run")).containsExactly("run-2");
    }

    private static Checkpoint start() {
        return new Checkpoint(Map.of(), new byte[0]);
    }

    private Path file() {
        return folder.resolve("app.db");
    }
}
