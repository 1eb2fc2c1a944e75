"""Stage read: one article's reading, corrected by ops, replaced as a whole; claims keep their id where their key stays."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Row

from store import stale
from store.casefile import Reader, Writer
from store.derive import actors
from store.derive.anchors import places_of, span_heads, write_anchored
from store.derive.articles import UNKNOWN_LANGUAGE
from store.derive.facts import reading_json
from store.derive.frames import twin_key
from store.derive.overlay import Corrected, overlay, placed_heads
from store.derive.parting import part
from store.derive.partners import leave_lists
from store.derive.statements import Joined, join_statements
from store.filters import fold
from store.records.keys import parts_key
from store.records.reading import Claim, Frame, Reading

Read = Callable[[str, str | None, str, str | None], Reading]
"""The extractor: (text, publication date as EDTF or None, language, title) to a Reading."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the extractor is given of one article."""

    article: int
    text: str
    published: str | None
    language: str
    title: str | None


def job(r: Reader, article: int) -> Job | None:
    """What there is to read; None for an article that is gone or whose text a snapshot withheld."""
    row = r.execute(
        "SELECT a.id, b.text, a.published, a.language, a.title FROM article a JOIN body b ON b.id = a.body "
        "WHERE a.id = ?",
        (article,),
    ).fetchone()
    if row is None or row["text"] is None:
        return None
    language = "en" if row["language"] == UNKNOWN_LANGUAGE else row["language"]
    return Job(row["id"], row["text"], row["published"], language, row["title"])


def release(w: Writer, article: int) -> None:
    """Put what this article's claims and mentions touch in the queue, before they go or change."""
    stale.mark_query(
        w, "link",
        "SELECT claim FROM standing WHERE proposition IN (SELECT proposition FROM standing WHERE article = ?) "
        "UNION SELECT l.b FROM claim_link l JOIN claim c ON c.id = l.a WHERE c.article = ? "
        "UNION SELECT l.a FROM claim_link l JOIN claim c ON c.id = l.b WHERE c.article = ?",
        (article, article, article),
    )  # fmt: skip
    w.execute(
        "UPDATE event_mention SET event = NULL WHERE event IN "
        "(SELECT event FROM event_mention WHERE article = ? AND event IS NOT NULL)",
        (article,),
    )
    w.execute("UPDATE article SET story = NULL WHERE story = (SELECT story FROM article WHERE id = ?)", (article,))


def write_reading(w: Writer, job: Job, reading: Reading, merged: actors.Merges, analyst: str | None) -> None:
    """Replace the article's derived rows by this reading with the ops on its spans laid over it."""
    row = w.execute("SELECT a.*, b.hash FROM article a JOIN body b ON b.id = a.body WHERE a.id = ?", (job.article,))
    article = row.fetchone()
    if article is None:
        return
    release(w, job.article)
    for table in ("timex", "event_mention", "source_credit", "anchored"):
        w.execute(f"DELETE FROM {table} WHERE article = ?", (job.article,))
    places = places_of(w, article, job.text)
    placed = placed_heads(span_heads(w, article), {i: s for i, (s, _) in places.items()})
    reading, parted = part(job.text, reading, placed, analyst)
    corrected = overlay(job.text, reading, placed, analyst, parted)
    corrected = [c for c in corrected if _fits(c.claim, len(job.text))]
    before = _actor_rows(w, job.article)
    canonical, rows = actors.keys_of(reading.actors, _extra_names(corrected), merged)
    w.execute("DELETE FROM article_key WHERE article = ? AND key < 's:'", (job.article,))
    w.executemany("INSERT INTO article_key (key, article) VALUES (?, ?)", [(k, job.article) for k in rows])
    touched = actors.named_in(before) | actors.named_in(rows)
    ids = actors.sync(w, touched)
    corrected = [replace(c, claim=_renamed(c.claim, canonical)) for c in corrected]
    joined = join_statements([c.claim for c in corrected], actors.affiliations(rows))
    claims = _write_claims(w, article, job.text, corrected, joined, ids)
    if not article["hidden"]:
        _write_twins(w, article["key"], job.text, reading, corrected, claims)
    _write_dates(w, job.article, reading, corrected, claims)
    _write_events(w, job, reading, claims)
    w.executemany(
        "INSERT OR IGNORE INTO source_credit (article, start_char, end_char, credited, relation) VALUES (?, ?, ?, ?, ?)",
        [(job.article, c.span.start, c.span.end, c.party, c.role) for c in reading.credits],
    )
    write_anchored(w, job.article, places, corrected, claims)
    actors.drop_unnamed(w, touched)
    w.execute("UPDATE article SET rules = ?, story = NULL WHERE id = ?", (reading.rules, job.article))
    stale.mark(w, "link", claims)
    stale.mark(w, "index", [job.article])


