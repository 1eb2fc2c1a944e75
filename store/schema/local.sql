-- this file's own memory: ledger, merges, settings. Law: never in a snapshot; may be lost without losing work.

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;   -- analyst's name, session, generation, rule-set hash

CREATE TABLE import_run (
  id       INTEGER PRIMARY KEY,
  command  TEXT NOT NULL,
  analyst  TEXT,
  started  TEXT NOT NULL,
  ended    TEXT,                                          -- NULL: was interrupted
  counts   TEXT NOT NULL DEFAULT '{}',
  undone   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE import_unit (                                -- one file or member of an archive, by content and reader
  id       INTEGER PRIMARY KEY,
  run      INTEGER NOT NULL REFERENCES import_run,
  path     TEXT NOT NULL,
  sha256   TEXT NOT NULL,
  size     INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,                              -- only to skip unread files quickly; never a date
  reader   TEXT NOT NULL,                                 -- name/version
  options  TEXT NOT NULL,                                 -- hash of the flags that change what is read (--date, --map, …)
  status   TEXT NOT NULL CHECK (status IN ('new', 'changed', 'same', 'skipped', 'failed')),
  problems TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX import_unit_known ON import_unit (path, size, mtime_ns, reader, options);
CREATE INDEX import_unit_sha ON import_unit (sha256, reader, options);
CREATE INDEX import_unit_run ON import_unit (run, status);

CREATE TABLE unit_sighting (unit INTEGER NOT NULL REFERENCES import_unit, place TEXT NOT NULL, sighting INTEGER NOT NULL REFERENCES sighting,
  PRIMARY KEY (unit, place)) STRICT, WITHOUT ROWID;
CREATE INDEX unit_sighting_sighting ON unit_sighting (sighting);

CREATE TABLE merge_batch (id INTEGER PRIMARY KEY, at TEXT NOT NULL, snapshot TEXT NOT NULL, creator TEXT, undone INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE op_arrival (op TEXT PRIMARY KEY, batch INTEGER NOT NULL REFERENCES merge_batch) STRICT, WITHOUT ROWID;  -- ops made here have none
CREATE INDEX op_arrival_batch ON op_arrival (batch);
