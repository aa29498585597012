package sluice.benchmarks.micro;

import sluice.protocol.Kind;

/** The encodings that a server chooses among, and the numbers that stand for them in a file. */
public enum RdbEncoding {
    STRING(0, Kind.STRING),
    LIST_LISTPACK(18, Kind.LIST),
    LIST_ZIPLIST(10, Kind.LIST),
    SET_PLAIN(2, Kind.SET),
    SET_INTSET(11, Kind.SET),
    SET_LISTPACK(20, Kind.SET),
    HASH_PLAIN(4, Kind.HASH),
    HASH_LISTPACK(16, Kind.HASH),
    HASH_ZIPLIST(13, Kind.HASH),
    ZSET_BINARY(5, Kind.ZSET),
    ZSET_LISTPACK(17, Kind.ZSET),
    ZSET_ZIPLIST(12, Kind.ZSET);

    private final int code;
    private final Kind kind;

    RdbEncoding(int code, Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    int code() {
        return code;
    }

    Kind kind() {
        return kind;
    }

    /** What Redis 7 makes of a small value. */
    static RdbEncoding usual(Kind kind) {
        return switch (kind) {
            case STRING -> STRING;
            case LIST -> LIST_LISTPACK;
            case SET -> SET_LISTPACK;
            case HASH -> HASH_LISTPACK;
            case ZSET -> ZSET_LISTPACK;
            case STREAM, MODULE -> throw new IllegalArgumentException("no encoding of kind " + kind);
        };
    }
}
