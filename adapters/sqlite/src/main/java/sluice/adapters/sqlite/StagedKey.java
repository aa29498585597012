package sluice.adapters.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import sluice.protocol.Key;
import sluice.protocol.Kind;

/** A key that a plan mapped, as a staging file names it. */
record StagedKey(long id, Key key, Kind kind) {
    /** Of the first four columns of a query: id, db, key and type of {@code redis_key}. */
    static StagedKey of(ResultSet found) throws SQLException {
        String type = String.valueOf(found.getString(4));
        String kind = type.substring(type.lastIndexOf(' ') + 1);
        return new StagedKey(
                found.getLong(1),
                new Key(found.getInt(2), Rejects.bytes(found.getBytes(3))),
                Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
    }
}
