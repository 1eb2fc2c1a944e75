"""Small corpora in a language of their own, with an extractor that reads it: for tests of what the store makes of readings.

An article is some lines; a line is one claim, `WHO says ACTOR PREDICATE THING… | TAGS`, where WHO is a name, `paper` (the
outlet's own voice), `officials` (unnamed) or `reports` (unspecified), and the tags are words such as
`not`, `deny`, `likely`, `claims`, `forecast`, `meta`, `unverified`, `noevidence`, `act`, `n=6:ship:sold`, `on=2024-03-05`,
`via=courier`, `viareports`, `in=harbour`, `event`. `credit NAME` alone on a line credits a party.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from store import stale
from store.casefile import CaseFile
from store.derive.refresh import Tell, drain
from store.filters import fold
from store.records.article import Body, Sighting
from store.records.keys import text_key
from store.records.reading import (
    Actor,
    AttributionType,
    Check,
    Claim,
    ClaimDate,
    Commitment,
    Credit,
    EventMention,
    Frame,
    Hedge,
    Hop,
    Kind,
    Quantity,
    Reading,
    Sentence,
    Timex,
    Verification,
)
from store.records.span import Interval, Span
from store.records.text import frozen_text

_KINDS: dict[str, Kind] = {"forecast": "forecast", "meta": "meta", "deny": "denial", "opinion": "opinion"}
_COMMITMENTS: dict[str, Commitment] = {
    "likely": "likely",
    "claims": "distanced",
    "maybe": "possible",
    "confirmed": "explicit",
}
_CHECKS: dict[str, Verification] = {
    "unverified": "unverified", "noevidence": "no_evidence", "act": "official_act", "nodetail": "no_detail",
}  # fmt: skip
_TYPES: dict[str, AttributionType] = {
    "paper": "outlet_voice", "officials": "unnamed_described", "reports": "unspecified", "pundit": "commentator",
}  # fmt: skip
_THINGS = {"ships", "guns", "men", "grain", "bridges", "treaty", "harbour", "shells", "tanks"}


@dataclass(frozen=True)
class Piece:
    """One article to be put into a case file."""

    text: str
    name: str = "a.txt"
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    title: str | None = None


def fake_read(text: str, published: str | None, language: str, title: str | None) -> Reading:
    """Read the small language; a pure function of its arguments."""
    sentences, timexes, claims, credits, events = [], [], [], [], []
    actors: dict[str, Actor] = {}
    at = 0
    for line in text.split("\n"):
        span = Span(at, at + len(line))
        at += len(line) + 1
        if line.startswith("credit "):
            credits.append(Credit(span, line[7:], "text_contribution"))
        match = re.fullmatch(r"(\w[\w ]*?) says ([\w =:.,-]+?)(?: \| (.*))?", line)
        if not match:
            continue
        sentences.append(Sentence(span, len(sentences) + 1))
        tags = (match[3] or "").split()
        claim, dates = _claim(match, span, tags, len(timexes))
        timexes += dates
        for key in (claim.speaker, *claim.frame.actors, *(h.actor for h in claim.chain)):
            if key:
                actors.setdefault(key, Actor(key, key.title(), "organisation", (), (), (key.title(),)))
        claims.append(claim)
        if "event" in tags or dates:
            status = "denied" if claim.kind == "denial" else "reported"
            where = len(timexes) - 1 if dates else None
            events.append(EventMention(claim.content_span, match[2], where, len(claims) - 1, "event", status))
    return Reading(
        tuple(sentences), tuple(timexes), (), tuple(actors.values()), (), tuple(claims), tuple(credits), tuple(events),
        0 if events else None, "fake-1",
    )  # fmt: skip


def _claim(match: re.Match[str], span: Span, tags: list[str], timexes: int) -> tuple[Claim, list[Timex]]:
    who, content = match[1], match[2]
    start = span.start + match.start(2)
    words = content.split()
    here = Span(start, start + len(content))
    kind = next((_KINDS[t] for t in tags if t in _KINDS), "report")
    commitment = next((_COMMITMENTS[t] for t in tags if t in _COMMITMENTS), "asserted")
    given = dict(t.split("=", 1) for t in tags if "=" in t)
    dates = []
    if "on" in given:
        day = given["on"]
        dates = [Timex(here, content, "DATE", day, day, Interval(day, day), "day", "none", "fake")]
    numbers = []
    if "n" in given:
        count, thing, role = given["n"].split(":")
        numbers = [Quantity(here, count, float(count), float(count), thing, role)]
    chain = [Hop(n, "citing", "institution", fold(n), None) for n in given.get("via", "").split(",") if n]
    if "viareports" in tags:
        chain.append(Hop("reports", "reports", "unspecified"))
    kind_of_speaker = _TYPES.get(who, "named_official")
    speaker = None if kind_of_speaker in ("outlet_voice", "unspecified") else fold(who)
    things = tuple(sorted(w for w in words[2:] if w in _THINGS))
    actors = tuple(dict.fromkeys([words[0], *(w for w in words[2:] if w not in _THINGS)]))
    claim = Claim(
        sentence=span, paragraph=1, content=(here,), attribution=None, type=kind_of_speaker, speaker=speaker,
        speaker_span=Span(span.start, span.start + len(who)) if speaker else None, cue=None, chain=tuple(chain), kind=kind,
        commitment=commitment, polarity="-" if "not" in tags or kind == "denial" else "+",
        hedges=(Hedge(here, commitment, commitment),) if commitment != "asserted" else (), likelihood=None,
        checks=tuple(Check(here, t, _CHECKS[t]) for t in tags if t in _CHECKS),
        dates=tuple(ClaimDate(timexes + n, "event") for n in range(len(dates))), quantities=tuple(numbers),
        frame=Frame(actors, words[1] if len(words) > 1 else "", things, tuple(p for p in [given.get("in")] if p),
                    tuple(sorted(set(words[1:])))),
        quality=0.9, rules=("fake",),
    )  # fmt: skip
    return claim, dates


def add(case: CaseFile, pieces: Iterable[Piece]) -> None:
    """Put articles into the case file as an import does: bodies, sightings, marks."""
    with case.write() as w:
        for p in pieces:
            body = Body(frozen_text(p.text))
            w.execute(
                "INSERT INTO body (hash, chars, text) VALUES (?, ?, ?) ON CONFLICT (hash) DO UPDATE SET text = excluded.text",
                (body.hash, len(body.text), body.text),
            )
            (body_id,) = w.execute("SELECT id FROM body WHERE hash = ?", (body.hash,)).fetchone()
            origin = "declared" if p.published else None
            s = Sighting(
                body.hash, p.name, p.title, p.url, None, None, p.outlet, "en", p.published, p.published, origin  # type: ignore[arg-type]
            )  # fmt: skip
            w.execute(
                "INSERT INTO sighting (key, body, name, title, url, outlet, language, published, published_raw, published_origin) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (s.key, body_id, s.name, s.title, s.url, s.outlet, s.language, s.published, s.published_raw, s.published_origin),
            )  # fmt: skip
            stale.mark(w, "group", [body_id])


@lru_cache(maxsize=1)
def _blank() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        CaseFile(Path(folder) / "blank").close()
        return (Path(folder) / "blank").read_bytes()


def empty(path: Path) -> CaseFile:
    """A fresh case file, from a copy: making one by its migrations takes half a second."""
    path.write_bytes(_blank())
    return CaseFile(path)


def corpus(path: Path, *pieces: Piece, analyst: str | None = "ann") -> CaseFile:
    """A case file of these articles, everything derived."""
    case = empty(path)
    add(case, pieces)
    derive(case, analyst=analyst)
    return case


def derive(case: CaseFile, *, analyst: str | None = "ann", tell: Tell | None = None) -> None:
    """Drain the queue with the small language's extractor."""
    drain(case, fake_read, analyst=analyst, tell=tell)


