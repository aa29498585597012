package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.adapters.sqlite.TupleScan.Query;
import sluice.protocol.Key;
import sluice.protocol.Row;
import sluice.protocol.Schema;
import sluice.protocol.SinkReader.Addresses;

/**
 * What a plan's run has moved into the sink, key by key: the staging file tells which records a key has, and each is
 * read where it stands in the sink's tables now. One that does not stand there by the plan's rules is as it was staged.
 */
final class SealedContent implements Content {
    private final Database staging;
    private final Database sink;
    private final Layout layout;
    private final RowScan mapped;
    private final RowScan mappedOrGone;
    private final @Nullable RowScan natives;

    private SealedContent(Database staging, Database sink, Path sinkFile, Schema schema, Runs.Stored run)
            throws SQLException {
        this.staging = staging;
        this.sink = sink;
        this.layout = run.layout();
        staging.attach(sinkFile, SealedQuery.SINK);
        List<Query> queries = new ArrayList<>();
        String subject = "cannot read " + SqliteAddress.show(sinkFile.toString());
        for (Stage stage : layout.stages()) {
            Schema.Table table = schema.tables().get(stage.index());
            queries.add(new SealedQuery(staging, sink, stage, table, subject).query());
        }
        TupleScan tuples = new TupleScan(staging, queries);
        this.mapped = new RowScan(staging, layout, Queries.STAGED, run.db(), tuples);
        this.mappedOrGone = new RowScan(staging, layout, Queries.STAGED_OR_GONE, run.db(), tuples);
        boolean someNative = sink.has("table", Layout.NATIVE.keyTable());
        this.natives = someNative ? new RowScan(sink, Layout.NATIVE, run.db()) : null;
    }

    static SealedContent open(Database staging, Path sinkFile, Schema schema, Runs.Stored run) throws SQLException {
        Database sink = Database.forReading(sinkFile);
        try {
            return new SealedContent(staging, sink, sinkFile, schema, run);
        } catch (SQLException | RuntimeException e) {
            sink.close();
            throw e;
        }
    }

    @Override
    public long rows() throws SQLException {
        return staging.number(layout.countOfKeys());
    }

    @Override
    public Optional<Addresses> addresses() throws SQLException {
        return LandedContent.addresses(staging, layout);
    }

    /** Keys of both sorts lie one behind the other; each stretch of one sort is read at a time. */
    @Override
    public void scan(Addresses range, Consumer<Row> rows) throws SQLException {
        if (natives == null) {
            mapped.scan(range.first(), range.last(), rows);
            return;
        }
        String sql = "SELECT id, type LIKE '" + MappedLanding.PREFIX + "%' FROM main.redis_key WHERE id BETWEEN ? AND ?"
                + " ORDER BY id";
        try (PreparedStatement select = staging.prepare(sql)) {
            select.setLong(1, range.first());
            select.setLong(2, range.last());
            try (ResultSet found = select.executeQuery()) {
                scanStretches(found, rows);
            }
        }
    }

    private void scanStretches(ResultSet found, Consumer<Row> rows) throws SQLException {
        long first = 0;
        long last = 0;
        boolean isMapped = false;
        while (found.next()) {
            if (first == 0 || found.getBoolean(2) != isMapped) {
                scan(isMapped, first, last, rows);
                first = found.getLong(1);
                isMapped = found.getBoolean(2);
            }
            last = found.getLong(1);
        }
        scan(isMapped, first, last, rows);
    }

    private void scan(boolean isMapped, long first, long last, Consumer<Row> rows) throws SQLException {
        RowScan scan = isMapped ? mapped : natives;
        if (first > 0 && scan != null) {
            scan.scan(first, last, rows);
        }
    }

    @Override
    public void read(List<Key> keys, Consumer<Row> rows) throws SQLException {
        for (Key key : keys) {
            OptionalLong id = mapped.find(key);
            if (id.isPresent()) {
                RowScan scan = natives != null && isNative(id.getAsLong()) ? natives : mappedOrGone;
                scan.scan(id.getAsLong(), id.getAsLong(), rows);
            }
        }
    }

    private boolean isNative(long id) throws SQLException {
        String sql = "SELECT type NOT LIKE '" + MappedLanding.PREFIX + "%' FROM main.redis_key WHERE id = ?";
        return staging.number(sql, id) != 0;
    }

    @Override
    public List<String> damage(boolean sealed, Runnable beforeStep) throws SQLException {
        Runs.Stored run = new Runs(sink).latest().orElseThrow();
        return Damage.in(sink, run.layout(), false, beforeStep);
    }

    @Override
    public void close() throws SQLException {
        mapped.close();
        mappedOrGone.close();
        if (natives != null) {
            natives.close();
        }
        sink.close();
    }
}
