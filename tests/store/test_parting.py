"""Names that the program joined by itself are parted in one article, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.extract.read import read
from store import ops
from store.casefile import CaseFile
from store.derive.naming import may_be_one
from store.derive.parting import words_at
from store.derive.refresh import drain
from store.errors import UsageError
from store.filters import Filter
from store.queries import actors, audit, claims, targets
from store.records.op import FIELDS
from store.records.reading import Reading
from tests.store.small_corpus import Piece, add, dump, empty

MINISTER = """Defence Minister Ivo Kell said on Tuesday that the harbour would stay closed. Kell said the ships had left the bay. \
He said two sailors were hurt.

The minister said that the inquiry had found a bomb."""
ECONOMIST = "Ivo Kell said exports fell by 4 percent in May. Kell said the port owed money.\n\nIvo Kell hid the figures, the bank said."


def extracted(text: str, published: str | None, language: str, title: str | None) -> Reading:
    return read(text, published, language, title)


@pytest.fixture
def case(tmp_path: Path) -> CaseFile:
    case = empty(tmp_path / "c.saidby")
    add(case, [Piece(MINISTER, "minister.txt", "Post"), Piece(ECONOMIST, "economist.txt", "Call")])
    drain(case, extracted, analyst="ann")
    return case


def part(case: CaseFile, article: str, words: str, name: str | None, author: str = "ann") -> str:
    target = targets.part_target(case, article, words)
    with case.read() as r:
        op = ops.make_op(r, author, target, "actor.part", name, reason="another man")
    with case.write() as w:
        ops.append(w, op)
    drain(case, extracted, analyst="ann")
    return op.id


def speakers(case: CaseFile, article: str) -> dict[str, str | None]:
    with case.read() as r:
        rows = r.execute(
            "SELECT c.speaker_text, w.name FROM claim c JOIN article a ON a.id = c.article JOIN actor w ON w.id = c.speaker "
            "WHERE a.name = ?", (article,),
        )  # fmt: skip
        return dict(rows.fetchall())


def test_two_people_of_one_name_are_two(case: CaseFile) -> None:
    assert set(speakers(case, "economist.txt").values()) == {"Ivo Kell", "bank"}, "joined by the full name"
    part(case, "economist.txt", "Ivo Kell", "Ivo Kell (economist)")
    assert speakers(case, "economist.txt")["Kell"] == "Ivo Kell (economist)"
    assert set(speakers(case, "minister.txt").values()) == {"Ivo Kell"}


def test_a_part_reaches_what_is_said_of_the_actor(case: CaseFile) -> None:
    part(case, "economist.txt", "Ivo Kell", "Ivo Kell (economist)")
    with case.read() as r:
        (reading,) = r.execute("SELECT reading FROM claim WHERE speaker_text = 'the bank'").fetchone()
    assert "ivo kell (economist)" in reading
    assert '"ivo kell"' not in reading


def test_a_content_follows_the_words_that_it_has(case: CaseFile) -> None:
    part(case, "economist.txt", "Kell", "Ada Kell")
    with case.read() as r:
        (reading,) = r.execute("SELECT reading FROM claim WHERE speaker_text = 'the bank'").fetchone()
    assert '"ivo kell"' in reading, "the whole name stands there"
    assert "ada kell" not in reading


def test_two_whom_an_analyst_told_apart_are_surely_two() -> None:
    assert not may_be_one("ivo kell", "ivo kell (economist)")
    assert not may_be_one("ivo kell (banker)", "ivo kell (economist)")
    assert may_be_one("kell", "ivo kell (economist)")


def test_an_actor_parted_as_a_whole_is_not_rated_with_the_other(case: CaseFile) -> None:
    part(case, "economist.txt", "Ivo Kell", "Ivo Kell (economist)")
    (other,) = actors.rows(case, "Ivo Kell (economist)")
    assert "ivo kell" not in other.aliases
    assert [a.key for a in actors.rows(case, "Ivo Kell")] == ["ivo kell"]


def test_words_alone_are_parted_from_the_actor_that_keeps_its_name(case: CaseFile) -> None:
    part(case, "minister.txt", "the minister", "Ada Moreau")
    said = speakers(case, "minister.txt")
    assert said.pop("The minister") == "Ada Moreau"
    assert set(said.values()) == {"Ivo Kell"}


def test_a_last_name_given_to_the_wrong_person_is_parted(case: CaseFile) -> None:
    part(case, "minister.txt", "Kell", "Ada Kell")
    said = speakers(case, "minister.txt")
    assert (said["Kell"], said["He"]) == ("Ada Kell", "Ivo Kell")


def test_words_are_found_whole_and_however_they_are_written() -> None:
    text = "The Kellers met.\nThe\n minister and KELL"
    assert [words_at(text, w) for w in ("kell", "the minister", "met the", "")] == [(35, 39), (17, 30), None, None]


def test_taking_it_back_undoes_it(case: CaseFile) -> None:
    before = dump(case)
    part(case, "economist.txt", "Ivo Kell", "Ivo Kell (economist)")
    assert dump(case)["standing"] != before["standing"]
    part(case, "economist.txt", "Ivo Kell", None)
    after = dump(case)
    assert {t: r for t, r in after.items() if t != "anchored"} == {t: r for t, r in before.items() if t != "anchored"}


def test_parted_later_or_before_the_import_comes_to_the_same(case: CaseFile, tmp_path: Path) -> None:
    part(case, "economist.txt", "Ivo Kell", "Ivo Kell (economist)")
    part(case, "minister.txt", "the minister", "Ada Moreau")
    part(case, "minister.txt", "Kell", "Ada Moreau", "bob")
    with empty(tmp_path / "d.saidby") as other:
        with case.read() as r, other.write() as w:
            for op, text in r.execute("SELECT id, json FROM op ORDER BY id DESC"):
                w.execute("INSERT INTO op (id, json) VALUES (?, ?)", (op, text))
        add(other, [Piece(ECONOMIST, "economist.txt", "Call"), Piece(MINISTER, "minister.txt", "Post")])
        drain(other, extracted, analyst="ann")
        assert dump(other) == dump(case)


def test_only_that_article_is_read_again(case: CaseFile) -> None:
    with case.read() as r:
        target = targets.part_target(case, "economist.txt", "Kell")
        op = ops.make_op(r, "ann", target, "actor.part", "Ada Kell", reason="x")
    with case.write() as w:
        ops.append(w, op)
        waiting = w.execute(
            "SELECT a.name FROM stale q JOIN article a ON a.id = q.id WHERE q.stage = 'read'"
        ).fetchall()
    assert [name for (name,) in waiting] == ["economist.txt"]


def test_two_analysts_disagree_and_mine_is_followed(case: CaseFile) -> None:
    part(case, "minister.txt", "kell", "Ada Kell")
    part(case, "minister.txt", "Kell", "Ben Kell", "bob")
    (apart,) = audit.disagreements(case)
    assert (apart.field, apart.value, apart.other_value) == ("actor.part", "Ada Kell", "Ben Kell")
    assert speakers(case, "minister.txt")["Kell"] == "Ada Kell"


def test_a_new_part_of_mine_replaces_the_one_before(case: CaseFile) -> None:
    part(case, "economist.txt", "Ivo Kell", "Ivo Kell (economist)")
    part(case, "economist.txt", "IVO KELL", "Ivo Kell (banker)")
    with case.read() as r:
        assert [h.value for h in ops.heads(r, field="actor.part")] == ["Ivo Kell (banker)"]


def test_the_corrected_speaker_of_one_claim_goes_before_it(case: CaseFile) -> None:
    claim = next(
        d for d in claims.details(case, claims.view(case, Filter()).ids) if d.row.content.startswith("exports")
    )
    with case.read() as r:
        op = ops.make_op(r, "ann", claims.target(claim), "speaker", "Ada Moreau")
    with case.write() as w:
        ops.append(w, op)
    part(case, "economist.txt", "Ivo Kell", "Ivo Kell (economist)")
    (after,) = claims.details(case, [claim.row.id])
    assert after.row.speaker == "Ada Moreau"


def test_it_goes_on_to_a_newer_version(tmp_path: Path) -> None:
    case = empty(tmp_path / "c.saidby")
    add(case, [Piece(ECONOMIST, "old.txt", "Call", "2024-05-01", "https://call.example/1")])
    drain(case, extracted, analyst="ann")
    part(case, "old.txt", "Kell", "Ada Kell")
    add(case, [Piece(f"The bank met. {ECONOMIST}", "new.txt", "Call", "2024-05-02", "https://call.example/1")])
    drain(case, extracted, analyst="ann")
    assert speakers(case, "new.txt")["Kell"] == "Ada Kell"


@pytest.mark.parametrize("words", ["Moreau", "the bay", "", "Kel"])
def test_words_that_name_no_speaker_are_refused_with_those_that_do(case: CaseFile, words: str) -> None:
    with pytest.raises(UsageError) as error:
        targets.part_target(case, "minister.txt", words)
    assert "Kell" in str(error.value.hint)


def test_a_reason_is_needed() -> None:
    assert FIELDS["actor.part"].needs_reason


def test_actors_are_listed_with_what_was_joined(case: CaseFile) -> None:
    first, second = actors.rows(case)
    assert (first.name, first.kind, first.articles, first.claims, second.name) == ("Ivo Kell", "person", 2, 6, "bank")
    assert "kell" in first.aliases
    assert {text for place in first.spoken for text, _ in place.words} >= {"Kell", "He", "The minister"}
    with pytest.raises(UsageError):
        actors.rows(case, "Nobody Atall")
