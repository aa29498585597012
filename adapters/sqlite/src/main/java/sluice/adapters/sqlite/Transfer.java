package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sluice.protocol.MigrationException;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Existing;

/**
 * Moves what stands in a staging file into the sink, all within the transaction that the caller has open there: the
 * plan's tables, the keys that have the layout {@code native}, and what Sluice remembers of the run.
 */
final class Transfer {
    private static final String STAGING = "staging";

    private final Database sink;
    private final Schema schema;
    private final String subject;
    private final Target target;
    private final PlanTables made;

    Transfer(Database sink, Schema schema, String subject) {
        this.sink = sink;
        this.schema = schema;
        this.subject = subject;
        this.target = new Target(sink, subject);
        this.made = new PlanTables(sink);
    }

    /** Whether what is staged has to be seen beside rows that stand in the sink already. */
    static boolean needsRowsOf(Schema schema) {
        return schema.tables().stream()
                .anyMatch(table -> table.existing() != Existing.REFUSE
                        || table.references().stream().anyMatch(key -> Dependencies.indexOf(schema, key.table()) < 0));
    }

    /** Makes a staging file's tables readable beside the sink's. Not within a transaction. */
    static void attach(Database sink, Path staging) throws SQLException {
        sink.attach(staging, STAGING);
    }

    static void detach(Database sink) throws SQLException {
        sink.run("DETACH " + STAGING);
    }

    /** @param isNew whether there was no file before */
    void run(Runs.Stored run, boolean isNew) throws SQLException {
        made.create();
        made.note(PlanTables.FILE, PlanTables.FILE, isNew, null, 0);
        Map<String, Long> brokenBefore = brokenReferences();
        List<Stage> stages = run.layout().stages();
        for (int index : Dependencies.parentsFirst(schema)) {
            move(schema.tables().get(index), stages.get(index));
        }
        for (Schema.Table table : schema.tables()) {
            if (table.existing() == Existing.REFUSE) {
                createIndexes(table);
            }
        }
        moveNative();
        checkReferences(brokenBefore);
        checkStructure();
        moveRecord(run.run().id());
    }

    private void move(Schema.Table table, Stage stage) throws SQLException {
        boolean isNew = table.existing() == Existing.REFUSE;
        String name = "main." + Sql.quoted(table.name());
        if (isNew) {
            sink.run(createTable(table));
        }
        Standing standing = Standing.of(sink, stage);
        long expected = sink.number("SELECT count(*) FROM " + standing.source());
        if (table.primaryKey().isEmpty()) {
            moveNameless(table, stage, expected);
            return;
        }
        long before = isNew ? 0 : count(name);
        sink.run("INSERT INTO " + name + "(" + stage.columnList() + ") SELECT " + stage.columnList() + " FROM "
                + standing.source() + " WHERE true ORDER BY " + order(table, stage) + conflict(table));
        long after = count(name);
        if (isNew) {
            checkCount(table, expected, after);
        } else {
            checkMerged(table, standing, before, after, expected);
        }
        made.note(table.name(), "table", isNew, null, after);
    }

    /**
     * Small rows are sorted as a whole: to fetch each by an index from where it landed takes three times as long. Large
     * ones are fetched, which spares a copy of all of them in temporary files.
     */
    private String order(Schema.Table table, Stage stage) throws SQLException {
        String sign = stage.hasLargeRows(sink) ? "" : "+";
        return table.primaryKey().stream()
                .map(column -> sign + Sql.quoted(column))
                .collect(Collectors.joining(", "));
    }

    /** Rows without an identity of their own get their rowids here, so that each can be found again. */
    private void moveNameless(Schema.Table table, Stage stage, long expected) throws SQLException {
        String name = "main." + Sql.quoted(table.name());
        String rowid = target.rowidName(table.name());
        long before = sink.number("SELECT max(" + rowid + ") FROM " + name);
        long rows = count(name);
        sink.update(
                "INSERT INTO " + name + "(" + rowid + ", " + stage.columnList() + ") SELECT ? + r.first + (s."
                        + Stage.POSITION_OF + "), " + stage.columnList() + " FROM " + stage.table() + " s JOIN "
                        + stage.ranks() + " r ON r.key_id = s." + Stage.KEY_OF + " ORDER BY s." + Stage.ID,
                before);
        long after = count(name);
        checkCount(table, rows + expected, after);
        made.note(table.name(), "table", table.existing() == Existing.REFUSE, before, after);
    }

