"""What is planted in the sample corpus is read from it: dates, numbers, credits."""

from __future__ import annotations

import json
import tomllib
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from importers.extract.read import read
from store.records.reading import Reading
from store.records.text import frozen_text

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
PLANTED = tomllib.loads((SAMPLE / "PLANTED.toml").read_text(encoding="utf-8"))["planted"]
PLACES = [(row["kind"], place) for row in PLANTED for place in row["places"]]


@lru_cache(maxsize=32)
def reading(name: str) -> tuple[str, Reading]:
    """An article's text without its head, and what is read in it."""
    path, _, place = name.partition("#")
    text = (SAMPLE / path).read_text(encoding="utf-8")
    published: str | None = None
    if place:
        row = next(r for r in map(json.loads, text.splitlines()) if r["id"] == place)
        text, published = row["body"], row["published"]
    elif path.endswith(".md"):
        _, head, text = text.split("---\n", 2)
        published = str(yaml.safe_load(head)["date"])
    elif text.startswith(" date "):
        published, text = text[6:16], text[16:]
    body = frozen_text(text)
    return body, read(body, published)


def places_of(place: dict[str, object]) -> tuple[int, int, Reading]:
    """Where the planted words stand, and the reading of their article."""
    body, found = reading(str(place["article"]))
    words = str(place["words"]).strip()
    start = body.index(words)
    return start, start + len(words), found


@pytest.mark.parametrize("place", [p for _, p in PLACES if "expression" in p], ids=lambda p: p["words"][:40])
def test_planted_dates_resolve_as_listed(place: dict[str, object]) -> None:
    start, end, found = places_of(place)
    read_there = [t for t in found.timexes if t.span.start >= start and t.span.end <= end]
    assert place.get("edtf") in [t.edtf for t in read_there]


@pytest.mark.parametrize("place", [p for _, p in PLACES if "low" in p], ids=lambda p: p["words"][:40])
def test_planted_numbers_are_read(place: dict[str, object]) -> None:
    start, end, found = places_of(place)
    numbers = [q.low for c in found.claims for q in c.quantities if q.span.start >= start and q.span.end <= end]
    assert place["low"] in numbers


@pytest.mark.parametrize("place", [p for kind, p in PLACES if kind == "credit"], ids=lambda p: p["article"])
def test_planted_credits_are_read(place: dict[str, object]) -> None:
    start, end, found = places_of(place)
    assert any(c.role == "text_contribution" and start <= c.span.start < end for c in found.credits)
