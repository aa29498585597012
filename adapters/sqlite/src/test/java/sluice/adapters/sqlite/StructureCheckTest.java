package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.protocol.MigrationException;

/** A table that one of its indexes does not tell the truth of is found, whatever kind of table and index. */
class StructureCheckTest {
    private static final String COLUMNS = "(id INTEGER NOT NULL, name TEXT, at, note TEXT, ";
    private static final String ROWS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
            + " INSERT INTO t SELECT i, 'n' || (i % 90), CASE i % 4 WHEN 0 THEN i WHEN 1 THEN i / 7.0 WHEN 2 THEN 'at'"
            + " || i END, 'note ' || i FROM n";

    @TempDir
    private Path folder;

    /** What is done to the rows while SQLite does not know of the index. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rowid | INSERT INTO t VALUES (1000, 'n5', 5, '')",
                "rowid | DELETE FROM t WHERE id = 250",
                "rowid | UPDATE t SET name = 'n80' WHERE id = 7",
                "rowid | UPDATE t SET name = 'N7' WHERE id = 7",
                "rowid | UPDATE t SET at = NULL WHERE id = 12",
                "rowid | UPDATE t SET at = 12.5 WHERE id = 12",
                "rowid | UPDATE t SET at = CAST(at AS BLOB) WHERE id = 6",
                "rowid | UPDATE t SET rowid = 2000 WHERE id = 1",
                "other | INSERT INTO t VALUES (1000, 'n5', 5, '')",
                "other | DELETE FROM t WHERE id = 250",
                "other | UPDATE t SET name = 'n80' WHERE id = 7",
                "other | UPDATE t SET name = 'N7' WHERE id = 7",
                "other | UPDATE t SET at = NULL WHERE id = 12",
                "other | UPDATE t SET at = 12.5 WHERE id = 12",
                "other | UPDATE t SET at = CAST(at AS BLOB) WHERE id = 6",
                "other | UPDATE t SET id = 2000 WHERE id = 1",
                "alias | UPDATE t SET id = 2000 WHERE id = 1",
                "alias | DELETE FROM t WHERE id = 250"
            })
    void anIndexThatLagsBehindIsFound(String kind, String change) throws SQLException {
        Path file = table(kind, "CREATE INDEX i ON t(name DESC, at)");
        assertThat(isProven(file)).isTrue();

        behindTheBackOf("i", file, change);

        assertThat(isProven(file)).isFalse();
        assertDamaged(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rowid", "other", "alias"})
    void entriesThatDoNotAscendAreFound(String kind) throws SQLException {
        Path file = table(kind, "CREATE INDEX i ON t(name DESC, at)");

        SqlFile.run(
                file,
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t(name, at)' WHERE name = 'i'",
                "PRAGMA writable_schema = RESET");

        assertThat(isProven(file)).isFalse();
        assertDamaged(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rowid", "other", "alias"})
    void anIndexThatIsNotUniqueIsFound(String kind) throws SQLException {
        Path file = table(kind, "CREATE INDEX i ON t(name)");

        SqlFile.run(
                file,
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX i ON t(name)' WHERE name = 'i'",
                "PRAGMA writable_schema = RESET");

        assertThat(isProven(file)).isFalse();
        assertDamaged(file);
    }

    @Test
    void theIndexOfAPrimaryKeyIsLookedAtToo() throws SQLException {
        Path file = table("rowid", "CREATE INDEX i ON t(name)");

        // The row is gone for all indexes but that one.
        SqlFile.run(
                file,
                "CREATE TABLE other" + COLUMNS + "PRIMARY KEY (id, note))",
                "INSERT INTO other SELECT * FROM t WHERE id <> 9",
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name ="
                        + " 'sqlite_autoindex_other_1') WHERE name = 'sqlite_autoindex_t_1'",
                "PRAGMA writable_schema = RESET");

        assertThat(isProven(file)).isFalse();
        assertDamaged(file);
    }

    @Test
    void rowsOutOfTheOrderOfTheirPrimaryKeyAreFound() throws SQLException {
        Path file = table("other", "CREATE INDEX i ON t(name)");

        SqlFile.run(
                file,
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET sql = replace(sql, '(id, note)', '(id DESC, note)') WHERE name = 't'",
                "PRAGMA writable_schema = RESET");

        assertDamaged(file);
    }

    /** Of what is no damage SQLite lists a hundred, and then no more. */
    @Test
    void nullsWhereNoneMayBeHideNothing() throws SQLException {
        Path file = table("rowid", "CREATE INDEX i ON t(name)");
        SqlFile.run(
                file,
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET sql = replace(sql, 'at,', 'at NOT NULL,') WHERE name = 't'",
                "PRAGMA writable_schema = RESET");
        assertThatCode(() -> check(file)).doesNotThrowAnyException();

        SqlFile.run(file, "PRAGMA ignore_check_constraints = ON");
        behindTheBackOf("i", file, "DELETE FROM t WHERE id = 399");

        assertDamaged(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i ON t(name) WHERE at IS NOT NULL",
                "CREATE INDEX i ON t(name, length(note))",
            })
    void whatSumsDoNotTellIsCheckedAllTheSame(String index) throws SQLException {
        Path file = table("rowid", index);
        try (Database database = Database.forReading(file)) {
            assertThat(TableProof.of(database, "t")).isNull();
        }
        assertThatCode(() -> check(file)).doesNotThrowAnyException();

        behindTheBackOf("i", file, "INSERT INTO t VALUES (1000, 'n5', 5, '')");

        assertDamaged(file);
    }

