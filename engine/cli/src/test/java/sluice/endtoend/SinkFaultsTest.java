package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other programs and people do to a sink while it is written, or between two runs. */
class SinkFaultsTest {
    private static final String RATE = "4000";

    @TempDir
    private static Path folder;

    private static SinkGround ground;

    @BeforeAll
    static void prepare() throws Exception {
        ground = SinkGround.make(folder);
    }

    @Test
    void aLockThatIsHeldForLongIsWaitedForAndItsHolderNamed() throws Exception {
        Sluice sluice = new Sluice(folder);
        Path sink = folder.resolve("locked.db");
        Sluice.Running running = slowly(sluice, sink, "--report", "locked.json");
        try (Connection connection = connect(sink);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 60000");
            statement.execute("BEGIN IMMEDIATE");
            Sluice.await(() -> said(running).contains("another program has locked the file"));
            statement.execute("ROLLBACK");
        }

        Sluice.Ended ended = running.await().exits(0);

        assertThat(ended.err()).contains("waiting: ", "another attempt begins in");
        if (Files.isDirectory(Path.of("/proc/self/fd"))) {
            assertThat(ended.err())
                    .contains("(process " + ProcessHandle.current().pid() + ") has it open");
        }
        assertThat(sluice.report("locked.json").get("notes").toString()).contains("locked the file");
        ground.isWhole(sink);
    }

    @Test
    void aReaderThatStaysHindersNobodyAndIsTold() throws Exception {
        Sluice sluice = new Sluice(folder);
        Path sink = folder.resolve("read.db");
        Sluice.Running running = slowly(sluice, sink);
        try (Connection connection = connect(sink);
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.executeQuery("SELECT count(*) FROM sluice_run").close();

            Sluice.Ended ended = running.await().exits(0);

            assertThat(ended.out()).contains("integrity ok", "another program reads the sink", "-wal");
            statement.execute("COMMIT");
        }
        ground.isWhole(sink);
    }

    @Test
    void aSinkThatIsRemovedInTheMiddleIsMissedAtOnce() throws Exception {
        Sluice sluice = new Sluice(folder);
        Path sink = folder.resolve("removed.db");
        Sluice.Running running = slowly(sluice, sink);
        Files.delete(sink);

        running.await()
                .exits(1)
                .complains("removed.db was moved or removed while Sluice was writing to it", "the same command");

        sluice.run("copy", ground.source().toString(), sink.toString()).exits(0);
        ground.isWhole(sink);
    }

    @Test
    void aLogThatIsRemovedBetweenTwoRunsTakesRowsAndCheckpointWithIt() throws Exception {
        Sluice sluice = new Sluice(folder);
        Path sink = folder.resolve("logless.db");
        slowly(sluice, sink).kill();
        Files.delete(folder.resolve("logless.db-wal"));

        sluice.run("copy", ground.source().toString(), sink.toString()).exits(0);

        ground.isWhole(sink);
    }

    @Test
    void aFolderThatBecomesReadOnlyIsNamed() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Sluice sluice = new Sluice(folder);
        Path sink = closed.resolve("app.db");
        slowly(sluice, sink).kill();
        assumeThat(close(closed))
                .as("neither chmod nor chattr keeps this user out")
                .isTrue();
        try {
            sluice.run("copy", ground.source().toString(), sink.toString())
                    .exits(2)
                    .complains("closed", "cannot be written", "make it writable");
            assertThat(sluice.run("status", sink.toString()).exitCode()).isIn(0, 2);
        } finally {
            open(closed);
        }

        sluice.run("copy", ground.source().toString(), sink.toString()).exits(0);
        ground.isWhole(sink);
    }

    /** What is open stays open: the run comes to its end, and only what it would have taken away stays. */
    @Test
    void aFolderThatBecomesReadOnlyInTheMiddleStopsNobody() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closing"));
        Sluice sluice = new Sluice(folder);
        Path sink = closed.resolve("app.db");
        Sluice.Running running = slowly(sluice, sink);
        boolean kept = close(closed);
        try {
            running.await().exits(0);
        } finally {
            open(closed);
        }
        assumeThat(kept).as("neither chmod nor chattr keeps this user out").isTrue();

        sluice.run("status", sink.toString()).exits(0);
        Files.deleteIfExists(closed.resolve("app.db.sluice-lock"));
        ground.isWhole(sink);
    }

    /** Root is kept out by an attribute only, others by permissions. */
    private static boolean close(Path closed) {
        return (Os.run(List.of("chattr", "+i", closed.toString())) == 0
                        || Os.run(List.of("chmod", "555", closed.toString())) == 0)
                && !Files.isWritable(closed);
    }

    private static void open(Path closed) {
        Os.run(List.of("chattr", "-i", closed.toString()));
        Os.run(List.of("chmod", "755", closed.toString()));
    }

    /** A copy that has landed its first rows, and takes some seconds more. */
    private static Sluice.Running slowly(Sluice sluice, Path sink, String... more) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("copy", ground.source().toString(), sink.toString(), "--rate", RATE, "--progress", "plain"));
        command.addAll(List.of(more));
        Sluice.Running running = sluice.start(Map.of(), command.toArray(String[]::new));
        sluice.awaitRows(running, folder.relativize(sink).toString());
        return running;
    }

    private static Connection connect(Path sink) throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + sink);
    }

    private static String said(Sluice.Running running) {
        try {
            return Files.readString(running.err());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
