package sluice.benchmarks.floor;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** Appends groups to a new SQLite file and indexes it: the settings of the sink, one thread, each value bound. */
final class Loader implements AutoCloseable {
    /** As the engine commits; larger ones gained nothing. */
    private static final long COMMIT_BYTES = 8L << 20;

    private static final List<String> LANDING = List.of(
            "PRAGMA page_size = 8192",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = NORMAL",
            "PRAGMA cache_size = -16000",
            "PRAGMA wal_autocheckpoint = 4000");

    private static final List<String> INDEXING =
            List.of("PRAGMA temp_store = FILE", "PRAGMA threads = 1", "PRAGMA cache_size = -8000", Table.INDEX);

    private final Connection connection;
    private final Map<Shape, PreparedStatement> statements = new HashMap<>();

    /** What statements differ by. */
    private record Shape(Table table, int rows, int casts) {
        String sql() {
            StringBuilder row = new StringBuilder("(");
            for (int column = 0; column < table.columns(); column++) {
                row.append(column == 0 ? "" : ", ").append((casts >> column & 1) == 0 ? "?" : "CAST(? AS TEXT)");
            }
            // OR FAIL because SQLite keeps no journal of such a statement, which is a sixth of the cost on the mix.
            return "INSERT OR FAIL INTO " + table.sqlName() + " VALUES "
                    + String.join(", ", Collections.nCopies(rows, row.append(')')));
        }
    }

    Loader(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setGetGeneratedKeys(false);
        connection = config.createConnection("jdbc:sqlite:" + file);
    }

    void land(List<Group> groups) throws SQLException {
        runAll(LANDING);
        run("BEGIN IMMEDIATE");
        for (Table table : Table.values()) {
            run(table.ddl());
        }
        long uncommitted = 0;
        for (Group group : groups) {
            insert(group);
            uncommitted += group.bytes();
            if (uncommitted >= COMMIT_BYTES) {
                run("COMMIT");
                run("BEGIN IMMEDIATE");
                uncommitted = 0;
            }
        }
        run("COMMIT");
    }

    private void insert(Group group) throws SQLException {
        PreparedStatement statement = statement(new Shape(group.table(), group.rows(), group.casts()));
        int at = 1;
        for (@Nullable Object cell : group.cells()) {
            if (cell instanceof byte[] bytes) {
                statement.setBytes(at++, bytes);
            } else {
                statement.setObject(at++, cell);
            }
        }
        statement.executeUpdate();
    }

    private PreparedStatement statement(Shape shape) throws SQLException {
        PreparedStatement prepared = statements.get(shape);
        if (prepared == null) {
            prepared = connection.prepareStatement(shape.sql());
            statements.put(shape, prepared);
        }
        return prepared;
    }

    void index() throws SQLException {
        runAll(INDEXING);
        run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private void runAll(List<String> statements) throws SQLException {
        for (String sql : statements) {
            run(sql);
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        connection.close();
    }
}
