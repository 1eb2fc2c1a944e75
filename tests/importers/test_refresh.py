"""After an import: everything is read, linked and graded; annotations take hold at once; a rebuild ends alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.refresh import annotate, rebuild, refresh, regrade
from store import ops, settings, stale
from store.casefile import CaseFile
from store.derive.refresh import active_profile
from store.errors import UsageError
from store.grading.profile import shipped_profile
from store.records.op import span_target
from store.records.span import Span
from tests.store.small_corpus import Piece, add, body_hash, dump, empty

TEXT = "The bridge at Ostrel fell on Monday, Mayor Ilse Brandt said. The toll could not be independently verified."


@pytest.fixture
def case(tmp_path: Path) -> CaseFile:
    made = empty(tmp_path / "c.saidby")
    add(made, [Piece(TEXT, "a.txt", "Hill Gazette", "2024-03-06")])
    refresh(made)
    return made


def shown(case: CaseFile) -> tuple[int, int, int]:
    """(claim, shown support, whether the override is stale) of the mayor's claim."""
    with case.read() as r:
        row = r.execute(
            "SELECT s.claim, s.shown_support, s.override_stale FROM standing s JOIN claim c ON c.id = s.claim "
            "WHERE c.speaker IS NOT NULL"
        ).fetchone()
    return tuple(row)


def place(case: CaseFile) -> Span:
    with case.read() as r:
        row = r.execute("SELECT content_start, content_end FROM claim WHERE speaker IS NOT NULL").fetchone()
    return Span(*row)


def test_what_was_imported_is_read_and_graded(case: CaseFile) -> None:
    with case.read() as r:
        assert r.execute("SELECT count(*) FROM standing WHERE inputs <> ''").fetchone()[0] >= 1
        assert stale.counts(r) == {}


def test_an_override_takes_hold_at_once_and_knows_what_it_was_made_on(case: CaseFile) -> None:
    span = place(case)
    with case.read() as r:
        op = ops.make_op(
            r, "ann", span_target(body_hash(TEXT), span, span.of(TEXT)), "override", {"support": 80}, reason="seen"
        )
    stored = annotate(case, op)
    assert shown(case)[1:] == (80, 0)
    with case.read() as r:
        assert r.execute("SELECT json FROM op WHERE id = ?", (stored,)).fetchone()[0].count("inputs") == 1
        assert settings.get(r, "analyst") == "ann"


def test_a_large_annotation_can_wait_for_the_background(case: CaseFile) -> None:
    span = place(case)
    with case.read() as r:
        op = ops.make_op(r, "ann", span_target(body_hash(TEXT), span, span.of(TEXT)), "kind", "opinion")
    annotate(case, op, at_once=0)
    with case.read() as r:
        assert stale.counts(r)["read"] == 1


def test_another_profile_holds_until_the_shipped_one_is_asked_for(case: CaseFile, tmp_path: Path) -> None:
    from importlib.resources import files

    text = files("store.grading").joinpath("profile.toml").read_text(encoding="utf-8")
    path = tmp_path / "own.toml"
    path.write_text(text.replace("asserted = 5", "asserted = -5"), encoding="utf-8")
    own = regrade(case, path)
    with case.read() as r:
        assert active_profile(r).hash == own.hash != shipped_profile().hash
    assert regrade(case, Path("shipped")).hash == shipped_profile().hash


def test_a_profile_that_is_not_there_is_a_usage_error(case: CaseFile, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        regrade(case, tmp_path / "missing.toml")


def test_a_rebuild_ends_alike(case: CaseFile) -> None:
    before = dump(case)
    rebuild(case)
    assert dump(case) == before


def test_a_text_that_the_extractor_trips_over_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importers.extract import read as extractor

    honest = extractor.read

    def trips(text: str, *rest: str | None) -> object:
        if "poison" in text:
            raise RuntimeError("a rule tripped")
        return honest(text, *rest)

    monkeypatch.setattr(extractor, "read", trips)
    case = empty(tmp_path / "c.saidby")
    add(case, [Piece("poison", "a.txt"), Piece(TEXT, "b.txt")])
    refresh(case)
    with case.read() as r:
        assert {tuple(x) for x in r.execute("SELECT name, rules LIKE 'failed%' FROM article")} == {
            ("a.txt", 1),
            ("b.txt", 0),
        }
