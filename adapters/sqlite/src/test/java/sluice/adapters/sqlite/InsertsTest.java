package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.sqlite.Inserts.Column.BYTES;
import static sluice.adapters.sqlite.Inserts.Column.NUMBER;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/** Whatever the rows of a group have in common, each arrives as it is. */
class InsertsTest {
    private static final byte[] CONSTANT = bytes("word");

    @TempDir
    private Path folder;

    private final List<String> expected = new ArrayList<>();
    private final List<Long> refused = new ArrayList<>();

    /** Runs of rows that are alike in some columns and not in others, in runs of any length. */
    @Test
    void rowsThatAreAlikeInAnyWayArriveAsTheyAre() throws SQLException {
        Random random = new Random(7);
        write("CREATE TABLE t(id, number, word, value)", inserts -> {
            long id = 1;
            for (int run = 0; run < 200; run++) {
                boolean gaps = random.nextInt(3) == 0;
                int number = random.nextInt(3);
                int word = random.nextInt(3);
                int value = random.nextInt(4);
                for (int i = random.nextInt(400); i > 0; i--) {
                    id += gaps ? random.nextInt(3) : 1;
                    add(
                            inserts,
                            id,
                            number == 0 ? null : number == 1 ? Long.valueOf(run) : Long.valueOf(i),
                            word == 0 ? null : word == 1 ? CONSTANT : bytes("w" + i),
                            value == 0 ? null : value == 1 && i % 50 == 0 ? new byte[] {(byte) i, -1} : bytes("v" + i));
                }
            }
        });

        assertThat(stored()).isEqualTo(expected);
        assertThat(refused).isEmpty();
    }

    @Test
    void aRowThatIsRefusedTakesNoOtherWithIt() throws SQLException {
        write("CREATE TABLE t(id INTEGER PRIMARY KEY, number CHECK (number <> 13), word, value)", inserts -> {
            for (long id = 1; id <= 1_000; id++) {
                if (id % 100 == 77) {
                    inserts.add(id, 13L, CONSTANT, bytes("never"));
                } else {
                    add(inserts, id, 1L, CONSTANT, bytes("v" + id));
                }
            }
        });

        assertThat(stored()).isEqualTo(expected);
        assertThat(refused).containsExactly(77L, 177L, 277L, 377L, 477L, 577L, 677L, 777L, 877L, 977L);
    }

    /** The driver closes a statement that fails so. */
    @Test
    void aRowOnWhichAnExpressionFailsTakesNoOtherWithIt() throws SQLException {
        String table = "CREATE TABLE t(id INTEGER PRIMARY KEY, number, word CHECK (json(word) <> '2'), value)";
        write(table, inserts -> {
            for (long id = 1; id <= 1_000; id++) {
                if (id % 300 == 7) {
                    inserts.add(id, 1L, CONSTANT, bytes("never"));
                } else {
                    add(inserts, id, 1L, bytes("1"), bytes("v" + id));
                }
            }
        });

        assertThat(stored()).isEqualTo(expected);
        assertThat(refused).containsExactly(7L, 307L, 607L, 907L);
    }

    @Test
    void noRowIsToBlameForATableThatIsGone() throws SQLException {
        try (Database database = Database.forWriting(folder.resolve("t.db"));
                Inserts inserts = new Inserts(database, "t", (id, reason) -> refused.add(id), NUMBER)) {
            database.run("CREATE TABLE t(id INTEGER PRIMARY KEY, number)");
            inserts.add(1, 1L);
            inserts.flush();
            database.run("DROP TABLE t");
            inserts.add(2, 1L);

            assertThatThrownBy(inserts::flush)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("no such table: t");
        }
        assertThat(refused).isEmpty();
    }

    /** The driver closes a statement that fails so. */
    @Test
    void aRowThatIsTooBigTakesNoOtherWithIt() throws SQLException {
        byte[] tooBig = new byte[120_000];
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("t.db"));
        connection.unwrap(SQLiteConnection.class).setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, 100_000);
        write(new Database(connection), "CREATE TABLE t(id INTEGER PRIMARY KEY, number, word, value)", inserts -> {
            for (long id = 1; id <= 1_000; id++) {
                if (id % 300 == 7) {
                    inserts.add(id, 1L, CONSTANT, tooBig);
                } else {
                    add(inserts, id, 1L, CONSTANT, bytes("v" + id));
                }
            }
        });

        assertThat(stored()).isEqualTo(expected);
        assertThat(refused).containsExactly(7L, 307L, 607L, 907L);
    }

    @Test
    void ofRowsWithOneKeyTheLastStays() throws SQLException {
        write("CREATE TABLE t(id, number, word, value, PRIMARY KEY (id)) WITHOUT ROWID", inserts -> {
            for (long i = 0; i < 1_000; i++) {
                inserts.add(i % 300, i, CONSTANT, bytes("v" + i));
            }
        });

        List<String> newest = new ArrayList<>();
        for (long id = 0; id < 300; id++) {
            long last = id < 100 ? 900 + id : 600 + id;
            newest.add(id + "|" + last + "|text word|text v" + last);
        }
        assertThat(stored()).isEqualTo(newest);
        assertThat(refused).isEmpty();
    }

    private interface Work {
        void on(Inserts inserts) throws SQLException;
    }

    private void write(String table, Work work) throws SQLException {
        write(Database.forWriting(folder.resolve("t.db")), table, work);
    }

    private void write(Database opened, String table, Work work) throws SQLException {
        try (Database database = opened) {
            database.run(table);
            database.begin();
            try (Inserts inserts = new Inserts(database, "t", (id, reason) -> refused.add(id), NUMBER, BYTES, BYTES)) {
                work.on(inserts);
                inserts.flush();
            }
            database.commit();
        }
    }

    private void add(Inserts inserts, long id, @Nullable Object... row) throws SQLException {
        inserts.add(id, row);
        expected.add(id + "|" + row[0] + "|" + shown((byte[]) row[1]) + "|" + shown((byte[]) row[2]));
    }

    private static String shown(byte @Nullable [] cell) {
        return cell == null
                ? "null null"
                : Text.isText(cell)
                        ? "text " + Text.decode(cell)
                        : "blob " + HexFormat.of().formatHex(cell);
    }

    private List<String> stored() throws SQLException {
        String cell = "typeof(%1$s) || ' ' || CASE typeof(%1$s) WHEN 'blob' THEN lower(hex(%1$s))"
                + " WHEN 'null' THEN 'null' ELSE %1$s END";
        return SqlFile.query(
                folder.resolve("t.db"),
                "SELECT id, number, " + cell.formatted("word") + ", " + cell.formatted("value") + " FROM t");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