def _fits(claim: Claim, length: int) -> bool:
    """Whether all places lie in the text: a plugin's reading is not trusted to."""
    spans = (claim.sentence, *claim.content, *(s for s in (claim.cue, claim.speaker_span) if s is not None))
    return bool(claim.content) and all(0 <= s.start < s.end <= length for s in spans)


def _extra_names(corrected: Iterable[Corrected]) -> list[str]:
    out = [c.speaker_name for c in corrected if c.speaker_name]
    out += [c.claim.speaker for c in corrected if c.claim.speaker]
    out += [h.actor for c in corrected for h in c.claim.chain if h.actor]
    named: dict[str, str] = {}
    for name in sorted((n for n in out if n), key=lambda n: (n == fold(n), n)):  # as given before its own key
        named.setdefault(fold(name), name)
    return sorted(named.values())


def _renamed(claim: Claim, canonical: dict[str, str]) -> Claim:
    """The claim with every actor under its canonical key."""
    frame = claim.frame
    actor_keys = tuple(dict.fromkeys(canonical.get(a, a) for a in frame.actors))
    return replace(
        claim,
        speaker=canonical.get(claim.speaker, claim.speaker) if claim.speaker else None,
        chain=tuple(replace(h, actor=canonical.get(h.actor, h.actor) if h.actor else None) for h in claim.chain),
        frame=Frame(actor_keys, frame.predicate, frame.objects, frame.places, frame.words),
    )


def _actor_rows(r: Reader, article: int) -> list[str]:
    return [k for (k,) in r.execute("SELECT key FROM article_key WHERE article = ? AND key < 's:'", (article,))]


def _write_claims(
    w: Writer,
    article: Row,
    text: str,
    corrected: Sequence[Corrected],
    joined: Sequence[Joined],
    actor_ids: dict[str, int],
) -> list[int]:
    """Write the claims and their children; gives their ids in order. Vanished ones are deleted."""
    keys = _claim_keys(article["key"], corrected)
    have = dict(w.execute("SELECT key, id FROM claim WHERE article = ?", (article["id"],)).fetchall())
    gone = [i for k, i in have.items() if k not in set(keys)]
    leave_lists(w, gone)
    w.executemany("DELETE FROM claim WHERE id = ?", [(i,) for i in gone])
    ids: list[int] = []
    for key, c, statement in zip(keys, corrected, joined):
        values = _columns(article["id"], text, c, statement, actor_ids)
        if key in have:
            claim_id = have[key]
            w.execute(
                f"UPDATE claim SET {', '.join(f'{n} = ?' for n in values)} WHERE id = ?", (*values.values(), claim_id)
            )
            for table in ("chain_link", "quantity"):
                w.execute(f"DELETE FROM {table} WHERE claim = ?", (claim_id,))
            # the rows of its frame are compared with the new ones when it is linked
            w.execute("DELETE FROM frame_key WHERE claim = ? AND substr(key, 1, 1) = '='", (claim_id,))
        else:
            names = ("key", *values)
            (claim_id,) = w.execute(
                f"INSERT INTO claim ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) RETURNING id",
                (key, *values.values()),
            ).fetchone()
        ids.append(claim_id)
        _write_children(w, claim_id, text, c, statement, actor_ids)
    return ids


def _claim_keys(article_key: str, corrected: Iterable[Corrected]) -> list[str]:
    keys: list[str] = []
    for c in corrected:
        speaker = list(c.speaker_span) if c.speaker_span is not None else None
        key, again = parts_key(article_key, list(c.content), speaker), 1
        while key in keys:
            again += 1
            key = parts_key(article_key, list(c.content), speaker, again)
        keys.append(key)
    return keys


