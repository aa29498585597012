package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sluice.protocol.Schema;
import sluice.protocol.Schema.ForeignKey;
import sluice.protocol.Schema.Orphans;

/** References that a table of the sink has itself, and the plan does not name. */
final class ForeignKeys {
    private ForeignKeys() {}

    /** Those of columns that the plan fills, to tables that are there; orphans cannot stay. Names are the plan's. */
    static List<ForeignKey> beyond(Schema.Table table, Schema schema, Database database) throws SQLException {
        List<ForeignKey> beyond = new ArrayList<>();
        for (ForeignKey key : of(table.name(), database)) {
            List<String> columns = inWordsOf(table, key.columns());
            boolean known = table.references().stream()
                    .anyMatch(there -> there.orphans() != Orphans.KEEP
                            && there.columns().equals(columns)
                            && there.table().equalsIgnoreCase(key.table()));
            boolean isThere = database.number(
                            "SELECT count(*) FROM " + Settlement.SINK + ".sqlite_master WHERE type = 'table' AND name ="
                                    + " ? COLLATE NOCASE",
                            key.table())
                    > 0;
            if (!known && isThere && columns.stream().allMatch(column -> filled(table, column))) {
                beyond.add(inWordsOf(schema, columns, key));
            }
        }
        return beyond;
    }

    private static boolean filled(Schema.Table table, String column) {
        return table.columns().stream().anyMatch(each -> each.name().equals(column));
    }

    private static ForeignKey inWordsOf(Schema schema, List<String> columns, ForeignKey key) {
        Optional<Schema.Table> parent = schema.tables().stream()
                .filter(table -> table.name().equalsIgnoreCase(key.table()))
                .findFirst();
        return new ForeignKey(
                columns,
                parent.map(Schema.Table::name).orElse(key.table()),
                parent.map(table -> inWordsOf(table, key.targets())).orElse(key.targets()),
                Orphans.REJECT,
                true,
                false);
    }

    private static List<String> inWordsOf(Schema.Table table, List<String> columns) {
        return columns.stream()
                .map(column -> table.columns().stream()
                        .map(Schema.Column::name)
                        .filter(column::equalsIgnoreCase)
                        .findFirst()
                        .orElse(column))
                .toList();
    }

    private static List<ForeignKey> of(String table, Database database) throws SQLException {
        Map<Integer, ForeignKey> keys = new TreeMap<>();
        String sql = "SELECT id, \"table\", \"from\", ifnull(\"to\", (SELECT name FROM pragma_table_info(f.\"table\", '"
                + Settlement.SINK + "') WHERE pk = f.seq + 1)) FROM pragma_foreign_key_list(?, '" + Settlement.SINK
                + "') f ORDER BY id, seq";
        try (PreparedStatement select = database.prepare(sql)) {
            Database.bind(select, table);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    ForeignKey one = new ForeignKey(
                            List.of(found.getString(3)),
                            found.getString(2),
                            List.of(String.valueOf(found.getString(4))),
                            Orphans.REJECT,
                            true,
                            false);
                    keys.merge(found.getInt(1), one, ForeignKeys::together);
                }
            }
        }
        return List.copyOf(keys.values());
    }

    private static ForeignKey together(ForeignKey before, ForeignKey next) {
        List<String> columns = new ArrayList<>(before.columns());
        columns.addAll(next.columns());
        List<String> targets = new ArrayList<>(before.targets());
        targets.addAll(next.targets());
        return new ForeignKey(columns, before.table(), targets, before.orphans(), true, false);
    }
}
