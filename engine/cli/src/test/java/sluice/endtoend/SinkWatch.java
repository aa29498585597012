package sluice.endtoend;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Looks at the run in a sink from outside, through a connection that only reads and leaves the log as it is. */
final class SinkWatch implements AutoCloseable {
    private static final String LATEST =
            "select id, attempts, phase from sluice_run order by started_at desc, rowid desc limit 1";

    private final String url;
    private @Nullable Connection connection;

    SinkWatch(Path sink) {
        this.url = "jdbc:sqlite:" + sink.toUri().toASCIIString() + "?mode=ro";
    }

    /** The latest run; phase as it is stored. */
    record Standing(String run, int attempts, String phase) {
        /** An attempt of which nothing is on record yet. */
        static final Standing NONE = new Standing("", 0, "");

        boolean isSameAttempt(Standing other) {
            return run.equals(other.run) && attempts == other.attempts;
        }

        /** Where an attempt stands that began when this stood here. */
        Moment momentOf(Standing now) {
            if (now.equals(NONE) || now.isSameAttempt(this)) {
                return Moment.OPENING;
            }
            return switch (now.phase) {
                case "SEALING" -> Moment.SEALING;
                case "SEALED" -> Moment.VERIFYING;
                case "FINISHED" -> Moment.REPORTING;
                default -> Moment.LANDING;
            };
        }
    }

    /** {@link Standing#NONE} where there is no file, no run, or no look to be had. */
    Standing now() {
        try {
            if (connection == null) {
                connection = DriverManager.getConnection(url);
            }
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(LATEST)) {
                return found.next()
                        ? new Standing(found.getString(1), found.getInt(2), found.getString(3))
                        : Standing.NONE;
            }
        } catch (SQLException notYet) {
            close();
            return Standing.NONE;
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
