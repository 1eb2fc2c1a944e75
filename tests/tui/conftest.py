"""A small case file of made-up rows, written straight into the tables: the screen is tested without importers."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Connection

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from store.casefile import CaseFile
from store.filters import fold
from store.records.keys import parts_key, text_key
from tui.app import Dashboard
from tui.state import State
from tui.widgets.status import Status

ARTICLES = (
    (
        "heron-0412.txt", "The Heron", "2023-04-12", "Ferry line buys forty barges",
        "The Osten line has ordered forty barges, the harbour office said on Monday.\n\n"
        "Port warden Ilse Marrow confirmed that the first barges arrived in March. She did not say how many.\n\n"
        "The order could double by next summer, two clerks said.",
        "https://heron.example/barges",
    ),
    (
        "quay-0415.txt", "Quay Post", "2023-04-15", "Osten line denies barge order",
        "The Osten line denied on Friday that it had ordered any barges.\n\n"
        "According to the Heron, forty were bought. The report could not be independently verified.\n\n"
        "Mayor Tomas Bell said the quay would close in May.",
        None,
    ),
    (
        "letters.txt", None, None, None,
        "Sixty barges were reportedly promised to the Osten line.\n\n"
        "“The quay will never close,” reader Pell Adder wrote.",
        None,
    ),
)  # fmt: skip

# article, sentence, content, speaker, cue, attribution, kind, certainty, polarity, digit, support, proposition, stance, date
CLAIMS = (
    (0, "The Osten line has ordered forty barges, the harbour office said on Monday.", "The Osten line has ordered forty barges",
     "the harbour office", "said", "institution", "report", "CT", "+", 3, 50, 0, "asserts", ("on Monday", "2023-04-10", "2023-04-10", "day", "utterance")),
    (0, "Port warden Ilse Marrow confirmed that the first barges arrived in March.", "the first barges arrived in March",
     "Ilse Marrow", "confirmed", "named_official", "report", "CT", "+", 2, 70, 1, "asserts", ("in March", "2023-03-01", "2023-03-31", "month", "event")),
    (0, "The order could double by next summer, two clerks said.", "The order could double by next summer",
     "two clerks", "said", "unnamed_described", "forecast", "PS", "+", 6, None, None, None, ("next summer", "2024-06-01", "2024-08-31", "season", "event")),
    (1, "The Osten line denied on Friday that it had ordered any barges.", "it had ordered any barges",
     "The Osten line", "denied", "institution", "denial", "CT", "-", 4, 25, 0, "denies", ("on Friday", "2023-04-14", "2023-04-14", "day", "utterance")),
    (1, "According to the Heron, forty were bought.", "forty were bought",
     "the Heron", "According to", "unspecified", "report", "CT", "+", 4, 20, 0, "hedges", None),
    (1, "Mayor Tomas Bell said the quay would close in May.", "the quay would close in May",
     "Tomas Bell", "said", "named_official", "intent", "CT", "+", 3, 45, 2, "asserts", ("in May", "2023-05-01", "2023-05-31", "month", "event")),
    (2, "Sixty barges were reportedly promised to the Osten line.", "Sixty barges were promised to the Osten line",
     None, "reportedly", "unspecified", "report", "U", "+", 5, 15, 0, "hedges", ("reportedly", None, None, "unknown", "event")),
    (2, "“The quay will never close,” reader Pell Adder wrote.", "The quay will never close",
     "Pell Adder", "wrote", "commentator", "opinion", "CT", "-", 6, None, 2, "denies", None),
)  # fmt: skip

PROPOSITIONS = ("barges ordered for the Osten line", "first barges arrived", "the quay closes")
EVENTS = (
    ("the first barges arrived in March", "2023-03-01", "2023-03-31", "month", "event", "reported", (1,)),
    ("the harbour office speaks of forty barges", "2023-04-10", "2023-04-10", "day", "utterance", "disputed", (0, 3)),
    ("the quay closes", "2023-05-01", "2023-05-31", "month", "event", "planned", (5,)),
    ("sixty barges promised", None, None, "unknown", "event", "reported", (6,)),
    ("the quay is said never to close", None, None, "unknown", "event", "reported", (7,)),
)


@dataclass
class Made:
    """Where the rows went: ids by their place in the tables above."""

    claims: list[int] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)
    events: list[int] = field(default_factory=list)


def fill(case: CaseFile, twist: Callable[[str], str] = lambda text: text) -> Made:
    """Write the rows; `twist` changes every text that comes from data, to make it hostile."""
    made = Made()
    with case.write() as w:
        outlets = {n: _outlet(w, twist(n)) for n in ("The Heron", "Quay Post")}
        bodies = []
        for name, outlet, published, title, text, url in ARTICLES:
            text = twist(text)
            body = _insert(w, "body", hash=text_key(text), chars=len(text), text=text)
            origin = "declared" if published else None
            sighting = _insert(
                w, "sighting", key=parts_key("s", name), body=body, name=twist(name), title=title, url=url, outlet=outlet,
                published=published, published_origin=origin,
            )  # fmt: skip
            article = _insert(
                w, "article", key=parts_key("a", name), body=body, outlet=outlets.get(outlet), name=twist(name),
                title=twist(title) if title else None, url=url, language="en", published=published, published_from=published,
                published_to=published, published_precision="day" if published else None, published_origin=origin, rules="made up",
            )  # fmt: skip
            _insert(w, "article_sighting", sighting=sighting, article=article)
            made.articles.append(article)
            bodies.append(text)
        propositions = [_insert(w, "proposition", key=parts_key("p", p), label=twist(p)) for p in PROPOSITIONS]
        origins = [
            _insert(w, "origin", proposition=p, label=twist(f"origin {n}"), independence="independent")
            for n, p in enumerate(propositions)
        ]
        for number, row in enumerate(CLAIMS):
            made.claims.append(_claim(w, number, row, made.articles, bodies, outlets, propositions, origins, twist))
        for title, start, end, precision, role, status, claims in EVENTS:
            event = _insert(
                w, "event", key=parts_key("e", title), label=twist(title), edtf=start, date_from=start, date_to=end,
                precision=precision, role=role, status=status,
            )  # fmt: skip
            made.events.append(event)
            for claim in claims:
                (article, first, last) = w.execute(
                    "SELECT article, start_char, end_char FROM claim WHERE id = ?", (made.claims[claim],)
                ).fetchone()
                timex = w.execute("SELECT id FROM timex WHERE claim = ?", (made.claims[claim],)).fetchone()
                _insert(
                    w, "event_mention", article=article, event=event, claim=made.claims[claim],
                    timex=timex[0] if timex else None, start_char=first, end_char=last, title=twist(title), role=role, status=status,
                )  # fmt: skip
        a, b = made.claims[0], made.claims[3]
        _insert(w, "claim_link", a=a, b=b, relation="contradicts", score=0.9)
    return made


def _insert(w: Connection, table: str, **values: object) -> int:
    names = ", ".join(values)
    cursor = w.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", tuple(values.values()))
    return int(cursor.lastrowid or 0)


def _reading(cue: str, content: tuple[int, int]) -> dict[str, object]:
    """What the extractor would have left beside the claim."""
    hedge = {"start": content[0], "end": content[1], "text": "reportedly", "strength": "rumour", "by": "outlet"}
    return {
        "commitment": "asserted",
        "hedges": [hedge] if cue == "reportedly" else [],
        "checks": [],
        "chain": [],
        "origin": [],
        "frame": {"actors": [], "predicate": "", "objects": [], "places": [], "words": []},
        "pieces": [list(content)],
        "rules": [],
    }


def _outlet(w: Connection, name: str) -> int:
    return _insert(w, "outlet", key=fold(name), name=name, family=fold(name), kind="press")


def _claim(w, number, row, articles, bodies, outlets, propositions, origins, twist) -> int:  # type: ignore[no-untyped-def]
    (
        place,
        sentence,
        content,
        speaker,
        cue,
        attribution,
        kind,
        certainty,
        polarity,
        digit,
        support,
        proposition,
        stance,
        date,
    ) = row
    text, sentence, content = bodies[place], twist(sentence), twist(content)
    start = max(0, text.find(sentence[:20]))
    end = min(len(text), start + len(sentence))
    quote = text[start:end]
    at = quote.find(content[:8])
    c0 = start + max(0, at)
    c1 = min(end, c0 + len(content))
    actor = None
    if speaker:
        found = w.execute("SELECT id FROM actor WHERE key = ?", (fold(speaker),)).fetchone()
        actor = found[0] if found else _insert(w, "actor", key=fold(speaker), name=twist(speaker), kind="person")
        w.execute("INSERT OR IGNORE INTO actor_alias (alias, actor) VALUES (?, ?)", (fold(speaker), actor))
    claim = _insert(
        w, "claim", key=parts_key("c", number), article=articles[place], start_char=start, end_char=end, paragraph=number % 3 + 1,
        quote=quote, content_start=c0, content_end=max(c0 + 1, c1), speaker=actor, speaker_text=twist(speaker) if speaker else None,
        cue=cue, attribution=attribution, kind=kind, certainty=certainty, polarity=polarity, quality=0.9,
        reading=json.dumps(_reading(cue, (c0, max(c0 + 1, c1)))),
    )  # fmt: skip
    outlet = outlets.get(ARTICLES[place][1])
    event = date if date and date[4] == "event" else None
    _insert(
        w, "standing", claim=claim, article=articles[place], outlet=outlet, speaker=actor, attribution=attribution, kind=kind,
        certainty=certainty, polarity=polarity, published_from=ARTICLES[place][2], event_from=event[1] if event else None,
        event_to=event[2] if event else None, proposition=propositions[proposition] if proposition is not None else None,
        origin=origins[proposition] if proposition is not None else None, stance=stance, points=None if support is None else support + 5,
        digit=digit, letter="F", support=support, low=support and support - 5, high=support and support + 15, inputs="made up",
        shown_digit=digit, shown_support=support,
    )  # fmt: skip
    if support is not None:
        _insert(
            w, "grade_part", claim=claim, seq=0, part="C", points=5, words=twist("asserted"), start_char=c0, end_char=c1
        )
        _insert(
            w,
            "grade_part",
            claim=claim,
            seq=1,
            part="A",
            points=support - 50,
            words=twist(attribution.replace("_", " ")),
        )
        _insert(w, "grade_part", claim=claim, seq=2, part="R", points=-5, words="unrated")
    if date:
        expression, low, high, precision, role = date
        at = quote.find(expression)
        _insert(
            w, "timex", article=articles[place], claim=claim, start_char=start + max(0, at),
            end_char=start + max(0, at) + len(expression), expression=twist(expression), role=role, type="DATE", value=low,
            edtf=low[:7] if low and precision == "month" else low,
            date_from=low, date_to=high, precision=precision, anchor="publication", rule="made up",
        )  # fmt: skip
    return claim


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    """The made-up case file, written once and copied for each test."""
    path = tmp_path_factory.mktemp("pattern") / "harbour.saidby"
    with CaseFile(path) as case:
        made = fill(case)
    return path, made


@pytest.fixture
def made_case(tmp_path: Path, pattern: tuple[Path, Made]) -> Iterator[tuple[CaseFile, Made]]:
    """A case file with three articles, eight claims, five events, three propositions."""
    path, made = pattern
    with CaseFile(Path(shutil.copy(path, tmp_path / path.name))) as case:
        yield case, copy.deepcopy(made)


@pytest.fixture
def empty_case(tmp_path: Path) -> Iterator[CaseFile]:
    """A case file with nothing in it."""
    with CaseFile(tmp_path / "empty.saidby") as case:
        yield case


class Walk:
    """The dashboard under Pilot: keys in, the screen as text out."""

    def __init__(self, app: Dashboard, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        """Wait until nothing is asked, answered or drawn any more; without the naps that Pilot takes between keys."""
        quiet = 0
        for _ in range(200):
            await self.app.workers.wait_for_complete()
            await self.pilot._wait_for_screen()
            self.app.screen._on_timer_update()
            quiet = 0 if self.app.service.pending() else quiet + 1
            if quiet == 7:  # a message climbs from a list to its screen in five steps
                return

    async def press(self, *keys: str) -> str:
        """Press keys, each once the screen has settled; gives the screen."""
        for key in keys:
            self.send(key)
            await self.settle()
        return self.screen()

    def send(self, key: str) -> None:
        """Press a key and wait for nothing."""
        name = _character_to_key(key) if len(key) == 1 else key
        event = events.Key(name, key if len(key) == 1 else " " if key == "space" else None)
        event.set_sender(self.app)
        self.app._driver.send_message(event)

    async def type(self, text: str) -> str:
        """Type letters."""
        return await self.press(*text)

    def screen(self) -> str:
        """What the terminal shows."""
        return screen_text(self.app)

    @property
    def status(self) -> str:
        """The message of the status line."""
        return self.app.screen.query_one(Status).message


def screen_text(app: Dashboard) -> str:
    """The composed screen as lines of text, blanks at their ends cut off."""
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips) + "\n"


@asynccontextmanager
async def walking(case: CaseFile, size: tuple[int, int] = (120, 40), state: State | None = None) -> AsyncIterator[Walk]:
    """The dashboard over a case file at a size, settled."""
    app = Dashboard(case, "ana", state or State())
    async with app.run_test(size=size) as pilot:
        walk = Walk(app, pilot)
        await walk.settle()
        yield walk


@pytest.fixture
def walk_in() -> Callable[..., AbstractAsyncContextManager[Walk]]:
    """`async with walk_in(case, size) as walk`: the dashboard under Pilot."""
    return walking


@pytest.fixture
def fill_case() -> Callable[..., Made]:
    """Writes the made-up rows into a case file, twisted if wanted."""
    return fill
