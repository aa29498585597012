package sluice.adapters.rdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import sluice.adapters.contract.SourceContract;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.adapters.contract.servers.TestKeyspace;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;

/** What every source promises, kept by the files of the oldest and the newest server that this machine has. */
class RdbSourceContractTest {
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OfTheOldestServer extends SavedFile {
        OfTheOldestServer() {
            super(RedisBinary.legs().getFirst());
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OfTheNewestServer extends SavedFile {
        OfTheNewestServer() {
            super(RedisBinary.legs().getLast());
        }
    }

    /** The test keyspace and a few keys that have expired by the time that is asked for. */
    private abstract static class SavedFile implements SourceContract {
        private static final long SOON = System.currentTimeMillis() + 3_600_000;

        private final RedisServer server;
        private final List<Row> expected = new ArrayList<>();
        private Path file = Path.of("none");

        SavedFile(RedisBinary binary) {
            server = RedisServer.start(binary);
        }

        @BeforeAll
        void save() {
            try (Resp redis = server.client()) {
                expected.addAll(TestKeyspace.small().fill(redis));
                for (int i = 0; i < 5; i++) {
                    redis.call("SET", "soon:" + i, "gone");
                    redis.call("PEXPIREAT", "soon:" + i, SOON + i);
                }
            }
            file = server.save();
        }

        @AfterAll
        void stop() {
            server.close();
        }

        @Override
        public Source open(int batchRows, long batchBytes) {
            SourceSettings settings =
                    new SourceSettings("rdb:" + file, null, null, null, batchRows, batchBytes, SOON + 4);
            return new RdbSourceProvider().open(settings);
        }

        @Override
        public List<Row> expected() {
            return expected;
        }

        @Override
        public long expectedExpired() {
            return 5;
        }
    }
}
