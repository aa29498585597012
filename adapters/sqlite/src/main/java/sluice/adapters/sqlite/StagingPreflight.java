package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.protocol.MigrationException;
import sluice.protocol.Schema;

/** Whether a sink can take a plan's tables, found out before anything is read for it. */
final class StagingPreflight {
    private StagingPreflight() {}

    /** Gives how the columns of tables that are there compare where they are unique. */
    static Map<String, Map<String, String>> check(Database sink, Schema schema, String subject) throws SQLException {
        String encoding = sink.text("PRAGMA encoding");
        if (!"UTF-8".equals(encoding)) {
            throw MigrationException.refused(
                    subject, "its text encoding is " + encoding + ", not UTF-8", "choose another file");
        }
        Optional<Runs.Stored> leaving = new Runs(sink).latest();
        Set<String> leave = new HashSet<>();
        leaving.ifPresent(run -> {
            run.layout().tables().forEach(table -> leave.add(Target.lower(table)));
            run.layout().views().forEach(view -> leave.add(Target.lower(view)));
        });
        Target target = new Target(sink, subject);
        target.check(schema, name -> leave.contains(Target.lower(name)));
        if (schema.natives()) {
            NativeTransfer.requireNames(sink, leave, subject);
        }
        Map<String, Map<String, String>> collations = new HashMap<>();
        for (Schema.Table table : schema.tables()) {
            if (table.existing() != Schema.Existing.REFUSE) {
                checkStays(table.name(), leave, subject);
                collations.put(Target.lower(table.name()), target.collations(table.name()));
            }
        }
        return collations;
    }

    private static void checkStays(String table, Set<String> leave, String subject) {
        if (leave.contains(Target.lower(table))) {
            throw MigrationException.refused(
                    subject,
                    "its table " + table + " was made by the run that --fresh forgets",
                    "leave `existing` out and the run makes it anew");
        }
    }

    /** A sink that is not there yet holds no tables. */
    static void checkNew(Schema schema, String subject) {
        for (Schema.Table table : schema.tables()) {
            if (table.existing() != Schema.Existing.REFUSE) {
                throw MigrationException.refused(
                        subject,
                        "it holds no table " + table.name() + ", and the plan says that it is there",
                        "create it, or leave `existing` out and the run makes it");
            }
        }
    }
}
