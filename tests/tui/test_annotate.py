"""Annotations from the command line: kept under the analyst's name, seen in the lists, taken back, never lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.casefiles import BRIDGE, DENIAL, MAYBE, write_case
from tui.cli.main import main


class Desk:
    """A case file and the commands on it, signed by Ann unless they say otherwise."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        case, self.ids = write_case(path)
        case.close()
        self.path, self.capsys = path, capsys

    def say(self, *words: str) -> tuple[int, str, str]:
        code = main([*words, "--db", str(self.path)])
        out = self.capsys.readouterr()
        return code, out.out, out.err

    def id(self, name: str) -> str:
        return self.ids.keys[name][:10]

    def claim(self, content: str) -> dict[str, Any]:
        found = json.loads(self.say("claims", "--format", "json")[1])
        return next(c for c in found if c["content"]["text"] == content)

    def audit(self) -> list[dict[str, Any]]:
        return list(json.loads(self.say("audit", "--format", "json")[1]))


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SAIDBY_ANALYST", "Ann")
    return Desk(tmp_path / "t.saidby", capsys)


def test_a_note_is_counted_on_its_claim(desk: Desk) -> None:
    code, out, err = desk.say("note", desk.id(BRIDGE), "ask", "the", "engineer")
    assert (code, out) == (0, "")
    assert err.startswith("Note kept as Ann, id ")
    assert desk.claim(BRIDGE)["notes"] == 1


def test_a_tag_is_found_by_its_filter(desk: Desk) -> None:
    desk.say("tag", desk.id(DENIAL), "#doubtful")
    out = desk.say("claims", "--tag", "doubtful", "--format", "jsonl")[1]
    assert [json.loads(line)["content"]["text"] for line in out.splitlines()] == [DENIAL]


def test_several_tags_stand_side_by_side(desk: Desk) -> None:
    desk.say("tag", desk.id(DENIAL), "one")
    desk.say("tag", desk.id(DENIAL), "two")
    assert sorted(desk.claim(DENIAL)["tags"]) == ["one", "two"]


def test_the_author_may_be_named(desk: Desk) -> None:
    desk.say("star", desk.id(MAYBE), "--as", "Bob", "--private")
    (row,) = desk.audit()
    assert (row["author"], row["private"], row["value"]) == ("Bob", True, "yes")


def test_what_is_taken_back_leaves_the_claim_and_stays_in_the_audit(desk: Desk) -> None:
    desk.say("note", desk.id(BRIDGE), "a thought")
    (row,) = desk.audit()
    assert desk.say("retract", row["op"][:8])[0] == 0
    assert desk.claim(BRIDGE)["notes"] == 0
    assert [r["value"] for r in desk.audit()] == ["retracted", "a thought"]


def test_nobody_takes_back_what_is_anothers(desk: Desk) -> None:
    desk.say("note", desk.id(BRIDGE), "a thought", "--as", "Bob")
    code, _, err = desk.say("retract", desk.audit()[0]["op"])
    assert code == 2
    assert "Bob's, not Ann's" in err


@pytest.mark.parametrize(
    "words",
    [["rate", "Courier", "B"], ["rate", "Courier", "G", "--reason", "x"], ["rate", "Nowhere", "B", "--reason", "x"],
     ["tag", "zzzz", "x"], ["override", "{claim}", "digit:2"], ["override", "{claim}", "B", "--reason", "x"],
     ["kind", "{claim}", "gossip"], ["date", "leaflet.txt", "yesterday", "--reason", "x"],
     ["link", "{claim}", "{claim}", "confirmed"], ["add-claim", "leaflet.txt", "words that are not there"]],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_kept(desk: Desk, words: list[str]) -> None:
    code, _, err = desk.say(*[w.format(claim=desk.id(BRIDGE)) for w in words])
    assert code == 2
    assert err.count("\n") == 1
    assert desk.audit() == []


GAZETTE = """---
title: Ferry
outlet: The Marrow Gazette
date: 2031-05-06
---
Harbour master Ivo Lenz said the ferry sank off Marrow Point. Lenz said nine boats were lost.
"""


@pytest.fixture
def lived(desk: Desk, tmp_path: Path) -> Desk:
    """A case file of one imported article, whose grades are made anew by what is annotated."""
    (tmp_path / "ferry.md").write_text(GAZETTE, encoding="utf-8")
    desk.path = tmp_path / "lived.saidby"
    assert desk.say("import", "auto", str(tmp_path / "ferry.md"))[0] == 0
    return desk


def listed(desk: Desk, *words: str) -> list[dict[str, Any]]:
    return list(json.loads(desk.say(*words, "--format", "json")[1]))


def test_a_rating_shows_in_the_sources_and_in_the_grades(lived: Desk) -> None:
    before = {c["id"]: c["grade"]["support"] for c in listed(lived, "claims")}
    assert lived.say("rate", "the marrow gazette", "b", "--reason", "corrects its errors")[0] == 0
    assert [s["letter"] for s in listed(lived, "sources")] == ["B"]
    assert all(c["grade"]["support"] >= before[c["id"]] for c in listed(lived, "claims"))


def test_an_override_stands_beside_the_computed_grade(lived: Desk) -> None:
    claim, *_ = (c for c in listed(lived, "claims") if "ferry" in c["content"]["text"])
    assert lived.say("override", claim["id"], "support:95", "--reason", "she was there")[0] == 0
    after = next(c for c in listed(lived, "claims") if c["id"] == claim["id"])
    assert (after["override"]["support"], after["override"]["reason"]) == (95, "she was there")
    assert after["shown"]["support"] == 95
    assert after["grade"]["support"] == claim["grade"]["support"]


def test_an_override_is_filtered_and_sorted_by(lived: Desk) -> None:
    claim, *_ = (c for c in listed(lived, "claims") if "boats" in c["content"]["text"])
    lived.say("override", claim["id"][:8], "support:95", "--reason", "she counted them")
    assert [c["id"] for c in listed(lived, "claims", "--min-support", "95")] == [claim["id"]]


def test_of_two_claims_in_one_sentence_each_keeps_its_own_note(lived: Desk) -> None:
    for number, claim in enumerate(listed(lived, "claims")):
        lived.say("note", claim["id"], f"number {number}")
    assert all(c["notes"] == 1 for c in listed(lived, "claims"))


def test_a_hidden_claim_leaves_the_lists_and_comes_back(lived: Desk) -> None:
    before = listed(lived, "claims")
    assert lived.say("hide", before[0]["id"])[0] == 0
    assert before[0]["id"] not in {c["id"] for c in listed(lived, "claims")}
    (op,) = lived.audit()
    assert lived.say("retract", op["op"])[0] == 0
    assert {c["id"] for c in listed(lived, "claims")} == {c["id"] for c in before}


def test_a_rebuild_keeps_annotations_and_ids(lived: Desk) -> None:
    claim = listed(lived, "claims")[0]
    lived.say("tag", claim["id"], "seen")
    before = listed(lived, "claims")
    assert lived.say("rebuild")[0] == 0
    assert listed(lived, "claims") == before


def test_annotating_where_there_is_no_case_file_makes_none(desk: Desk, tmp_path: Path) -> None:
    missing = tmp_path / "none.saidby"
    assert main(["note", "abc", "x", "--db", str(missing)]) == 3
    assert not missing.exists()
