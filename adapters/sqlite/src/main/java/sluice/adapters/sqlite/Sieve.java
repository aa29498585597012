package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records that a table does not take, by constraints and triggers that the plan does not know, after it
 * refused all of them together. Ranges in the order of the primary key are tried, and those that it refuses are halved.
 * What is written for that is for the caller to roll back.
 */
final class Sieve {
    /** So many records are tried together at first. */
    private static final int RANGE = 4_096;

    private static final String POINT = "sluice_sieve";

    private final Database sink;
    private final Insertion insertion;
    private final @Nullable Refused refused;

    /** @param refused where to name them; null where that is not asked for */
    Sieve(Database sink, Insertion insertion, @Nullable Refused refused) {
        this.sink = sink;
        this.insertion = insertion;
        this.refused = refused;
    }

    /**
     * Begins the transaction anew. Throws what was refused before where it was not for the rows, or nobody wants to
     * know.
     *
     * @param create makes the table, which leaves with the transaction; null where it was there before
     */
    void find(@Nullable String create, SQLException before) throws SQLException {
        if (refused == null || !isOfSomeRow(before)) {
            throw before;
        }
        leaveTransaction();
        sink.run("DROP TABLE IF EXISTS " + Insertion.ORDER);
        sink.run("CREATE TABLE " + Insertion.ORDER + "(place INTEGER PRIMARY KEY, id INTEGER)");
        sink.run(insertion.ordered());
        long records = sink.number("SELECT count(*) FROM " + Insertion.ORDER);
        sink.begin();
        if (create != null) {
            sink.run(create);
        }
        boolean found = false;
        for (long first = 1; first <= records; first += RANGE) {
            found |= !takes(first, Math.min(records, first + RANGE - 1), refused);
        }
        if (!found) {
            throw before;
        }
    }

    private static boolean isOfSomeRow(SQLException e) {
        return Faults.isOfRow(e) || Faults.isOfExpression(e);
    }

    /** A trigger may have left it already. */
    private void leaveTransaction() throws SQLException {
        try {
            sink.run("ROLLBACK");
        } catch (SQLException alreadyOver) {
            // There is nothing to take back.
        }
    }

    private boolean takes(long first, long last, Refused named) throws SQLException {
        SQLException refusal = tryOut(first, last);
        if (refusal == null) {
            return true;
        }
        if (first == last) {
            name(first, refusal, named);
            return false;
        }
        long middle = (first + last) / 2;
        boolean lower = takes(first, middle, named);
        boolean upper = takes(middle + 1, last, named);
        return lower && upper;
    }

    /** The driver closes a statement that fails in some ways; what cannot be prepared is not for the rows. */
    private @Nullable SQLException tryOut(long first, long last) throws SQLException {
        try (PreparedStatement insert = sink.prepare(insertion.range())) {
            sink.run("SAVEPOINT " + POINT);
            Database.bind(insert, first, last);
            SQLException refusal = refusal(insert);
            if (refusal == null) {
                sink.run("RELEASE " + POINT);
            } else {
                takeBack();
            }
            return refusal;
        }
    }

    private static @Nullable SQLException refusal(PreparedStatement insert) throws SQLException {
        try {
            insert.executeUpdate();
            return null;
        } catch (SQLException e) {
            if (!isOfSomeRow(e)) {
                throw e;
            }
            return e;
        }
    }

    /** A trigger may roll back the whole transaction: what it would have had to stand beside is not there then. */
    private void takeBack() throws SQLException {
        try {
            sink.run("ROLLBACK TO " + POINT);
            sink.run("RELEASE " + POINT);
        } catch (SQLException over) {
            sink.begin();
        }
    }

    private void name(long place, SQLException refusal, Refused named) throws SQLException {
        try (PreparedStatement select = sink.prepare(insertion.at())) {
            Database.bind(select, place);
            try (ResultSet found = select.executeQuery()) {
                if (found.next()) {
                    named.add(found.getLong(1), reason(found.getString(2), Faults.detail(refusal)));
                }
            }
        }
    }

    private String reason(String row, String why) {
        return "table " + insertion.table().name() + " does not take row" + (row.isEmpty() ? "" : " " + row) + ": "
                + why;
    }

    /** Whether some records are not in the table although it took them; names those. */
    boolean findMissing() throws SQLException {
        boolean some = false;
        try (PreparedStatement select = sink.prepare(insertion.missing());
                ResultSet found = select.executeQuery()) {
            while (refused != null && found.next()) {
                some = true;
                refused.add(found.getLong(1), reason(found.getString(2), "a trigger leaves it out"));
            }
        }
        return some;
    }
}
