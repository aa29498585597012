package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sluice.protocol.MigrationException;

/** Moves the keys that no table of a plan takes from its staging file into the sink, in the layout {@code native}. */
record NativeTransfer(Database sink, PlanTables made, String subject) {
    private static final String KEYS = Transfer.STAGING + ".redis_key";
    private static final String OF_NATIVE = " FROM " + KEYS + " WHERE type NOT LIKE '" + MappedLanding.PREFIX + "%'";

    /**
     * Refuses a sink in which something else has a name that these keys need.
     *
     * @param leave which tables and views go before they come, in lower case
     */
    static void requireNames(Database sink, Set<String> leave, String subject) throws SQLException {
        List<String> names = new ArrayList<>(Layout.NATIVE.tables());
        names.addAll(Layout.NATIVE.views());
        names.add(Layout.NATIVE.uniqueIndex());
        for (String name : names) {
            String of = "FROM main.sqlite_master WHERE name = ? COLLATE NOCASE";
            String table = sink.text("SELECT lower(tbl_name) " + of, name);
            if (table != null && !leave.contains(table)) {
                throw MigrationException.refused(
                        subject,
                        "it holds a " + sink.text("SELECT type " + of, name) + " " + name
                                + " already, and keys of layout native need that name",
                        "rename it, choose another file, or let the plan map, ignore or reject all keys: `otherwise`");
            }
        }
    }

    void run() throws SQLException {
        if (sink.number("SELECT EXISTS (SELECT 1" + OF_NATIVE + ")") == 0) {
            return;
        }
        if (made.knows(Layout.NATIVE.keyTable())) {
            add();
        } else {
            // What comes under these names is dropped when the run is undone: it has to be ours.
            requireNames(sink, Set.of(), subject);
            create();
        }
        for (String table : Layout.NATIVE.tables()) {
            made.note(table, "table", true, null, sink.number("SELECT count(*) FROM main." + table));
        }
    }

    /** With the ids that they landed with. */
    private void create() throws SQLException {
        Layout layout = Layout.NATIVE;
        sink.script(layout.tablesScript());
        sink.run("INSERT INTO main.redis_key SELECT *" + OF_NATIVE + " ORDER BY id");
        for (String table : layout.childTables()) {
            sink.run("INSERT INTO main." + table + " SELECT * FROM " + Transfer.STAGING + "." + table);
        }
        sink.run("CREATE UNIQUE INDEX main." + layout.uniqueIndex() + " ON " + layout.keyTable() + "("
                + layout.uniqueColumns() + ")");
        sink.script(layout.finishScript());
        for (String view : layout.views()) {
            made.note(view, "view", true, null, 0);
        }
    }

    /** Behind those of the run; a key of the same name that stands there is replaced. */
    private void add() throws SQLException {
        String replaced = "SELECT t.id FROM main.redis_key t JOIN (SELECT key, db" + OF_NATIVE
                + ") s ON t.key = s.key AND t.db = s.db";
        for (String table : Layout.NATIVE.childTables()) {
            sink.run("DELETE FROM main." + table + " WHERE key_id IN (" + replaced + ")");
        }
        sink.run("DELETE FROM main.redis_key WHERE id IN (" + replaced + ")");
        long last = sink.number("SELECT max(id) FROM main.redis_key");
        sink.update(
                "INSERT INTO main.redis_key SELECT id + ?, " + others("redis_key") + OF_NATIVE + " ORDER BY id", last);
        for (String table : Layout.NATIVE.childTables()) {
            sink.update(
                    "INSERT INTO main." + table + " SELECT key_id + ?, " + others(table) + " FROM " + Transfer.STAGING
                            + "." + table,
                    last);
        }
    }

    /** All columns but the first, which is the id. */
    private String others(String table) throws SQLException {
        List<String> columns =
                Census.texts(sink, "SELECT name FROM pragma_table_info('" + table + "', 'main') WHERE cid > 0");
        return Sql.list(columns);
    }
}