    /** Whatever stands in them, and however it is compared. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void soundIndexesAreProven(long seed) throws SQLException {
        Random random = new Random(seed);
        Path file = folder.resolve("sound.db");
        boolean hasRowids = random.nextBoolean();
        List<String> statements = new ArrayList<>(List.of("PRAGMA synchronous = OFF", "BEGIN"));
        statements.add("CREATE TABLE t(k " + any(random, "INT", "TEXT COLLATE NOCASE", "BLOB")
                + " NOT NULL, n NUMERIC, r REAL, x, w TEXT COLLATE RTRIM, PRIMARY KEY (k " + any(random, "", "DESC")
                + "))" + (hasRowids ? "" : " WITHOUT ROWID"));
        for (int i = 0; i < 4; i++) {
            statements.add("CREATE INDEX i" + i + " ON t(" + any(random, "n", "r", "x") + any(random, "", " DESC")
                    + ", " + any(random, "w", "w COLLATE NOCASE", "w COLLATE BINARY", "k") + any(random, "", " DESC")
                    + ")");
        }
        statements.add("CREATE UNIQUE INDEX u ON t(w, x, n, r)");
        for (int i = 0; i < 300; i++) {
            statements.add("INSERT OR IGNORE INTO t VALUES (" + any(random, "" + i, "'K" + i + "'") + ", "
                    + value(random) + ", " + value(random) + ", " + value(random) + ", " + value(random) + ")");
        }
        statements.add("ALTER TABLE t ADD COLUMN late INTEGER DEFAULT '7'");
        statements.add("CREATE INDEX l ON t(late, x)");
        statements.add("COMMIT");
        SqlFile.run(file, statements.toArray(String[]::new));

        assertThat(SqlFile.query(file, "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(isProven(file)).as("seed " + seed).isTrue();
        assertThatCode(() -> check(file)).doesNotThrowAnyException();
    }

    private static String value(Random random) {
        return any(
                random,
                "NULL",
                "''",
                "x''",
                "0.0",
                "-0.0",
                "0",
                "9e999",
                "-9e999",
                "9223372036854775807",
                "9223372036854775807.0",
                "9007199254740993",
                "9007199254740992.0",
                "" + random.nextInt(20),
                random.nextInt(20) + ".5",
                random.nextInt(5) + ".0",
                "'" + random.nextInt(30) + "'",
                "'" + any(random, "a", "A", "b ", "B  ", "é", "É", "a  ", "ab", "aB") + any(random, "", " ", "z") + "'",
                "'a' || char(0) || '" + any(random, "b", "B", "c") + "'",
                "char(" + random.nextInt(0x10ffff / 3) + ")",
                "CAST(x'ff" + any(random, "", "fe", "41") + "' AS TEXT)",
                "x'" + any(random, "61", "00", "ff", "6100") + "'");
    }

    private static String any(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private Path table(String kind, String index) throws SQLException {
        Path file = folder.resolve("t.db");
        String key = kind.equals("alias") ? "UNIQUE (note))" : "PRIMARY KEY (id, note))";
        String columns = kind.equals("alias") ? COLUMNS.replace("NOT NULL", "PRIMARY KEY") : COLUMNS;
        String without = kind.equals("other") ? " WITHOUT ROWID" : "";
        SqlFile.run(file, "PRAGMA synchronous = OFF", "CREATE TABLE t" + columns + key + without, ROWS, index);
        return file;
    }

    private static void behindTheBackOf(String index, Path file, String change) throws SQLException {
        SqlFile.run(
                file,
                "PRAGMA synchronous = OFF",
                "CREATE TABLE kept AS SELECT * FROM sqlite_schema WHERE name = '" + index + "'",
                "PRAGMA writable_schema = ON",
                "DELETE FROM sqlite_schema WHERE name = '" + index + "'",
                "PRAGMA writable_schema = RESET",
                change,
                "PRAGMA writable_schema = ON",
                "INSERT INTO sqlite_schema SELECT * FROM kept",
                "PRAGMA writable_schema = RESET");
    }

    private static boolean isProven(Path file) throws SQLException {
        try (Database database = Database.forReading(file)) {
            TableProof proof = TableProof.of(database, "t");
            assertThat(proof).isNotNull();
            List<TableProof.Sum> ofIndexes = new ArrayList<>();
            for (int i = 0; i < proof.indexes(); i++) {
                ofIndexes.add(proof.ofIndex(database, i));
            }
            return proof.ofRows(database).equals(ofIndexes);
        }
    }

    private static void assertDamaged(Path file) {
        assertThatThrownBy(() -> check(file))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("its table t is damaged");
    }

    private static void check(Path file) throws SQLException {
        try (Database database = Database.forReading(file)) {
            new StructureCheck(database, List.of("t"), List.of(), "cannot try").run(database, file);
            new StructureCheck(database, List.of("t"), List.of(), "cannot try").run(database);
        }
    }
}