    private long count(String name) throws SQLException {
        return sink.number("SELECT count(*) FROM " + name);
    }

    private void checkCount(Schema.Table table, long expected, long found) {
        if (expected != found) {
            throw MigrationException.failed(
                    subject,
                    "its table " + table.name() + " would hold " + found + " rows, and should hold " + expected,
                    "nothing was written to it; look whether it has triggers that add or remove rows",
                    null);
        }
    }

    private void checkMerged(Schema.Table table, Standing standing, long before, long after, long expected)
            throws SQLException {
        StringJoiner same = new StringJoiner(" AND ");
        table.primaryKey().forEach(column -> same.add("t." + Sql.quoted(column) + " = s." + Sql.quoted(column)));
        long missing = sink.number("SELECT count(*) FROM " + standing.source() + " s WHERE NOT EXISTS (SELECT 1 FROM"
                + " main." + Sql.quoted(table.name()) + " t WHERE " + same + ")");
        if (missing > 0 || after < before || after - before > expected) {
            throw MigrationException.failed(
                    subject,
                    "of " + expected + " rows for its table " + table.name() + " " + missing + " would be missing",
                    "nothing was written to it; look whether it has triggers that remove rows",
                    null);
        }
    }

    private static String conflict(Schema.Table table) {
        if (table.existing() == Existing.REFUSE) {
            return "";
        }
        String of = " ON CONFLICT (" + Sql.list(table.primaryKey()) + ") DO ";
        StringJoiner sets = new StringJoiner(", ", "UPDATE SET ", "").setEmptyValue("NOTHING");
        for (Schema.Column column : table.columns()) {
            if (!table.primaryKey().contains(column.name())) {
                String name = Sql.quoted(column.name());
                sets.add(name + " = excluded." + name);
            }
        }
        return of + (table.existing() == Existing.KEEP ? "NOTHING" : sets);
    }

    private static String createTable(Schema.Table table) {
        StringJoiner parts =
                new StringJoiner(",\n    ", "CREATE TABLE main." + Sql.quoted(table.name()) + "(\n    ", "\n)");
        for (Schema.Column column : table.columns()) {
            boolean notNull = column.notNull() || table.primaryKey().contains(column.name());
            parts.add(Sql.column(column) + (notNull ? " NOT NULL" : ""));
        }
        if (!table.primaryKey().isEmpty()) {
            parts.add("PRIMARY KEY (" + Sql.list(table.primaryKey()) + ")");
        }
        table.checks().forEach(check -> parts.add("CHECK (" + check + ")"));
        for (Schema.ForeignKey key : table.references()) {
            if (key.enforced()) {
                parts.add("FOREIGN KEY (" + Sql.list(key.columns()) + ") REFERENCES " + Sql.quoted(key.table()) + " ("
                        + Sql.list(key.targets()) + ")" + (key.cascade() ? " ON DELETE CASCADE" : ""));
            }
        }
        return parts.toString();
    }

    private void createIndexes(Schema.Table table) throws SQLException {
        for (List<String> columns : table.uniques()) {
            createIndex("CREATE UNIQUE INDEX", table.name(), columns);
        }
        for (List<String> columns : table.indexes()) {
            createIndex("CREATE INDEX", table.name(), columns);
        }
    }

    /** Under the first name that is free. */
    private void createIndex(String create, String table, List<String> columns) throws SQLException {
        String wanted = table + "_" + String.join("_", columns);
        String name = wanted;
        for (int i = 2;
                sink.number("SELECT count(*) FROM main.sqlite_master WHERE name = ? COLLATE NOCASE", name) > 0;
                i++) {
            name = wanted + "_" + i;
        }
        sink.run(create + " main." + Sql.quoted(name) + " ON " + Sql.quoted(table) + "(" + Sql.list(columns) + ")");
    }

