CREATE TABLE sluice_table( -- what a plan's run made, or merged into
    name TEXT NOT NULL,
    type TEXT NOT NULL, -- table or view; file in one row, for the file itself
    made INTEGER NOT NULL, -- 0: it was there before
    first_row INTEGER, -- where rows have no other identity: the rowid before the first
    rows INTEGER NOT NULL, -- at the end of the run
    PRIMARY KEY (type, name)
)
