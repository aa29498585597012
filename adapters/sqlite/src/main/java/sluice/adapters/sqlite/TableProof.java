package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sluice.adapters.sqlite.IndexEntries.Part;

/**
 * Proves that each index of a table holds exactly what the table holds, in order: all are read from end to end, and an
 * order-free sum over the entries of an index has to be the same as over the rows.
 */
final class TableProof {
    /** So many kinds go into one number. */
    private static final int COLUMNS_MAX = 20;

    private static final int KIND_BITS = 3;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;

    private final String table;
    private final String rows;
    private final List<IndexEntries> indexes;
    private final List<String> columns;
    private final boolean onlyOfKey;

    private TableProof(String table, String rows, List<IndexEntries> indexes, Set<String> columns, boolean onlyOfKey) {
        this.table = table;
        this.rows = rows;
        this.indexes = List.copyOf(indexes);
        this.columns = List.copyOf(columns);
        this.onlyOfKey = onlyOfKey;
    }

    /**
     * What was found of some rows or entries.
     *
     * @param inOrder false where an entry stood where it does not belong
     */
    record Sum(long entries, long hash, boolean inOrder) {}

    /**
     * Null where that is not for sums to tell: of indexes over some rows, over expressions, or with an order that
     * programs define.
     */
    static @Nullable TableProof of(Database database, String table) throws SQLException {
        boolean hasRowids = database.number("SELECT wr FROM pragma_table_list(?) WHERE schema = 'main'", table) == 0;
        String rowid = hasRowids ? rowidName(database, table) : null;
        String rows = " NOT INDEXED";
        List<IndexEntries> indexes = new ArrayList<>();
        Set<String> columns = new LinkedHashSet<>();
        boolean onlyOfKey = true;
        try (PreparedStatement select = database.prepare(
                "SELECT name, \"unique\", origin, partial FROM pragma_index_list(?, 'main') ORDER BY seq")) {
            select.setString(1, table);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    String name = found.getString(1);
                    if (!hasRowids && found.getString(3).equals("pk")) {
                        // The rows themselves: to say NOT INDEXED would let the others be read in their place.
                        rows = " INDEXED BY " + Sql.quoted(name);
                        continue;
                    }
                    IndexEntries index =
                            found.getBoolean(4) ? null : IndexEntries.of(database, name, found.getBoolean(2), rowid);
                    if (index == null) {
                        return null;
                    }
                    onlyOfKey &= found.getString(3).equals("pk");
                    indexes.add(index);
                    index.parts().forEach(part -> columns.add(part.column()));
                }
            }
        }
        TableProof proof = new TableProof(table, rows, indexes, columns, onlyOfKey);
        return columns.size() <= COLUMNS_MAX && proof.readsWhatItShould(database) ? proof : null;
    }

    /** A name of the rowid that no column has; null where there is none. */
    private static @Nullable String rowidName(Database database, String table) throws SQLException {
        return database.text(
                "SELECT column1 FROM (VALUES ('rowid'), ('_rowid_'), ('oid')) WHERE column1 NOT IN"
                        + " (SELECT lower(name) FROM pragma_table_xinfo(?, 'main'))",
                table);
    }

    /** Whether each scan is of the table or index that it is meant to be of, and of nothing else. */
    private boolean readsWhatItShould(Database database) throws SQLException {
        if (indexes.isEmpty()) {
            return true;
        }
        if (plan(database, select(columns, rows)).contains(" USING ")) {
            return false;
        }
        for (IndexEntries index : indexes) {
            if (!plan(database, selectOf(index)).endsWith(" USING COVERING INDEX " + index.index())) {
                return false;
            }
        }
        return true;
    }

    private static String plan(Database database, String select) throws SQLException {
        StringJoiner plan = new StringJoiner("; ");
        try (PreparedStatement explain = database.prepare("EXPLAIN QUERY PLAN " + select);
                ResultSet found = explain.executeQuery()) {
            while (found.next()) {
                plan.add(found.getString("detail"));
            }
        }
        return plan.toString();
    }

    int indexes() {
        return indexes.size();
    }

    /** Whether the primary key has the only index, or none. */
    boolean isOnlyOfKey() {
        return onlyOfKey;
    }

    /** One for each index. */
    List<Sum> ofRows(Database database) throws SQLException {
        int[][] places = indexes.stream()
                .map(index -> index.parts().stream()
                        .mapToInt(part -> columns.indexOf(part.column()))
                        .toArray())
                .toArray(int[][]::new);
        long[] hashes = new long[places.length];
        long rowsRead = scan(database, select(columns, rows), columns.size(), cells -> {
            for (int i = 0; i < places.length; i++) {
                hashes[i] += indexes.get(i).fingerprint(cells, places[i]);
            }
            return true;
        });
        return IntStream.range(0, hashes.length)
                .mapToObj(i -> new Sum(rowsRead, hashes[i], true))
                .toList();
    }

    Sum ofIndex(Database database, int number) throws SQLException {
        IndexEntries index = indexes.get(number);
        int[] places = IntStream.range(0, index.parts().size()).toArray();
        Entries entries = new Entries(index, places);
        long read = scan(database, selectOf(index), places.length, entries);
        return new Sum(read, entries.hash, entries.inOrder);
    }

    private interface Taker {
        /** Gives false to end. */
        boolean take(StoredCell[] cells);
    }

    /** The entries of an index, one behind the other. */
    private static final class Entries implements Taker {
        private final IndexEntries index;
        private final int[] places;
        private StoredCell @Nullable [] before;
        private long hash;
        private boolean inOrder = true;

        private Entries(IndexEntries index, int[] places) {
            this.index = index;
            this.places = places;
        }

        @Override
        public boolean take(StoredCell[] cells) {
            inOrder = before == null || index.ascends(before, cells);
            before = cells;
            hash += index.fingerprint(cells, places);
            return inOrder;
        }
    }

    private static long scan(Database database, String sql, int width, Taker taker) throws SQLException {
        long read = 0;
        try (PreparedStatement select = database.prepare(sql);
                ResultSet found = select.executeQuery()) {
            boolean wanted = true;
            while (wanted && found.next()) {
                long kinds = found.getLong(1);
                StoredCell[] cells = new StoredCell[width];
                for (int i = 0; i < width; i++) {
                    cells[i] = StoredCell.of(found, i + 2, (int) (kinds >> (KIND_BITS * i)) & KIND_MASK);
                }
                wanted = taker.take(cells);
                read++;
            }
        }
        return read;
    }

    private String selectOf(IndexEntries index) {
        return select(index.parts().stream().map(Part::column).toList(), " INDEXED BY " + Sql.quoted(index.index()));
    }

    private String select(List<String> what, String how) {
        StringJoiner kinds = new StringJoiner(" | ");
        for (int i = 0; i < what.size(); i++) {
            kinds.add("(" + StoredCell.kindOf(Sql.quoted(what.get(i))) + " << " + KIND_BITS * i + ")");
        }
        return "SELECT " + kinds + ", " + Sql.list(what) + " FROM main." + Sql.quoted(table) + how;
    }
}
