package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import sluice.protocol.MigrationException;
import sluice.protocol.Schema;

/** Whether a sink can take a plan's tables, found out before anything is read for it. */
final class StagingPreflight {
    private StagingPreflight() {}

    static void check(Database sink, Schema schema, String subject) throws SQLException {
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
        new Target(sink, subject).check(schema, name -> leave.contains(Target.lower(name)));
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
