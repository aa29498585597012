package sluice.adapters.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import sluice.adapters.contract.fuzz.Fuzzing;
import sluice.protocol.Batch;
import sluice.protocol.Key;
import sluice.protocol.MigrationException;
import sluice.protocol.Part;
import sluice.protocol.Reference;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;
import sluice.protocol.Value;

/** Reads a file that may hold anything, and checks what must hold of every reading whatsoever. */
final class HostileReading {
    /** What loading classes may take when something is seen for the first time. */
    private static final long ALLOCATED_MIN = 8 << 20;

    /** Compressed content may be 88 times as large, and is held, sliced and kept as a reject. */
    private static final long ALLOCATED_EACH_BYTE = 600;

    private static final int BATCHES_EACH_BYTE = 2;

    private HostileReading() {}

    /** Reads it all; the file must be all that stands in its folder's way. */
    static Outcome of(Path file, byte[] content, SourceSettings settings, Random random) throws IOException {
        Files.write(file, content);
        long before = Fuzzing.allocated();
        Source source;
        try {
            source = new RdbSourceProvider().open(settings);
        } catch (MigrationException refused) {
            checkFault(refused);
            return new Outcome(new Reading(List.of(), refused), List.of(), content);
        }
        try (source) {
            Reading reading = bounded(source, content.length);
            long allocated = Fuzzing.allocated() - before;
            assertThat(allocated)
                    .as("bytes allocated for a file of %d", content.length)
                    .isLessThan(ALLOCATED_MIN + ALLOCATED_EACH_BYTE * content.length);
            return checked(source, reading, content, random);
        }
    }

    private static Reading bounded(Source source, int size) {
        List<Batch> batches = new ArrayList<>();
        try (var reader = source.read(
                source.partitions(1).getFirst(), source.partitions(1).getFirst().start(), Source.EVERY_KEY)) {
            while (batches.isEmpty() || !batches.getLast().last()) {
                batches.add(reader.next());
                assertThat(batches.size()).as("batches").isLessThanOrEqualTo(BATCHES_EACH_BYTE * size + 2);
            }
            return new Reading(batches, null);
        } catch (MigrationException fault) {
            return new Reading(batches, fault);
        }
    }

    private static Outcome checked(Source source, Reading reading, byte[] content, Random random) {
        if (reading.fault() != null) {
            checkFault(reading.fault());
        }
        checkParts(reading);
        checkBooks(reading);
        List<String> rows = reading.rows().stream().map(HostileReading::told).toList();
        if (!reading.batches().isEmpty()) {
            checkRest(source, reading, rows, random.nextInt(reading.batches().size()));
            checkLookup(source, reading, random);
        }
        return new Outcome(reading, rows, content);
    }

    /** One line that says where, what and what to do. */
    private static void checkFault(MigrationException fault) {
        String message = String.valueOf(fault.getMessage());
        assertThat(fault.fault()).isNotEqualTo(MigrationException.Fault.TRANSIENT);
        assertThat(message.chars().filter(Character::isISOControl).count())
                .as(message)
                .isZero();
        assertThat(message).containsPattern("at offset [0-9]+|beyond offset [0-9]+|it is empty");
        assertThat(fault.hint()).isNotEmpty();
    }

    /** Slices of a key follow each other from first to last; only a fault may leave the last key open. */
    private static void checkParts(Reading reading) {
        Row open = null;
        for (Row row : reading.rows()) {
            assertThat(row.part().opens()).as("%s %s", row.key(), row.part()).isEqualTo(open == null);
            if (open != null) {
                assertThat(row.key()).isEqualTo(open.key());
                assertThat(row.origin()).isEqualTo(open.origin());
            }
            open = row.part().closes() ? null : row;
        }
        assertThat(open == null || reading.fault() != null).isTrue();
        assertThat(reading.fault() == null)
                .isEqualTo(!reading.batches().isEmpty()
                        && reading.batches().getLast().last());
    }

    /** Every cursor says how many keys were closed or had expired before it, and lies where a key begins. */
    private static void checkBooks(Reading reading) {
        long read = 0;
        long offset = 0;
        for (Batch batch : reading.batches()) {
            read += batch.closedRows() + batch.expired();
            RdbPosition next = RdbPosition.of(batch.next(), Long.MAX_VALUE);
            assertThat(next.rows()).isEqualTo(read);
            assertThat(next.offset()).isGreaterThanOrEqualTo(offset);
            assertThat(batch.progress()).isBetween(0.0, 1.0);
            offset = next.offset();
        }
    }

    private static void checkRest(Source source, Reading reading, List<String> rows, int from) {
        List<Batch> before = reading.batches().subList(0, from + 1);
        if (before.getLast().last()) {
            return;
        }
        List<Row> done = before.stream().flatMap(batch -> batch.rows().stream()).toList();
        int closed = done.size();
        while (closed > 0 && !done.get(closed - 1).part().closes()) {
            closed--;
        }
        Reading rest = Reading.from(source, before.getLast().next());
        assertThat(rest.rows().stream().map(HostileReading::told).toList())
                .as("rest from %s", before.getLast().next())
                .isEqualTo(rows.subList(closed, rows.size()));
        assertThat(rest.why()).isEqualTo(reading.why());
    }

    /** A key is found again where it was found, with the same rows. */
    private static void checkLookup(Source source, Reading reading, Random random) {
        List<Row> whole =
                reading.rows().stream().filter(row -> row.part() == Part.WHOLE).toList();
        if (whole.isEmpty()) {
            return;
        }
        Row row = whole.get(random.nextInt(whole.size()));
        List<String> found = new ArrayList<>();
        source.lookup(List.of(new Reference(row.key(), row.origin())), again -> found.add(told(again)));
        assertThat(found).containsExactly(told(row));
    }

    static String told(Row row) {
        return row.origin() + " " + row.part() + Reading.canonical(List.of(row));
    }

    /** What came of it. */
    record Outcome(Reading reading, List<String> rows, byte[] content) {
        /** Without values: the fault, and what rows there were. */
        String kind() {
            StringBuilder kind = new StringBuilder(reading.why());
            for (Row row : reading.rows()) {
                kind.append(' ').append(row.value().kind()).append(row.part().name(), 0, 1);
                if (row.value() instanceof Value.Undecodable damaged) {
                    kind.append(damaged.reason());
                }
            }
            return kind.toString();
        }

        @Nullable
        MigrationException fault() {
            return reading.fault();
        }

        /** What was read of the keys that end before this offset of the original. */
        Map<Key, String> before(int offset, List<Long> begins) {
            return Reading.canonical(reading.rows().stream()
                    .filter(row -> endOf(row.origin(), begins) <= offset)
                    .toList());
        }

        private static long endOf(long origin, List<Long> begins) {
            for (long begin : begins) {
                if (begin > origin) {
                    return begin;
                }
            }
            return Long.MAX_VALUE;
        }
    }
}
