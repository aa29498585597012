CREATE INDEX IF NOT EXISTS rkey_etime_idx ON rkey(etime) WHERE etime IS NOT NULL

CREATE INDEX IF NOT EXISTS rzset_score_idx ON rzset(kid, score, elem)

CREATE TRIGGER IF NOT EXISTS rlist_on_update BEFORE UPDATE ON rlist FOR EACH ROW
BEGIN
    UPDATE rkey SET version = version + 1, mtime = unixepoch('subsec') * 1000
    WHERE id = old.kid;
END

CREATE TRIGGER IF NOT EXISTS rlist_on_delete BEFORE DELETE ON rlist FOR EACH ROW
BEGIN
    UPDATE rkey SET version = version + 1, mtime = unixepoch('subsec') * 1000, len = len - 1
    WHERE id = old.kid;
END

CREATE TRIGGER IF NOT EXISTS rset_on_insert AFTER INSERT ON rset FOR EACH ROW
BEGIN
    UPDATE rkey SET len = len + 1 WHERE id = new.kid;
END

CREATE TRIGGER IF NOT EXISTS rhash_on_insert BEFORE INSERT ON rhash FOR EACH ROW
WHEN NOT EXISTS (SELECT 1 FROM rhash WHERE kid = new.kid AND field = new.field)
BEGIN
    UPDATE rkey SET len = len + 1 WHERE id = new.kid;
END

CREATE TRIGGER IF NOT EXISTS rzset_on_insert BEFORE INSERT ON rzset FOR EACH ROW
WHEN NOT EXISTS (SELECT 1 FROM rzset WHERE kid = new.kid AND elem = new.elem)
BEGIN
    UPDATE rkey SET len = len + 1 WHERE id = new.kid;
END

CREATE VIEW IF NOT EXISTS vkey AS
SELECT rkey.id AS kid, rkey.key, rkey.type, rkey.len,
    datetime(rkey.etime / 1000, 'unixepoch') AS etime,
    datetime(rkey.mtime / 1000, 'unixepoch') AS mtime
FROM rkey
WHERE rkey.etime IS NULL OR rkey.etime > unixepoch('subsec')

CREATE VIEW IF NOT EXISTS vstring AS
SELECT rkey.id AS kid, rkey.key, rstring.value,
    datetime(rkey.etime / 1000, 'unixepoch') AS etime,
    datetime(rkey.mtime / 1000, 'unixepoch') AS mtime
FROM rstring JOIN rkey ON rstring.kid = rkey.id AND rkey.type = 1
WHERE rkey.etime IS NULL OR rkey.etime > unixepoch('subsec')

CREATE VIEW IF NOT EXISTS vlist AS
SELECT rkey.id AS kid, rkey.key, row_number() OVER (PARTITION BY rlist.kid ORDER BY rlist.pos) AS idx, rlist.elem,
    datetime(rkey.etime / 1000, 'unixepoch') AS etime,
    datetime(rkey.mtime / 1000, 'unixepoch') AS mtime
FROM rlist JOIN rkey ON rlist.kid = rkey.id AND rkey.type = 2
WHERE rkey.etime IS NULL OR rkey.etime > unixepoch('subsec')

CREATE VIEW IF NOT EXISTS vset AS
SELECT rkey.id AS kid, rkey.key, rset.elem,
    datetime(rkey.etime / 1000, 'unixepoch') AS etime,
    datetime(rkey.mtime / 1000, 'unixepoch') AS mtime
FROM rset JOIN rkey ON rset.kid = rkey.id AND rkey.type = 3
WHERE rkey.etime IS NULL OR rkey.etime > unixepoch('subsec')

CREATE VIEW IF NOT EXISTS vhash AS
SELECT rkey.id AS kid, rkey.key, rhash.field, rhash.value,
    datetime(rkey.etime / 1000, 'unixepoch') AS etime,
    datetime(rkey.mtime / 1000, 'unixepoch') AS mtime
FROM rhash JOIN rkey ON rhash.kid = rkey.id AND rkey.type = 4
WHERE rkey.etime IS NULL OR rkey.etime > unixepoch('subsec')

CREATE VIEW IF NOT EXISTS vzset AS
SELECT rkey.id AS kid, rkey.key, rzset.elem, rzset.score,
    datetime(rkey.etime / 1000, 'unixepoch') AS etime,
    datetime(rkey.mtime / 1000, 'unixepoch') AS mtime
FROM rzset JOIN rkey ON rzset.kid = rkey.id AND rkey.type = 5
WHERE rkey.etime IS NULL OR rkey.etime > unixepoch('subsec')
