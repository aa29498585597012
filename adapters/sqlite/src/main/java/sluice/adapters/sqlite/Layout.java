package sluice.adapters.sqlite;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import sluice.adapters.sqlite.IndexProof.Order;
import sluice.adapters.sqlite.Inserts.Refusals;
import sluice.protocol.MigrationException;

/**
 * A ready layout: what tables and views it is made of.
 *
 * @param uniqueColumns what is unique in the key table, by an index that comes with the seal
 * @param childId the column of the other tables that names the key they belong to
 * @param proofs how the large indexes of the key table are checked against it
 * @param finishIndexes whether further indexes come with the finish
 * @param holdsOneDatabase whether it has no place for database numbers
 * @param userVersion what other programs look for in the file; 0 where there is nothing
 * @param stages what holds the records of a plan's tables; empty for the layouts that bring their own
 */
record Layout(
        String word,
        String keyTable,
        String uniqueColumns,
        String uniqueIndex,
        String childId,
        List<String> childTables,
        List<String> views,
        List<IndexProof> proofs,
        boolean finishIndexes,
        boolean holdsOneDatabase,
        int userVersion,
        Queries queries,
        List<Stage> stages) {

    private static final String STAGED = "staged";

    static final Layout NATIVE = new Layout(
            "native",
            "redis_key",
            "key, db",
            "redis_key_key_db",
            "key_id",
            List.of(
                    "redis_list",
                    "redis_set",
                    "redis_hash",
                    "redis_zset",
                    "redis_stream_entry",
                    "redis_stream",
                    "redis_stream_group",
                    "redis_stream_consumer",
                    "redis_stream_pending"),
            List.of(
                    "redis_string",
                    "redis_list_element",
                    "redis_set_member",
                    "redis_hash_field",
                    "redis_zset_member",
                    "redis_stream_field"),
            List.of(new IndexProof(
                    "redis_key",
                    "redis_key_key_db",
                    "key",
                    "CASE typeof(db) WHEN 'integer' THEN db ELSE -1 END * 2" + " + (typeof(key) = 'blob')",
                    "true",
                    Order.UNIQUE_BYTES)),
            false,
            false,
            0,
            Queries.NATIVE,
            List.of());

    static final Layout REDKA = new Layout(
            "redka",
            "rkey",
            "key",
            "rkey_key_idx",
            "kid",
            List.of("rstring", "rlist", "rset", "rhash", "rzset"),
            List.of("vkey", "vstring", "vlist", "vset", "vhash", "vzset"),
            List.of(
                    new IndexProof("rkey", "rkey_key_idx", "key", "typeof(key) = 'blob'", "true", Order.UNIQUE_BYTES),
                    new IndexProof("rkey", "rkey_etime_idx", "etime", "0", "etime IS NOT NULL", Order.NUMBERS)),
            true,
            true,
            1,
            Queries.REDKA,
            List.of());

    /** The layout of that name; refused when there is none. */
    static Layout named(String name) {
        return switch (name) {
            case "native" -> NATIVE;
            case "redka" -> REDKA;
            default ->
                throw MigrationException.refused(
                        "cannot use layout " + name, "SQLite has no such layout", "use native or redka");
        };
    }

    /** Whether a plan names the tables: then rows land in a file beside the sink. */
    static boolean isOfPlan(String name) {
        return name.equals("mapped") || name.equals("document");
    }

    /** What a staging file is made of. */
    static Layout staged(List<Stage> stages) {
        List<String> tables = new ArrayList<>(NATIVE.childTables);
        tables.add(Stage.RAW);
        for (Stage stage : stages) {
            tables.addAll(List.of(stage.table(), stage.merged(), stage.lost()));
        }
        return new Layout(
                STAGED,
                NATIVE.keyTable,
                NATIVE.uniqueColumns,
                NATIVE.uniqueIndex,
                NATIVE.childId,
                tables,
                List.of(),
                List.of(),
                false,
                false,
                0,
                Queries.STAGED,
                stages);
    }

    /** A finished sink of a plan: the tables and views that the run made in it, and no rows to be read as keys. */
    static Layout made(List<String> tables, List<String> views) {
        return new Layout(
                "mapped", "", "", "", "", tables, views, List.of(), false, false, 0, Queries.NATIVE, List.of());
    }

    /** Which rows of a child table belong to the key whose id is given. */
    String ofKey(String table, String id) {
        return table.startsWith("sluice_stage_") ? Stage.ofKey(id) : childId + " = " + id;
    }

    /** Which rows of a child table belong to one of the keys whose ids a query gives. */
    String ofKeys(String table, String ids) {
        return table.startsWith("sluice_stage_")
                ? Stage.ID + " IN (SELECT s." + Stage.ID + " FROM (" + ids + ") k CROSS JOIN " + table + " s WHERE s."
                        + Stage.ofKey("k.id") + ")"
                : childId + " IN (" + ids + ")";
    }

    /** Whether rows of a plan land here. */
    boolean isStaging() {
        return word.equals(STAGED);
    }

    /** How many keys stand. */
    String countOfKeys() {
        String all = "SELECT count(*) FROM " + keyTable;
        return isStaging() ? "SELECT (" + all + ") - (SELECT count(*) FROM sluice_stage_gone)" : all;
    }

    /** What takes rows in, in this layout. */
    Landing landing(Database database, Refusals refusals, int db, InstantSource clock) {
        if (isStaging()) {
            return new MappedLanding(database, refusals, stages);
        }
        return holdsOneDatabase
                ? new RedkaLanding(database, refusals, db, clock)
                : new NativeLanding(database, refusals);
    }

    /** What makes the tables. */
    String tablesScript() {
        return word + "-tables.sql";
    }

    /** What comes on top of the tables once they are full: indexes, triggers, views. Can be run again. */
    String finishScript() {
        return word + "-finish.sql";
    }

    /** Children first, so that nothing is left dangling. */
    List<String> tables() {
        List<String> tables = new ArrayList<>(childTables);
        if (!keyTable.isEmpty()) {
            tables.add(keyTable);
        }
        return tables;
    }
}
