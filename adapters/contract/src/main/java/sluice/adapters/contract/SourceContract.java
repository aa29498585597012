package sluice.adapters.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.protocol.Batch;
import sluice.protocol.Key;
import sluice.protocol.KeyFilter;
import sluice.protocol.Partition;
import sluice.protocol.Reference;
import sluice.protocol.Row;
import sluice.protocol.Source;

/**
 * What every source promises about content that stands still. Implemented by a test class; every {@link #open} sees the
 * same content, which should hold keys that are bigger than a few elements.
 */
public interface SourceContract {
    int ROWS = 50;
    long BYTES = 1 << 20;
    int CURSOR_CHARS_MAX = 200;
    int RESUMES_MAX = 25;

    /** Opens the source with these bounds for batches. */
    Source open(int batchRows, long batchBytes);

    /** What reading it gives, as whole rows. */
    List<Row> expected();

    /** How many keys are passed over as expired. */
    default long expectedExpired() {
        return 0;
    }

    @Test
    default void partitionsCoverEverythingForAnyWantedNumber() {
        for (int wanted : List.of(1, 3, 8)) {
            try (Source source = open(ROWS, BYTES)) {
                List<Partition> partitions = source.partitions(wanted);

                assertThat(partitions).hasSizeBetween(1, wanted);
                assertThat(partitions.stream().map(Partition::id)).doesNotHaveDuplicates();
                assertThat(partitions.stream().map(Partition::name)).doesNotHaveDuplicates();
                assertThat(SourceReading.describe(SourceReading.readAll(source, wanted)))
                        .isEqualTo(SourceReading.describe(expected()));
            }
        }
    }

    @Test
    default void keysComeTwiceOnlyWhereTheSourceSaysSo() {
        try (Source source = open(ROWS, BYTES)) {
            List<Key> keys = SourceReading.readAll(source, 4).stream()
                    .filter(row -> row.part().closes())
                    .map(Row::key)
                    .toList();

            if (!source.info().mayDouble()) {
                assertThat(keys).doesNotHaveDuplicates();
            }
            assertThat(new HashSet<>(keys)).hasSameSizeAs(expected());
        }
    }

    @Test
    default void readsOnFromTheCursorOfAnyBatch() {
        try (Source source = open(ROWS, 1 << 14)) {
            for (Partition partition : source.partitions(3)) {
                List<Batch> batches = SourceReading.drain(source, partition);
                List<String> undisturbed = SourceReading.describe(SourceReading.rows(batches));
                int step = Math.max(1, batches.size() / RESUMES_MAX);
                for (int stop = 0; stop < batches.size(); stop += step) {
                    List<Row> rows = complete(SourceReading.rows(batches.subList(0, stop + 1)));
                    if (!batches.get(stop).last()) {
                        rows.addAll(SourceReading.rows(SourceReading.drain(
                                source, partition, batches.get(stop).next(), Source.EVERY_KEY)));
                    }

                    assertThat(SourceReading.describe(rows))
                            .as("%s, stopped behind batch %d of %d", partition.name(), stop, batches.size())
                            .isEqualTo(undisturbed);
                }
            }
        }
    }

    @Test
    default void batchesAndSlicesAreBounded() {
        try (Source source = open(7, BYTES)) {
            for (Partition partition : source.partitions(2)) {
                for (Batch batch : SourceReading.drain(source, partition)) {
                    assertThat(batch.rows()).hasSizeLessThanOrEqualTo(7);
                    assertThat(batch.rows())
                            .allMatch(row -> row.value().size() <= 7)
                            .allMatch(row -> row.value().size() > 0);
                }
            }
        }
    }

    @Test
    default void batchesEndWhenTheyHaveGatheredEnoughBytes() {
        long largest = expected().stream().mapToLong(Row::bytes).max().orElse(0);
        try (Source source = open(100_000, 4_096)) {
            for (Partition partition : source.partitions(1)) {
                for (Batch batch : SourceReading.drain(source, partition)) {
                    List<Row> allButLast =
                            batch.rows().subList(0, Math.max(0, batch.rows().size() - 1));

                    assertThat(allButLast.stream().mapToLong(Row::bytes).sum()).isLessThanOrEqualTo(4_096);
                    assertThat(batch.bytes()).isBetween(batch.rows().isEmpty() ? 0L : 1L, largest + 4_096);
                }
            }
        }
    }

