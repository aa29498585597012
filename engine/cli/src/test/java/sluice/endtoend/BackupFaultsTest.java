package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that finds no room, or may not be made, stops a run before it touches the sink. */
class BackupFaultsTest {
    private static final int ROWS_BYTES = 2_000_000;
    private static final long ROOM = 100L << 20;

    @TempDir
    private static Path folder;

    private static Path source;

    @BeforeAll
    static void aSource() throws Exception {
        source = folder.resolve("sluice-demo.rdb");
        new Sluice(folder).run("demo").exits(0);
        assertThat(source).exists();
    }

    private static byte[] aSinkOfTheUser(Path sink) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sink);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mine AS SELECT randomblob(" + ROWS_BYTES + ") AS a");
        }
        return Files.readAllBytes(sink);
    }

    @Test
    void aFullDiskStopsTheRunBeforeTheSinkIsTouchedAndTheWayBackToo() throws Exception {
        Optional<Tmpfs> mounted = Tmpfs.mount(folder.resolve("disk"), ROWS_BYTES * 3 / 2);
        assumeThat(mounted).as("this process may mount a small disk").isPresent();
        try (Tmpfs disk = mounted.orElseThrow()) {
            Path sink = disk.folder().resolve("app.db");
            byte[] before = aSinkOfTheUser(sink);
            Sluice sluice = new Sluice(folder);

            sluice.run("copy", source.toString(), sink.toString())
                    .exits(2)
                    .complains("cannot back up", "the copy needs", "bytes free", "--no-backup");

            assertThat(Files.readAllBytes(sink)).isEqualTo(before);
            assertThat(disk.folder().toFile().list()).containsExactly("app.db");
            disk.resize(ROOM);
            sluice.run("copy", source.toString(), sink.toString()).exits(0);
            disk.resize(used(disk.folder()) + 200_000);
            byte[] after = Files.readAllBytes(sink);

            sluice.run("rollback", sink.toString(), "--yes").exits(1).complains("the copy needs", "bytes free");

            assertThat(Files.readAllBytes(sink)).isEqualTo(after);
            disk.resize(ROOM);
            sluice.run("rollback", sink.toString(), "--yes").exits(0);
            assertThat(Files.readAllBytes(sink)).isEqualTo(before);
        }
    }

    private static long used(Path folder) throws Exception {
        return Files.getFileStore(folder).getTotalSpace()
                - Files.getFileStore(folder).getUsableSpace();
    }

    @Test
    void aFolderThatCannotBeWrittenKeepsTheSinkAsItIs() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Path sink = closed.resolve("app.db");
        byte[] before = aSinkOfTheUser(sink);
        Sluice sluice = new Sluice(folder);
        assumeThat(close(closed))
                .as("neither chmod nor chattr keeps this user out")
                .isTrue();
        try {
            sluice.run("copy", source.toString(), sink.toString()).exits(2).complains("closed", "cannot be written");
            sluice.run("rollback", sink.toString(), "--yes").exits(2).complains("closed", "cannot be written");
            sluice.run("backups", sink.toString()).exits(0);
        } finally {
            open(closed);
        }
        assertThat(Files.readAllBytes(sink)).isEqualTo(before);
    }

    private static boolean close(Path closed) {
        return (Os.run(List.of("chattr", "+i", closed.toString())) == 0
                        || Os.run(List.of("chmod", "555", closed.toString())) == 0)
                && !Files.isWritable(closed);
    }

    private static void open(Path closed) {
        Os.run(List.of("chattr", "-i", closed.toString()));
        Os.run(List.of("chmod", "755", closed.toString()));
    }
}
