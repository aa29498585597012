package sluice.adapters.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.adapters.contract.servers.TestKeyspace;
import sluice.protocol.Key;
import sluice.protocol.MigrationException;
import sluice.protocol.Row;

/** A real file of every type, cut at many places and with single bits turned over. */
class CutAndFlippedTest {
    private static final long SEED = 42;

    @TempDir
    static Path folder;

    private static byte[] whole = new byte[0];
    private static Map<Key, String> expected = Map.of();

    @BeforeAll
    static void save() throws IOException {
        RedisBinary newest = RedisBinary.legs().getLast();
        try (RedisServer server = RedisServer.start(newest);
                Resp redis = server.client()) {
            expected = Reading.canonical(TestKeyspace.small().fill(redis));
            whole = Files.readAllBytes(server.save());
        }
    }

    @Test
    void saysWhereACutFileEndsAndGivesNothingWrongBefore() {
        Random random = new Random(SEED);
        List<Integer> cuts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            cuts.add((int) ((long) whole.length * i / 50));
            cuts.add(random.nextInt(whole.length));
        }
        cuts.add(whole.length - 1);
        cuts.add(whole.length - 8);
        cuts.add(whole.length - 9);
        for (int cut : cuts) {
            Reading reading = read(Arrays.copyOf(whole, cut));

            assertThat(reading.why()).as("cut at %d", cut).isNotEmpty().doesNotContain("\n");
            assertThat(reading.why())
                    .containsAnyOf("the file ends there", "it needs", "it claims", "claims", "it ends", "it is empty");
            assertThat(reading.batches())
                    .allSatisfy(batch -> assertThat(batch.last()).isFalse());
            assertClosedKeysAreRight(reading);
        }
    }

    @Test
    void noticesEveryFlippedBit() {
        Random random = new Random(SEED);
        for (int i = 0; i < 300; i++) {
            int at = random.nextInt(whole.length - Long.BYTES);
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));

            Reading reading = read(flipped);

            assertThat(reading.fault()).as("byte %d", at).isNotNull();
            assertThat(reading.fault())
                    .extracting(MigrationException::fault)
                    .isIn(MigrationException.Fault.FATAL, MigrationException.Fault.REFUSED);
            assertThat(reading.why()).doesNotContain("\n");
        }
    }

    private static void assertClosedKeysAreRight(Reading reading) {
        List<Key> closed = reading.rows().stream()
                .filter(row -> row.part().closes())
                .map(Row::key)
                .toList();
        List<Row> rows = reading.rows().stream()
                .filter(row -> closed.contains(row.key()))
                .toList();
        assertThat(expected).containsAllEntriesOf(Reading.canonical(rows));
    }

    private static Reading read(byte[] content) {
        return Reading.of(Reading.settings(RdbBytes.write(folder, content), 500));
    }
}
