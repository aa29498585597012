package sluice.endtoend;

import java.nio.file.Files;
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

    private final Look inSink;
    private final Look staged;

    SinkWatch(Path sink) {
        this.inSink = new Look(Victim.files(sink).getFirst());
        this.staged = new Look(Victim.files(sink).getLast());
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

    /** {@link Standing#NONE} where there is no file, no run, or no look to be had. What is on its way counts first. */
    Standing now() {
        Standing onItsWay = staged.now();
        Standing there = inSink.now();
        boolean arrived = there.run.equals(onItsWay.run) && there.phase.equals("FINISHED");
        return onItsWay.equals(Standing.NONE) || arrived ? there : onItsWay;
    }

    @Override
    public void close() {
        inSink.close();
        staged.close();
    }

    /** At one file. */
    private static final class Look {
        private final Path file;
        private @Nullable Connection connection;

        Look(Path file) {
            this.file = file;
        }

        Standing now() {
            if (!Files.exists(file)) {
                close();
                return Standing.NONE;
            }
            try {
                if (connection == null) {
                    connection = DriverManager.getConnection(
                            "jdbc:sqlite:" + file.toUri().toASCIIString() + "?mode=ro");
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

        void close() {
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
}
