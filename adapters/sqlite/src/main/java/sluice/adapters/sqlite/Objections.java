package sluice.adapters.sqlite;

import org.jspecify.annotations.Nullable;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Why a row cannot stand in SQLite, or in one of the layouts. */
final class Objections {
    private Objections() {}

    /** What no layout can hold; null when there is nothing against the value. */
    static @Nullable String always(Value value) {
        if (value instanceof Value.Undecodable undecodable) {
            return undecodable.reason();
        }
        if (value instanceof Value.Unfit unfit) {
            return unfit.reason();
        }
        if (value instanceof Value.SortedSlice zset) {
            for (Value.Scored scored : zset.members()) {
                if (Double.isNaN(scored.score())) {
                    return "a score is not a number";
                }
            }
        }
        return null;
    }

    /** What layout redka cannot hold besides. */
    static @Nullable String redka(Row row, int db) {
        if (row.key().db() != db) {
            int other = row.key().db();
            return "redka holds one logical database; copy db " + other + " on its own with --db " + other;
        }
        return switch (row.value()) {
            case Value.StreamSlice stream -> "redka has no streams";
            case Value.ModuleValue module -> "redka has no module values";
            case Value.HashSlice hash when hasExpiry(hash) -> "redka has no expiry of hash fields";
            case Value value -> always(value);
        };
    }

    private static boolean hasExpiry(Value.HashSlice hash) {
        for (Value.Field field : hash.fields()) {
            if (field.expiresAt() != Row.NEVER) {
                return true;
            }
        }
        return false;
    }
}