    @Test
    default void thePartsOfAKeyFollowEachOther() {
        try (Source source = open(7, 2_048)) {
            for (Partition partition : source.partitions(2)) {
                Row open = null;
                for (Row row : SourceReading.rows(SourceReading.drain(source, partition))) {
                    if (open == null) {
                        assertThat(row.part().opens()).as("%s opens", row.key()).isTrue();
                    } else {
                        assertThat(row.part().opens())
                                .as("%s goes on", row.key())
                                .isFalse();
                        assertThat(row.key()).isEqualTo(open.key());
                        assertThat(row.expiresAt()).isEqualTo(open.expiresAt());
                        assertThat(row.value().kind()).isEqualTo(open.value().kind());
                    }
                    open = row.part().closes() ? null : row;
                }
                assertThat(open).isNull();
            }
        }
    }

    @Test
    default void onlyWantedKeysAreGiven() {
        KeyFilter wanted = key -> key.hashCode() % 3 == 0;
        try (Source source = open(ROWS, BYTES)) {
            List<Row> rows = new ArrayList<>();
            for (Partition partition : source.partitions(3)) {
                rows.addAll(SourceReading.rows(SourceReading.drain(source, partition, partition.start(), wanted)));
            }

            assertThat(SourceReading.describe(rows))
                    .isNotEmpty()
                    .isEqualTo(SourceReading.describe(expected().stream()
                            .filter(row -> wanted.wants(row.key()))
                            .toList()));
        }
    }

    @Test
    default void lookingUpGivesWhatReadingGave() {
        try (Source source = open(ROWS, BYTES)) {
            List<Row> rows = SourceReading.readAll(source, 2);
            List<Reference> references = rows.stream()
                    .filter(row -> row.part().opens())
                    .map(row -> new Reference(row.key(), row.origin()))
                    .distinct()
                    .toList();
            List<Row> found = new ArrayList<>();

            source.lookup(references, found::add);

            assertThat(SourceReading.describe(found)).isEqualTo(SourceReading.describe(rows));
        }
    }

    @Test
    default void whatIsNotThereIsNotFound() {
        Reference missing = new Reference(new Key(0, Samples.bytes("certainly:not:there")), Row.UNKNOWN);
        Row known = expected().getFirst();
        List<Row> found = new ArrayList<>();
        try (Source source = open(ROWS, BYTES)) {
            source.lookup(List.of(missing, new Reference(known.key(), Row.UNKNOWN), missing), found::add);
        }

        assertThat(SourceReading.describe(found)).isEqualTo(SourceReading.describe(List.of(known)));
    }

    @Test
    default void progressRisesToTheEndAndTheBooksAreKept() {
        long expired = 0;
        try (Source source = open(ROWS, 1 << 14)) {
            for (Partition partition : source.partitions(3)) {
                double before = 0;
                for (Batch batch : SourceReading.drain(source, partition)) {
                    assertThat(batch.partition()).isEqualTo(partition.id());
                    assertThat(batch.progress()).isBetween(before, 1.0);
                    assertThat(batch.gone()).isZero();
                    assertThat(batch.next().text()).hasSizeLessThanOrEqualTo(CURSOR_CHARS_MAX);
                    expired += batch.expired();
                    before = batch.progress();
                }
                assertThat(before).isEqualTo(1);
            }
        }

        assertThat(expired).isEqualTo(expectedExpired());
    }

    @Test
    default void tellsWhoItIs() {
        try (Source source = open(ROWS, BYTES);
                Source again = open(ROWS, BYTES)) {
            assertThat(again.info().identity()).isEqualTo(source.info().identity());
            assertThat(again.continuation(source.info().identity())).isEqualTo(Source.Continuation.GO_ON);
            assertThat(source.continuation("somebody else")).isNotEqualTo(Source.Continuation.GO_ON);
            assertThat(List.of(Row.UNKNOWN, (long) expected().size(), expected().size() + expectedExpired()))
                    .contains(source.info().rows());
            assertThat(source.info().name()).isNotBlank();
        }
    }

    @Test
    default void believesInAFullCount() {
        try (Source source = open(ROWS, BYTES)) {
            assertThat(source.shortfall(expected().size(), 100)).isEmpty();
        }
    }

    /** Without the key at the end that is not finished: a sink forgets it when it resumes. */
    private static List<Row> complete(List<Row> rows) {
        int end = rows.size();
        while (end > 0 && !rows.get(end - 1).part().closes()) {
            end--;
        }
        return new ArrayList<>(rows.subList(0, end));
    }
}
