package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file as such, whatever its rows say: structure, indexes, elements without a key. */
final class Damage {
    private static final int FINDINGS_MAX = 3;

    private final Database database;
    private final Layout layout;
    private final Runnable beforeStep;
    private final List<String> findings = new ArrayList<>();

    private Damage(Database database, Layout layout, Runnable beforeStep) {
        this.database = database;
        this.layout = layout;
        this.beforeStep = beforeStep;
    }

    /**
     * The first findings; empty when nothing is wrong. Reads the whole file; indexes come with the seal. What is done
     * before each step may throw.
     */
    static List<String> in(Database database, Layout layout, boolean sealed, Runnable beforeStep) throws SQLException {
        Damage damage = new Damage(database, layout, beforeStep);
        if (sealed && !database.has("index", layout.uniqueIndex())) {
            damage.findings.add("the index " + layout.uniqueIndex() + " is missing");
        }
        List<String> tables = new ArrayList<>(layout.tables());
        tables.addAll(Tables.OWN);
        for (String table : tables) {
            if (database.has("table", table)) {
                damage.checkStructure(table);
            } else {
                damage.findings.add("the table " + table + " is missing");
            }
        }
        if (sealed && damage.findings.isEmpty()) {
            damage.checkElements();
        }
        return damage.findings.stream().limit(FINDINGS_MAX).toList();
    }

    private void checkStructure(String table) throws SQLException {
        beforeStep.run();
        String sql = "PRAGMA integrity_check('" + table + "')";
        try (PreparedStatement statement = database.prepare(sql);
                ResultSet found = statement.executeQuery()) {
            while (found.next() && findings.size() < FINDINGS_MAX) {
                String finding = found.getString(1).strip();
                if (!finding.equals("ok")) {
                    findings.add(table + ": " + finding.replaceAll("\\s+", " "));
                }
            }
        } catch (SQLException e) {
            if (!Faults.isCorruption(e)) {
                throw e;
            }
            findings.add(table + ": " + Faults.reason(e));
        }
    }

    private void checkElements() throws SQLException {
        for (String table : layout.childTables()) {
            beforeStep.run();
            long keys = database.number("SELECT count(*) FROM (SELECT DISTINCT " + layout.childId() + " FROM " + table
                    + " EXCEPT SELECT id FROM " + layout.keyTable() + ")");
            if (keys > 0) {
                findings.add("rows of " + table + " belong to " + keys + " ids that no key has");
            }
        }
    }
}
