package sluice.adapters.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.core.DB;

/** One connection to one SQLite file. Belongs to one thread, but for {@link #interrupt}. */
final class Database implements AutoCloseable {
    /** How long to wait for a lock that another program holds. */
    private static final int BUSY_MILLIS = 5_000;

    private final Connection connection;

    /** Over a connection that is open; it is closed with this. */
    Database(Connection connection) {
        this.connection = connection;
    }

    /** A connection that may write; makes the file with its first table. */
    static Database forWriting(Path path) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        // Nobody asks for them, and each statement would be followed by another that does.
        config.setGetGeneratedKeys(false);
        return new Database(connect(config, url(path, "")));
    }

    /** A database of its own, which is gone with the connection. */
    static Database inMemory() throws SQLException {
        return new Database(connect(new SQLiteConfig(), "jdbc:sqlite::memory:"));
    }

    /**
     * A connection of a running command that only reads. Where the file could be written it is opened so, because only
     * such a connection takes the log away with it when it is the last to close.
     */
    static Database forReading(Path path) throws SQLException {
        if (Files.isWritable(path) && Files.isWritable(path.resolveSibling("."))) {
            Database database = readable(new SQLiteConfig(), url(path, "?mode=rw"));
            database.run("PRAGMA query_only = ON");
            return database;
        }
        return forLooking(path);
    }

    /**
     * A connection that only reads, and leaves a log that waits beside the file where it is: it may be all that is left
     * of a killed run, or belong to a run in progress. In a folder that cannot be written the database is read as it
     * lies, provided that no log waits.
     */
    static Database forLooking(Path path) throws SQLException {
        try {
            return readable(readOnly(), url(path, "?mode=ro"));
        } catch (SQLException e) {
            boolean unreachable = (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_CANTOPEN.code;
            if (!unreachable || Files.exists(beside(path, "-wal"))) {
                throw e;
            }
            return asItLies(path);
        }
    }

    /** Reads without any file beside the database, which nobody may change meanwhile. */
    static Database asItLies(Path path) throws SQLException {
        return readable(readOnly(), url(path, "?mode=ro&immutable=1"));
    }

    private static SQLiteConfig readOnly() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setOpenMode(SQLiteOpenMode.OPEN_URI);
        return config;
    }

    private static Database readable(SQLiteConfig config, String url) throws SQLException {
        config.setBusyTimeout(BUSY_MILLIS);
        Database database = new Database(connect(config, url));
        try {
            database.number("SELECT count(*) FROM sqlite_master");
            return database;
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    private static Connection connect(SQLiteConfig config, String url) throws SQLException {
        NativeLibrary.load();
        return config.createConnection(url);
    }

    /** As a file URI, because a bare path with a question mark would be taken for one with parameters. */
    private static String url(Path path, String parameters) {
        return "jdbc:sqlite:" + path.toUri().toASCIIString() + parameters;
    }

    static Path beside(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs the statements of a resource; empty lines stand between them. */
    void script(String resource) throws SQLException {
        for (String sql : resource(resource).split("\n\n")) {
            run(sql.strip());
        }
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Database.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** Runs a statement once; says how many rows it changed. */
    int update(String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            bind(statement, arguments);
            return statement.executeUpdate();
        }
    }

    /** The first column of the first row as a number; 0 where it is NULL or there is none. */
    long number(String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            bind(statement, arguments);
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? found.getLong(1) : 0;
            }
        }
    }

    /** The first column of the first row as text; null where it is NULL or there is none. */
    @Nullable
    String text(String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            bind(statement, arguments);
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? found.getString(1) : null;
            }
        }
    }

    static void bind(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
    }

    boolean has(String type, String name) throws SQLException {
        return number("SELECT count(*) FROM sqlite_master WHERE type = ? AND name = ? COLLATE NOCASE", type, name) > 0;
    }

    /** Lets another file be read on this connection, whose transactions then take no lock of a writer on it. */
    void attach(Path file, String name) throws SQLException {
        update("ATTACH ? AS " + name, file.toUri().toASCIIString() + "?mode=ro");
    }

    void begin() throws SQLException {
        run("BEGIN IMMEDIATE");
    }

    void commit() throws SQLException {
        run("COMMIT");
    }

    /** Another than before when others have committed something since. */
    long dataVersion() throws SQLException {
        return number("PRAGMA main.data_version");
    }

    /** Moves the log into the file and empties it, as far as readers let it. */
    void truncateLog() throws SQLException {
        run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /** The same, and waits for nobody: where somebody reads the log it stays as it is. */
    void truncateLogNow() throws SQLException {
        run("PRAGMA busy_timeout = 0");
        try {
            truncateLog();
        } finally {
            run("PRAGMA busy_timeout = " + BUSY_MILLIS);
        }
    }

    /**
     * Copies every page, those in the log too, as they stand in the transaction that is open. Nobody may have the
     * other file open.
     */
    void copyTo(Path file) throws SQLException {
        DB engine = connection.unwrap(SQLiteConnection.class).getDatabase();
        int outcome = engine.backup("main", file.toString(), null, 100, BUSY_MILLIS / 100, -1);
        if (outcome != SQLiteErrorCode.SQLITE_OK.code) {
            throw DB.newSQLException(outcome, "the copy failed");
        }
    }

    /** Makes the statement that runs fail with SQLITE_INTERRUPT. For any thread. */
    void interrupt() throws SQLException {
        if (!connection.isClosed()) {
            connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