def body_hash(text: str) -> str:
    """The hash under which a text is kept."""
    return text_key(frozen_text(text))


_IDS = {
    "article": "article", "outlet": "outlet", "speaker": "actor", "actor": "actor", "claim": "claim", "because_of": "claim",
    "proposition": "proposition", "event": "event", "body": "body", "story": "article",
}  # fmt: skip
_TABLES = (
    "outlet", "article", "article_sighting", "article_link", "article_key", "body_band", "actor", "actor_alias", "claim", "chain_link",
    "quantity", "source_credit", "timex", "frame_key", "claim_link", "proposition", "origin", "standing", "grade_part",
    "event", "event_mention", "anchored",
)  # fmt: skip
_OWN_KEY = {"outlet", "article", "actor", "claim", "proposition", "event"}


def dump(case: CaseFile) -> dict[str, list[tuple[Any, ...]]]:
    """Every derived row with keys in the place of ids, sorted: equal for two case files that hold the same."""
    with case.read() as r:
        names: dict[str, dict[int, str]] = {
            t: dict(r.execute(f"SELECT id, key FROM {t}").fetchall()) for t in sorted(_OWN_KEY)
        }
        names["body"] = dict(r.execute("SELECT id, hash FROM body").fetchall())
        sightings = dict(r.execute("SELECT id, key FROM sighting").fetchall())
        members: dict[int, list[str]] = {}
        for origin, claim in r.execute("SELECT origin, claim FROM standing WHERE origin IS NOT NULL"):
            members.setdefault(origin, []).append(names["claim"][claim])
        origins = {i: "+".join(sorted(m)) for i, m in members.items()}
        times = {
            row["id"]: (
                names["article"][row["article"]],
                row["start_char"],
                row["end_char"],
                names["claim"].get(row["claim"]),
            )
            for row in r.execute("SELECT * FROM timex")
        }
        out: dict[str, list[tuple[Any, ...]]] = {}
        for table in _TABLES:
            rows = []
            for row in r.execute(f"SELECT * FROM {table}"):
                values: dict[str, Any] = dict(row)
                if table == "origin":
                    values["id"] = origins.get(values["id"])
                elif "id" in values:
                    values.pop("id")
                for column, value in values.items():
                    if value is None:
                        continue
                    if column in ("a", "b"):
                        values[column] = names["claim" if table == "claim_link" else "article"][value]
                    elif column == "origin":
                        values[column] = origins[value]
                    elif column == "timex":
                        values[column] = times[value]
                    elif column == "sighting":
                        values[column] = sightings[value]
                    elif column in _IDS and not (table in _OWN_KEY and column == "key"):
                        values[column] = names[_IDS[column]][value]
                rows.append(tuple(values.items()))
            out[table] = sorted(rows, key=repr)
    return out


def standing_of(case: CaseFile, words: str, article: str | None = None) -> dict[str, Any]:
    """The standing of the one claim whose content holds the words (in the file of that name), with its `why`."""
    with case.read() as r:
        rows = r.execute(
            "SELECT s.*, y.why, c.key AS claim_key FROM standing s JOIN claim c ON c.id = s.claim JOIN article a ON a.id = s.article "
            "JOIN body b ON b.id = a.body JOIN whys y ON y.claim = s.claim "
            "WHERE substr(b.text, c.content_start + 1, c.content_end - c.content_start) LIKE ? AND (? IS NULL OR a.name = ?)",
            (f"%{words}%", article, article),
        ).fetchall()
        assert len(rows) == 1, f"{len(rows)} claims hold {words!r}"
        out = dict(rows[0])
        out["parts"] = {
            (p, words): points
            for p, points, words in r.execute(
                "SELECT part, points, words FROM grade_part WHERE claim = ?", (out["claim"],)
            )
        }
    return out
