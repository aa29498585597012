package sluice.adapters.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.adapters.contract.servers.TestKeyspace;
import sluice.protocol.Batch;
import sluice.protocol.Key;
import sluice.protocol.Reference;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;

/** Files as the servers of this machine save them, with every type in its small and large encodings. */
class RealFilesTest {
    private static final Map<RedisBinary, Saved> SAVED = new HashMap<>();

    @TempDir
    static Path folder;

    static List<Saved> saved() {
        return RedisBinary.legs().stream()
                .map(leg -> SAVED.computeIfAbsent(leg, RealFilesTest::save))
                .toList();
    }

    private static Saved save(RedisBinary leg) {
        try (RedisServer server = RedisServer.start(leg);
                Resp redis = server.client()) {
            List<Row> rows = TestKeyspace.small().fill(redis);
            Path file = folder.resolve(leg.name() + ".rdb");
            return new Saved(leg.name(), rows, Files.copy(server.save(), file, StandardCopyOption.REPLACE_EXISTING));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @ParameterizedTest
    @MethodSource("saved")
    void givesEveryKeyAsItIsOnTheServer(Saved saved) {
        for (int batchRows : new int[] {1, 7, 100, 100_000}) {
            Reading reading = Reading.of(Reading.settings(saved.file, batchRows));

            assertThat(reading.fault()).isNull();
            assertThat(reading.canonical()).isEqualTo(Reading.canonical(saved.rows));
            assertThat(reading.batches().stream().mapToInt(Batch::closedRows).sum())
                    .isEqualTo(saved.rows.size());
            assertThat(reading.rows())
                    .allSatisfy(row -> assertThat(row.value().size()).isLessThanOrEqualTo(Math.max(1, batchRows)));
        }
    }

    @ParameterizedTest
    @MethodSource("saved")
    void goesOnFromEachCursorWithTheSameRest(Saved saved) {
        try (Source source = new RdbSourceProvider().open(Reading.settings(saved.file, 40))) {
            Reading whole = Reading.from(source, source.partitions(1).getFirst().start());
            Map<Key, String> all = whole.canonical();
            List<Key> order = whole.rows().stream()
                    .filter(row -> row.part().closes())
                    .map(Row::key)
                    .toList();

            int closed = 0;
            for (Batch batch : whole.batches()) {
                closed += batch.closedRows();
                Reading rest = Reading.from(source, batch.next());

                assertThat(rest.fault()).isNull();
                assertThat(rest.rows().stream()
                                .filter(row -> row.part().closes())
                                .map(Row::key))
                        .isEqualTo(order.subList(closed, order.size()));
                assertThat(all).containsAllEntriesOf(rest.canonical());
                assertThat(RdbPosition.of(batch.next(), Long.MAX_VALUE).rows()).isEqualTo(closed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("saved")
    void looksUpWhatItRead(Saved saved) {
        try (Source source = new RdbSourceProvider().open(Reading.settings(saved.file, 300))) {
            List<Row> read = Reading.from(
                            source, source.partitions(1).getFirst().start())
                    .rows();
            List<Reference> references = read.stream()
                    .filter(row -> row.part().opens())
                    .map(row -> new Reference(row.key(), row.origin()))
                    .toList();
            List<Row> again = new ArrayList<>();
            List<Row> without = new ArrayList<>();

            source.lookup(references.reversed(), again::add);
            source.lookup(
                    references.stream()
                            .map(reference -> new Reference(reference.key(), Row.UNKNOWN))
                            .toList(),
                    without::add);

            assertThat(Reading.canonical(again)).isEqualTo(Reading.canonical(read));
            assertThat(Reading.canonical(without)).isEqualTo(Reading.canonical(read));
            assertThat(again)
                    .extracting(Row::part)
                    .isEqualTo(read.stream().map(Row::part).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("saved")
    void expectsTheKeysOfOneDatabaseAndAllBytes(Saved saved) throws IOException {
        var settings = new SourceSettings("rdb:" + saved.file, null, "1", null, 100, 1 << 20, 0);
        try (Source source = new RdbSourceProvider().open(settings)) {
            assertThat(source.info().bytes()).isEqualTo(Files.size(saved.file));
            assertThat(source.info().mayDouble()).isFalse();
            assertThat(source.info().moves()).isFalse();
            assertThat(source.info().notes().getFirst()).contains("saved by");
            assertThat(Reading.from(source, source.partitions(1).getFirst().start())
                            .canonical())
                    .isEqualTo(Reading.canonical(TestKeyspace.inDb(1, saved.rows)));
        }
    }

    /** A file, and what must be in it. */
    record Saved(String name, List<Row> rows, Path file) {
        @Override
        public String toString() {
            return name;
        }
    }
}
