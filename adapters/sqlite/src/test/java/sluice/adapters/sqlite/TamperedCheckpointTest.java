package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.contract.Samples.list;
import static sluice.adapters.contract.Samples.row;
import static sluice.adapters.contract.Samples.string;
import static sluice.adapters.contract.Samples.undecodable;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.MigrationException;
import sluice.protocol.MigrationException.Fault;
import sluice.protocol.Part;
import sluice.protocol.SinkSettings;

/** Nobody goes on from a checkpoint that is not as Sluice wrote it, or that the rows do not agree with. */
class TamperedCheckpointTest {
    private final SqliteSinkProvider provider = new SqliteSinkProvider();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE sluice_checkpoint SET cursor = 'elsewhere' WHERE partition = 1",
                "UPDATE sluice_checkpoint SET cursor = '' WHERE partition = 1",
                "UPDATE sluice_checkpoint SET start = 'elsewhere' WHERE partition = 1",
                "UPDATE sluice_checkpoint SET name = 'another' WHERE partition = 0",
                "UPDATE sluice_checkpoint SET read = read + 1, written = written + 1 WHERE partition = 0",
                "UPDATE sluice_checkpoint SET read = -1",
                "UPDATE sluice_checkpoint SET drained = 1",
                "UPDATE sluice_checkpoint SET open_id = 1 WHERE partition = 2",
                "UPDATE sluice_checkpoint SET open_id = NULL",
                "UPDATE sluice_checkpoint SET partition = 7 WHERE partition = 2",
                "DELETE FROM sluice_checkpoint WHERE partition = 0",
                "DELETE FROM sluice_checkpoint WHERE partition = 3",
                "DELETE FROM sluice_checkpoint",
                "DROP TABLE sluice_checkpoint",
                "DROP TABLE sluice_reject",
                "DROP TABLE sluice_landing",
                "DROP TABLE redis_list",
                "DROP TABLE redis_key",
                "DELETE FROM redis_key WHERE id = 2",
                "INSERT INTO redis_key(db, key, type) VALUES (0, 'mine', 'string')",
                "DELETE FROM sluice_reject",
                "UPDATE sluice_run SET ledger = x'0102'",
                "UPDATE sluice_run SET ledger = x''"
            })
    void isRefusedAndLeftAsItIs(String tampering) throws SQLException {
        land();
        SqlFile.run(file(), tampering);
        List<String> before = everything();

        assertThatThrownBy(() -> SinkSession.resume(provider, settings()))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED))
                .hasMessageStartingWith("cannot resume the run in sqlite:" + file() + ": something else than Sluice")
                .hasMessageContaining("--fresh");

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void whatIsUntouchedGoesOn() throws SQLException {
        land();

        try (SinkSession session = SinkSession.resume(provider, settings())) {
            session.complete();
        }

        assertThat(SqlFile.query(file(), "SELECT CAST(key AS TEXT) FROM redis_key ORDER BY id"))
                .containsExactly("a", "b", "c");
    }

    @Test
    void startingOverHelps() throws SQLException {
        land();
        SqlFile.run(file(), "DROP TABLE sluice_checkpoint", "DROP TABLE redis_set", "DELETE FROM redis_key");

        try (var sink = provider.open(settings())) {
            sink.forget();
        }
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.write(0, string("a", "1"));
            session.complete();
        }

        assertThat(SinkSession.rows(provider, settings())).hasSize(1);
    }

    @Test
    void anUnfinishedRunOfAnOlderSluiceIsRefused() throws SQLException {
        land();
        SqlFile.run(file(), "ALTER TABLE sluice_checkpoint DROP COLUMN proof");

        assertThatThrownBy(() -> SinkSession.resume(provider, settings()))
                .hasMessageContaining("an older Sluice began the run")
                .hasMessageContaining("--fresh");
    }

    /** Four partitions: one with two keys, one with one, one in the middle of a key, one that has not begun. */
    private void land() {
        try (SinkSession session = SinkSession.begin(provider, settings(), 4)) {
            session.write(0, string("a", "1"), string("b", "2"));
            session.write(1, string("c", "3"), undecodable("d"));
            session.write(2, row("open", list(0, 3), Part.FIRST));
            session.commit();
        }
    }

    private List<String> everything() throws SQLException {
        return SqlFile.query(file(), "SELECT sql FROM sqlite_master ORDER BY name").stream()
                        .anyMatch(sql -> sql.contains("TABLE redis_key("))
                ? SqlFile.query(file(), "SELECT count(*), max(id), sum(id) FROM redis_key")
                : List.of();
    }

    private Path file() {
        return folder.resolve("app.db");
    }

    private SinkSettings settings() {
        return new SinkSettings(file().toString(), "native", 0);
    }
}