def _columns(article: int, text: str, c: Corrected, joined: Joined, actor_ids: dict[str, int]) -> dict[str, object]:
    claim, hull = c.claim, c.claim.content_span
    low, high = claim.likelihood if claim.likelihood is not None else (None, None)
    return {
        "article": article,
        "start_char": claim.sentence.start,
        "end_char": claim.sentence.end,
        "paragraph": claim.paragraph,
        "quote": claim.sentence.of(text),
        "content_start": hull.start,
        "content_end": hull.end,
        "speaker": actor_ids.get(claim.speaker) if claim.speaker else None,
        "speaker_start": claim.speaker_span.start if claim.speaker_span else None,
        "speaker_end": claim.speaker_span.end if claim.speaker_span else None,
        "speaker_text": c.speaker_name or (claim.speaker_span.of(text) if claim.speaker_span else None),
        "cue_start": claim.cue.start if claim.cue else None,
        "cue_end": claim.cue.end if claim.cue else None,
        "cue": claim.cue.of(text) if claim.cue else None,
        "attribution": claim.type,
        "kind": claim.kind,
        "certainty": claim.certainty,
        "polarity": claim.polarity,
        "likelihood_low": low,
        "likelihood_high": high,
        "quality": min(1.0, max(0.0, float(claim.quality))),
        "reading": reading_json(claim, joined),
        "corrected_by": json.dumps(sorted(c.ops)) if c.ops else None,
        "hidden": int(c.hidden),
    }


def _write_children(
    w: Writer, claim_id: int, text: str, c: Corrected, joined: Joined, actor_ids: dict[str, int]
) -> None:
    w.executemany(
        "INSERT INTO chain_link (claim, hop, label, relation, actor) VALUES (?, ?, ?, ?, ?)",
        [
            (claim_id, n, h.label, h.relation, actor_ids.get(h.actor) if h.actor else None)
            for n, h in enumerate(joined.hops)
        ],
    )
    w.executemany(
        "INSERT OR IGNORE INTO quantity (claim, start_char, end_char, text, low, high, thing, role) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (claim_id, q.span.start, q.span.end, q.text, q.low, q.high, q.thing, q.role)
            for q in c.claim.quantities
            if 0 <= q.span.start < q.span.end <= len(text)
        ],
    )


def _write_twins(
    w: Writer, article: str, text: str, reading: Reading, corrected: Sequence[Corrected], claims: Sequence[int]
) -> None:
    """One key a claim by which its copies in other articles are found; hidden claims meet nothing."""
    for claim_id, c in zip(claims, corrected):
        if c.hidden:
            continue
        dated = [reading.timexes[d.timex].interval for d in c.claim.dates if 0 <= d.timex < len(reading.timexes)]
        key = twin_key(c.claim, c.claim.content_span.of(text), {(i.start, i.end) for i in dated}, article)
        w.execute("INSERT INTO frame_key (key, claim) VALUES (?, ?)", (key, claim_id))


def _write_dates(
    w: Writer, article: int, reading: Reading, corrected: Sequence[Corrected], claims: Sequence[int]
) -> None:
    told: dict[int, list[tuple[int | None, str]]] = {}
    for claim_id, c in zip(claims, corrected):
        for date in c.claim.dates:
            if 0 <= date.timex < len(reading.timexes):
                told.setdefault(date.timex, []).append((claim_id, date.role))
    rows = []
    for index, t in enumerate(reading.timexes):
        for claim, role in dict.fromkeys(told.get(index, [(None, "event")])):
            rows.append(
                (article, claim, t.span.start, t.span.end, t.text, role, t.type, t.value, t.edtf, t.interval.start,
                 t.interval.end, t.precision, t.anchor, t.rule, json.dumps(list(t.alternatives)))
            )  # fmt: skip
    w.executemany(
        "INSERT INTO timex (article, claim, start_char, end_char, expression, role, type, value, edtf, date_from, "
        "date_to, precision, anchor, rule, alternatives) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _write_events(w: Writer, job: Job, reading: Reading, claims: Sequence[int]) -> None:
    for index, m in enumerate(reading.events):
        if not 0 <= m.span.start < m.span.end <= len(job.text):
            continue
        claim = claims[m.claim] if m.claim is not None and 0 <= m.claim < len(claims) else None
        timex = None
        if m.timex is not None and 0 <= m.timex < len(reading.timexes):
            t = reading.timexes[m.timex]
            found = w.execute(
                "SELECT id FROM timex WHERE article = ? AND start_char = ? AND end_char = ? ORDER BY claim IS ? DESC, id",
                (job.article, t.span.start, t.span.end, claim),
            ).fetchone()
            timex = found[0] if found else None
        w.execute(
            "INSERT INTO event_mention (article, claim, timex, start_char, end_char, title, role, status, main) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (job.article, claim, timex, m.span.start, m.span.end, m.title, m.role, m.status,
             int(index == reading.main_event)),
        )  # fmt: skip
