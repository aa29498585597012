package sluice.adapters.sqlite;

import java.util.Collection;
import java.util.stream.Collectors;
import sluice.protocol.Schema;

/** Pieces of SQL for what users name. */
final class Sql {
    private Sql() {}

    /** A name as it may stand in SQL, whatever it is. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String list(Collection<String> names) {
        return names.stream().map(Sql::quoted).collect(Collectors.joining(", "));
    }

    /** A column as CREATE TABLE takes it. */
    static String column(Schema.Column column) {
        String type = type(column.type());
        return quoted(column.name()) + (type.isEmpty() ? "" : " " + type);
    }

    /** The declared type; its affinity changes nothing of what a plan puts there. */
    static String type(Schema.Type type) {
        return switch (type) {
            case INTEGER, BOOLEAN, TIMESTAMP_NUMBER -> "INTEGER";
            case REAL -> "REAL";
            case TEXT, JSON, TIMESTAMP_TEXT -> "TEXT";
            case BLOB -> "BLOB";
            case ANY -> "";
        };
    }
}
