package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.sqlite.IndexProof.Half;

/** An index that does not hold what its table holds is found. */
class IndexProofTest {
    private static final IndexProof PROOF = new IndexProof(
            "t",
            "t_key",
            "key",
            "CASE typeof(db) WHEN 'integer' THEN db ELSE -1 END * 2 + (typeof(key) = 'blob')",
            "true",
            IndexProof.Order.UNIQUE_BYTES);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void aTableWithAnIndex() throws SQLException {
        file = folder.resolve("t.db");
        SqlFile.run(
                file,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, db INTEGER, key)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO t SELECT i,"
                        + " i % 3, CASE WHEN i % 5 = 0 THEN CAST('k' || i AS BLOB) ELSE 'k' || i END FROM n",
                "INSERT INTO t VALUES (501, 0, ''), (502, 1, ''), (503, 0, x'')",
                "CREATE UNIQUE INDEX t_key ON t(key, db)");
    }

    @Test
    void aSoundIndexIsProven() throws SQLException {
        assertThat(finding()).isNull();
    }

    /** What is done to the table while the schema does not know of its index. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (1000, 0, 'behind its back')",
                "DELETE FROM t WHERE id = 250",
                "UPDATE t SET key = 'k8' WHERE id = 7",
                "UPDATE t SET key = CAST(key AS BLOB) WHERE id = 7",
                "UPDATE t SET db = 9 WHERE id = 499",
                "UPDATE t SET db = NULL WHERE id = 498",
                "UPDATE t SET id = 2000 WHERE id = 1"
            })
    void anIndexThatLagsBehindIsFound(String change) throws SQLException {
        SqlFile.run(
                file,
                "CREATE TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 't_key'",
                "PRAGMA writable_schema = ON",
                "DELETE FROM sqlite_schema WHERE name = 't_key'",
                "PRAGMA writable_schema = RESET",
                change,
                "PRAGMA writable_schema = ON",
                "INSERT INTO sqlite_schema SELECT * FROM kept",
                "PRAGMA writable_schema = RESET");

        assertThat(finding()).startsWith("t_key ");
    }

    @Test
    void anIndexThatIsNotUniqueIsFound() throws SQLException {
        SqlFile.run(
                file,
                "DROP INDEX t_key",
                "INSERT INTO t VALUES (1000, 0, 'k9'), (1001, 0, 'k9')",
                "CREATE INDEX t_key ON t(key, db)");

        assertThat(finding()).startsWith("t_key is out of order behind entry ");
    }

    @Test
    void numbersThatDoNotAscendAreFound() throws SQLException {
        IndexProof byDb = new IndexProof("t", "t_db", "db", "0", "db IS NOT NULL", IndexProof.Order.NUMBERS);
        SqlFile.run(file, "CREATE INDEX t_db ON t(db)");
        try (Database database = Database.forReading(file)) {
            assertThat(finding(byDb, database)).isNull();
        }

        SqlFile.run(
                file,
                "DROP INDEX t_db",
                "CREATE INDEX t_db ON t(db DESC)",
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET sql = 'CREATE INDEX t_db ON t(db)' WHERE name = 't_db'",
                "PRAGMA writable_schema = RESET");
        try (Database database = Database.forReading(file)) {
            assertThat(finding(byDb, database)).startsWith("t_db is out of order behind entry ");
        }
    }

    private String finding() throws SQLException {
        try (Database database = Database.forReading(file)) {
            return finding(PROOF, database);
        }
    }

    private static String finding(IndexProof proof, Database database) throws SQLException {
        IndexProof.Sum ofIndex = proof.ofIndex(database, Half.LOWER).and(proof.ofIndex(database, Half.UPPER));
        return proof.finding(proof.ofTable(database), ofIndex);
    }
}
