package sluice.adapters.redis;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
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

/** Every leg keeps the contract, with slices and without. */
class RedisSourceContractTest {
    @Nested
    class Embedded extends Leg {
        Embedded() {
            super("embedded", LiveKeyspaceTest.SMALL_SLICES);
        }
    }

    @Nested
    class EmbeddedWithoutSlices extends Leg {
        EmbeddedWithoutSlices() {
            super("embedded", Limits.DEFAULT);
        }
    }

    @Nested
    class Installed extends Leg {
        Installed() {
            super("installed", LiveKeyspaceTest.SMALL_SLICES);
        }
    }

    @Nested
    class NewerRedis extends Leg {
        NewerRedis() {
            super("newer-redis", LiveKeyspaceTest.SMALL_SLICES);
        }
    }

    @Nested
    class NewerValkey extends Leg {
        NewerValkey() {
            super("newer-valkey", LiveKeyspaceTest.SMALL_SLICES);
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Leg implements SourceContract {
        private final String name;
        private final Limits limits;
        private Optional<RedisServer> server = Optional.empty();
        private List<Row> expected = List.of();

        Leg(String name, Limits limits) {
            this.name = name;
            this.limits = limits;
        }

        @BeforeAll
        void fillServer() {
            Optional<RedisBinary> binary = RedisBinary.named(name);
            Assumptions.assumeTrue(binary.isPresent(), name + " is not there");
            server = binary.map(RedisServer::start);
            try (Resp redis = server.orElseThrow().client()) {
                expected = TestKeyspace.small().fill(redis);
            }
        }

        @AfterAll
        void stopServer() {
            server.ifPresent(RedisServer::close);
        }

        @Override
        public Source open(int batchRows, long batchBytes) {
            String uri = server.orElseThrow().uri();
            return RedisSource.open(
                    new SourceSettings(uri, null, SourceSettings.ALL, null, batchRows, batchBytes, 0), limits);
        }

        @Override
        public List<Row> expected() {
            return expected;
        }
    }
}
