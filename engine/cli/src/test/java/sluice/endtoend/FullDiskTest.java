package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** A disk that is full says so; once there is room the same command goes on, and nothing is lost. */
class FullDiskTest {
    private static final String NO_MOUNT = "this process may mount no small disk; a file size limit is tried instead";
    private static final long ROOM = 200L << 20;

    @TempDir
    private static Path folder;

    private static SinkGround ground;

    @BeforeAll
    static void prepare() throws Exception {
        ground = SinkGround.make(folder);
    }

    /** While rows land all of them lie in the log; the seal needs room for log and file together. */
    @ParameterizedTest
    @CsvSource({"40, cannot commit", "150, cannot seal"})
    void theSameCommandGoesOnOnceThereIsRoom(int percent, String failing) throws Exception {
        Optional<Tmpfs> mounted = Tmpfs.mount(folder.resolve("disk-" + percent), ground.sinkBytes() * percent / 100);
        assumeThat(mounted).as(NO_MOUNT).isPresent();
        try (Tmpfs disk = mounted.orElseThrow()) {
            Path sink = disk.folder().resolve("app.db");
            Sluice sluice = new Sluice(folder);

            sluice.run("copy", ground.source().toString(), sink.toString())
                    .exits(1)
                    .complains(failing, "the disk is full", "free some space", "run the same command to resume");
            disk.resize(ROOM);

            goesOn(sluice, sink);
        }
    }

    @Test
    void theSameCommandGoesOnOnceAFileMayGrow() throws Exception {
        assumeThat(Os.run(List.of("sh", "-c", "ulimit -f 1000")))
                .as("the shell sets no limits here")
                .isZero();
        Path sink = folder.resolve("limited.db");
        long blocks = ground.sinkBytes() / 2 / 512;
        Sluice limited = new Sluice(folder).within("ulimit -f " + blocks);

        limited.run("copy", ground.source().toString(), sink.toString())
                .exits(1)
                .complains("the disk does not do as told", "ulimit -f", "run the same command to resume");

        goesOn(new Sluice(folder), sink);
    }

    private static void goesOn(Sluice sluice, Path sink) throws Exception {
        sluice.run("copy", ground.source().toString(), sink.toString(), "--report", "report.json")
                .exits(0);
        assertThat(sluice.report("report.json").get("resumed").asBoolean()).isTrue();
        ground.isWhole(sink);
    }

    @Test
    void aReportThatFindsNoRoomIsAFailureBesideTheRun() throws Exception {
        Optional<Tmpfs> mounted = Tmpfs.mount(folder.resolve("reports"), 1 << 16);
        assumeThat(mounted).as(NO_MOUNT).isPresent();
        try (Tmpfs disk = mounted.orElseThrow()) {
            Files.write(disk.folder().resolve("filler"), new byte[1 << 16]);
            Path sink = folder.resolve("reported.db");
            Sluice sluice = new Sluice(folder);

            sluice.run(
                            "copy",
                            ground.source().toString(),
                            sink.toString(),
                            "--report",
                            disk.folder().resolve("report.json").toString())
                    .exits(1)
                    .complains("cannot write the report", "no space", "the run itself is not affected");

            assertThat(disk.folder().toFile().list()).containsExactly("filler");
            assertThat(sluice.run("status", sink.toString()).exits(0).out()).contains("verified");
            ground.isWhole(sink);
        }
    }

    @Test
    void aFolderForTemporaryFilesThatIsFullStopsTheSeal() throws Exception {
        Optional<Tmpfs> mounted = Tmpfs.mount(folder.resolve("temporary"), 1 << 16);
        assumeThat(mounted).as(NO_MOUNT).isPresent();
        try (Tmpfs disk = mounted.orElseThrow()) {
            Path source = longKeys();
            Sluice sluice = new Sluice(folder);
            Map<String, String> temporary =
                    Map.of("SQLITE_TMPDIR", disk.folder().toString());

            sluice.start(temporary, "copy", source.toString(), "sorted.db")
                    .await()
                    .exits(1)
                    .complains("cannot seal", "the disk is full", "SQLITE_TMPDIR");
            disk.resize(ROOM);

            sluice.start(temporary, "copy", source.toString(), "sorted.db")
                    .await()
                    .exits(0);
        }
    }

    /** More than the index is sorted with in memory. */
    private static Path longKeys() throws Exception {
        Path source = folder.resolve("long-keys.rdb");
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            String script = "for i = 1, 12000 do redis.call('SET', i .. string.rep('long', 300), 'short') end";
            redis.call("EVAL", script, "0");
            Files.copy(server.save(), source);
        }
        return source;
    }

    @Test
    void theLibraryNeedsAFolderToBeUnpackedInto() throws Exception {
        Sluice sluice = new Sluice(folder).jvm("-Djava.io.tmpdir=" + folder.resolve("missing"));

        sluice.run("copy", ground.source().toString(), "unpacked.db")
                .exits(2)
                .complains("cannot load SQLite", "missing", "no such folder", "java.io.tmpdir");

        assertThat(folder.resolve("unpacked.db")).doesNotExist();
    }
}
