package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.Optional;
import java.util.StringJoiner;
import sluice.protocol.MigrationException;
import sluice.protocol.Schema;

/** The checks of a plan, which are SQL: tried in memory before anything else, each in a table of its own. */
final class Conditions {
    static final String HINT = "mend it under `checks` of that table in the plan";

    private Conditions() {}

    /** Refuses the plan with the first check that SQLite does not understand. */
    static void require(Schema schema, String subject) {
        wrong(schema).ifPresent(what -> {
            throw MigrationException.refused(subject, what, HINT);
        });
    }

    /** What is wrong with the first check that SQLite does not understand. */
    static Optional<String> wrong(Schema schema) {
        if (schema.tables().stream().allMatch(table -> table.checks().isEmpty())) {
            return Optional.empty();
        }
        try (Database memory = Database.inMemory()) {
            for (Schema.Table table : schema.tables()) {
                for (String check : table.checks()) {
                    String why = wrong(memory, table, check);
                    if (!why.isEmpty()) {
                        return Optional.of("the check \"" + check + "\" of table " + table.name() + ": " + why);
                    }
                }
            }
            return Optional.empty();
        } catch (SQLException e) {
            throw MigrationException.failed("cannot try the checks of the plan", Faults.reason(e), "", e);
        }
    }

    private static String wrong(Database memory, Schema.Table table, String check) throws SQLException {
        StringJoiner parts = new StringJoiner(", ", "CREATE TABLE " + Sql.quoted(table.name()) + "(", ")");
        table.columns().forEach(column -> parts.add(Sql.column(column)));
        // Twice in parentheses, so that it is one condition.
        parts.add("CHECK ((" + check + "))");
        try {
            memory.run(parts.toString());
        } catch (SQLException e) {
            return Faults.detail(e);
        }
        memory.run("DROP TABLE " + Sql.quoted(table.name()));
        return "";
    }
}
