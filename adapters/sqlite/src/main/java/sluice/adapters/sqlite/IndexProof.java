package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Proves that an index holds exactly what its table holds: both are read from end to end, and an order-free sum over
 * their entries has to be the same. {@code integrity_check} looks each row up in the index instead, in random order,
 * which takes several times as long and wants the whole index in memory.
 *
 * @param column the first column of the index
 * @param rest the others, as one number
 * @param where which rows the index holds; every one has a first column
 * @param order what the entries are, and so how they ascend
 */
record IndexProof(String table, String index, String column, String rest, String where, Order order) {
    /**
     * What was found on one side.
     *
     * @param fault the first that is wrong with the order of the entries
     */
    record Sum(long entries, long hash, @Nullable String fault) {
        Sum and(Sum other) {
            return new Sum(entries + other.entries, hash + other.hash, fault == null ? other.fault : fault);
        }
    }

    /** How the entries of an index ascend. */
    enum Order {
        /** Text before other bytes, which the lowest bit of the rest tells; no two are the same. */
        UNIQUE_BYTES,
        /** Numbers, and ids where those are the same. */
        NUMBERS
    }

    /** Which half of an index, by its order. */
    enum Half {
        LOWER("<"),
        UPPER(">=");

        private final String comparison;

        Half(String comparison) {
            this.comparison = comparison;
        }
    }

    Sum ofTable(Database database) throws SQLException {
        return sum(database, " NOT INDEXED WHERE " + where, "");
    }

    Sum ofIndex(Database database, Half half) throws SQLException {
        String from = " FROM " + table + " INDEXED BY " + index + " WHERE " + where;
        long middle = database.number("SELECT count(*)" + from) / 2;
        String pivot = "(SELECT " + column + from + " ORDER BY " + column + " LIMIT 1 OFFSET " + middle + ")";
        String halved = " INDEXED BY " + index + " WHERE " + where + " AND " + column + half.comparison + pivot;
        return sum(database, halved, " ORDER BY " + column);
    }

    /** What is wrong; null when nothing is. */
    @Nullable
    String finding(Sum ofTable, Sum ofIndex) {
        if (ofIndex.fault != null) {
            return ofIndex.fault;
        }
        if (ofTable.entries != ofIndex.entries) {
            return index + " has " + ofIndex.entries + " entries for " + ofTable.entries + " rows of " + table;
        }
        return ofTable.hash == ofIndex.hash ? null : index + " holds other values than " + table;
    }

    private Sum sum(Database database, String from, String ascending) throws SQLException {
        String sql = "SELECT id, " + column + ", " + rest + " FROM " + table + from + ascending;
        Entry before = null;
        long entries = 0;
        long hash = 0;
        try (PreparedStatement select = database.prepare(sql);
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                Entry entry = entry(found);
                if (before != null && !ascending.isEmpty() && !isBehind(entry, before)) {
                    return new Sum(entries, hash, index + " is out of order behind entry " + entries);
                }
                before = entry;
                entries++;
                hash += Fingerprint.of(Fingerprint.of(fingerprint(entry.bytes) + entry.rest) + entry.id);
            }
        }
        return new Sum(entries, hash, null);
    }

    /** One row, or what an index holds of it. */
    private record Entry(long id, byte @Nullable [] bytes, long number, long rest) {}

    private Entry entry(ResultSet found) throws SQLException {
        long number = order == Order.NUMBERS ? found.getLong(2) : 0;
        return new Entry(found.getLong(1), found.getBytes(2), number, found.getLong(3));
    }

    private boolean isBehind(Entry entry, Entry before) {
        return switch (order) {
            case NUMBERS -> entry.number > before.number || (entry.number == before.number && entry.id > before.id);
            case UNIQUE_BYTES -> isBehind(entry.bytes, entry.rest, before.bytes, before.rest);
        };
    }

    private static boolean isBehind(byte @Nullable [] bytes, long rest, byte @Nullable [] before, long restBefore) {
        if (bytes == null || before == null) {
            return false;
        }
        if ((rest & 1) != (restBefore & 1)) {
            return (rest & 1) > (restBefore & 1);
        }
        int compared = Arrays.compareUnsigned(bytes, before);
        return compared > 0 || (compared == 0 && rest > restBefore);
    }

    private static long fingerprint(byte @Nullable [] bytes) {
        return bytes == null ? 1 : Fingerprint.of(bytes);
    }
}
