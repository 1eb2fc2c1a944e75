"""What must be read in the three articles (EXTRACTION.md "easy to get wrong", GRADING.md "worked on the three articles").

Each expectation is told by a few of the article's words, which every rewriting replaces too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tests.shared.rewriting import Variant

Claim = dict[str, Any]


@dataclass(frozen=True)
class Loaded:
    """The three articles in one case file: claims by article (JSON of PRODUCT.md), the timexes of each, the variant."""

    claims: tuple[list[Claim], list[Claim], list[Claim]]
    timexes: tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]
    variant: Variant

    def find(self, article: int, words: str, **wanted: str) -> list[Claim]:
        """Claims of an article whose content (less blanks) holds the words, in this variant's form."""
        pattern = self.variant.words(words).casefold()
        return [
            c
            for c in self.claims[article]
            if pattern in " ".join(c["content"]["text"].split()).casefold()
            and all(c[k] == v for k, v in wanted.items())
        ]


@dataclass(frozen=True)
class Expectation:
    """One reading: a name, and what must hold."""

    name: str
    holds: Callable[[Loaded], bool]


def timex(
    article: int, expression: str, wanted: Callable[[dt.date], tuple[dt.date, dt.date]], anchor: str | None = None
) -> Callable[[Loaded], bool]:
    """An expression of an article lies on the days that follow from its publication day."""

    def holds(got: Loaded) -> bool:
        days = tuple(d.isoformat() for d in wanted(dt.date.fromisoformat(got.variant.published(article == 0))))
        return any(
            t["text"].casefold() == got.variant.words(expression).casefold()
            and (str(t["from"])[:10], str(t["to"])[:10]) == days
            and anchor in (None, t["anchor"])
            for t in got.timexes[article]
        )

    return holds


def days(offset: int) -> Callable[[dt.date], tuple[dt.date, dt.date]]:
    """The day that many days from publication."""
    return lambda day: (day + dt.timedelta(offset), day + dt.timedelta(offset))


def week(offset: int, seen_from: int = 0) -> Callable[[dt.date], tuple[dt.date, dt.date]]:
    """The ISO week that many weeks from the one of a day, itself given from publication."""

    def wanted(day: dt.date) -> tuple[dt.date, dt.date]:
        day += dt.timedelta(seen_from)
        monday = day - dt.timedelta(day.weekday()) + dt.timedelta(weeks=offset)
        return monday, monday + dt.timedelta(6)

    return wanted


def unresolved(article: int, expression: str) -> Callable[[Loaded], bool]:
    """An expression is found and lies nowhere."""

    def holds(got: Loaded) -> bool:
        found = [t for t in got.timexes[article] if t["text"].casefold() == expression]
        return bool(found) and all(t["from"] is None and t["to"] is None for t in found)

    return holds


def graded(
    article: int, words: str, parts: str, digit: int, support: int | None, speaker: str | None = None
) -> Callable[[Loaded], bool]:
    """Some claim with these words has exactly these parts (R aside, it is -5 for all), digit and support."""
    wanted = {m[1]: int(m[2]) for m in re.finditer(r"([CAHVNXP])([+-]\d+)", parts)}

    def holds(got: Loaded) -> bool:
        for claim in got.find(article, words):
            grade = claim["grade"]
            have = {k: v for k, v in grade["parts"].items() if k in "CAHVNXP" and v}
            said = (
                speaker is None
                or got.variant.words(speaker).casefold() in str(claim["speaker"] or claim["speaker_text"]).casefold()
            )
            if said and grade["digit"] == digit and grade["support"] == support and (support is None or have == wanted):
                return True
        return False

    return holds


def said_by(article: int, words: str, speaker: str) -> Callable[[Loaded], bool]:
    """Every claim with these words that anybody says is said by this speaker, and there is one."""

    def holds(got: Loaded) -> bool:
        found = [c for c in got.find(article, words) if c["speaker_text"] or c["speaker"]]
        want = got.variant.words(speaker).casefold()
        return bool(found) and all(want in str(c["speaker"] or c["speaker_text"]).casefold() for c in found)

    return holds


def both_sides(got: Loaded) -> bool:
    """ "both sides" are the two capitals (or their countries) named before."""
    denials = [c for c in got.claims[1] if c["kind"] == "denial"]
    one = {got.variant.words(w).casefold() for w in ("Moscow", "Russia")}
    two = {got.variant.words(w).casefold() for w in ("Pyongyang", "North Korea")}
    names = [str(c["speaker"]).casefold() for c in denials]
    return any(any(w in n for w in one) and any(w in n for w in two) for n in names)


