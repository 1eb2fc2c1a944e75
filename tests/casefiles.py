"""A small case file written row by row, as importing and refreshing would leave it: for tests of what reads it. What
makes rows anew (linking, grading) needs more than stands here: such tests import articles.

Three sources speak of a bridge at Ostrel: the Gazette says that it fell, the Courier hedges, and a file of an unknown
outlet, undated, tells the mayor's denial. One claim is a forecast without support, one is hidden.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from store.casefile import CaseFile, Writer
from store.filters import fold
from store.records.keys import parts_key, text_key


@dataclass(frozen=True)
class Told:
    """One claim: its sentence must stand in the article's text, its content in the sentence."""

    sentence: str
    content: str
    speaker: str | None = None
    cue: str | None = None
    attribution: str = "named_official"
    kind: str = "report"
    certainty: str = "CT"
    polarity: str = "+"
    support: int | None = 50
    digit: int = 3
    letter: str = "F"
    stance: str = "asserts"
    proposition: str | None = None
    origin: str | None = None
    date: tuple[str, str] | None = None
    """(expression, ISO day)"""
    number: tuple[str, float, str | None, str | None] | None = None
    """(text, value, thing, role)"""
    parts: tuple[tuple[str, int, str], ...] = ()
    chain: tuple[tuple[str, str], ...] = ()
    hedges: tuple[str, ...] = ()
    quality: float = 0.9
    hidden: bool = False
    event: str | None = None


@dataclass(frozen=True)
class Piece:
    """One article with its claims."""

    name: str
    text: str
    claims: tuple[Told, ...]
    outlet: str | None = None
    published: str | None = None
    title: str | None = None
    story: int | None = 1


@dataclass
class Ids:
    """Row ids and keys by the names that tests use: claims by content, articles by name."""

    claims: dict[str, int] = field(default_factory=dict)
    articles: dict[str, int] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)
    propositions: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    actors: dict[str, int] = field(default_factory=dict)
    outlets: dict[str, int] = field(default_factory=dict)
    origins: dict[tuple[str, str], int] = field(default_factory=dict)


BRIDGE = "the bridge at Ostrel fell on Monday, hurting seven workers"
MAYBE = "the bridge at Ostrel may have fallen, hurting nine workers"
DENIAL = "no bridge fell"
FORECAST = "traffic will be slow for weeks"
MISREAD = "the weather was fine"

PIECES = (
    Piece(
        "gazette.txt",
        f"Minister Ada Brandt said {BRIDGE}. She warned that {FORECAST}. A passer-by noted that {MISREAD}.",
        (
            Told(
                f"Minister Ada Brandt said {BRIDGE}.", BRIDGE, "Ada Brandt", "said", support=65, digit=2, letter="F",
                proposition="bridge", origin="Ada Brandt", date=("on Monday", "2031-05-05"),
                number=("seven workers", 7, "worker", "hurt"), event="The bridge at Ostrel fell",
                parts=(("C", 5, "asserted"), ("A", 10, "named official"), ("N", 5, "unclear x1"), ("R", -5, "unrated")),
            ),
            Told(
                f"She warned that {FORECAST}.", FORECAST, "Ada Brandt", "warned", kind="forecast", support=None, digit=6,
                parts=(),
            ),
            Told(f"A passer-by noted that {MISREAD}.", MISREAD, attribution="unspecified", hidden=True),
        ),
        "The Gazette", "2031-05-06", "Bridge falls at Ostrel",
    ),
    Piece(
        "courier.txt",
        f"Rescue services reported that {MAYBE}.",
        (
            Told(
                f"Rescue services reported that {MAYBE}.", MAYBE, "Rescue services", "reported", "institution",
                certainty="PS", support=35, digit=4, stance="hedges", proposition="bridge", origin="Rescue services",
                number=("nine workers", 9, "worker", "hurt"), hedges=("may",), quality=0.5, event="The bridge at Ostrel fell",
                chain=(("a witness", "citing"),),
                parts=(("C", -10, "may"), ("A", 5, "institution"), ("H", -5, "via a witness"), ("R", -5, "unrated")),
            ),
        ),
        "Courier", "2031-05-08",
    ),
    Piece(
        "leaflet.txt",
        f"The mayor denied it: {DENIAL}.",
        (
            Told(
                f"The mayor denied it: {DENIAL}.", DENIAL, "The mayor", "denied", kind="denial", polarity="-", support=25,
                digit=4, stance="denies", proposition="bridge", origin="The mayor", event="The mayor denied it",
                parts=(("C", 5, "asserted"), ("A", 5, "institution"), ("X", -30, "against two"), ("R", -5, "unrated")),
            ),
        ),
    ),
)  # fmt: skip


def write_case(path: Path, pieces: tuple[Piece, ...] = PIECES) -> tuple[CaseFile, Ids]:
    """A case file of these articles, graded as they say."""
    case, ids = CaseFile(path), Ids()
    with case.write() as w:
        for piece in pieces:
            _article(w, piece, ids)
    return case, ids


def _insert(w: Writer, table: str, **values: Any) -> int:
    names = ", ".join(values)
    cursor = w.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", tuple(values.values()))
    return int(cursor.lastrowid or 0)


def _named(w: Writer, table: str, key: str, known: dict[str, int], **values: Any) -> int:
    if key not in known:
        known[key] = _insert(w, table, key=key, **values)
    return known[key]


