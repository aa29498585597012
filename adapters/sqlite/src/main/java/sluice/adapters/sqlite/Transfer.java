package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Existing;

/**
 * Moves what stands in a staging file into the sink, all within the transaction that the caller has open there: the
 * plan's tables, the keys that have the layout {@code native}, and what Sluice remembers of the run.
 */
final class Transfer {
    static final String STAGING = "staging";

    private final Database sink;
    private final Schema schema;
    private final String subject;
    private final PlanTables made;
    private final @Nullable Refused refused;

    /** @param refused where to name rows that a table does not take; without it that is an error */
    Transfer(Database sink, Schema schema, String subject, @Nullable Refused refused) {
        this.refused = refused;
        this.sink = sink;
        this.schema = schema;
        this.subject = subject;
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

    /**
     * Gives false where a table did not take some rows, which were named: then the transaction is to be rolled back.
     *
     * @param isNew whether there was no file before
     */
    boolean run(Runs.Stored run, boolean isNew) throws SQLException {
        made.create();
        made.note(PlanTables.FILE, PlanTables.FILE, isNew, null, 0);
        if (!moveRows(run.layout().stages())) {
            return false;
        }
        if (!isNew) {
            checkStructure();
        }
        analyze(isNew);
        moveRecord(run.run().id());
        return true;
    }

    /** The rows alone, be it that rows of the run stand there already; gives false as {@link #run} does. */
    boolean moveRows(List<Stage> stages) throws SQLException {
        Map<String, Long> brokenBefore = brokenReferences();
        for (int index : Dependencies.parentsFirst(schema)) {
            if (!move(schema.tables().get(index), stages.get(index))) {
                return false;
            }
        }
        for (Schema.Table table : schema.tables()) {
            if (table.existing() == Existing.REFUSE) {
                createIndexes(table);
            }
        }
        new NativeTransfer(sink, made, subject).run();
        checkReferences(brokenBefore);
        return true;
    }

    /** Every table that was written to is read from end to end. */
    void checkStructure() throws SQLException {
        new StructureCheck(sink, writtenTo(), made.names("table"), subject).run(sink);
    }

    private boolean move(Schema.Table table, Stage stage) throws SQLException {
        boolean isNew = table.existing() == Existing.REFUSE;
        if (isNew) {
            sink.run(createTable(table));
        }
        Insertion insertion = Insertion.of(sink, table, stage, subject);
        long before = isNew ? 0 : count(insertion.target());
        Sieve sieve = new Sieve(sink, insertion, refused);
        try {
            new Moving(sink, insertion).run();
        } catch (SQLException e) {
            sieve.find(isNew ? createTable(table) : null, e);
            return false;
        }
        if (!isNew && sieve.findMissing()) {
            return false;
        }
        long expected =
                sink.number("SELECT count(*) FROM " + insertion.standing().source());
        long after = count(insertion.target());
        checkCount(table, before, expected, after);
        made.note(table.name(), "table", isNew, table.primaryKey().isEmpty() ? insertion.lastRow() : null, after);
        return true;
    }

    private long count(String name) throws SQLException {
        return sink.number("SELECT count(*) FROM " + name);
    }

    /** Rows that stood there before under the same primary key are replaced. */
    private void checkCount(Schema.Table table, long before, long expected, long after) {
        boolean canReplace =
                table.existing() != Existing.REFUSE && !table.primaryKey().isEmpty();
        if (after - before > expected || (canReplace ? after < before : after - before < expected)) {
            throw MigrationException.failed(
                    subject,
                    "its table " + table.name() + " would hold " + after + " rows, and held " + before
                            + " before these " + expected,
                    "nothing was written to it; look whether it has triggers that add or remove rows",
                    null);
        }
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
        return parts + (table.ordered() ? " WITHOUT ROWID" : "");
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

    private List<String> writtenTo() throws SQLException {
        Set<String> tables = new LinkedHashSet<>(made.names("table"));
        schema.tables().forEach(table -> tables.add(table.name()));
        return List.copyOf(tables);
    }

    /** As a sink of layout native is; one that was there before only where its user wants that. */
    private void analyze(boolean isNew) throws SQLException {
        if (!isNew && sink.number("SELECT count(*) FROM main.sqlite_master WHERE name = 'sqlite_stat1'") == 0) {
            return;
        }
        Seal.limitAnalysis(sink);
        for (String table : writtenTo()) {
            sink.run("ANALYZE main." + Sql.quoted(table));
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
