"""The JSON contract: every key of PRODUCT.md, from the case file and from the extractor alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.casefile import CaseFile
from store.filters import Filter
from store.queries import articles, claims, comparison, timeline
from store.records.grade import Part
from store.records.reading import Actor, Attribution, Claim, ClaimDate, EventMention, Frame, Reading, Sentence, Timex
from store.records.span import Interval, Span
from tests.casefiles import BRIDGE, FORECAST, Ids, write_case
from tui.forms import claim_json, contract

SHARED = {
    "start", "end", "text", "content", "speaker", "speaker_text", "cue", "attribution", "chain", "credits", "kind",
    "certainty", "polarity", "hedges", "likelihood", "quality", "dates", "quantities",
}  # fmt: skip
HELD = {"id", "article", "grade", "override", "proposition", "tags", "notes"}
DATE = {"expression", "start", "end", "role", "edtf", "from", "to", "precision", "anchor", "alternatives"}
GRADE = {"letter", "digit", "support", "low", "high", "band", "parts", "why"}
EVENT = {
    "id", "title", "from", "to", "edtf", "precision", "role", "status", "ambiguous", "alternatives", "claims", "mentions",
    "expression", "start", "end", "anchor", "text", "article",
}  # fmt: skip
MENTION = {"article", "start", "end", "expression", "rule", "anchor", "text"}
PROPOSITION = {"key", "label", "cells", "origins", "quantities", "drift", "only"}
SOURCE = {"name", "articles", "claims", "first", "lag_days", "certainty", "attribution"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CaseFile, Ids]]:
    case, ids = write_case(tmp_path_factory.mktemp("contract") / "t.saidby")
    yield case, ids
    case.close()


@pytest.fixture(scope="module")
def listed(made: tuple[CaseFile, Ids]) -> dict[str, dict[str, Any]]:
    details = claims.details(made[0], claims.view(made[0], Filter()).ids)
    return {d.row.content: json.loads(json.dumps(claim_json.claim(d))) for d in details}


class TestClaims:
    def test_no_key_is_missing(self, listed: dict[str, dict[str, Any]]) -> None:
        for claim in listed.values():
            assert set(claim) >= SHARED | HELD
            assert set(claim["grade"]) >= GRADE
            assert set(claim["article"]) >= {"id", "name", "title", "source", "published"}
            assert all(set(d) >= DATE for d in claim["dates"])
            assert all(set(q) >= {"text", "low", "high", "thing", "role"} for q in claim["quantities"])

    def test_support_is_a_whole_number(self, listed: dict[str, dict[str, Any]]) -> None:
        assert listed[BRIDGE]["grade"]["support"] == 65
        assert listed[BRIDGE]["grade"]["why"].startswith("65 MED F2 = 50")

    def test_parts_add_up_to_the_support(self, listed: dict[str, dict[str, Any]]) -> None:
        grade = listed[BRIDGE]["grade"]
        assert 50 + sum(grade["parts"].values()) == grade["support"]

    def test_a_forecast_has_no_support(self, listed: dict[str, dict[str, Any]]) -> None:
        grade = listed[FORECAST]["grade"]
        assert (grade["support"], grade["digit"], grade["band"]) == (None, 6, "—")

    def test_numbers_are_written_whole(self, listed: dict[str, dict[str, Any]]) -> None:
        assert listed[BRIDGE]["quantities"][0]["low"] == 7
        assert isinstance(listed[BRIDGE]["quantities"][0]["low"], int)

    def test_no_id_of_a_row_leaves_the_file(self, listed: dict[str, dict[str, Any]]) -> None:
        assert all(len(c["id"]) == 64 and len(c["article"]["id"]) == 64 for c in listed.values())


def test_an_event_has_every_key_and_its_first_mention_at_the_top(made: tuple[CaseFile, Ids]) -> None:
    for detail in timeline.details(made[0], timeline.view(made[0], Filter()).ids):
        event = contract.timeline(detail, claims.keys(made[0], detail.claims))
        assert set(event) >= EVENT
        assert all(set(m) >= MENTION for m in event["mentions"])
        assert all(
            event[k] == event["mentions"][0][k] for k in ("article", "start", "end", "expression", "anchor", "text")
        )
        assert len(event["claims"]) == len(detail.claims)


def test_the_place_of_an_expression_holds_it(made: tuple[CaseFile, Ids]) -> None:
    (detail,) = timeline.details(made[0], [made[1].events["The bridge at Ostrel fell"]])
    event = contract.timeline(detail, {})
    (article,) = articles.details(made[0], [made[1].articles["gazette.txt"]])
    assert (article.text or "")[event["start"] : event["end"]] == event["expression"] == "on Monday"


def test_the_comparison_has_every_key(made: tuple[CaseFile, Ids]) -> None:
    grid = comparison.grid(made[0], Filter())
    found = contract.comparison(grid, claims.keys(made[0], contract.claims_in(grid)))
    (proposition,) = found["propositions"]
    assert set(proposition) >= PROPOSITION
    assert {s["name"] for s in found["sources"]} == set(proposition["cells"])
    assert all(set(s) >= SOURCE for s in found["sources"])
    assert all(set(c) >= {"stance", "grade", "claims"} for c in proposition["cells"].values())


def test_a_silent_source_has_a_cell_that_says_so(tmp_path: Path) -> None:
    from tests.casefiles import PIECES, Piece, Told

    wire = Piece(
        "wire.txt",
        "It sank, officials said.",
        (Told("It sank, officials said.", "It sank", proposition="ferry"),),
        "Wire",
    )
    case, _ = write_case(tmp_path / "t.saidby", (*PIECES, wire))
    with case:
        grid = contract.comparison(comparison.grid(case, Filter()), {})
    cells = {p["label"]: {n: c["stance"] for n, c in p["cells"].items()} for p in grid["propositions"]}
    assert cells["ferry"] == {"Wire": "asserts", "The Gazette": "silent", "Courier": "silent", "leaflet.txt": "silent"}
    assert cells["bridge"]["Wire"] == "silent"


TEXT = "On Monday the minister said the dam held, and on Tuesday that it broke."


def timex(words: str, day: str) -> Timex:
    start = TEXT.lower().index(words.lower())
    span = Span(start, start + len(words))
    return Timex(span, span.of(TEXT), "DATE", day, day, Interval(day, day), "day", "publication", "weekday")


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def reading() -> Reading:
    whole, speaker, cue = Span(0, len(TEXT)), span("the minister"), span("said")
    contents = ((span("the dam held"),), (span("on Tuesday"), span("it broke")))

    def claim(index: int) -> Claim:
        return Claim(
            sentence=whole, paragraph=1, content=contents[index], attribution=index, type="named_official",
            speaker="the minister", speaker_span=speaker, cue=cue, chain=(), kind="report", commitment="asserted",
            polarity="+", hedges=(), likelihood=None, checks=(), dates=(ClaimDate(index, "event"),), quantities=(),
            frame=Frame((), "hold"), quality=0.8,
        )  # fmt: skip

    return Reading(
        sentences=(Sentence(whole, 1),),
        timexes=(timex("On Monday", "2031-05-05"), timex("on Tuesday", "2031-05-06")),
        attributions=tuple(Attribution(speaker, cue, c, "indirect", "said-that") for c in contents),
        actors=(Actor("the minister", "The Minister", "person"),),
        mentions=(),
        claims=(claim(0), claim(1)),
        credits=(),
        events=(EventMention(whole, "The dam held", 0, 0, "event", "reported"),),
        main_event=0,
        rules="test",
    )


class TestExtract:
    def test_no_key_is_missing(self) -> None:
        found = contract.reading(reading(), TEXT)
        assert set(found) >= {"sentences", "timexes", "attributions", "claims", "main_event"}
        assert all(set(c) >= SHARED and not set(c) & HELD for c in found["claims"])
        assert all(
            set(t) >= {"start", "end", "text", "type", "value", "edtf", "from", "to", "precision"}
            for t in found["timexes"]
        )

    def test_claims_are_built_from_the_very_attributions_and_timexes_printed(self) -> None:
        proven(contract.reading(reading(), TEXT), TEXT)

    def test_a_content_in_one_piece_is_a_pair_in_several_a_list(self) -> None:
        one, two = contract.reading(reading(), TEXT)["attributions"]
        assert one["content"] == list(span("the dam held"))
        assert two["content"] == [list(span("on Tuesday")), list(span("it broke"))]

    def test_the_main_event_has_the_place_of_its_date(self) -> None:
        event = contract.reading(reading(), TEXT)["main_event"]
        assert (event["from"], TEXT[event["start"] : event["end"]]) == ("2031-05-05", "On Monday")

    def test_a_real_reading_prints_claims_built_from_what_it_prints(self) -> None:
        read = pytest.importorskip("importers.extract.read", exc_type=ModuleNotFoundError).read
        text = (
            "Harbour master Ivo Lenz said on Monday that the ferry had sunk off Marrow Point. “We lost nine boats last week,” "
            "he added. The coast guard denied that anyone had drowned, according to the Tidewater Post."
        )
        found = contract.reading(read(text, "2031-05-06", "en"), text)
        assert found["claims"]
        proven(found, text)

    @pytest.mark.parametrize("key", sorted(SHARED))
    def test_one_code_path_makes_the_shared_keys_of_both(self, key: str, listed: dict[str, dict[str, Any]]) -> None:
        (first, *_) = contract.reading(reading(), TEXT)["claims"]
        assert type(first[key]) is type(listed[BRIDGE][key]) or None in (first[key], listed[BRIDGE][key])


def proven(found: dict[str, Any], text: str) -> None:
    """Each claim's cue is that of an attribution printed, its content stands in that one's (less a leading "that"), and
    each of its dates is a timex printed."""
    for claim in found["claims"]:
        content = claim["content"]
        assert text[content["start"] : content["end"]] == content["text"]
        assert text[claim["start"] : claim["end"]] == claim["text"]
        if claim["built_from"] is not None:
            attribution = found["attributions"][claim["built_from"]]
            cue, pieces = attribution["cue"], attribution["content"]
            pieces = pieces if isinstance(pieces[0], list) else [pieces]
            assert claim["cue"] == (text[cue[0] : cue[1]] if cue else None)
            assert min(p[0] for p in pieces) <= content["start"] < content["end"] <= max(p[1] for p in pieces)
        for date, index in zip(claim["dates"], claim["timexes"], strict=True):
            timex = found["timexes"][index]
            assert {k: date[k] for k in ("start", "end", "edtf", "from", "to", "precision")} == {
                k: timex[k] for k in ("start", "end", "edtf", "from", "to", "precision")
            }
            assert date["expression"] == timex["text"]


@given(st.lists(st.tuples(st.sampled_from(["C", "A", "H", "N", "gate"]), st.integers(-15, 15))))
def test_the_sums_of_the_parts_add_up(given_parts: list[tuple[Any, int]]) -> None:
    parts = [Part(name, points, "words") for name, points in given_parts]
    assert sum(claim_json.part_sums(parts).values()) == sum(points for _, points in given_parts)


def test_news_without_a_day_is_about_its_publication_day_and_says_about() -> None:
    from importers.extract.read import read

    text = "The bridge at Sorn collapsed, the mayor said."
    found = read(text, "2031-05-06", "en")
    assert contract.reading(found, text, "2031-05-06")["main_event"]["edtf"] == "2031-05-06~"
    assert contract.reading(read(text, None, "en"), text, None)["main_event"]["from"] is None
