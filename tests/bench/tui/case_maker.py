"""A case file of any size, for the dashboard's benches: sentences of our own, put together by a seed.

    python tests/bench/tui/case_maker.py FILE [--claims 1000000] [--events 100000] [--articles 50000] [--seed 7]

Rows go straight into the tables (reading that many articles would take hours), shaped as the extractor and the grader
shape them: quotes equal the body's text at their span, support comes in steps of 5, most propositions have one source.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import random
import sqlite3
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from store.casefile import CaseFile

START = dt.date(2019, 1, 1)
DAYS = 1900
OUTLETS = 240
MENTIONS = 2
"""Mentions of an event, each in a claim of its own."""

WHO = (
    "the harbour ministry", "the Ostrava relief fund", "the river commission", "a spokeswoman for the port",
    "the Norlund statistics office", "two officials who asked not to be named", "the grain exporters' union",
    "the governor's office", "a former customs inspector", "the southern command", "the coal workers' council",
    "the electoral board of Tessaly", "residents of the lower town", "the dam operator", "a bank in Verrin",
)  # fmt: skip
CUES = ("said", "announced", "claimed", "denied", "confirmed", "reported", "warned", "acknowledged", "suggested")
THINGS = (
    "ferries", "generators", "freight wagons", "patrol boats", "tonnes of barley", "ballots", "tents", "pumps",
    "transformers", "crates of medicine", "licences", "water filters", "trucks", "drums of fuel", "seismic sensors",
)  # fmt: skip
DONE = (
    "had crossed the strait at Hesper before dawn", "were withdrawn from the northern depot",
    "would be delivered to the islands by the end of the season", "never reached the villages above the reservoir",
    "were paid for out of a fund that the auditors had already closed", "may have been counted twice",
    "were held at the border while the papers were checked", "had been promised in an exchange of letters",
    "were seen on the quay by three people who live opposite", "will be replaced once the strike is over",
)  # fmt: skip
WHY = (
    "after the talks in Lindholm broke down", "because the bridge at Corve was closed", "in spite of the ceasefire",
    "according to a list that was read out in the assembly", "although the harbour master disagrees",
    "as part of an agreement that neither side has published", "for the second time this year",
    "a figure that could not be checked", "which the company's own accounts do not show", "at the request of the mayor",
)  # fmt: skip
WHEN = ("on Tuesday", "last week", "in early March", "over the weekend", "this autumn", "on the 14th", "two days later")
GIVEN = ("Anka", "Boris", "Celia", "Dmitri", "Elin", "Farid", "Greta", "Hakon", "Ilse", "Jonas", "Katya", "Leif")
FAMILY = ("Aldane", "Brusk", "Corvain", "Dreyer", "Estevo", "Fallon", "Grieve", "Halloran", "Istvany", "Jorun")
PLACES = ("Hesper", "Corve", "Lindholm", "Verrin", "Tessaly", "Norlund", "Ostrava", "Brackwater", "Sund", "Marren")
PRESS = ("Courier", "Observer", "Gazette", "Wire", "Tribune", "Herald", "Post", "Bulletin")

KINDS = ("report",) * 14 + ("intent", "forecast", "opinion", "denial", "denial", "meta")
ATTRIBUTIONS = ("named_official", "institution", "outlet_voice", "commentator", "unnamed_described", "unspecified")
CERTAINTIES = ("CT",) * 6 + ("PR", "PR", "PS", "U")
STANCES = {"CT": "asserts", "PR": "hedges", "PS": "hedges", "U": "caveats"}
PARTS = (
    ("C", 5, "asserted"), ("A", 5, "institution"), ("H", -5, "hedged: may"), ("N", -5, "no detail"),
    ("X", 10, "corroborated by 2 origins"), ("P", -5, "unnamed"), ("R", 0, "unrated source"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each a case file holds."""

    claims: int = 1_000_000
    events: int = 100_000
    articles: int = 50_000
    seed: int = 7

    @property
    def actors(self) -> int:
        """Speakers."""
        return max(20, self.claims // 100)

    @property
    def propositions(self) -> int:
        """Propositions: on average two and a half claims each, the first ones have many more."""
        return max(5, self.claims * 2 // 5)


def key(*parts: object) -> str:
    """A content key that depends on the parts alone."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()


def make(path: Path, size: Size) -> None:
    """Write the case file; it must not exist."""
    if path.exists():
        raise FileExistsError(path)
    with CaseFile(path):
        pass
    db = sqlite3.connect(path, isolation_level=None)
    try:
        for pragma in ("synchronous = OFF", "cache_size = -400000", "foreign_keys = OFF"):
            db.execute(f"PRAGMA {pragma}")
        indexes = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").fetchall()
        db.execute("BEGIN")
        for name, _ in indexes:  # an index is made faster from its rows than with them
            db.execute(f"DROP INDEX {name}")
        _fill(db, size)
        for _, sql in indexes:
            db.execute(sql)
        db.execute("INSERT OR REPLACE INTO setting (key, value) VALUES ('generation', '1')")
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        db.close()


def _fill(db: sqlite3.Connection, size: Size) -> None:
    chance = random.Random(size.seed)
    outlets = min(OUTLETS, max(3, size.articles))
    db.executemany(
        "INSERT INTO outlet VALUES (?, ?, ?, ?, 'press')",
        ((n, f"{name.casefold()}", name, f"family {n % 60}") for n, name in _names(PLACES, PRESS, outlets)),
    )
    db.executemany(
        "INSERT INTO actor VALUES (?, ?, ?, 'person', 'F')",
        ((n, name.casefold(), name) for n, name in _names(GIVEN, FAMILY, size.actors)),
    )
    db.execute("INSERT INTO actor_alias SELECT key, id FROM actor")
    db.executemany(
        "INSERT INTO proposition VALUES (?, ?, ?)",
        ((n, key("p", n), _claimed(chance)[:90]) for n in range(1, size.propositions + 1)),
    )
    db.executemany(
        "INSERT INTO origin VALUES (?, ?, ?, ?)",
        ((n, n, chance.choice(WHO), "independent" if n % 3 else "unclear") for n in range(1, size.propositions + 1)),
    )
    _fill_events(db, size, chance)
    claim = 0
    for article in range(1, size.articles + 1):
        several = size.claims * article // size.articles - claim
        _fill_article(db, size, chance, article, claim, several, article % outlets + 1)
        claim += several


def _names(first: Sequence[str], last: Sequence[str], count: int) -> Iterator[tuple[int, str]]:
    """So many different names, numbered from 1."""
    for n in range(count):
        a, rest = n % len(first), n // len(first)
        b, more = rest % len(last), rest // len(last)
        yield n + 1, f"{first[a]} {last[b]}" + (f" {_roman(more + 1)}" if more else "")


def _roman(number: int) -> str:
    letters = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
    out = ""
    for value, sign in (*letters, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        out += sign * (number // value)
        number %= value
    return out


def _claimed(chance: random.Random) -> str:
    return f"{chance.randrange(3, 9000):,} {chance.choice(THINGS)} {chance.choice(DONE)} {chance.choice(WHY)}"


def _fill_events(db: sqlite3.Connection, size: Size, chance: random.Random) -> None:
    def rows() -> Iterator[tuple[object, ...]]:
        for n in range(1, size.events + 1):
            day = START + dt.timedelta(chance.randrange(DAYS))
            title = f"{chance.choice(THINGS)} {chance.choice(DONE)}"
            if n % 25 == 0:
                yield n, key("e", n), title, None, None, None, "unknown", "reported"
            elif n % 9 == 0:
                month = f"{day:%Y-%m}"
                yield n, key("e", n), title, month, f"{month}-01", f"{month}-28", "month", "disputed"
            else:
                yield (
                    n,
                    key("e", n),
                    title,
                    str(day),
                    str(day),
                    str(day),
                    "day",
                    "planned" if n % 11 == 0 else "reported",
                )

    db.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, 'event', ?)", rows())


def _fill_article(
    db: sqlite3.Connection, size: Size, chance: random.Random, article: int, before: int, several: int, outlet: int
) -> None:
    """One body with its claims, one to two sentences of which stand beside each."""
    published = START + dt.timedelta(chance.randrange(DAYS))
    dated = article % 17 != 0
    text = [f"Report {article} from {chance.choice(PLACES)}.\n\n"]
    place = len(text[0])
    claims, standings, parts, timexes, mentions = [], [], [], [], []
    quantities, chains = [], []
    for n in range(before + 1, before + several + 1):
        content = _claimed(chance)
        cue, who, when = chance.choice(CUES), chance.choice(WHO), chance.choice(WHEN)
        sentence = f"{content}, {who} {cue} {when}."
        start, end = place, place + len(sentence)
        said = start + len(content) + 2
        cue_at = said + len(who) + 1
        kind, sure = chance.choice(KINDS), chance.choice(CERTAINTIES)
        attribution = chance.choice(ATTRIBUTIONS)
        graded = kind in ("report", "denial", "intent")
        support = min(95, max(5, 5 * round(chance.gauss(9, 3.5)))) if graded else None
        digit = 6 if support is None else 1 if support >= 85 else 2 if support >= 65 else 3 if support >= 45 else 4
        letter = chance.choice("BCDFFFFF")
        # the n-th power puts many claims into the first propositions, as big stories do
        proposition = 1 + int(size.propositions * chance.random() ** 1.6) if graded else None
        actor = 1 + int(size.actors * chance.random() ** 2)
        speaker = actor if attribution != "unspecified" else None
        # every claim of ten tells an event, so that each event has its MENTIONS
        event = (n - 1) % size.events + 1 if n <= size.events * MENTIONS else None
        day = str(START + dt.timedelta(chance.randrange(DAYS))) if event else None
        claims.append(
            (n, key("c", n), article, start, end, n - before, sentence, start, start + len(content), speaker, said,
             said + len(who), who, cue_at, cue_at + len(cue), cue, attribution, kind, sure, "-" if cue == "denied" else "+",
             0.9, '{"hedges": []}')
        )  # fmt: skip
        standings.append(
            (n, article, outlet if article % 13 else None, speaker, attribution, kind, sure, "-" if cue == "denied" else "+",
             str(published) if dated else None, day, day, proposition, proposition, STANCES[sure] if proposition else None,
             support, digit, letter, support, "0", digit, support)
        )  # fmt: skip
        if graded:
            start_part = n % 4
            parts += [(n, i, *PARTS[start_part + i], start, end) for i in range(3)]
        if event:
            at = cue_at + len(cue) + 1
            timexes.append((n, article, n, at, at + len(when), when, day, day, day, day))
            mentions.append((article, event, n, n, start, end, content[:60]))
        if n % 3 == 0:
            quantities.append(
                (n, start, start + content.index(" "), content.split(" ", 1)[0], float(n % 900), THINGS[n % 15])
            )
        if n % 4 == 0:
            chains.append((n, who, actor))
        aside = f" {chance.choice(PLACES)} lies {chance.randrange(4, 90)} kilometres from the coast, {chance.choice(WHY)}.\n\n"
        text += [sentence, aside]
        place = end + len(aside)
    whole = "".join(text)
    db.execute("INSERT INTO body VALUES (?, ?, ?, ?)", (article, key("b", article), len(whole), whole))
    name = f"{article:06}-{PLACES[article % len(PLACES)].lower()}.txt"
    source = outlet if article % 13 else None
    date = (str(published), str(published), str(published), "day", "declared") if dated else (None,) * 5
    db.execute(
        "INSERT INTO sighting (id, key, body, name, title, outlet, published, published_origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (article, key("s", article), article, name, text[0].strip(), None, date[0], date[4]),
    )
    db.execute(
        "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, 'en', ?, ?, ?, ?, ?, NULL, 'bench', 0)",
        (article, key("a", article), article, source, name, text[0].strip(), *date),
    )
    db.execute("INSERT INTO article_sighting VALUES (?, ?)", (article, article))
    db.executemany(
        "INSERT INTO claim (id, key, article, start_char, end_char, paragraph, quote, content_start, content_end, speaker,"
        " speaker_start, speaker_end, speaker_text, cue_start, cue_end, cue, attribution, kind, certainty, polarity, quality,"
        f" reading) VALUES ({', '.join('?' * 22)})",
        claims,
    )
    db.executemany(
        "INSERT INTO standing (claim, article, outlet, speaker, attribution, kind, certainty, polarity, published_from,"
        " event_from, event_to, proposition, origin, stance, points, digit, letter, support, inputs, shown_digit,"
        f" shown_support) VALUES ({', '.join('?' * 21)})",
        standings,
    )
    db.executemany("INSERT INTO grade_part VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", parts)
    db.executemany(
        "INSERT INTO timex VALUES (?, ?, ?, ?, ?, ?, 'event', 'DATE', ?, ?, ?, ?, 'day', 'publication', 'bench', '[]')",
        timexes,
    )
    db.executemany(
        "INSERT INTO event_mention (article, event, claim, timex, start_char, end_char, title, role, status)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'event', 'reported')",
        mentions,
    )
    db.executemany("INSERT INTO quantity VALUES (?, ?, ?, ?, ?, ?5, ?, 'counted')", quantities)
    db.executemany("INSERT INTO chain_link VALUES (?, 1, ?, 'cites', ?)", chains)


def main() -> None:
    """Make the file that the words name."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("file", type=Path)
    for name, value in (("claims", 1_000_000), ("events", 100_000), ("articles", 50_000), ("seed", 7)):
        parser.add_argument(f"--{name}", type=int, default=value)
    words = parser.parse_args()
    began = time.perf_counter()
    make(words.file, Size(words.claims, words.events, words.articles, words.seed))
    print(f"{words.file.name}: {words.file.stat().st_size / 1e6:,.0f} MB in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
