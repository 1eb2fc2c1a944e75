-- what we make of content + rules + ops. Law: may be dropped and rebuilt at any time, to rows equal by key.
-- AUTOINCREMENT: an id that a pane or the search index still holds never comes to mean another row.

CREATE TABLE outlet (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, family TEXT NOT NULL, kind TEXT NOT NULL) STRICT;

CREATE TABLE article (                                    -- the sightings of one body that agree on date and outlet
  id                  INTEGER PRIMARY KEY AUTOINCREMENT,
  key                 TEXT NOT NULL UNIQUE,               -- SHA-256 of (body hash, published or '', outlet or ''), as stated
  body                INTEGER NOT NULL REFERENCES body,
  outlet              INTEGER REFERENCES outlet,
  name                TEXT NOT NULL,
  title               TEXT,
  url                 TEXT,
  byline              TEXT,
  language            TEXT NOT NULL,
  published           TEXT,                               -- EDTF
  published_from      TEXT,                               -- ISO 8601, inclusive
  published_to        TEXT,
  published_precision TEXT,
  published_origin    TEXT,                               -- as in sighting, or 'analyst'
  story               INTEGER,
  rules               TEXT,                               -- rule set that read it; NULL: not read yet
  hidden              INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX article_body ON article (body);
CREATE INDEX article_story ON article (story);
CREATE INDEX article_outlet ON article (outlet);
CREATE INDEX article_name ON article (name);              -- `saidby show NAME`; files of one name told apart
CREATE TABLE article_sighting (sighting INTEGER PRIMARY KEY REFERENCES sighting, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE) STRICT;
CREATE INDEX article_sighting_article ON article_sighting (article);
CREATE TABLE article_link (
  a INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, b INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  relation TEXT NOT NULL CHECK (relation IN ('revises', 'same-text', 'copied-from', 'same-story')), score REAL NOT NULL,
  PRIMARY KEY (a, b, relation)) STRICT, WITHOUT ROWID;
CREATE INDEX article_link_b ON article_link (b, a);
CREATE TABLE body_band (band INTEGER NOT NULL, body INTEGER NOT NULL REFERENCES body, PRIMARY KEY (band, body)) STRICT, WITHOUT ROWID;      -- MinHash: candidates for copies
CREATE INDEX body_band_body ON body_band (body);
CREATE TABLE article_key (key TEXT NOT NULL, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, PRIMARY KEY (key, article)) STRICT, WITHOUT ROWID;  -- candidates for stories
CREATE INDEX article_key_article ON article_key (article);

CREATE TABLE actor (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL, letter TEXT NOT NULL DEFAULT 'F') STRICT;
CREATE TABLE actor_alias (alias TEXT NOT NULL, actor INTEGER NOT NULL REFERENCES actor ON DELETE CASCADE, PRIMARY KEY (alias, actor)) STRICT, WITHOUT ROWID;
CREATE INDEX actor_alias_actor ON actor_alias (actor);

-- what the extractor read in one article (corrected by ops on its spans); replaced as a whole
CREATE TABLE claim (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  key             TEXT NOT NULL UNIQUE,                   -- SHA-256 of (article key, content span, speaker span)
  article         INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  start_char      INTEGER NOT NULL,
  end_char        INTEGER NOT NULL,                       -- exclusive; code points, as Python str indices
  paragraph       INTEGER NOT NULL DEFAULT 1,
  quote           TEXT NOT NULL,                          -- the sentence; equals the body's text at the span
  content_start   INTEGER NOT NULL,
  content_end     INTEGER NOT NULL,
  speaker         INTEGER REFERENCES actor,
  speaker_start   INTEGER,
  speaker_end     INTEGER,
  speaker_text    TEXT,
  cue_start       INTEGER,
  cue_end         INTEGER,
  cue             TEXT,
  attribution     TEXT NOT NULL CHECK (attribution IN ('named_official', 'institution', 'outlet_voice', 'commentator', 'unnamed_described', 'unspecified')),
  kind            TEXT NOT NULL CHECK (kind IN ('report', 'intent', 'forecast', 'opinion', 'denial', 'meta')),
  certainty       TEXT NOT NULL CHECK (certainty IN ('CT', 'PR', 'PS', 'U')),
  polarity        TEXT NOT NULL CHECK (polarity IN ('+', '-', 'u')),
  likelihood_low  INTEGER,
  likelihood_high INTEGER,
  quality         REAL NOT NULL CHECK (quality BETWEEN 0 AND 1),
  reading         TEXT NOT NULL,                          -- JSON: hedges, verification wording, frame, content pieces, rule ids
  corrected_by    TEXT,                                   -- JSON list of op ids
  hidden          INTEGER NOT NULL DEFAULT 0,
  CHECK (start_char < end_char AND content_start < content_end)
) STRICT;
CREATE INDEX claim_article ON claim (article, start_char);
CREATE INDEX claim_speaker ON claim (speaker, id);
CREATE TABLE chain_link (claim INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE, hop INTEGER NOT NULL, label TEXT NOT NULL, relation TEXT NOT NULL,
  actor INTEGER REFERENCES actor, PRIMARY KEY (claim, hop)) STRICT, WITHOUT ROWID;
CREATE INDEX chain_link_actor ON chain_link (actor);
CREATE TABLE quantity (claim INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE, start_char INTEGER NOT NULL, end_char INTEGER NOT NULL, text TEXT NOT NULL,
  low REAL, high REAL, thing TEXT, role TEXT, PRIMARY KEY (claim, start_char)) STRICT, WITHOUT ROWID;
CREATE INDEX quantity_role ON quantity (thing, role);
CREATE TABLE source_credit (article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, start_char INTEGER NOT NULL, end_char INTEGER NOT NULL,
  credited TEXT NOT NULL, relation TEXT NOT NULL, PRIMARY KEY (article, start_char)) STRICT, WITHOUT ROWID;
CREATE TABLE timex (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  article      INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  claim        INTEGER REFERENCES claim ON DELETE CASCADE,
  start_char   INTEGER NOT NULL,
  end_char     INTEGER NOT NULL,
  expression   TEXT NOT NULL,
  role         TEXT NOT NULL CHECK (role IN ('event', 'utterance', 'publication')),
  type         TEXT NOT NULL CHECK (type IN ('DATE', 'TIME', 'DURATION', 'SET')),
  value        TEXT,                                      -- TIMEX3
  edtf         TEXT,
  date_from    TEXT,                                      -- ISO 8601; NULL where unresolved
  date_to      TEXT,
  precision    TEXT NOT NULL,
  anchor       TEXT NOT NULL CHECK (anchor IN ('publication', 'utterance', 'previous', 'none')),
  rule         TEXT NOT NULL,
  alternatives TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX timex_article ON timex (article, start_char);
CREATE INDEX timex_claim ON timex (claim, role, date_from, date_to);
CREATE INDEX timex_when ON timex (role, date_from, date_to);

-- what the case file as a whole makes of the claims
CREATE TABLE frame_key (key TEXT NOT NULL, claim INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE, PRIMARY KEY (key, claim)) STRICT, WITHOUT ROWID;  -- candidates
CREATE INDEX frame_key_claim ON frame_key (claim);
CREATE TABLE claim_link (
  a INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE, b INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE,
  relation TEXT NOT NULL CHECK (relation IN ('same-proposition', 'contradicts', 'drifts-to')),
  score REAL NOT NULL, state TEXT NOT NULL DEFAULT 'suggested' CHECK (state IN ('suggested', 'confirmed', 'rejected')),
  PRIMARY KEY (a, b, relation)) STRICT, WITHOUT ROWID;
CREATE INDEX claim_link_b ON claim_link (b, a);
CREATE TABLE proposition (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, label TEXT NOT NULL) STRICT;  -- key: smallest claim key in it
CREATE TABLE origin (id INTEGER PRIMARY KEY AUTOINCREMENT, proposition INTEGER NOT NULL REFERENCES proposition ON DELETE CASCADE, label TEXT NOT NULL,
  independence TEXT NOT NULL CHECK (independence IN ('independent', 'unclear'))) STRICT;
CREATE INDEX origin_proposition ON origin (proposition);

-- where a claim stands: the one row that every filter, sort and count reads, and the only place that holds a grade.
-- The columns from article to event_to repeat what claim, article and timex say: a filter over them is one covering index, not four joins.
CREATE TABLE standing (
  claim          INTEGER PRIMARY KEY REFERENCES claim ON DELETE CASCADE,
  article        INTEGER NOT NULL,
  outlet         INTEGER,
  speaker        INTEGER,
  attribution    TEXT NOT NULL,
  kind           TEXT NOT NULL,
  certainty      TEXT NOT NULL,
  polarity       TEXT NOT NULL,
  published_from TEXT,
  event_from     TEXT,
  event_to       TEXT,
  proposition    INTEGER REFERENCES proposition,
  origin         INTEGER REFERENCES origin,
  stance         TEXT CHECK (stance IN ('asserts', 'hedges', 'denies', 'caveats')),
  points         INTEGER,                                 -- K after the gates, 5..95 in steps of 5; NULL for digit 6
  digit          INTEGER NOT NULL CHECK (digit BETWEEN 1 AND 6),
  letter         TEXT NOT NULL CHECK (letter BETWEEN 'A' AND 'F'),
  support        INTEGER CHECK (support BETWEEN 5 AND 95 AND support % 5 = 0),
  low            INTEGER,                                 -- the range from D to B while the source is unrated
  high           INTEGER,
  inputs         TEXT NOT NULL,                           -- hash of what went in: an override made on other inputs is stale
  override       TEXT,                                    -- op id of the analyst's own head
  override_stale INTEGER NOT NULL DEFAULT 0,
  shown_digit    INTEGER NOT NULL,                        -- the override where there is one: what is filtered and sorted by
  shown_support  INTEGER,
  hidden         INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX standing_support ON standing (shown_support DESC, claim, hidden, kind, certainty, polarity, attribution, shown_digit, letter,
                                           speaker, outlet, published_from, event_from, event_to, proposition);
CREATE INDEX standing_event ON standing (event_from, claim, hidden, shown_support);
CREATE INDEX standing_speaker ON standing (speaker);
CREATE INDEX standing_outlet ON standing (outlet);
CREATE INDEX standing_article ON standing (article, hidden, certainty, attribution);  -- sources and how they work
CREATE INDEX standing_proposition ON standing (proposition, hidden, outlet, article, shown_support, published_from);  -- the comparison
CREATE INDEX standing_origin ON standing (origin);
CREATE TABLE grade_part (
  claim INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE, seq INTEGER NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('C', 'A', 'H', 'V', 'N', 'X', 'P', 'R', 'gate')), points INTEGER NOT NULL, words TEXT NOT NULL,
  start_char INTEGER, end_char INTEGER, because_of INTEGER REFERENCES claim ON DELETE SET NULL,
  PRIMARY KEY (claim, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX grade_part_because ON grade_part (because_of) WHERE because_of IS NOT NULL;

-- An event is what its mentions join to; a mention is written when its article is read, and given its event when links are made.
CREATE TABLE event (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, label TEXT NOT NULL, edtf TEXT, date_from TEXT, date_to TEXT,
  precision TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('event', 'utterance')),
  status TEXT NOT NULL CHECK (status IN ('reported', 'planned', 'denied', 'disputed'))) STRICT;
CREATE INDEX event_when ON event (date_from, id);
CREATE TABLE event_mention (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  article    INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  event      INTEGER REFERENCES event ON DELETE SET NULL,
  claim      INTEGER REFERENCES claim ON DELETE CASCADE,
  timex      INTEGER REFERENCES timex ON DELETE CASCADE,
  start_char INTEGER NOT NULL,
  end_char   INTEGER NOT NULL,
  title      TEXT NOT NULL,
  role       TEXT NOT NULL CHECK (role IN ('event', 'utterance')),
  status     TEXT NOT NULL CHECK (status IN ('reported', 'planned', 'denied', 'disputed')),
  main       INTEGER NOT NULL DEFAULT 0                   -- the event that the article is about
) STRICT;
CREATE INDEX event_mention_article ON event_mention (article, start_char);
CREATE INDEX event_mention_event ON event_mention (event, id);
CREATE INDEX event_mention_claim ON event_mention (claim, event);
CREATE INDEX event_mention_timex ON event_mention (timex);
CREATE TABLE anchored (                                   -- where an op's quote stands now; an op on text without a row here is an orphan
  op TEXT NOT NULL REFERENCES op, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, claim INTEGER REFERENCES claim ON DELETE SET NULL,
  start_char INTEGER, end_char INTEGER, how TEXT NOT NULL CHECK (how IN ('exact', 'same-quote', 'fuzzy')), PRIMARY KEY (op, article)) STRICT, WITHOUT ROWID;
CREATE INDEX anchored_claim ON anchored (claim, op);
CREATE INDEX anchored_article ON anchored (article);

-- work not yet done: written in the transaction that caused it, deleted in the one that does it
CREATE TABLE stale (stage TEXT NOT NULL CHECK (stage IN ('group', 'read', 'link', 'grade', 'index')), id INTEGER NOT NULL, PRIMARY KEY (stage, id)) STRICT, WITHOUT ROWID;
