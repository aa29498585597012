CREATE VIEW IF NOT EXISTS redis_string AS -- keys that have not expired; expires in UTC
SELECT key, db, value, datetime(expires_at / 1000, 'unixepoch') AS expires
FROM redis_key
WHERE type = 'string' AND (expires_at IS NULL OR expires_at > unixepoch('subsec') * 1000)

CREATE VIEW IF NOT EXISTS redis_list_element AS -- keys that have not expired; expires in UTC
SELECT k.key, k.db, e.position, e.value, datetime(k.expires_at / 1000, 'unixepoch') AS expires
FROM redis_key k JOIN redis_list e ON e.key_id = k.id
WHERE k.type = 'list' AND (k.expires_at IS NULL OR k.expires_at > unixepoch('subsec') * 1000)

CREATE VIEW IF NOT EXISTS redis_set_member AS -- keys that have not expired; expires in UTC
SELECT k.key, k.db, e.member, datetime(k.expires_at / 1000, 'unixepoch') AS expires
FROM redis_key k JOIN redis_set e ON e.key_id = k.id
WHERE k.type = 'set' AND (k.expires_at IS NULL OR k.expires_at > unixepoch('subsec') * 1000)

CREATE VIEW IF NOT EXISTS redis_hash_field AS -- keys and fields that have not expired; times in UTC
SELECT k.key, k.db, e.field, e.value, datetime(e.expires_at / 1000, 'unixepoch') AS field_expires,
    datetime(k.expires_at / 1000, 'unixepoch') AS expires
FROM redis_key k JOIN redis_hash e ON e.key_id = k.id
WHERE k.type = 'hash' AND (k.expires_at IS NULL OR k.expires_at > unixepoch('subsec') * 1000)
    AND (e.expires_at IS NULL OR e.expires_at > unixepoch('subsec') * 1000)

CREATE VIEW IF NOT EXISTS redis_zset_member AS -- keys that have not expired; expires in UTC
SELECT k.key, k.db, e.member, e.score, datetime(k.expires_at / 1000, 'unixepoch') AS expires
FROM redis_key k JOIN redis_zset e ON e.key_id = k.id
WHERE k.type = 'zset' AND (k.expires_at IS NULL OR k.expires_at > unixepoch('subsec') * 1000)

CREATE VIEW IF NOT EXISTS redis_stream_field AS -- keys that have not expired; expires in UTC
SELECT k.key, k.db, e.ms || '-' || e.seq AS entry, e.position, e.field, e.value,
    datetime(k.expires_at / 1000, 'unixepoch') AS expires
FROM redis_key k JOIN redis_stream_entry e ON e.key_id = k.id
WHERE k.type = 'stream' AND (k.expires_at IS NULL OR k.expires_at > unixepoch('subsec') * 1000)
