"""The three articles in other words: other names, countries, months, weekdays, numbers and hedges.

A reading that holds by rule holds in every variant; one that holds by accident of a name does not.
Nothing of the articles stands here: only what is replaced by what.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

MONTHS = list(calendar.month_name)[1:]
DAYS = list(calendar.day_name)
SEASONS = ["winter", "spring", "summer", "fall"]


@dataclass(frozen=True, eq=False)
class Variant:
    """One rewriting. `months` must be a multiple of 3, so that seasons move with the months; `weekdays` moves the
    days of the week, and the publication days with them."""

    name: str
    names: dict[str, str]
    months: int = 0
    weekdays: int = 0

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = sorted(self._words, key=len, reverse=True)
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")

    @cached_property
    def _words(self) -> dict[str, str]:
        words = dict(self.names)
        for number, month in enumerate(MONTHS):
            words[month] = MONTHS[(number + self.months) % 12]
        for number, day in enumerate(DAYS):
            words[day] = DAYS[(number + self.weekdays) % 7]
        for number, season in enumerate(SEASONS):
            words[f"this past {season}"] = f"this past {SEASONS[(number + self.months // 3) % 4]}"
        return words

    def words(self, text: str) -> str:
        """Any text, an expected one too, with this variant's words; blanks are made plain first."""
        return self._pattern.sub(lambda m: self._words[m[0]], text)

    def published(self, first: bool) -> str:
        """The new publication day of article 000 (first) or 001: in the moved month, about the same day of it, on the
        moved weekday."""
        old = dt.date(2022, 9, 6) if first else dt.date(2024, 10, 15)
        month = old.month - 1 + self.months
        near = dt.date(old.year + month // 12, month % 12 + 1, old.day)
        wanted = (old.weekday() + self.weekdays) % 7
        return min(
            (near + dt.timedelta(days=d) for d in range(-3, 4)),
            key=lambda x: (x.weekday() != wanted, abs((x - near).days)),
        ).isoformat()

    def month(self, value: str) -> str:
        """A month of the original (YYYY-MM) in this variant."""
        year, month = map(int, value.split("-"))
        number = year * 12 + month - 1 + self.months
        return f"{number // 12:04d}-{number % 12 + 1:02d}"

    def article(self, text: str) -> str:
        """An article of the original in this variant, its ` date ` head moved too."""
        head = re.match(r"\s*date (\d{4}-\d\d-\d\d) ", text)
        body = self.words(text[head.end() :] if head else text)
        return f" date {self.published(head[1][:4] == '2022')} {body}" if head else body


ORIGINAL = Variant("original", {})

VARIANTS = (
    Variant(
        "caucasus",
        {
            "Volodymyr Zelensky": "Giorgi Maisuradze", "Zelensky": "Maisuradze", "Ukraine": "Georgia", "Ukrainian": "Georgian",
            "Russia": "Turkey", "Russian": "Turkish", "Russians": "Turks", "Moscow": "Ankara", "Vladimir Putin": "Kemal Aydin",
            "Putin": "Aydin", "North Korea": "Belarus", "North Korean": "Belarusian", "North Koreans": "Belarusians",
            "Korean": "Belarusian", "Pyongyang": "Minsk", "N.Korea": "Belarus", "South Korean": "Polish", "Seoul": "Warsaw",
            "Kim Yong-hyun": "Jan Kowalczyk", "Kim": "Kowalczyk", "Iranian": "Algerian", "Tehran": "Algiers",
            "Pat Ryder": "Dana Whitfield", "Joe Biden": "Alan Marsh", "Biden": "Marsh", "Igor Korodchenko": "Oleg Baranov",
            "Korodchenko": "Baranov", "Richard Moore": "Simon Hartley", "Moore": "Hartley", "Donetsk": "Batumi",
            "Luhansk": "Gori", "100,000": "40,000", "six": "nine", "hundreds": "dozens", "millions": "thousands",
            "rockets": "mortars", "highly likely": "very probable", "drones": "helicopters", "soldiers": "troops",
        },
        months=3, weekdays=2,
    ),
    Variant(
        "gulf",
        {
            "Volodymyr Zelensky": "Ahmed Salem", "Zelensky": "Salem", "Ukraine": "Yemen", "Ukrainian": "Yemeni",
            "Russia": "Ethiopia", "Russian": "Ethiopian", "Russians": "Ethiopians", "Moscow": "Addis Ababa",
            "Vladimir Putin": "Tesfaye Bekele", "Putin": "Bekele", "North Korea": "Cuba", "North Korean": "Cuban",
            "North Koreans": "Cubans", "Korean": "Cuban", "Pyongyang": "Havana", "N.Korea": "Cuba", "South Korean": "Mexican",
            "Seoul": "Mexico City", "Kim Yong-hyun": "Luis Herrera", "Kim": "Herrera", "Iranian": "Pakistani",
            "Tehran": "Islamabad", "Pat Ryder": "Ellen Brandt", "Joe Biden": "Robert Hale", "Biden": "Hale",
            "Igor Korodchenko": "Dawit Alemu", "Korodchenko": "Alemu", "Richard Moore": "Peter Lang", "Moore": "Lang",
            "Donetsk": "Aden", "Luhansk": "Taiz", "100,000": "25,000", "six": "eleven", "likely": "probably",
            "highly likely": "very likely", "officers": "engineers", "volunteers": "fighters",
        },
        months=-3, weekdays=3,
    ),
    Variant(
        "balkans",
        {
            "Volodymyr Zelensky": "Marko Petrovic", "Zelensky": "Petrovic", "Ukraine": "Serbia", "Ukrainian": "Serbian",
            "Russia": "Hungary", "Russian": "Hungarian", "Russians": "Hungarians", "Moscow": "Budapest",
            "Vladimir Putin": "Laszlo Nagy", "Putin": "Nagy", "North Korea": "Vietnam", "North Korean": "Vietnamese",
            "North Koreans": "Vietnamese", "Korean": "Vietnamese", "Pyongyang": "Hanoi", "N.Korea": "Vietnam",
            "South Korean": "Japanese", "Seoul": "Tokyo", "Kim Yong-hyun": "Kenji Morita", "Kim": "Morita",
            "Iranian": "Egyptian", "Tehran": "Cairo", "Pat Ryder": "Susan Cole", "Joe Biden": "Martin Price", "Biden": "Price",
            "Igor Korodchenko": "Istvan Kovacs", "Korodchenko": "Kovacs", "Richard Moore": "Andrew Blake", "Moore": "Blake",
            "Donetsk": "Novi Sad", "Luhansk": "Subotica", "100,000": "7,500", "six": "four", "believe": "think",
            "reportedly": "allegedly", "hundreds": "scores", "artillery shells": "armoured vehicles",
        },
        months=6, weekdays=-1,
    ),
    Variant(
        "calendar",
        {"six": "seventeen", "100,000": "60,000", "2019": "2021", "October 3rd": "October 5th", "soldiers": "men"},
        months=9, weekdays=4,
    ),
    Variant(
        "hedges",
        {
            "has reason to believe": "has grounds to suspect", "highly likely": "almost certain", "hinted": "suggested",
            "reportedly": "allegedly", "could not be independently verified": "could not be independently confirmed",
            "lacks hard evidence": "lacks solid proof", "did not detail": "did not specify", "confirmed": "acknowledged",
            "have denied": "have rejected", "promised": "pledged", "offered": "proposed",
        },
    ),
)  # fmt: skip
