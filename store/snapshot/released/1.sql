-- What an empty snapshot of schema 1 held, exactly as it was released: never to be changed.
CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE body (
  id     INTEGER PRIMARY KEY,
  hash   TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),  -- SHA-256 of the frozen text, hex
  chars  INTEGER NOT NULL CHECK (chars > 0),              -- code points
  text   TEXT                                             -- NULL only where a redacted snapshot withheld it
) STRICT;
CREATE TABLE sighting (                                   -- one publication of a body, as one file stated it
  id               INTEGER PRIMARY KEY,
  key              TEXT NOT NULL UNIQUE CHECK (length(key) = 64),  -- SHA-256 of the canonical JSON of all columns below
  body             TEXT REFERENCES body (hash),               -- NULL: a reference whose text has not come yet
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
CREATE TABLE op_supersedes (                              -- filled by the trigger; stubs keep theirs, so heads come out alike everywhere
  op         TEXT NOT NULL REFERENCES op,
  superseded TEXT NOT NULL,                               -- may be an op that has not arrived yet
  PRIMARY KEY (superseded, op)
) STRICT, WITHOUT ROWID;
CREATE INDEX op_supersedes_op ON op_supersedes (op);
CREATE TABLE outlet (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, family TEXT NOT NULL, kind TEXT NOT NULL) STRICT;
CREATE TABLE article (                                    -- the sightings of one body that agree on date and outlet
  id                  INTEGER PRIMARY KEY,
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
CREATE INDEX article_name ON article (name);
CREATE TABLE article_sighting (sighting INTEGER PRIMARY KEY REFERENCES sighting, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE) STRICT;
CREATE INDEX article_sighting_article ON article_sighting (article);
CREATE TABLE article_link (
  a INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, b INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  relation TEXT NOT NULL CHECK (relation IN ('revises', 'same-text', 'copied-from', 'same-story')), score REAL NOT NULL,
  PRIMARY KEY (a, b, relation)) STRICT, WITHOUT ROWID;
CREATE INDEX article_link_b ON article_link (b, a);
CREATE TABLE actor (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL, letter TEXT NOT NULL DEFAULT 'F') STRICT;
CREATE TABLE actor_alias (alias TEXT NOT NULL, actor INTEGER NOT NULL REFERENCES actor ON DELETE CASCADE, PRIMARY KEY (alias, actor)) STRICT, WITHOUT ROWID;
CREATE INDEX actor_alias_actor ON actor_alias (actor);
CREATE TABLE claim (
  id              INTEGER PRIMARY KEY,
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
  id           INTEGER PRIMARY KEY,
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
CREATE TABLE claim_link (
  a INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE, b INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE,
  relation TEXT NOT NULL CHECK (relation IN ('same-proposition', 'contradicts', 'drifts-to')),
  score REAL NOT NULL, state TEXT NOT NULL DEFAULT 'suggested' CHECK (state IN ('suggested', 'confirmed', 'rejected')),
  PRIMARY KEY (a, b, relation)) STRICT, WITHOUT ROWID;
CREATE INDEX claim_link_b ON claim_link (b, a);
CREATE TABLE proposition (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, label TEXT NOT NULL) STRICT;
CREATE TABLE origin (id INTEGER PRIMARY KEY, proposition INTEGER NOT NULL REFERENCES proposition ON DELETE CASCADE, label TEXT NOT NULL,
  independence TEXT NOT NULL CHECK (independence IN ('independent', 'unclear'))) STRICT;
CREATE INDEX origin_proposition ON origin (proposition);
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
CREATE INDEX standing_article ON standing (article, hidden, certainty, attribution);
CREATE INDEX standing_proposition ON standing (proposition, hidden, outlet, article, shown_support, published_from);
CREATE INDEX standing_origin ON standing (origin);
CREATE TABLE grade_part (
  claim INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE, seq INTEGER NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('C', 'A', 'H', 'V', 'N', 'X', 'P', 'R', 'gate')), points INTEGER NOT NULL, words TEXT NOT NULL,
  start_char INTEGER, end_char INTEGER, because_of INTEGER REFERENCES claim ON DELETE SET NULL,
  PRIMARY KEY (claim, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX grade_part_because ON grade_part (because_of) WHERE because_of IS NOT NULL;
CREATE TABLE event (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, label TEXT NOT NULL, edtf TEXT, date_from TEXT, date_to TEXT,
  precision TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('event', 'utterance')),
  status TEXT NOT NULL CHECK (status IN ('reported', 'planned', 'denied', 'disputed'))) STRICT;
CREATE INDEX event_when ON event (date_from, id);
CREATE TABLE event_mention (
  id         INTEGER PRIMARY KEY,
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
CREATE VIEW op_head AS                     -- what each author holds now; retracted ones included, to be shown as such
SELECT o.* FROM op o
WHERE NOT EXISTS (SELECT 1 FROM op_supersedes s JOIN op later ON later.id = s.op WHERE s.superseded = o.id AND later.author = o.author);
CREATE VIEW whys AS                                       -- the one line, added up from its parts
SELECT s.claim, CASE WHEN s.support IS NULL THEN s.letter || s.digit || ' not graded: a ' || s.kind
  ELSE printf('%d %s %s%d = 50', s.support, CASE WHEN s.support >= 70 THEN 'HIGH' WHEN s.support >= 30 THEN 'MED' ELSE 'LOW' END, s.letter, s.digit)
       || coalesce((SELECT group_concat(printf(' %+d %s', points, words), '') FROM (SELECT points, words FROM grade_part p WHERE p.claim = s.claim AND points <> 0 ORDER BY seq)), '')
  END AS why
FROM standing s;
CREATE VIEW claims AS
SELECT s.claim AS id, c.key, a.name AS article, o.name AS source, a.published, w.name AS speaker, c.speaker_text, c.cue, s.attribution, s.kind,
       s.certainty, s.polarity, substr(c.quote, c.content_start - c.start_char + 1, c.content_end - c.content_start) AS content, c.quote AS text,
       s.letter, s.shown_digit AS digit, s.shown_support AS support, s.digit AS computed_digit, s.support AS computed_support, s.stance,
       p.label AS proposition, g.label AS origin, c.start_char, c.end_char, c.quality
FROM standing s
JOIN claim c ON c.id = s.claim
JOIN article a ON a.id = s.article
LEFT JOIN outlet o ON o.id = s.outlet
LEFT JOIN actor w ON w.id = s.speaker
LEFT JOIN proposition p ON p.id = s.proposition
LEFT JOIN origin g ON g.id = s.origin
WHERE NOT s.hidden;
CREATE VIEW event_claim AS SELECT DISTINCT event, claim FROM event_mention WHERE event IS NOT NULL AND claim IS NOT NULL;
CREATE VIEW timeline AS
SELECT e.id, e.key, e.date_from, e.date_to, e.edtf, e.precision, e.label AS text, e.role, e.status, x.expression, x.anchor, x.alternatives, a.name AS article,
       (SELECT count(DISTINCT m.claim) FROM event_mention m WHERE m.event = e.id) AS claims
FROM event e
JOIN event_mention f ON f.id = (SELECT min(m.id) FROM event_mention m WHERE m.event = e.id)
JOIN article a ON a.id = f.article
LEFT JOIN timex x ON x.id = f.timex;
CREATE VIEW comparison AS
SELECT p.key AS proposition_key, p.label AS proposition, o.name AS source, s.stance, count(*) AS claims, max(s.shown_support) AS support, count(DISTINCT s.origin) AS origins
FROM standing s JOIN proposition p ON p.id = s.proposition LEFT JOIN outlet o ON o.id = s.outlet
WHERE NOT s.hidden GROUP BY p.id, o.id, s.stance;
CREATE VIEW disagreements AS                              -- two analysts, one field of one thing, two values
SELECT x.target, x.field, x.start_char, x.end_char, x.author, x.value, x.reason, y.author AS other, y.value AS other_value, y.reason AS other_reason
FROM op_head x JOIN op_head y ON y.target = x.target AND y.field = x.field AND y.start_char IS x.start_char AND y.end_char IS x.end_char
 AND y.author > x.author AND y.value IS NOT x.value
WHERE x.field IN ('rating', 'stake', 'override', 'date', 'outlet', 'speaker', 'kind', 'polarity', 'link');