    /** Keys that no table of the plan takes, with the ids that they landed with. */
    private void moveNative() throws SQLException {
        String ofNative = " FROM " + STAGING + ".redis_key WHERE type NOT LIKE '" + MappedLanding.PREFIX + "%'";
        if (sink.number("SELECT EXISTS (SELECT 1" + ofNative + ")") == 0) {
            return;
        }
        Layout layout = Layout.NATIVE;
        sink.script(layout.tablesScript());
        sink.run("INSERT INTO main.redis_key SELECT *" + ofNative + " ORDER BY id");
        for (String table : layout.childTables()) {
            sink.run("INSERT INTO main." + table + " SELECT * FROM " + STAGING + "." + table);
        }
        sink.run("CREATE UNIQUE INDEX main." + layout.uniqueIndex() + " ON " + layout.keyTable() + "("
                + layout.uniqueColumns() + ")");
        sink.script(layout.finishScript());
        for (String table : layout.tables()) {
            made.note(table, "table", true, null, count("main." + table));
        }
        for (String view : layout.views()) {
            made.note(view, "view", true, null, 0);
        }
    }

    /** How many rows of the plan's tables name rows that are not there. */
    private Map<String, Long> brokenReferences() throws SQLException {
        Map<String, Long> broken = new HashMap<>();
        for (String table : referring()) {
            broken.put(table, brokenReferences(table));
        }
        return broken;
    }

    /** The plan's tables that are there, and those of others that name rows of them. */
    private Set<String> referring() throws SQLException {
        Set<String> tables = new TreeSet<>();
        for (Schema.Table table : schema.tables()) {
            try (PreparedStatement select = sink.prepare(
                    "SELECT DISTINCT m.name FROM main.sqlite_master m LEFT JOIN pragma_foreign_key_list(m.name,"
                            + " 'main') f WHERE m.type = 'table' AND (m.name = ?1 COLLATE NOCASE OR f.\"table\" = ?1"
                            + " COLLATE NOCASE)")) {
                select.setString(1, table.name());
                try (ResultSet found = select.executeQuery()) {
                    while (found.next()) {
                        tables.add(found.getString(1));
                    }
                }
            }
        }
        return tables;
    }

    private long brokenReferences(String table) throws SQLException {
        long broken = 0;
        try (PreparedStatement select =
                        sink.prepare("PRAGMA main.foreign_key_check('" + table.replace("'", "''") + "')");
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                broken++;
            }
        }
        return broken;
    }

    /** Those that were broken before are not ours. */
    private void checkReferences(Map<String, Long> before) throws SQLException {
        for (Map.Entry<String, Long> after : brokenReferences().entrySet()) {
            long ours = after.getValue() - before.getOrDefault(after.getKey(), 0L);
            if (ours > 0) {
                throw MigrationException.failed(
                        subject,
                        ours + " rows of its table " + after.getKey() + " would name rows that are not there",
                        "nothing was written to it; name these references in the plan, with what is to become of such"
                                + " rows",
                        null);
            }
        }
    }

    /** Pairs with the writing: every table that was made is read from end to end. */
    private void checkStructure() throws SQLException {
        for (String table : made.names("table")) {
            List<String> findings = SealCheck.pragma(sink, "main.integrity_check", table);
            if (!findings.isEmpty()) {
                throw MigrationException.failed(
                        subject,
                        "its table " + table + " would be damaged: " + findings.getFirst(),
                        "check the disk, then run the same command to resume",
                        null);
            }
        }
    }

    /** What is known of the run, as it stands there; its phase says that it is sealed. */
    private void moveRecord(String run) throws SQLException {
        new Tables(sink).createOwn();
        for (String table : List.of("sluice_run", "sluice_checkpoint", "sluice_reject")) {
            sink.run("INSERT INTO main." + table + " SELECT * FROM " + STAGING + "." + table);
        }
        new Runs(sink).sealed(run, "ok");
    }
}
