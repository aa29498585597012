CREATE TABLE rkey(
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    type INTEGER NOT NULL,
    version INTEGER NOT NULL,
    etime INTEGER,
    mtime INTEGER NOT NULL,
    len INTEGER
) STRICT

CREATE TABLE rstring(
    kid INTEGER NOT NULL,
    value BLOB NOT NULL,
    FOREIGN KEY (kid) REFERENCES rkey(id) ON DELETE CASCADE
) STRICT

CREATE UNIQUE INDEX rstring_pk_idx ON rstring(kid)

CREATE TABLE rlist(
    kid INTEGER NOT NULL,
    pos REAL NOT NULL,
    elem BLOB NOT NULL,
    FOREIGN KEY (kid) REFERENCES rkey(id) ON DELETE CASCADE
) STRICT

CREATE UNIQUE INDEX rlist_pk_idx ON rlist(kid, pos)

CREATE TABLE rset(
    kid INTEGER NOT NULL,
    elem BLOB NOT NULL,
    FOREIGN KEY (kid) REFERENCES rkey(id) ON DELETE CASCADE
) STRICT

CREATE UNIQUE INDEX rset_pk_idx ON rset(kid, elem)

CREATE TABLE rhash(
    kid INTEGER NOT NULL,
    field TEXT NOT NULL,
    value BLOB NOT NULL,
    FOREIGN KEY (kid) REFERENCES rkey(id) ON DELETE CASCADE
) STRICT

CREATE UNIQUE INDEX rhash_pk_idx ON rhash(kid, field)

CREATE TABLE rzset(
    kid INTEGER NOT NULL,
    elem BLOB NOT NULL,
    score REAL NOT NULL,
    FOREIGN KEY (kid) REFERENCES rkey(id) ON DELETE CASCADE
) STRICT

CREATE UNIQUE INDEX rzset_pk_idx ON rzset(kid, elem)
