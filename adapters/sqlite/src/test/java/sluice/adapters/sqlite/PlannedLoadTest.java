package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Memory does not grow with the rows of a plan, nor with those that collide or are rejected. */
class PlannedLoadTest {
    private static final int KEYS = 300_000;

    @TempDir
    private Path folder;

    @Test
    void manyRowsNeedLittleMemory() throws Exception {
        Path file = folder.resolve("app.db");
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlannedLoad.class.getName(),
                        file.toString(),
                        "" + KEYS)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = run.inputReader().readLine();

        assertThat(run.waitFor()).isZero();
        Expected expected = new Expected();
        for (int from = 0; from < KEYS; from += PlannedLoad.BATCH) {
            PlannedLoad.batch(from).forEach(expected::addPerson);
        }
        for (int from = 0; from < KEYS; from += PlannedLoad.BATCH) {
            PlannedLoad.batch(from).forEach(expected::addNote);
        }
        int left = KEYS - expected.lost - expected.orphans;
        assertThat(said).isEqualTo(left + " " + expected.lost + " " + expected.orphans);
        assertThat(expected.lost).isPositive();
        assertThat(SqlFile.query(file, "SELECT count(*) FROM persons")).containsExactly("" + expected.phones.size());
        assertThat(SqlFile.query(file, "SELECT count(*) FROM sluice_reject")).containsExactly("" + expected.orphans);
        assertThat(SqlFile.query(file, "PRAGMA foreign_key_check")).isEmpty();
    }

    /** The same by brute force. */
    private static final class Expected {
        private final Set<Object> phones = new HashSet<>();
        private int lost;
        private int orphans;

        void addPerson(Row row) {
            if (table(row) == 0 && !phones.add(cell(row, 0))) {
                lost++;
            }
        }

        void addNote(Row row) {
            if (table(row) == 1 && !phones.contains(cell(row, 1))) {
                orphans++;
            }
        }

        private static int table(Row row) {
            return tuples(row).getFirst().table();
        }

        private static Object cell(Row row, int column) {
            return Objects.requireNonNull(tuples(row).getFirst().cells()[column]);
        }

        private static List<Value.Tuple> tuples(Row row) {
            return ((Value.Mapped) row.value()).tuples();
        }
    }
}