def two_hops(got: Loaded) -> bool:
    """State television stands on the expert, who stands on unspecified reports."""
    name = got.variant.words("Korodchenko").casefold()
    for claim in got.find(2, "100,000"):
        labels = [h["label"].casefold() for h in claim["chain"]]
        if any(name in label for label in labels) and len(labels) >= 2:
            return True
    return False


def quantity(article: int, words: str, role_words: Iterable[str] = ()) -> Callable[[Loaded], bool]:
    """A number is read, with a thing."""

    def holds(got: Loaded) -> bool:
        want = got.variant.words(words).casefold()
        return any(q["thing"] for c in got.claims[article] for q in c["quantities"] if want in q["text"].casefold())

    return holds


def drifts(got: Loaded) -> bool:
    """The sentences with the large number in 002 lead to one origin."""
    found = got.find(2, "100,000")
    return len(found) >= 3 and len({c.get("origin") for c in found}) == 1 and found[0].get("origin") is not None


def photo_credit_is_no_claim(got: Loaded) -> bool:
    """A photo credit and a desk's initials are not claims."""
    texts = [c["content"]["text"] for c in got.claims[1]]
    return not any("Illustrative" in t for t in texts) and not any(
        c["content"]["text"].strip() == "(dzc)" for c in got.claims[2]
    )


READINGS = (
    Expectation("000 Tuesday is the publication day", timex(0, "Tuesday", days(0))),
    Expectation("000 last week", timex(0, "last week", week(-1))),
    Expectation("001 Tuesday stands under 'Last week'", timex(1, "Tuesday", days(-7), "previous")),
    Expectation(
        "001 the entire next week was said on Sunday", timex(1, "the entire next week", week(1, -2), "utterance")
    ),
    Expectation("001 Sunday is the one before publication", timex(1, "Sunday", days(-2))),
    Expectation("002 recently stays unresolved", unresolved(2, "recently")),
    Expectation("002 soon stays unresolved", unresolved(2, "soon")),
    Expectation("002 the coming weeks stay unresolved", unresolved(2, "the coming weeks")),
    Expectation(
        "000 the quotation opens twice: Ryder says both", said_by(0, "reaching out to North Korea", "Pat Ryder")
    ),
    Expectation("000 'things are not going well' is Ryder's", said_by(0, "things are not going well", "Pat Ryder")),
    Expectation("001 both sides are Moscow and Pyongyang", both_sides),
    Expectation(
        "001 the six officers are Kim Yong-hyun's claim",
        said_by(1, "six North Korean officers were killed", "Kim Yong-hyun"),
    ),
    Expectation("001 transferring people is Zelensky's", said_by(1, "transferring people", "Zelensky")),
    Expectation("002 two hops", two_hops),
    Expectation("002 the MI6 chief is Moore", said_by(2, "manpower and supplies", "Moore")),
    Expectation("002 the 100,000 lead to one origin", drifts),
    Expectation("photo credits and initials are no claims", photo_credit_is_no_claim),
    Expectation("six officers counted", quantity(1, "six")),
    Expectation("100,000 counted", quantity(2, "100,000")),
    Expectation("millions counted", quantity(0, "millions")),
    Expectation("hundreds counted", quantity(0, "hundreds")),
)

GRADES = (
    Expectation("000 rockets", graded(0, "millions of rockets", "C+5 A+5 V-5", 3, 50)),
    Expectation("000 could purchase more: forecast", graded(0, "purchase additional", "", 6, None)),
    Expectation("000 drones confirmed", graded(0, "took delivery", "C+10 A+5", 2, 60)),
    Expectation("000 plan for hundreds", graded(0, "hundreds of", "C-5 A+5", 3, 45)),
    Expectation("000 recognition", graded(0, "recognise the independence", "C+5 V+10", 2, 60)),
    Expectation("001 transferring people", graded(1, "transferring people", "C+5 A+10 N+5 X-10", 2, 55)),
    Expectation(
        "001 six officers", graded(1, "six North Korean officers were killed", "C-5 A+10 H-5 V-10 X-10", 4, 25)
    ),
    Expectation("001 both sides deny", graded(1, "involvement", "C+5 A+5 X-30 P-5", 4, 20)),
    Expectation("002 promised", graded(2, "promised Putin 100,000", "C-5 A+5 H-15 V-10", 4, 20)),
    Expectation("002 ready to take part", graded(2, "ready to take part", "C+5 A-5 H-10 V-10", 4, 25)),
    Expectation("002 mobilization against its own body", graded(2, "mass mobilization", "C-5 A-5 X-15", 4, 20)),
    Expectation("002 out of steam: forecast", graded(2, "out of steam", "", 6, None)),
    Expectation("001 visit in June", graded(1, "visit to Pyongyang", "C+5 V+10", 2, 60)),
)
