package sluice.adapters.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Expressions over the columns that tell one record of a table from another. */
record Identity(List<String> columns) {
    Identity {
        columns = List.copyOf(columns);
    }

    String list() {
        return Sql.list(columns);
    }

    String list(String alias) {
        return columns.stream().map(column -> alias + "." + Sql.quoted(column)).collect(Collectors.joining(", "));
    }

    /** That a record and another are of one identity. The first decides how text compares. */
    String same(String alias, String other) {
        return columns.stream()
                .map(column -> alias + "." + Sql.quoted(column) + " = " + other + "." + Sql.quoted(column))
                .collect(Collectors.joining(" AND "));
    }

    /** That the columns of one are those columns of another. */
    String same(String alias, List<String> theirs, String other) {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            terms.add(alias + "." + Sql.quoted(columns.get(i)) + " = " + other + "." + Sql.quoted(theirs.get(i)));
        }
        return String.join(" AND ", terms);
    }

    String isWhole(String alias) {
        return columns.stream()
                .map(column -> alias + "." + Sql.quoted(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    /** The values, for people. */
    String shown(String alias) {
        return "substr("
                + columns.stream()
                        .map(column -> "quote(" + alias + "." + Sql.quoted(column) + ")")
                        .collect(Collectors.joining(" || ', ' || "))
                + ", 1, 100)";
    }
}
