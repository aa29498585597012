package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import sluice.protocol.Keeper.Loss;

/** What was written into a file since its run ended, table by table: a run counts them all when it ends. */
final class Losses {
    private Losses() {}

    /** Counts the rows of all tables but Sluice's own; durable with the transaction that is open. */
    static void count(Database database, String run) throws SQLException {
        database.script("sluice-return.sql");
        database.update("DELETE FROM sluice_count WHERE run = ?", run);
        for (Map.Entry<String, Long> table : counted(database).entrySet()) {
            database.update(
                    "INSERT INTO sluice_count(run, name, rows) VALUES (?, ?, ?)",
                    run,
                    table.getKey(),
                    table.getValue());
        }
    }

    /** The rows of all tables but Sluice's own, as they are now. */
    static Map<String, Long> now(Database database) throws SQLException {
        return counted(database);
    }

    /** Counts what was added since a moment as if the run had; what others wrote stays a loss. */
    static void count(Database database, String run, Map<String, Long> before) throws SQLException {
        if (!areKnown(database, run)) {
            return;
        }
        for (Map.Entry<String, Long> table : counted(database).entrySet()) {
            database.update(
                    "INSERT INTO sluice_count(run, name, rows) VALUES (?1, ?2, ?3) ON CONFLICT (run, name)"
                            + " DO UPDATE SET rows = rows + excluded.rows",
                    run,
                    table.getKey(),
                    table.getValue() - before.getOrDefault(table.getKey(), 0L));
        }
    }

    private static Map<String, Long> counted(Database database) throws SQLException {
        Map<String, Long> rows = new TreeMap<>(Census.rows(database));
        rows.keySet().removeIf(name -> name.startsWith("sluice_"));
        return rows;
    }

    /** Tables with another number of rows than when a run ended; empty where it did not end. */
    static List<Loss> since(Database database, String run) throws SQLException {
        Map<String, Long> before = atEnd(database, run);
        if (before.isEmpty()) {
            return List.of();
        }
        List<Loss> losses = new ArrayList<>();
        Map<String, Long> now = counted(database);
        now.forEach((table, rows) -> {
            Long then = before.get(table);
            if (!rows.equals(then)) {
                losses.add(new Loss(
                        table, then == null ? OptionalLong.empty() : OptionalLong.of(then), OptionalLong.of(rows)));
            }
        });
        before.forEach((table, rows) -> {
            if (!now.containsKey(table)) {
                losses.add(new Loss(table, OptionalLong.of(rows), OptionalLong.empty()));
            }
        });
        return losses;
    }

    /** Whether a run was counted when it ended. */
    static boolean areKnown(Database database, String run) throws SQLException {
        return !atEnd(database, run).isEmpty();
    }

    private static Map<String, Long> atEnd(Database database, String run) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        if (!database.has("table", "sluice_count")) {
            return rows;
        }
        try (PreparedStatement select = database.prepare("SELECT name, rows FROM sluice_count WHERE run = ?")) {
            Database.bind(select, run);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.put(found.getString(1), found.getLong(2));
                }
            }
        }
        return rows;
    }
}
