package sluice.adapters.contract.servers;

import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Row;

/**
 * The keyspace that every way out of Redis must carry over: every type in its small and large encodings, any bytes,
 * several databases, expiries, and keys too big for one slice. The same rows on every call.
 *
 * @param rows all of it as whole rows, as the newest server would give them
 */
public record TestKeyspace(List<Row> rows) {
    /** Databases that hold something. */
    public static final List<Integer> DBS = List.of(0, 1, 9);

    private static final Scale SMALL = new Scale(60, 3_000, 2_000);
    private static final Scale LARGE = new Scale(3_000, 300_000, 25_000);

    public TestKeyspace {
        rows = List.copyOf(rows);
    }

    /** Some hundred keys; the big ones hold 2,000 and 3,000 elements. */
    public static TestKeyspace small() {
        return of(SMALL);
    }

    /** Some thousand keys; a list of 300,000 elements, other big ones of 25,000. */
    public static TestKeyspace large() {
        return of(LARGE);
    }

    private static TestKeyspace of(Scale scale) {
        List<Row> rows = new ArrayList<>();
        TestStrings.addTo(rows, scale);
        TestCollections.addTo(rows, scale);
        TestStreams.addTo(rows, scale);
        return new TestKeyspace(rows);
    }

    /** Fills a server and says what reading it must give: less than {@link #rows} where the server knows less. */
    public List<Row> fill(Resp redis) {
        new RowLoader(redis).load(rows);
        return rowsOn(redis);
    }

    /** What this server can hold of the rows: older ones keep no stream books and no expiries of fields. */
    public List<Row> rowsOn(Resp redis) {
        boolean streamBooks = RowLoader.keepsStreamBooks(redis);
        boolean fieldExpiry = redis.knows("HPEXPIREAT");
        return rows.stream()
                .map(row -> streamBooks ? row : TestStreams.withoutBooks(row))
                .map(row -> fieldExpiry ? row : TestCollections.withoutFieldExpiries(row))
                .toList();
    }

    /** The rows of one database. */
    public static List<Row> inDb(int db, List<Row> rows) {
        return rows.stream().filter(row -> row.key().db() == db).toList();
    }

    /**
     * How much there is of everything.
     *
     * @param plain small keys of each type
     * @param listElements elements of the long list
     * @param elements elements of the other big collections
     */
    record Scale(int plain, int listElements, int elements) {}
}
