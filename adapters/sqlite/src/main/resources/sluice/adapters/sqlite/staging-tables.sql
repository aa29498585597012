CREATE TABLE sluice_stage_table(
    position INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    keeps_raw INTEGER NOT NULL
)

CREATE TABLE sluice_stage_raw(
    sluice_id INTEGER PRIMARY KEY,
    payload BLOB NOT NULL -- sluice-1
)

CREATE TABLE sluice_stage_gone( -- keys of which nothing stands in the plan's tables
    key_id INTEGER PRIMARY KEY
)

CREATE TABLE sluice_stage_told( -- what the books know already; what: collided or orphaned
    key_id INTEGER NOT NULL,
    what TEXT NOT NULL,
    PRIMARY KEY (key_id, what)
) WITHOUT ROWID

CREATE TABLE sluice_stage_state(
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
)