def _article(w: Writer, piece: Piece, ids: Ids) -> None:
    body_hash = text_key(piece.text)
    known = w.execute("SELECT id FROM body WHERE hash = ?", (body_hash,)).fetchone()
    body = known[0] if known else _insert(w, "body", hash=body_hash, chars=len(piece.text), text=piece.text)
    sighting_key = parts_key(body_hash, piece.name, piece.outlet)
    sighting = _insert(
        w, "sighting", key=sighting_key, body=body, name=piece.name, outlet=piece.outlet, published=piece.published,
        published_origin="declared" if piece.published else None,
    )  # fmt: skip
    outlet = None
    if piece.outlet:
        key = fold(piece.outlet)
        outlet = _named(w, "outlet", key, ids.outlets, name=piece.outlet, family=key, kind="press")
    article_key = parts_key(body_hash, piece.published, piece.outlet, piece.name)
    article = _insert(
        w, "article", key=article_key, body=body, outlet=outlet, name=piece.name, title=piece.title, language="en",
        published=piece.published, published_from=piece.published, published_to=piece.published,
        published_origin="declared" if piece.published else None, story=piece.story, rules="test",
    )  # fmt: skip
    _insert(w, "article_sighting", sighting=sighting, article=article)
    ids.articles[piece.name], ids.keys[piece.name] = article, article_key
    for told in piece.claims:
        _claim(w, piece, told, article, article_key, outlet, ids)


def _claim(w: Writer, piece: Piece, told: Told, article: int, article_key: str, outlet: int | None, ids: Ids) -> None:
    start = piece.text.index(told.sentence)
    content = piece.text.index(told.content, start)
    key = parts_key(article_key, content, told.speaker)
    speaker = None
    if told.speaker:
        name = fold(told.speaker)
        fresh = name not in ids.actors
        speaker = _named(w, "actor", name, ids.actors, name=told.speaker, kind="person")
        if fresh:
            _insert(w, "actor_alias", alias=name, actor=speaker)
    cue = piece.text.index(told.cue, start) if told.cue else None
    reading = {"hedges": [{"text": h} for h in told.hedges], "pieces": [[content, content + len(told.content)]]}
    shared = {
        "attribution": told.attribution, "kind": told.kind, "certainty": told.certainty, "polarity": told.polarity,
        "article": article, "speaker": speaker, "hidden": int(told.hidden),
    }  # fmt: skip
    claim = _insert(
        w, "claim", key=key, start_char=start, end_char=start + len(told.sentence), quote=told.sentence,
        content_start=content, content_end=content + len(told.content), speaker_text=told.speaker, cue=told.cue,
        cue_start=cue, cue_end=None if cue is None else cue + len(told.cue or ""), quality=told.quality,
        reading=json.dumps(reading), **shared,
    )  # fmt: skip
    ids.claims[told.content], ids.keys[told.content] = claim, key
    proposition = origin = None
    if told.proposition:
        proposition = _named(w, "proposition", told.proposition * 8, ids.propositions, label=told.proposition)
        if told.origin:
            place = (told.proposition, told.origin)
            if place not in ids.origins:
                ids.origins[place] = _insert(
                    w, "origin", proposition=proposition, label=told.origin, independence="independent"
                )
            origin = ids.origins[place]
    timex = _date(w, piece, told, article, claim, start) if told.date else None
    _insert(
        w, "standing", claim=claim, outlet=outlet, published_from=piece.published, proposition=proposition, origin=origin,
        event_from=told.date[1] if told.date else None, event_to=told.date[1] if told.date else None,
        stance=told.stance if told.proposition else None, points=told.support, digit=told.digit, letter=told.letter,
        support=told.support, inputs="", shown_digit=told.digit, shown_support=told.support, **shared,
    )  # fmt: skip
    for hop, (label, relation) in enumerate(told.chain):
        _insert(w, "chain_link", claim=claim, hop=hop, label=label, relation=relation)
    for seq, (part, points, words) in enumerate(told.parts):
        _insert(w, "grade_part", claim=claim, seq=seq, part=part, points=points, words=words)
    if told.number:
        text, value, thing, role = told.number
        at = piece.text.index(text, start)
        _insert(
            w, "quantity", claim=claim, start_char=at, end_char=at + len(text), text=text, low=value, high=value,
            thing=thing, role=role,
        )  # fmt: skip
    if told.event:
        _event(w, told, article, claim, timex, start, ids)


def _date(w: Writer, piece: Piece, told: Told, article: int, claim: int, start: int) -> int:
    expression, day = told.date or ("", "")
    at = piece.text.index(expression, start)
    return _insert(
        w, "timex", article=article, claim=claim, start_char=at, end_char=at + len(expression), expression=expression,
        role="event", type="DATE", value=day, edtf=day, date_from=day, date_to=day, precision="day",
        anchor="publication", rule="weekday",
    )  # fmt: skip


def _event(w: Writer, told: Told, article: int, claim: int, timex: int | None, start: int, ids: Ids) -> None:
    label = told.event or ""
    day = told.date[1] if told.date else None
    event = _named(
        w, "event", text_key(label), {text_key(k): v for k, v in ids.events.items()}, label=label, edtf=day, date_from=day,
        date_to=day, precision="day" if day else "unknown", role="event", status="reported",
    )  # fmt: skip
    ids.events[label], ids.keys[label] = event, text_key(label)
    _insert(
        w, "event_mention", article=article, event=event, claim=claim, timex=timex, start_char=start,
        end_char=start + len(told.sentence), title=label, role="event", status="reported",
    )  # fmt: skip
