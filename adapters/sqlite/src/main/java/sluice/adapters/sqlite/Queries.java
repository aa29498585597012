package sluice.adapters.sqlite;

import java.util.List;

/**
 * How a layout is read: for each table one ordered SELECT over a range of key ids, so that a scan merges them as it
 * goes. All layouts give the same columns.
 *
 * @param keys id, db, key, kind code, value, expiry or -1
 * @param find the id of a key; {@code %s} stands for the key's placeholder
 * @param lists key id, position or NULL where only the order counts, element
 * @param sets key id, member
 * @param hashes key id, field, content, expiry or -1
 * @param zsets key id, member, score
 * @param streams the five tables of a stream: entries, heads, groups, consumers, pending; empty where there are none
 */
record Queries(String keys, String find, String lists, String sets, String hashes, String zsets, List<String> streams) {
    /** The code of a key that a plan mapped is that of its kind and so much. */
    static final int MAPPED = 10;

    private static final String RANGE = " WHERE key_id BETWEEN ? AND ? ORDER BY ";
    private static final String KID_RANGE = " WHERE kid BETWEEN ? AND ? ORDER BY ";

    static final Queries NATIVE = new Queries(
            """
            SELECT id, db, key, CASE type WHEN 'string' THEN 1 WHEN 'list' THEN 2 WHEN 'set' THEN 3 WHEN 'hash' THEN 4
                WHEN 'zset' THEN 5 WHEN 'stream' THEN 6 WHEN 'module' THEN 7 ELSE 0 END, value, ifnull(expires_at, -1)
            FROM redis_key WHERE id BETWEEN ? AND ? ORDER BY id\
            """,
            "SELECT id FROM redis_key WHERE key = %s AND db = ?",
            "SELECT key_id, position, value FROM redis_list" + RANGE + "key_id, position",
            "SELECT key_id, member FROM redis_set" + RANGE + "key_id, member",
            "SELECT key_id, field, value, ifnull(expires_at, -1) FROM redis_hash" + RANGE + "key_id, field",
            "SELECT key_id, member, score FROM redis_zset" + RANGE + "key_id, member",
            List.of(
                    "SELECT key_id, ms, seq, field, value FROM redis_stream_entry" + RANGE
                            + "key_id, ms, seq, position",
                    "SELECT key_id, last_ms, last_seq, ifnull(entries_added, -1), ifnull(max_deleted_ms, -1),"
                            + " ifnull(max_deleted_seq, -1) FROM redis_stream" + RANGE + "key_id",
                    "SELECT key_id, name, last_ms, last_seq, ifnull(entries_read, -1) FROM redis_stream_group" + RANGE
                            + "key_id, name",
                    "SELECT key_id, group_name, name, ifnull(seen_at, -1), ifnull(active_at, -1) FROM"
                            + " redis_stream_consumer"
                            + RANGE + "key_id, group_name, name",
                    "SELECT key_id, group_name, consumer, ms, seq, ifnull(delivered_at, -1), delivery_count"
                            + " FROM redis_stream_pending" + RANGE + "key_id, group_name, ms, seq"));

    /** The keys of a staging file: those that a plan mapped have records in its stages instead of elements. */
    static final Queries STAGED = staged(" AND id NOT IN (SELECT key_id FROM sluice_stage_gone)");

    /** The same, also of keys of which nothing stands in the plan's tables. */
    static final Queries STAGED_OR_GONE = staged("");

    private static Queries staged(String which) {
        return new Queries(
                """
                    SELECT id, db, key, CASE type WHEN 'string' THEN 1 WHEN 'list' THEN 2 WHEN 'set' THEN 3
                    WHEN 'hash' THEN 4 WHEN 'zset' THEN 5 WHEN 'stream' THEN 6 WHEN 'module' THEN 7
                    WHEN 'mapped string' THEN 11 WHEN 'mapped list' THEN 12 WHEN 'mapped set' THEN 13
                    WHEN 'mapped hash' THEN 14 WHEN 'mapped zset' THEN 15 WHEN 'mapped stream' THEN 16
                    WHEN 'mapped module' THEN 17 ELSE 0 END, value, ifnull(expires_at, -1)
                FROM redis_key WHERE id BETWEEN ? AND ?%s ORDER BY id\
                """.formatted(which),
                NATIVE.find,
                NATIVE.lists,
                NATIVE.sets,
                NATIVE.hashes,
                NATIVE.zsets,
                NATIVE.streams);
    }

    static final Queries REDKA = new Queries(
            """
            SELECT k.id, 0, k.key, k.type, s.value, ifnull(k.etime, -1)
            FROM rkey k LEFT JOIN rstring s ON s.kid = k.id WHERE k.id BETWEEN ? AND ? ORDER BY k.id\
            """,
            "SELECT id FROM rkey WHERE key = CAST(? AS TEXT)",
            "SELECT kid, NULL, elem FROM rlist" + KID_RANGE + "kid, pos",
            "SELECT kid, elem FROM rset" + KID_RANGE + "kid, elem",
            "SELECT kid, field, value, -1 FROM rhash" + KID_RANGE + "kid, field",
            "SELECT kid, elem, score FROM rzset" + KID_RANGE + "kid, elem",
            List.of());
}
