package sluice.adapters.sqlite;

import static sluice.adapters.sqlite.DifferingRows.list;
import static sluice.adapters.sqlite.DifferingRows.same;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import sluice.protocol.RowDifference;
import sluice.protocol.RowDifference.Nature;

/** Compares keys that no table of a plan took, with their elements; schemas are those of {@link PlanComparison}. */
final class NativeComparison {
    private static final String KEYS = "redis_key";

    private static final List<Child> CHILDREN = List.of(
            new Child("redis_list", List.of("position"), List.of("value")),
            new Child("redis_set", List.of("member"), List.of()),
            new Child("redis_hash", List.of("field"), List.of("value", "expires_at")),
            new Child("redis_zset", List.of("member"), List.of("score")),
            new Child("redis_stream_entry", List.of("ms", "seq", "position"), List.of("field", "value")),
            new Child(
                    "redis_stream",
                    List.of(),
                    List.of("last_ms", "last_seq", "entries_added", "max_deleted_ms", "max_deleted_seq")),
            new Child("redis_stream_group", List.of("name"), List.of("last_ms", "last_seq", "entries_read")),
            // Times of consumers and deliveries are told in different precision, and not compared.
            new Child("redis_stream_consumer", List.of("group_name", "name"), List.of()),
            new Child(
                    "redis_stream_pending", List.of("group_name", "ms", "seq"), List.of("consumer", "delivery_count")));

    private final Database database;
    private final Consumer<RowDifference> each;

    /** Parts of keys: what tells them apart within one, and what is compared. */
    private record Child(String table, List<String> identity, List<String> columns) {}

    NativeComparison(Database database, Consumer<RowDifference> each) {
        this.database = database;
        this.each = each;
    }

    void run(LongConsumer compared) throws SQLException {
        boolean expected = database.number("SELECT count(*) FROM main.sqlite_master WHERE name = ?", KEYS) > 0;
        boolean found = database.number(
                        "SELECT count(*) FROM " + PlanComparison.SINK + "." + PlanTables.TABLE + " WHERE name = ?",
                        KEYS)
                > 0;
        if (!expected && !found) {
            return;
        }
        if (!expected) {
            database.script(Layout.NATIVE.tablesScript());
        }
        if (isThere(KEYS)) {
            compareKeys(compared);
            for (Child child : CHILDREN) {
                if (isThere(child.table)) {
                    compare(child, compared);
                }
            }
        }
    }

    private boolean isThere(String table) throws SQLException {
        if (!PlanComparison.columnsInSink(database, table).isEmpty()) {
            return true;
        }
        each.accept(new RowDifference(table, "", Nature.MISSING, List.of(), List.of(), true));
        return false;
    }

    private void compareKeys(LongConsumer compared) throws SQLException {
        List<String> identity = List.of("db", "key");
        List<String> columns = List.of("type", "value", "expires_at");
        compared.accept(database.number("SELECT count(*) FROM main." + KEYS));
        DifferingRows found = new DifferingRows(database, KEYS, identity, columns);
        found.create();
        String ofSink = PlanComparison.SINK + "." + KEYS;
        found.add(missingOrChanged("a.id", columns) + list(identity, "e") + " FROM main." + KEYS + " e LEFT JOIN "
                + ofSink + " a ON " + same(identity, "a", "e") + where("a.id", columns));
        found.add("SELECT " + DifferingRows.word(Nature.EXTRA) + ", '', 0, 1, " + list(identity, "a") + " FROM "
                + ofSink + " a LEFT JOIN main." + KEYS + " e ON " + same(identity, "e", "a") + " WHERE e.id IS NULL");
        tell(found);
        database.run("CREATE TEMP TABLE pair(e INTEGER PRIMARY KEY, a INTEGER)");
        database.run("INSERT INTO temp.pair SELECT e.id, a.id FROM main." + KEYS + " e JOIN " + ofSink + " a ON "
                + same(identity, "a", "e"));
    }

    private static String missingOrChanged(String absent, List<String> columns) {
        return "SELECT CASE WHEN " + absent + " IS NULL THEN " + DifferingRows.word(Nature.MISSING) + " ELSE "
                + DifferingRows.word(Nature.CHANGED) + " END, " + DifferingRows.mask(columns) + ", 0, 1, ";
    }

    private static String where(String absent, List<String> columns) {
        return " WHERE " + absent + " IS NULL" + (columns.isEmpty() ? "" : " OR " + DifferingRows.differ(columns));
    }

    /** Of keys that stand on both sides; the parts of the others go without saying. */
    private void compare(Child child, LongConsumer compared) throws SQLException {
        compared.accept(database.number("SELECT count(*) FROM main." + child.table));
        List<String> identity = new ArrayList<>(List.of("db", "key"));
        identity.addAll(child.identity);
        DifferingRows found = new DifferingRows(database, child.table, identity, child.columns);
        found.create();
        String ofSink = PlanComparison.SINK + "." + child.table;
        String own = child.identity.isEmpty() ? "" : " AND " + same(child.identity, "a", "e");
        String ofKey = " CROSS JOIN main." + KEYS + " k ON k.id = p.e";
        found.add(missingOrChanged("a.key_id", child.columns) + identity(child, "e") + " FROM temp.pair p" + ofKey
                + " CROSS JOIN main." + child.table + " e ON e.key_id = p.e LEFT JOIN " + ofSink
                + " a ON a.key_id = p.a" + own + where("a.key_id", child.columns));
        found.add("SELECT " + DifferingRows.word(Nature.EXTRA) + ", '', 0, 1, " + identity(child, "a")
                + " FROM temp.pair p"
                + ofKey + " CROSS JOIN " + ofSink + " a ON a.key_id = p.a LEFT JOIN main." + child.table
                + " e ON e.key_id = p.e" + own + " WHERE e.key_id IS NULL");
        tell(found);
    }

    private static String identity(Child child, String of) {
        return "k.db, k.key" + (child.identity.isEmpty() ? "" : ", " + list(child.identity, of));
    }

    private void tell(DifferingRows found) throws SQLException {
        database.run("INSERT INTO " + DifferingRows.ORIGINS + " SELECT id, k0, k1 FROM " + DifferingRows.TABLE);
        found.tell(each);
    }
}
