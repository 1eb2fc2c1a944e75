"""How single values are written: support 60, grade F2, CT+, dates, stances; and how text is cut to a width."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from store.derive.stated import stated
from store.filters import fold
from store.records.comparison import Cell
from store.records.grade import Stance, band_of, is_conflict
from store.records.rows import ActorRow, ClaimRow, TimelineRow
from store.records.text import clean, clean_line

NOTHING = "—"
UNSURE_BELOW = 0.6
"""Quality under which a reading is marked `?`."""

STANCE_GLYPHS: dict[Stance, str] = {"asserts": "=", "hedges": "~", "denies": "≠", "caveats": "!"}
SILENT_GLYPH = "·"

_NARROW = frozenset(("Mn", "Me", "Cf"))


def width_of(text: str) -> int:
    """Columns of a terminal that a text takes: two for wide characters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(c) in _NARROW else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def fit(text: str, width: int) -> str:
    """The text on one line with single blanks, cut to at most `width` columns with an ellipsis."""
    return cut(clean_line(text, max(2 * width, 200)), width)


def cut(line: str, width: int) -> str:
    """A line safe to show, its blanks as they are, cut to at most `width` columns with an ellipsis."""
    line = clean(line[: 4 * width + 200]).replace("\n", " ").replace("\t", " ")
    if width_of(line) <= width:
        return line
    kept, used = [], 0
    for char in line:
        used += width_of(char)
        if used > width - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…" if width > 0 else ""


def one_line(text: str) -> str:
    """The text safe to show, on one line, its blanks as they are, up to 20,000 columns."""
    return cut(text, 20_000)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text filled with blanks to `width` columns."""
    blanks = " " * max(0, width - width_of(text))
    return blanks + text if right else text + blanks


def support(row: ClaimRow) -> str:
    """Support as a whole number (never .45, which reads as a probability); a dash where there is none."""
    return NOTHING if row.support is None else str(row.support)


def band(row: ClaimRow) -> str:
    """HIGH, MED or LOW; a dash where there is no support."""
    return band_of(row.support)


def grade(row: ClaimRow) -> str:
    """Letter and digit with their marks: `*` the analyst's own (`†` made on other inputs), `≠` letter against digit, `?` an unsure reading."""
    own = ("†" if row.stale_override else "*") if row.overridden else ""
    conflict = "≠" if is_conflict(row.letter, row.digit) else ""
    return f"{row.letter}{row.digit}{own}{conflict}{'?' if row.quality < UNSURE_BELOW else ''}"


def said(row: ClaimRow) -> str:
    """The speaker's certainty and the polarity: CT+."""
    return f"{row.certainty}{row.polarity}"


def speaker(row: ClaimRow) -> str:
    """Who says it: the name, else the words that stand for one, else the outlet's or file's own voice."""
    return (
        row.speaker
        or row.speaker_text
        or (row.source or row.article_name if row.attribution == "outlet_voice" else NOTHING)
    )


def claim(row: ClaimRow) -> str:
    """What is claimed, understandable by itself: "accused: Dovania of hiding the ships"."""
    return stated(row.content, row.cue)


def read_as(row: ClaimRow) -> str | None:
    """The words that were read as the speaker, where they are not the speaker's name; None where they are."""
    if not row.speaker or not row.speaker_text or _holds(row.speaker_text, row.speaker):
        return None
    return f"“{row.speaker_text}” read as {row.speaker}"


def _holds(words: str, name: str) -> bool:
    """Whether words have the whole name in them, an article before it aside: "Defence Minister Ivo Kell"."""
    return f" {fold(name).removeprefix('the ')} " in f" {fold(words)} "


def spoken_words(words: Iterable[tuple[str, int]]) -> str:
    """Words for a speaker, each with its number of claims: “Kim” 3, “he” 1."""
    return ", ".join(f"“{text}” {count}" if text else f"— {count}" for text, count in words)


def joined(row: ActorRow) -> str:
    """What was joined to a name: its other names, then the words of its claims that are none of them."""
    said: Counter[str] = Counter()
    for place in row.spoken:
        for text, count in place.words:
            said[text] += count
    ordered = sorted(said.items(), key=lambda s: (-s[1], s[0]))
    others = [(t, n) for t, n in ordered if t and fold(t) not in row.aliases and not _holds(t, row.name)]
    aliases = ", ".join(a for a in row.aliases if a != fold(row.name))
    return " · ".join(part for part in (aliases, spoken_words(others)) if part)


def marks(row: ClaimRow) -> str:
    """What colleagues left on it: ★, notes as ✎2, tags as #words."""
    left = ["★"] if row.starred else []
    if row.notes:
        left.append(f"✎{row.notes}")
    return " ".join([*left, *(f"#{t}" for t in row.tags)])


def when(row: TimelineRow) -> str:
    """The date as exactly as it is known, `? undated` where it is not; a `?` behind it where it is ambiguous."""
    words = date_words(row.edtf, row.precision)
    if words is None:
        if row.date_from and row.date_to and row.date_from != row.date_to:
            words = f"{row.date_from}/{row.date_to}"
        else:
            words = row.date_from or row.date_to or "? undated"
    return f"{words} ?" if row.ambiguous and not words.startswith("?") else words


_PARTS = {
    "21": "spring", "22": "summer", "23": "autumn", "24": "winter", "33": "Q1", "34": "Q2", "35": "Q3", "36": "Q4",
    "40": "H1", "41": "H2",
}  # fmt: skip
"""EDTF's codes in the place of a month, which nobody reads."""


def date_words(edtf: str | None, precision: str) -> str | None:
    """EDTF as a person reads it: 2024 summer, 2022-W35, from 2024-10-15, until 2019; otherwise as it is."""
    if not edtf:
        return None
    start, slash, end = edtf.partition("/")
    if slash and start in ("", ".."):
        return f"until {_part_words(end)}"
    if slash and end in ("", ".."):
        return f"from {_part_words(start)}"
    if slash and precision == "week" and re.fullmatch(r"\d{4}-\d\d-\d\d", start):
        year, week, _ = dt.date.fromisoformat(start).isocalendar()
        return f"{year}-W{week:02}"
    return f"{_part_words(start)}/{_part_words(end)}" if slash else _part_words(start)


def _part_words(edtf: str) -> str:
    match = re.fullmatch(r"(\d{4})-(\d\d)(\D?)", edtf)
    return f"{match[1]} {_PARTS[match[2]]}{match[3]}" if match and match[2] in _PARTS else edtf


def stance(cell: Cell) -> str:
    """The glyphs of a cell: = asserts, ~ hedges, ≠ denies, ! caveats, · silent; several where a source tells both."""
    if cell.stance is None:
        return SILENT_GLYPH
    return "".join(STANCE_GLYPHS[s] for s in cell.stances or (cell.stance,))


def status(row: TimelineRow) -> str:
    """What is out of the ordinary about an event: planned, denied, disputed, said; nothing for what is reported."""
    return row.status if row.status != "reported" else "said" if row.role == "utterance" else ""
