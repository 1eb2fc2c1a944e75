-- what people did. Law: append-only; the one thing that cannot be recreated. It is the audit log too.
-- `json` is the truth (canonical, hashed, unknown keys kept); every other column is computed from it.

CREATE TABLE op (
  id         TEXT PRIMARY KEY CHECK (length(id) = 64),    -- SHA-256 of json
  json       TEXT NOT NULL CHECK (json_valid(json)),
  redacted   INTEGER NOT NULL DEFAULT 0 CHECK (redacted IN (0, 1)),  -- 1: json holds author, field, supersedes only
  author     TEXT GENERATED ALWAYS AS (json_extract(json, '$.author')) VIRTUAL,
  at         TEXT GENERATED ALWAYS AS (json_extract(json, '$.at')) VIRTUAL,          -- shown, never compared
  field      TEXT GENERATED ALWAYS AS (json_extract(json, '$.field')) VIRTUAL,
  target     TEXT GENERATED ALWAYS AS (json_extract(json, '$.target.key')) VIRTUAL,  -- body hash, sighting key, name key, or pair key
  start_char INTEGER GENERATED ALWAYS AS (json_extract(json, '$.target.start')) VIRTUAL,
  end_char   INTEGER GENERATED ALWAYS AS (json_extract(json, '$.target.end')) VIRTUAL,
  quote      TEXT GENERATED ALWAYS AS (json_extract(json, '$.target.quote')) VIRTUAL,
  value      TEXT GENERATED ALWAYS AS (json_extract(json, '$.value')) VIRTUAL,
  reason     TEXT GENERATED ALWAYS AS (json_extract(json, '$.reason')) VIRTUAL,
  private    INTEGER GENERATED ALWAYS AS (coalesce(json_extract(json, '$.private'), 0)) VIRTUAL
) STRICT;
CREATE INDEX op_target ON op (target, field);

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
CREATE TRIGGER op_frozen BEFORE UPDATE ON op WHEN NOT (OLD.redacted = 1 AND NEW.redacted = 0 AND NEW.id = OLD.id)
  BEGIN SELECT raise(ABORT, 'an annotation never changes'); END;
CREATE TRIGGER op_kept BEFORE DELETE ON op BEGIN SELECT raise(ABORT, 'an annotation is never deleted'); END;
CREATE TRIGGER edge_frozen BEFORE UPDATE ON op_supersedes BEGIN SELECT raise(ABORT, 'an annotation never changes'); END;
CREATE TRIGGER edge_kept BEFORE DELETE ON op_supersedes BEGIN SELECT raise(ABORT, 'an annotation is never deleted'); END;
