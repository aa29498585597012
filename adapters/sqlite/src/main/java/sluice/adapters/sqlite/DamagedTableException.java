package sluice.adapters.sqlite;

import java.io.Serial;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** One of Sluice's own tables holds something that Sluice never wrote. */
final class DamagedTableException extends SQLException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int SHOWN_MAX = 40;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}]");

    DamagedTableException(String table, String what) {
        super("its table " + table + " is damaged: " + what);
    }

    static DamagedTableException holds(String table, String column, Object content) {
        String shown = UNPRINTABLE.matcher(String.valueOf(content)).replaceAll("?");
        String cut = shown.length() > SHOWN_MAX ? shown.substring(0, SHOWN_MAX) + "…" : shown;
        return new DamagedTableException(table, column + " is '" + cut + "'");
    }

    /** The text of a column that always has one. */
    static String text(ResultSet found, int index, String table, String column) throws SQLException {
        String text = found.getString(index);
        if (text == null) {
            throw new DamagedTableException(table, column + " is missing");
        }
        return text;
    }

    /** The number of a column that is never negative. */
    static long count(ResultSet found, int index, String table, String column) throws SQLException {
        boolean isNumber = found.getObject(index) instanceof Number;
        long count = found.getLong(index);
        if (!isNumber || count < 0) {
            throw holds(table, column, found.getString(index));
        }
        return count;
    }
}
