package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.contract.Samples.string;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.BookedDoubles;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.MigrationException;
import sluice.protocol.MigrationException.Fault;
import sluice.protocol.Row;
import sluice.protocol.Schema;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;

/** Another program that locks the file: waited for a while, then named. */
class LockedFileTest {
    private final SqliteSinkProvider provider = new SqliteSinkProvider();

    @TempDir
    private Path folder;

    @Test
    void aLockThatIsHeldForLongIsAPassingFaultThatNamesItsHolder() throws Exception {
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.write(0, string("a", "1"));
            session.commit();
            Process holder = hold("BEGIN IMMEDIATE");
            try {
                assertThatThrownBy(() -> session.write(0, string("b", "2")))
                        .isInstanceOfSatisfying(
                                MigrationException.class,
                                e -> assertThat(e.fault()).isEqualTo(Fault.TRANSIENT))
                        .hasMessageContaining("another program has locked the file")
                        .hasMessageContaining(
                                Holders.of(file()).isEmpty() ? "" : "java (process " + holder.pid() + ") has it open")
                        .hasMessageEndingWith("run the same command to resume");
            } finally {
                holder.destroyForcibly().waitFor();
            }
            session.write(0, string("c", "3"));
            session.complete();
        }

        assertThat(SinkSession.rows(provider, settings())).hasSize(2);
    }

    @Test
    void aLockThatIsSoonGivenBackIsWaitedFor() throws Exception {
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.commit();
            Process holder = hold("BEGIN IMMEDIATE");
            CompletableFuture<Void> freed = CompletableFuture.runAsync(
                    () -> end(holder), CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));

            session.write(0, string("a", "1"));
            session.commit();

            freed.join();
            session.complete();
        }
    }

    /** Whoever closes any descriptor of a file gives up all that his process has locked in it. */
    @Test
    void aReaderOfTheSameProcessLeavesTheWritersLocks() throws Exception {
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.write(0, string("a", "1"));
            session.commit();

            provider.read(settings()).close();

            assertThat(askedElsewhere()).isEqualTo("locked");
        }
    }

    @Test
    void aSecondWriterOfTheSameProcessLeavesTheLocksOfTheFirst() throws Exception {
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.write(0, string("a", "1"));
            session.commit();

            assertThatThrownBy(() -> provider.open(settings())).hasMessageContaining("another run is in progress");

            assertThat(askedElsewhere()).isEqualTo("locked");
        }
    }

    @Test
    void aReaderLeavesTheLocksOfAnotherReader() throws Exception {
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.write(0, string("a", "1"));
            session.complete();
        }
        try (SinkReader first = provider.read(settings())) {
            provider.read(settings()).close();

            assertThat(askedElsewhere()).isEqualTo("locked");
            assertThat(first.rows()).isEqualTo(1);
        }
    }

    private String askedElsewhere() throws IOException {
        return said(start(LockProbe.class));
    }

    private Process hold(String... statements) throws IOException {
        Process holder = start(LockHolder.class, statements);
        assertThat(said(holder)).isEqualTo("held");
        return holder;
    }

    private Process start(Class<?> program, String... statements) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                file().toString()));
        command.addAll(List.of(statements));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** What a plan has staged stays staged until the other program has closed the file. */
    @Test
    void aPlanWaitsBesideALockedSink() throws Exception {
        SqlFile.run(file(), "CREATE TABLE t(id INTEGER PRIMARY KEY)");
        PlannedSink sink = new PlannedSink(
                file(),
                Planned.table("t").notNull("id", Schema.Type.INTEGER).key("id").existing(Schema.Existing.KEEP));
        Row row = Planned.row("a", Planned.tuple(0, 0, 7));
        try (SinkSession session = SinkSession.begin(new SqliteSinkProvider(), sink.settings(), 1)) {
            session.write(0, row);
            session.commit();
            Process holder = hold("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> session.seal(new BookedDoubles(session, false)))
                    .isInstanceOfSatisfying(
                            MigrationException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TRANSIENT))
                    .hasMessageContaining("another program has locked the file")
                    .hasMessageContaining("process " + holder.pid());
            end(holder);
        }

        try (SinkSession session = SinkSession.resume(new SqliteSinkProvider(), sink.settings())) {
            sink.seal(session, List.of(row));
        }
        assertThat(SqlFile.query(file(), "SELECT id FROM t")).containsExactly("7");
    }

    private static String said(Process process) throws IOException {
        return process.inputReader().readLine();
    }

    private static void end(Process holder) {
        try {
            holder.outputWriter().close();
            assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Path file() {
        return folder.resolve("app.db");
    }

    private SinkSettings settings() {
        return new SinkSettings(file().toString(), "native", 0);
    }
}
