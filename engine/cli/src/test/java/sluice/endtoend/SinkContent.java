package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a finished sink holds, read with plain SQL: every row of every table that a user sees, each with the key it
 * belongs to instead of ids, its columns with their types, in order. What may differ between two runs is left out: ids,
 * the time at which a row was written, and what a living source tells relative to its clock.
 */
final class SinkContent {
    private static final Set<String> LEFT_OUT = Set.of("id", "key_id", "kid", "mtime");
    /** A server tells them relative to its clock. */
    private static final Set<String> TIMES = Set.of("delivered_at", "seen_at", "active_at");

    /** How the slices of a key are cut depends on what was read together; that they are all there the books tell. */
    private static final String REJECTS = "select distinct quote(key), quote(db), type, quote(expires_at), reason,"
            + " encoding, max(length(payload)) > 0 from sluice_reject group by key_id";

    private final Connection connection;

    private final boolean live;

    private SinkContent(Connection connection, boolean live) {
        this.connection = connection;
        this.live = live;
    }

    /** Everything as lines; and the file is as sound as a finished run promises. */
    static List<String> of(Path sink, boolean live) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sink)) {
            SinkContent content = new SinkContent(connection, live);
            assertThat(content.lines("pragma integrity_check")).containsExactly("ok");
            assertThat(content.lines("select phase, integrity, count(*) over () from sluice_run"))
                    .containsExactly("FINISHED|ok|1");
            assertThat(content.lines("select * from sluice_landing")).isEmpty();
            assertThat(content.lines("select name from sluice_checkpoint where drained = 0 or open_id is not null"))
                    .isEmpty();
            return content.everything();
        }
    }

    private List<String> everything() throws SQLException {
        List<String> all =
                lines("select type, name, sql from sqlite_master where name not like 'sqlite\\_%' escape" + " '\\'");
        all.addAll(lines("pragma user_version"));
        all.addAll(lines("pragma page_size"));
        all.addAll(lines(REJECTS));
        List<String> tables = lines("select name from sqlite_master where type = 'table' and name not like"
                + " 'sqlite\\_%' escape '\\' and name not like 'sluice\\_%' escape '\\'");
        for (String table : tables) {
            all.add(table);
            all.addAll(lines(rowsOf(table)));
        }
        return all;
    }

    /** The report that the sink keeps. */
    static String report(Path sink) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sink)) {
            return new SinkContent(connection, false)
                    .lines("select report from sluice_run")
                    .getFirst();
        }
    }

    private String rowsOf(String table) throws SQLException {
        List<String> columns = lines("select name from pragma_table_info('" + table + "')");
        String parent = table.startsWith("redis_") ? "redis_key" : "rkey";
        String id = parent.equals("rkey") ? "kid" : "key_id";
        boolean isChild = columns.contains(id);
        String values = columns.stream()
                .filter(column -> !LEFT_OUT.contains(column) && !(live && TIMES.contains(column)))
                .map(column -> "quote(t." + column + ")")
                .collect(Collectors.joining(", "));
        String name = parent.equals("rkey") ? "quote(k.key)" : "quote(k.key), quote(k.db)";
        return "select " + (isChild ? name + ", " : "") + values + " from " + table + " t"
                + (isChild ? " left join " + parent + " k on k.id = t." + id : "");
    }

    private List<String> lines(String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    line.append(i == 1 ? "" : "|").append(found.getString(i));
                }
                lines.add(line.toString());
            }
        }
        Collections.sort(lines);
        return lines;
    }
}
