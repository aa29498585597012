CREATE TABLE redis_key(
    id INTEGER PRIMARY KEY,
    db INTEGER,
    key,
    type TEXT,
    value,
    expires_at INTEGER
)

CREATE TABLE redis_list(
    key_id INTEGER,
    position INTEGER,
    value,
    PRIMARY KEY (key_id, position)
) WITHOUT ROWID

CREATE TABLE redis_set(
    key_id INTEGER,
    member,
    PRIMARY KEY (key_id, member)
) WITHOUT ROWID

CREATE TABLE redis_hash(
    key_id INTEGER,
    field,
    value,
    expires_at INTEGER,
    PRIMARY KEY (key_id, field)
) WITHOUT ROWID

CREATE TABLE redis_zset(
    key_id INTEGER,
    member,
    score REAL,
    PRIMARY KEY (key_id, member)
) WITHOUT ROWID

CREATE TABLE redis_stream_entry(
    key_id INTEGER,
    ms INTEGER,
    seq INTEGER,
    position INTEGER,
    field,
    value,
    PRIMARY KEY (key_id, ms, seq, position)
) WITHOUT ROWID

CREATE TABLE redis_stream(
    key_id INTEGER PRIMARY KEY,
    last_ms INTEGER,
    last_seq INTEGER,
    entries_added INTEGER,
    max_deleted_ms INTEGER,
    max_deleted_seq INTEGER
)

CREATE TABLE redis_stream_group(
    key_id INTEGER,
    name,
    last_ms INTEGER,
    last_seq INTEGER,
    entries_read INTEGER,
    PRIMARY KEY (key_id, name)
) WITHOUT ROWID

CREATE TABLE redis_stream_consumer(
    key_id INTEGER,
    group_name,
    name,
    seen_at INTEGER,
    active_at INTEGER,
    PRIMARY KEY (key_id, group_name, name)
) WITHOUT ROWID

CREATE TABLE redis_stream_pending(
    key_id INTEGER,
    group_name,
    consumer,
    ms INTEGER,
    seq INTEGER,
    delivered_at INTEGER,
    delivery_count INTEGER,
    PRIMARY KEY (key_id, group_name, ms, seq)
) WITHOUT ROWID
