package sluice.adapters.rdb;

import com.moilioncircle.redis.replicator.Constants;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Kind;

/** The bytes that say what a value is, in every version that is known. */
enum ValueType {
    STRING(Constants.RDB_TYPE_STRING, Kind.STRING),
    LIST(Constants.RDB_TYPE_LIST, Kind.LIST),
    SET(Constants.RDB_TYPE_SET, Kind.SET),
    ZSET(Constants.RDB_TYPE_ZSET, Kind.ZSET),
    HASH(Constants.RDB_TYPE_HASH, Kind.HASH),
    ZSET_BINARY(Constants.RDB_TYPE_ZSET_2, Kind.ZSET),
    MODULE(Constants.RDB_TYPE_MODULE_2, Kind.MODULE),
    HASH_ZIPMAP(Constants.RDB_TYPE_HASH_ZIPMAP, Kind.HASH),
    LIST_ZIPLIST(Constants.RDB_TYPE_LIST_ZIPLIST, Kind.LIST),
    SET_INTSET(Constants.RDB_TYPE_SET_INTSET, Kind.SET),
    ZSET_ZIPLIST(Constants.RDB_TYPE_ZSET_ZIPLIST, Kind.ZSET),
    HASH_ZIPLIST(Constants.RDB_TYPE_HASH_ZIPLIST, Kind.HASH),
    LIST_OF_ZIPLISTS(Constants.RDB_TYPE_LIST_QUICKLIST, Kind.LIST),
    STREAM_1(Constants.RDB_TYPE_STREAM_LISTPACKS, Kind.STREAM),
    HASH_LISTPACK(Constants.RDB_TYPE_HASH_LISTPACK, Kind.HASH),
    ZSET_LISTPACK(Constants.RDB_TYPE_ZSET_LISTPACK, Kind.ZSET),
    LIST_OF_LISTPACKS(Constants.RDB_TYPE_LIST_QUICKLIST_2, Kind.LIST),
    STREAM_2(Constants.RDB_TYPE_STREAM_LISTPACKS_2, Kind.STREAM),
    SET_LISTPACK(Constants.RDB_TYPE_SET_LISTPACK, Kind.SET),
    STREAM_3(Constants.RDB_TYPE_STREAM_LISTPACKS_3, Kind.STREAM),
    /** Of release candidates of Redis 7.4: absolute expiries, no minimum. */
    HASH_EXPIRING_EARLY(22, Kind.HASH),
    HASH_EXPIRING_LISTPACK_EARLY(23, Kind.HASH),
    HASH_EXPIRING(Constants.RDB_TYPE_HASH_METADATA, Kind.HASH),
    HASH_EXPIRING_LISTPACK(Constants.RDB_TYPE_HASH_LISTPACK_EX, Kind.HASH);

    private static final @Nullable ValueType[] BY_CODE = byCode();

    private final int code;
    private final Kind kind;

    ValueType(int code, Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    /** The type of this code, or null where nobody knows one. */
    static @Nullable ValueType of(int code) {
        return code < BY_CODE.length ? BY_CODE[code] : null;
    }

    int code() {
        return code;
    }

    Kind kind() {
        return kind;
    }

    private static @Nullable ValueType[] byCode() {
        @Nullable ValueType[] types = new ValueType[HASH_EXPIRING_LISTPACK.code + 1];
        for (ValueType type : values()) {
            types[type.code] = type;
        }
        return types;
    }
}
