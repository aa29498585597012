package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.adapters.sqlite.StoredCell.Collation;

/**
 * What the entries of one index hold, and how they ascend.
 *
 * @param parts the columns of its key, and what leads from an entry to its row
 */
record IndexEntries(String index, boolean isUnique, List<Part> parts) {
    /** Of the rowid, as it is told of an index. */
    private static final int ROWID = -1;

    IndexEntries {
        parts = List.copyOf(parts);
    }

    /**
     * A column of an entry.
     *
     * @param isKey whether the index is over it
     */
    record Part(String column, Collation collation, boolean descends, boolean isKey) {}

    /** Null where an entry is not made of columns, or SQLite alone does not know how they compare. */
    static @Nullable IndexEntries of(Database database, String index, boolean isUnique, @Nullable String rowid)
            throws SQLException {
        List<Part> parts = new ArrayList<>();
        try (PreparedStatement select = database.prepare(
                "SELECT cid, name, coll, \"desc\", key FROM pragma_index_xinfo(?, 'main') ORDER BY seqno")) {
            select.setString(1, index);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    String column = found.getInt(1) == ROWID ? rowid : found.getString(2);
                    Collation collation = Collation.named(found.getString(3)).orElse(null);
                    if (column == null || collation == null) {
                        return null;
                    }
                    parts.add(new Part(column, collation, found.getBoolean(4), found.getBoolean(5)));
                }
            }
        }
        return new IndexEntries(index, isUnique, parts);
    }

    /** Whether one entry may stand behind another. */
    boolean ascends(StoredCell[] before, StoredCell[] entry) {
        boolean mayRepeat = !isUnique;
        for (int i = 0; i < entry.length; i++) {
            Part part = parts.get(i);
            if (!part.isKey && !mayRepeat) {
                return false;
            }
            int compared = entry[i].compare(before[i], part.collation);
            if (compared != 0) {
                return part.descends ? compared < 0 : compared > 0;
            }
            mayRepeat |= entry[i].isNull();
        }
        return false;
    }

    long fingerprint(StoredCell[] cells, int[] places) {
        long hash = 0;
        for (int place : places) {
            hash = Fingerprint.of(hash + cells[place].fingerprint());
        }
        return hash;
    }
}
