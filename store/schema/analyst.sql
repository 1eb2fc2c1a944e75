-- what people did. Law: append-only; the one thing that cannot be recreated. It is the audit log too.
-- `json` is the truth (canonical, hashed, unknown keys kept); the other columns are what it says, set by a trigger.
-- No JSON function in a column or a CHECK: SQLite 3.38 to 3.41 call those unsafe, and then a reader that distrusts the
-- schema (PRAGMA trusted_schema = off, as anybody should who opens a colleague's file) can't read a single table.

CREATE TABLE op (
  id         TEXT PRIMARY KEY CHECK (length(id) = 64),    -- SHA-256 of json
  json       TEXT NOT NULL,
  redacted   INTEGER NOT NULL DEFAULT 0 CHECK (redacted IN (0, 1)),  -- 1: json holds author, field, supersedes only
  author     TEXT,
  at         TEXT,                                        -- shown, never compared
  field      TEXT,
  target     TEXT,                                        -- body hash, sighting key, name key, or pair key
  start_char INTEGER,
  end_char   INTEGER,
  quote      TEXT,
  value      TEXT,
  reason     TEXT,
  private    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX op_target ON op (target, field);
CREATE INDEX op_field ON op (field, author);               -- saved views, ratings, merges of names: asked for by field alone

CREATE TABLE op_supersedes (                              -- filled by the trigger; stubs keep theirs, so heads come out alike everywhere
  op         TEXT NOT NULL REFERENCES op,
  superseded TEXT NOT NULL,                               -- may be an op that has not arrived yet
  PRIMARY KEY (superseded, op)
) STRICT, WITHOUT ROWID;
CREATE INDEX op_supersedes_op ON op_supersedes (op);

CREATE TRIGGER op_once BEFORE INSERT ON op WHEN EXISTS (SELECT 1 FROM op WHERE id = NEW.id AND (redacted = 0 OR NEW.redacted = 1))
  BEGIN SELECT raise(IGNORE); END;                        -- merge is INSERT; also closes INSERT OR REPLACE, which skips DELETE triggers
CREATE TRIGGER op_edges AFTER INSERT ON op BEGIN
  INSERT OR IGNORE INTO op_supersedes SELECT NEW.id, value FROM json_each(NEW.json, '$.supersedes'); END;
CREATE TRIGGER op_valid BEFORE INSERT ON op WHEN NOT json_valid(NEW.json)
  BEGIN SELECT raise(ABORT, 'an annotation is JSON'); END;
CREATE TRIGGER op_columns AFTER INSERT ON op BEGIN
  UPDATE op SET author = json_extract(NEW.json, '$.author'), at = json_extract(NEW.json, '$.at'), field = json_extract(NEW.json, '$.field'),
    target = json_extract(NEW.json, '$.target.key'), start_char = json_extract(NEW.json, '$.target.start'), end_char = json_extract(NEW.json, '$.target.end'), quote = json_extract(NEW.json, '$.target.quote'),
    value = json_extract(NEW.json, '$.value'), reason = json_extract(NEW.json, '$.reason'), private = coalesce(json_extract(NEW.json, '$.private'), 0)
  WHERE id = NEW.id; END;
CREATE TRIGGER op_filled AFTER UPDATE OF json ON op BEGIN
  UPDATE op SET author = json_extract(NEW.json, '$.author'), at = json_extract(NEW.json, '$.at'), field = json_extract(NEW.json, '$.field'),
    target = json_extract(NEW.json, '$.target.key'), start_char = json_extract(NEW.json, '$.target.start'), end_char = json_extract(NEW.json, '$.target.end'), quote = json_extract(NEW.json, '$.target.quote'),
    value = json_extract(NEW.json, '$.value'), reason = json_extract(NEW.json, '$.reason'), private = coalesce(json_extract(NEW.json, '$.private'), 0)
  WHERE id = NEW.id; END;
CREATE TRIGGER op_frozen BEFORE UPDATE ON op
  WHEN NOT (OLD.redacted = 1 AND NEW.redacted = 0 AND NEW.id = OLD.id)          -- a stub is filled, once
   AND NOT (NEW.id = OLD.id AND NEW.json = OLD.json AND NEW.redacted = OLD.redacted   -- the columns are set to what json says
            AND NEW.author IS CAST(json_extract(NEW.json, '$.author') AS TEXT) AND NEW.at IS CAST(json_extract(NEW.json, '$.at') AS TEXT) AND NEW.field IS CAST(json_extract(NEW.json, '$.field') AS TEXT)
            AND NEW.target IS CAST(json_extract(NEW.json, '$.target.key') AS TEXT) AND NEW.start_char IS CAST(json_extract(NEW.json, '$.target.start') AS INTEGER)
            AND NEW.end_char IS CAST(json_extract(NEW.json, '$.target.end') AS INTEGER) AND NEW.quote IS CAST(json_extract(NEW.json, '$.target.quote') AS TEXT) AND NEW.value IS CAST(json_extract(NEW.json, '$.value') AS TEXT)
            AND NEW.reason IS CAST(json_extract(NEW.json, '$.reason') AS TEXT)
            AND NEW.private IS coalesce(json_extract(NEW.json, '$.private'), 0))
  BEGIN SELECT raise(ABORT, 'an annotation never changes'); END;
CREATE TRIGGER op_kept BEFORE DELETE ON op BEGIN SELECT raise(ABORT, 'an annotation is never deleted'); END;
CREATE TRIGGER edge_frozen BEFORE UPDATE ON op_supersedes BEGIN SELECT raise(ABORT, 'an annotation never changes'); END;
CREATE TRIGGER edge_kept BEFORE DELETE ON op_supersedes BEGIN SELECT raise(ABORT, 'an annotation is never deleted'); END;
