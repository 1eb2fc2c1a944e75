-- the case file in plain SQL, for the panes, the command line and Datasette alike. Singular: tables. Plural: views for people.

CREATE VIEW op_head AS                                    -- what each author holds now; retracted and undone ones included, to be shown as such
SELECT o.* FROM op o
WHERE NOT EXISTS (SELECT 1 FROM op_supersedes s JOIN op later ON later.id = s.op WHERE s.superseded = o.id AND later.author = o.author
                  AND NOT EXISTS (SELECT 1 FROM op_arrival r JOIN merge_batch m ON m.id = r.batch WHERE r.op = later.id AND m.undone))
  AND NOT EXISTS (SELECT 1 FROM op_arrival r JOIN merge_batch m ON m.id = r.batch WHERE r.op = o.id AND m.undone);

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
WHERE x.field IN ('rating', 'stake', 'override', 'date', 'outlet', 'family', 'speaker', 'kind', 'polarity', 'link', 'actor.merge', 'actor.part');
