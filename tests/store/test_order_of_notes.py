"""Annotations stand in the order of what they replaced, then of their ids, whatever the clocks said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from importers.extract.read import read
from store import ops
from store.casefile import CaseFile
from store.derive.anchors import anchor_op
from store.derive.refresh import drain
from store.queries import claims
from store.records.op import Target
from tests.store.small_corpus import Piece, add, empty


def say(case: CaseFile, target: Target, author: str, at: str, earlier: tuple[str, ...] = ()) -> str:
    """A note of this author in the place of her earlier ones; its id."""
    with case.read() as r:
        op = replace(ops.make_op(r, author, target, "note", "ask again", supersedes=earlier), at=at)
    with case.write() as w:
        stored = ops.append(w, op)
        anchor_op(w, stored, op.target, op.field)
    return stored


@settings(max_examples=5, deadline=None)
@given(clocks=st.lists(st.integers(1970, 2090), min_size=6, max_size=6))
def test_what_replaced_more_stands_behind_whatever_the_clocks_say(tmp_path_factory: object, clocks: list[int]) -> None:
    folder: Path = tmp_path_factory.mktemp("notes")  # type: ignore[attr-defined]
    with empty(folder / "case.saidby") as case:
        add(case, [Piece("Jon Marek said the dam at Orlo had burst.", "a.txt", "Gazette", "2024-09-05")])
        drain(case, read)
        (first,) = claims.view(case, claims.Filter()).ids
        place = claims.target(claims.details(case, [first])[0])
        times = [f"{year}-01-01T00:00:00+00:00" for year in clocks]
        last: tuple[str, ...] = ()
        for at in times[:3]:
            last = (say(case, place, "ana", at, last),)
        again = say(case, place, "bo", times[4], (say(case, place, "bo", times[3]),))
        note = say(case, place, "cy", times[5])
        assert [n.op for n in claims.details(case, [first])[0].annotations] == [note, again, *last]
