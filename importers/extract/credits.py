"""Who is credited for the text: contributions, first reports, translations. A photo credit is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from importers.extract.attribution.lines import TIME_NOUNS
from importers.extract.lexicon import load
from importers.extract.places import fold
from store.records.reading import Credit, CreditRole, Sentence
from store.records.span import Span

_ROLES: tuple[CreditRole, ...] = ("text_contribution", "first_report", "translation")
_EDGES = " \t\n,.;:()\"“”'’"


def read_credits(text: str, sentences: Sequence[Sentence]) -> tuple[Credit, ...]:
    """Credits of the article, in order; captions and headings hold none."""
    found: list[Credit] = []
    sought = [(role, pattern) for role in _ROLES for pattern, needs in _patterns(role) if any(n in text for n in needs)]
    for sentence in sentences:
        if sentence.role in ("caption", "heading", "dateline"):
            continue
        for role, pattern in sought:
            for match in pattern.finditer(
                text, sentence.span.start, min(sentence.span.end, sentence.span.start + 2000)
            ):
                found.extend(_parties(match, role))
    unique = {(c.span, c.role): c for c in found}
    return tuple(unique[key] for key in sorted(unique))


def _parties(match: re.Match[str], role: CreditRole) -> list[Credit]:
    """One credit for each party of a list ("Jane Doe and John Roe")."""
    out: list[Credit] = []
    start, end = match.span("party")
    whole = match.string
    at = start
    if fold(whole[start:end]).split(" ")[0].strip(_EDGES) in TIME_NOUNS:
        return []
    for piece in re.split(r"(,\s(?:and\s)?|\sand\s)", whole[start:end]):
        left, right = at, at + len(piece)
        at = right
        while left < right and whole[left] in _EDGES:
            left += 1
        while right > left and whole[right - 1] in _EDGES:
            right -= 1
        if left < right and re.fullmatch(r",\s(?:and\s)?|\sand\s", piece) is None and piece.strip() not in ("and",):
            out.append(Credit(Span(left, right), whole[left:right], role))
    return out


@lru_cache(maxsize=3)
def _patterns(role: str) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """The patterns of a role, each with letters of which a text that it can match holds some."""
    return tuple((re.compile(rule["pattern"]), tuple(rule.get("needs", ("",)))) for rule in load("credits")[role])
