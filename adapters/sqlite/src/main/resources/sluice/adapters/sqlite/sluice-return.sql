CREATE TABLE IF NOT EXISTS sluice_return( -- the way back from a run
    run TEXT PRIMARY KEY,
    backup TEXT, -- the file beside this one that holds what stood here before; NULL where nothing did
    backup_at INTEGER,
    backup_bytes INTEGER,
    backup_sha256 TEXT,
    switched_at INTEGER -- when the product began to use this file; NULL as long as nobody said so
)

CREATE TABLE IF NOT EXISTS sluice_count( -- how many rows each table had when the run ended
    run TEXT NOT NULL,
    name TEXT NOT NULL,
    rows INTEGER NOT NULL,
    PRIMARY KEY (run, name)
) WITHOUT ROWID
