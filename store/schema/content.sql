-- what the bytes say, exactly as they said it. Law: never changed, never deleted, keyed by content.
-- Integer ids are local to this file: they never leave it, in no snapshot, no export, no op.

CREATE TABLE body (
  id     INTEGER PRIMARY KEY,
  hash   TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),  -- SHA-256 of the frozen text, hex
  chars  INTEGER NOT NULL CHECK (chars > 0),              -- code points
  text   TEXT                                             -- NULL only where a redacted snapshot withheld it
) STRICT;

CREATE TABLE sighting (                                   -- one publication of a body, as one file stated it
  id               INTEGER PRIMARY KEY,
  key              TEXT NOT NULL UNIQUE CHECK (length(key) = 64),  -- SHA-256 of the canonical JSON of all columns below
  body             INTEGER REFERENCES body,               -- NULL: a reference whose text has not come yet
  name             TEXT NOT NULL,                         -- base name of the file, cleaned; its path is in import_unit
  title            TEXT,
  url              TEXT,
  external_id      TEXT,
  byline           TEXT,
  outlet           TEXT,                                  -- as stated
  language         TEXT,                                  -- BCP 47, as stated
  published        TEXT,                                  -- EDTF; NULL where unknown, never a default
  published_raw    TEXT,
  published_origin TEXT CHECK (published_origin IN ('declared', 'structured', 'url', 'filename', 'text', 'user')),
  updated          TEXT,                                  -- EDTF
  flags            TEXT NOT NULL DEFAULT '[]',            -- JSON list of problem codes that stay with the text
  extra            TEXT NOT NULL DEFAULT '{}',            -- JSON
  CHECK ((published IS NULL) = (published_origin IS NULL))
) STRICT;
CREATE INDEX sighting_body ON sighting (body);
CREATE INDEX sighting_url ON sighting (url) WHERE url IS NOT NULL;
CREATE INDEX sighting_external ON sighting (external_id) WHERE external_id IS NOT NULL;

CREATE TRIGGER body_once BEFORE INSERT ON body
  WHEN EXISTS (SELECT 1 FROM body WHERE hash = NEW.hash AND (text IS NOT NULL OR NEW.text IS NULL))
  BEGIN SELECT raise(IGNORE); END;
CREATE TRIGGER body_id_taken BEFORE INSERT ON body WHEN EXISTS (SELECT 1 FROM body WHERE id = NEW.id AND hash <> NEW.hash)
  BEGIN SELECT raise(ABORT, 'a body is never replaced'); END;  -- INSERT OR REPLACE fires no DELETE trigger
CREATE TRIGGER body_frozen BEFORE UPDATE ON body
  WHEN NOT (OLD.text IS NULL AND NEW.text IS NOT NULL AND NEW.id = OLD.id AND NEW.hash = OLD.hash AND NEW.chars = OLD.chars)
  BEGIN SELECT raise(ABORT, 'a body never changes'); END;
CREATE TRIGGER body_kept BEFORE DELETE ON body BEGIN SELECT raise(ABORT, 'a body is never deleted'); END;
CREATE TRIGGER sighting_once BEFORE INSERT ON sighting WHEN EXISTS (SELECT 1 FROM sighting WHERE key = NEW.key)
  BEGIN SELECT raise(IGNORE); END;
CREATE TRIGGER sighting_id_taken BEFORE INSERT ON sighting WHEN EXISTS (SELECT 1 FROM sighting WHERE id = NEW.id AND key <> NEW.key)
  BEGIN SELECT raise(ABORT, 'a sighting is never replaced'); END;
CREATE TRIGGER sighting_frozen BEFORE UPDATE ON sighting BEGIN SELECT raise(ABORT, 'a sighting never changes'); END;
CREATE TRIGGER sighting_kept BEFORE DELETE ON sighting BEGIN SELECT raise(ABORT, 'a sighting is never deleted'); END;
