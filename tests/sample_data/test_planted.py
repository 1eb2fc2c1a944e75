"""The sample corpus holds what PLANTED.toml says it holds, and stays small."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
import yaml

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
PLANTED = tomllib.loads((SAMPLE / "PLANTED.toml").read_text(encoding="utf-8"))["planted"]
PLACES = [(row["kind"], place) for row in PLANTED for place in row["places"]]
ASKED = {
    "wire_copy", "credit", "first_report", "denial", "drift", "unspecified_source", "chain", "numbers_differ",
    "numbers_not_comparable", "run_on_quotation", "correction", "retraction", "unverified", "no_evidence",
    "no_detail", "official_act", "relative_date", "undated", "hedge", "forecast", "opinion",
}  # fmt: skip


def articles() -> dict[str, str]:
    """Each article's text by the name that PLANTED.toml uses for it."""
    texts = {
        path.relative_to(SAMPLE).as_posix(): path.read_text(encoding="utf-8")
        for path in (*SAMPLE.glob("articles/markdown/*.md"), *SAMPLE.glob("articles/text/*.txt"))
    }
    for line in (SAMPLE / "articles" / "archive.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        texts[f"articles/archive.jsonl#{row['id']}"] = row["body"]
    return texts


TEXTS = articles()


def front_matter(name: str) -> dict[str, object]:
    """The YAML head of one Markdown article."""
    head = yaml.safe_load(TEXTS[name].split("---\n")[1])
    assert isinstance(head, dict)
    return head


@pytest.mark.parametrize(("kind", "place"), PLACES)
def test_planted_words_stand_in_the_article(kind: str, place: dict[str, object]) -> None:
    assert str(place["words"]) in TEXTS[str(place["article"])]


@pytest.mark.parametrize(("kind", "place"), [p for p in PLACES if "expression" in p[1]])
def test_planted_expressions_stand_in_their_words(kind: str, place: dict[str, object]) -> None:
    assert str(place["expression"]) in str(place["words"])


def test_every_problem_of_the_product_is_planted() -> None:
    assert {row["kind"] for row in PLANTED} >= ASKED


def test_every_article_holds_something_planted() -> None:
    assert {str(place["article"]) for _, place in PLACES} == set(TEXTS)


def test_there_are_several_outlets() -> None:
    named = {front_matter(name)["outlet"] for name in TEXTS if name.endswith(".md")}
    rows = [
        json.loads(line) for line in (SAMPLE / "articles" / "archive.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(named | {row["source"] for row in rows}) >= 7


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_articles_are_of_a_readable_length(name: str) -> None:
    assert 100 <= len(TEXTS[name].split()) <= 450


def test_one_text_is_undated() -> None:
    dated = {name for name in TEXTS if name.startswith("articles/text/") and TEXTS[name].startswith(" date ")}
    assert {name for name in TEXTS if name.startswith("articles/text/")} - dated == {"articles/text/021_promise.txt"}


def test_the_correction_shares_its_url() -> None:
    names = [name for name in TEXTS if "observer-kolm" in name]
    assert len(names) == 2
    assert len({front_matter(name)["url"] for name in names}) == 1
