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
        Queries queries) {

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
            Queries.NATIVE);

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
            Queries.REDKA);

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

    /** What takes rows in, in this layout. */
    Landing landing(Database database, Refusals refusals, int db, InstantSource clock) {
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
        tables.add(keyTable);
        return tables;
    }
}
