CREATE TABLE IF NOT EXISTS sluice_run(
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    identity TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    layout TEXT NOT NULL,
    db INTEGER NOT NULL, -- of rows in a layout that keeps no database numbers
    selected_db TEXT,
    selected_keys TEXT,
    phase TEXT NOT NULL,
    status TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    report TEXT,
    integrity TEXT,
    ledger BLOB NOT NULL,
    proof INTEGER NOT NULL, -- that ledger and partitions are as Sluice wrote them
    schema_version INTEGER NOT NULL,
    application_version TEXT NOT NULL
)

CREATE TABLE IF NOT EXISTS sluice_checkpoint(
    partition INTEGER PRIMARY KEY,
    run TEXT NOT NULL,
    name TEXT NOT NULL,
    start TEXT NOT NULL,
    cursor TEXT NOT NULL,
    read INTEGER NOT NULL,
    written INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    expired INTEGER NOT NULL,
    doubled INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    drained INTEGER NOT NULL,
    proof INTEGER NOT NULL, -- that this row is as Sluice wrote it
    open_id INTEGER, -- the key that is not complete yet, in whichever table it stands
    open_proof INTEGER
)

CREATE TABLE IF NOT EXISTS sluice_reject(
    id INTEGER PRIMARY KEY,
    run TEXT NOT NULL,
    key_id INTEGER NOT NULL, -- the slices of one key have it in common
    part INTEGER NOT NULL,
    db INTEGER NOT NULL,
    key NOT NULL,
    type TEXT NOT NULL,
    expires_at INTEGER,
    origin TEXT NOT NULL,
    reason TEXT NOT NULL,
    encoding TEXT NOT NULL, -- raw: as the source gave it; sluice-1: see docs/mapping/redis.md
    payload BLOB NOT NULL
)

CREATE INDEX IF NOT EXISTS sluice_reject_key_id ON sluice_reject(key_id)

CREATE TABLE IF NOT EXISTS sluice_landing( -- who wrote which keys; emptied by the seal
    first_id INTEGER PRIMARY KEY,
    last_id INTEGER NOT NULL,
    partition INTEGER NOT NULL
)
