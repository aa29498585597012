package sluice.adapters.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import sluice.protocol.MigrationException;

/**
 * Whether what stands in a file goes together: its checkpoint is as Sluice wrote it, and the rows are as many as it
 * says. They were written in one transaction, so where they differ somebody else has been here: a log was removed, an
 * older copy was put back under a newer log, a table was edited. Going on from there would lose rows without a word.
 */
final class Agreement {
    private static final String HINT = "put back a copy of the file that is whole, together with its -wal if it had"
            + " one, or use --fresh to start over";

    private final Database database;
    private final Runs.Stored run;
    private final String subject;

    Agreement(Database database, Runs.Stored run, String subject) {
        this.database = database;
        this.run = run;
        this.subject = subject;
    }

    /** Refuses to go on where a table is gone, or the checkpoint is not as it was written. */
    void checkCheckpoint() throws SQLException {
        checkTables();
        checkStandings();
        checkLedger();
    }

    /** Refuses to go on where the rows are not as many as the checkpoint says. Incomplete keys have left by now. */
    void checkRows() throws SQLException {
        agree("keys in " + run.layout().keyTable(), run.layout().countOfKeys(), "written");
        agree("rows in sluice_reject", "SELECT count(*) FROM sluice_reject WHERE part = 0", "rejected");
    }

    private void checkTables() throws SQLException {
        List<String> tables = new ArrayList<>(run.layout().tables());
        tables.addAll(Tables.OWN);
        for (String table : tables) {
            if (!database.has("table", table)) {
                throw differs("its table " + table + " is gone");
            }
        }
        if (database.number("SELECT count(*) FROM pragma_table_info('sluice_checkpoint') WHERE name = 'proof'") == 0) {
            throw MigrationException.refused(
                    subject,
                    "an older Sluice began the run, and its checkpoint cannot be checked",
                    "finish it with that Sluice, or use --fresh to start over");
        }
    }

    private void checkStandings() throws SQLException {
        try (PreparedStatement select = database.prepare("SELECT partition, name, start, cursor, read, written,"
                        + " rejected, expired, doubled, bytes, drained, proof, open_id, open_proof"
                        + " FROM sluice_checkpoint");
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                Object[] columns = new Object[11];
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = String.valueOf(found.getString(i + 1));
                }
                String open = found.getString(13);
                boolean openIsRight = open == null || found.getLong(14) == proof(columns[0], open);
                if (found.getLong(12) != proof(columns) || !openIsRight) {
                    throw differs("the checkpoint of partition " + columns[0] + " is not as Sluice wrote it");
                }
            }
        }
    }

    private void checkLedger() throws SQLException {
        try (PreparedStatement select = database.prepare("SELECT ledger, proof FROM sluice_run WHERE id = ?")) {
            select.setString(1, run.run().id());
            try (ResultSet found = select.executeQuery()) {
                byte[] ledger = found.next() ? Rejects.bytes(found.getBytes(1)) : new byte[0];
                if (found.getLong(2) != proof(ledger, partitions(database))) {
                    throw differs("its partitions or its digests are not as Sluice wrote them");
                }
            }
        }
    }

    private void agree(String what, String count, String column) throws SQLException {
        long rows = database.number(count);
        long booked = database.number("SELECT sum(" + column + ") FROM sluice_checkpoint");
        if (rows != booked) {
            throw differs("there are " + rows + " " + what + ", and " + booked + " by its checkpoint");
        }
    }

    private MigrationException differs(String why) {
        return MigrationException.refused(subject, "something else than Sluice changed it: " + why, HINT);
    }

    static long partitions(Database database) throws SQLException {
        return database.number("SELECT count(*) FROM sluice_checkpoint");
    }

    /** What stands beside the columns of a checkpoint. */
    static long proof(Object... columns) {
        CRC32C sum = new CRC32C();
        for (Object column : columns) {
            byte[] text = String.valueOf(column).getBytes(StandardCharsets.UTF_8);
            sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
            sum.update(text);
        }
        return sum.getValue();
    }

    /** What stands beside the ledger, and knows how many partitions there are. */
    static long proof(byte[] ledger, long partitions) {
        CRC32C sum = new CRC32C();
        sum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, partitions));
        sum.update(ledger);
        return sum.getValue();
    }
}
