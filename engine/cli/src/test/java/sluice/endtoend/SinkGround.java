package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** A file to copy, and what an undisturbed run makes of it. */
record SinkGround(Path source, long sinkBytes, List<String> content) {
    private static final int KEYS = 12_000;

    static SinkGround make(Path folder) throws IOException, SQLException {
        Path source = folder.resolve("source.rdb");
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            new Keyspace().fill(redis, KEYS);
            Files.copy(server.save(), source);
        }
        new Sluice(folder).run("copy", source.toString(), "undisturbed.db").exits(0);
        Path sink = folder.resolve("undisturbed.db");
        return new SinkGround(source, Files.size(sink), SinkContent.of(sink, false));
    }

    /** What a disturbed run ended with is what an undisturbed one would have, and nothing lies beside it. */
    void isWhole(Path sink) throws SQLException {
        assertThat(SinkContent.of(sink, false)).isEqualTo(content);
        String name = String.valueOf(sink.getFileName());
        try (var beside = Files.list(sink.toAbsolutePath().getParent())) {
            assertThat(beside.map(file -> String.valueOf(file.getFileName())))
                    .filteredOn(file -> file.startsWith(name) || file.endsWith(".part"))
                    .containsExactly(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
