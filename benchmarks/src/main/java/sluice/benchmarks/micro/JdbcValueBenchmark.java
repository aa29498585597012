package sluice.benchmarks.micro;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What one value costs on its way through the driver, without a file: bound to a statement of 64 and selected by it
 * unread, and read from a table in memory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class JdbcValueBenchmark {
    private static final int BOUND = 64;
    private static final int STORED = 1_000;
    private static final long NUMBER = 1_700_000_000_000L;

    @Param
    How how;

    private final byte[] bytes = new Data(1).letters(Data.STRING_BYTES);
    private final String text = new String(bytes, US_ASCII);
    private Connection connection;
    private PreparedStatement select;
    private PreparedStatement scan;

    /** How a value crosses the border. */
    public enum How {
        INTEGER,
        REAL,
        NULL,
        /** Bytes that stay bytes. */
        BLOB,
        /** Bytes that become text inside SQLite, by a cast. */
        TEXT_AS_BYTES,
        /** Text as a String, encoded and decoded on the way. */
        TEXT_AS_STRING
    }

    @Setup
    public void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        String slot = how == How.TEXT_AS_BYTES ? "CAST(? AS TEXT)" : "?";
        select = connection.prepareStatement("SELECT " + String.join(", ", Collections.nCopies(BOUND, slot)));
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE stored(value)");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO stored VALUES (" + slot + ")")) {
            for (int i = 0; i < STORED; i++) {
                bind(insert, 1);
                insert.executeUpdate();
            }
        }
        scan = connection.prepareStatement("SELECT value FROM stored");
        check();
    }

    private void check() throws SQLException {
        String type = switch (how) {
            case INTEGER -> "integer";
            case REAL -> "real";
            case NULL -> "null";
            case BLOB -> "blob";
            case TEXT_AS_BYTES, TEXT_AS_STRING -> "text";
        };
        String sql = "SELECT count(*) FROM stored WHERE typeof(value) = '" + type + "'";
        try (PreparedStatement count = connection.prepareStatement(sql);
                ResultSet found = count.executeQuery()) {
            if (!found.next() || found.getInt(1) != STORED) {
                throw new IllegalStateException("not all values are of type " + type);
            }
        }
    }

    private void bind(PreparedStatement statement, int at) throws SQLException {
        switch (how) {
            case INTEGER -> statement.setLong(at, NUMBER + at);
            case REAL -> statement.setDouble(at, 0.5 + at);
            case NULL -> statement.setNull(at, Types.NULL);
            case BLOB, TEXT_AS_BYTES -> statement.setBytes(at, bytes);
            case TEXT_AS_STRING -> statement.setString(at, text);
        }
    }

    @Benchmark
    @OperationsPerInvocation(BOUND)
    public boolean bind() throws SQLException {
        for (int i = 1; i <= BOUND; i++) {
            bind(select, i);
        }
        try (ResultSet found = select.executeQuery()) {
            return found.next();
        }
    }

    @Benchmark
    @OperationsPerInvocation(STORED)
    public void read(Blackhole values) throws SQLException {
        try (ResultSet found = scan.executeQuery()) {
            while (found.next()) {
                read(found, values);
            }
        }
    }

    private void read(ResultSet found, Blackhole values) throws SQLException {
        switch (how) {
            case INTEGER -> values.consume(found.getLong(1));
            case REAL -> values.consume(found.getDouble(1));
            case NULL -> values.consume(found.getObject(1) == null);
            case BLOB, TEXT_AS_BYTES -> values.consume(found.getBytes(1));
            case TEXT_AS_STRING -> values.consume(found.getString(1));
        }
    }

    @TearDown
    public void close() throws SQLException {
        connection.close();
    }
}
