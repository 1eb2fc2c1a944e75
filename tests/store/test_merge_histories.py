"""Three analysts, any history of annotations and exchanges, redacted or whole, on clocks that lie: the laws of merging."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.casefile import CaseFile
from store.records.op import FIELDS
from store.snapshot.create import create
from store.snapshot.merge import merge
from store.snapshot.redact import Part
from tests.store.small_corpus import Piece, add, corpus, derive, dump
from tests.store.snapshot_cases import PIECES, VALUES, content, in_process, say, targets

NAMES = ("ann", "bob", "cy")
CLOCKS = ("1990-01-01T00:00:00+00:00", "2024-05-05T05:05:05+00:00", "2050-12-31T23:59:59+00:00", "")
EXTRA = tuple(
    Piece(f"{w} says Kell sent {t}", f"{w}.txt", w.title()) for w, t in (("zeta", "tanks"), ("eta", "shells"))
)


@dataclass(frozen=True)
class Said:
    """One analyst annotates; at which clock she does is drawn twice."""

    who: int
    author: int
    field: str
    value: int
    target: int
    private: bool
    clock: int


@dataclass(frozen=True)
class Imported:
    who: int
    piece: int


@dataclass(frozen=True)
class Sent:
    """One analyst sends a snapshot, another merges it."""

    who: int
    to: int
    redact: tuple[Part, ...]


who = st.integers(0, 2)
steps = st.lists(
    st.one_of(
        st.builds(
            Said, who, who, st.sampled_from(sorted(FIELDS)), st.integers(0, 9), st.integers(0, 20), st.booleans(),
            st.integers(0, len(CLOCKS) - 1),
        ),
        st.builds(Imported, who, st.integers(0, 1)),
        st.builds(Sent, who, who, st.sampled_from([(), ("private",), ("text",), ("private", "text")])),
    ),
    max_size=14,
)  # fmt: skip


EVERY_FIELD: list[object] = [
    step
    for n, name in enumerate(sorted(FIELDS))
    for step in (
        Said(n % 3, n % 3, name, 0, n, n % 2 == 0, n % len(CLOCKS)),
        Said((n + 1) % 3, (n + 1) % 3, name, 1, n, False, (n + 1) % len(CLOCKS)),
        *([Sent(n % 3, (n + 1) % 3, (("private",), (), ("private", "text"))[n // 6 % 3])] if n % 6 == 5 else []),
    )
]
"""Two analysts say something on every field there is, and now and then a snapshot goes round, redacted or whole."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("base") / "base.saidby"
    corpus(path, *PIECES).close()
    return path


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with in_process():
        yield


class World:
    """Three case files that began alike."""

    def __init__(self, base: Path, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.count = itertools.count()
        self.said: set[str] = set()
        for name in NAMES:
            shutil.copy(base, folder / name)
        self.cases = [stack.enter_context(CaseFile(folder / name)) for name in NAMES]
        self.places = targets(self.cases[0])

    def play(self, history: list[object], *, straight: bool = False) -> None:
        for number, step in enumerate(history):
            if isinstance(step, Said):
                values = (*VALUES[step.field], None)
                fits = [t for t in self.places if t.kind in FIELDS[step.field].targets]
                self.said.add(
                    say(
                        self.cases[step.who], NAMES[step.author], fits[step.target % len(fits)], step.field,
                        values[step.value % len(values)], private=step.private, at="" if straight else CLOCKS[step.clock],
                        nonce=str(number),
                    )
                )  # fmt: skip
            elif isinstance(step, Imported):
                add(self.cases[step.who], [EXTRA[step.piece]])
            elif isinstance(step, Sent):
                merge(self.cases[step.to], self.send(step.who, step.redact), backup=False)

    def send(self, number: int, redact: tuple[Part, ...] = ()) -> Path:
        return create(self.cases[number], self.folder / f"{next(self.count)}.s", redact=redact).path

    def fresh(self, number: int, stack: ExitStack) -> CaseFile:
        """A copy of a case file as it stands."""
        with self.cases[number].read() as r:
            r.execute("SELECT 1")
        path = self.folder / f"{next(self.count)}.saidby"
        import sqlite3

        source, target = sqlite3.connect(self.cases[number].path), sqlite3.connect(path)
        source.backup(target)
        source.close()
        target.close()
        return stack.enter_context(CaseFile(path))


def test_the_example_says_something_on_every_field() -> None:
    assert {step.field for step in EVERY_FIELD if isinstance(step, Said)} == set(FIELDS)


def whole_ops(case: CaseFile) -> set[str]:
    return {op for op, _, redacted in content(case)["op"] if not redacted}  # type: ignore[misc]


@settings(max_examples=8)
@example(history=EVERY_FIELD)
@given(history=steps)
def test_every_order_of_merging_gives_the_union_and_loses_nothing(history: list[object], base: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        world = World(base, Path(folder), stack)
        world.play(history)
        snapshots = [world.send(n) for n in range(3)]
        before = [content(case) for case in world.cases]
        results = []
        for order in itertools.permutations(range(3)):
            case = world.fresh(order[0], stack)
            for n in order[1:]:
                merge(case, snapshots[n], backup=False)
            results.append(content(case))
            merge(case, snapshots[order[1]], backup=False)
            assert content(case) == results[-1], "twice is once"
        assert all(result == results[0] for result in results)
        for own in before:
            for kind in ("sighting", "edge"):
                assert set(own[kind]) <= set(results[0][kind])
            assert {b[0] for b in own["body"]} <= {b[0] for b in results[0]["body"]}
        assert {op for op, _, redacted in results[0]["op"] if not redacted} == world.said


@settings(max_examples=5)
@given(history=steps)
def test_a_snapshot_of_a_merge_is_the_merge_of_snapshots(history: list[object], base: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        world = World(base, Path(folder), stack)
        world.play(history)
        one, other = world.fresh(0, stack), world.fresh(1, stack)
        merge(one, world.send(1), backup=False)
        merge(other, world.send(0), backup=False)
        hashes = {create(case, Path(folder) / f"m{n}.s").manifest.content_hash for n, case in enumerate((one, other))}
        third = world.fresh(2, stack)
        apart = world.fresh(2, stack)
        merge(third, Path(folder) / "m0.s", backup=False)
        for n in (0, 1):
            merge(apart, world.send(n), backup=False)
        assert len(hashes) == 1
        assert content(third) == content(apart)


@settings(max_examples=4)
@example(history=EVERY_FIELD)
@given(history=steps)
def test_redacted_copies_change_nothing_at_home_and_are_filled_later(history: list[object], base: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        world = World(base, Path(folder), stack)
        world.play(history)
        held, whole = world.send(0, ("private", "text")), world.send(0)
        before = content(world.cases[0])
        merge(world.cases[0], held, backup=False)
        assert content(world.cases[0]) == before
        with_both, with_whole = world.fresh(1, stack), world.fresh(1, stack)
        merge(with_both, held, backup=False)
        merge(with_both, whole, backup=False)
        merge(with_whole, whole, backup=False)
        assert content(with_both) == content(with_whole)
        assert whole_ops(world.cases[0]) <= whole_ops(with_both)


@settings(max_examples=4)
@given(history=steps)
def test_clocks_are_shown_never_compared(history: list[object], base: Path) -> None:
    """The same history on straight and on skewed clocks leaves the same heads, up to the time that each shows."""
    heads = []
    for straight in (True, False):
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            world = World(base, Path(folder), stack)
            world.play(history, straight=straight)
            for n in (1, 2):
                merge(world.cases[0], world.send(n), backup=False)
            with world.cases[0].read() as r:
                found = r.execute("SELECT json_extract(json, '$.nonce') FROM op_head WHERE NOT redacted").fetchall()
            heads.append(sorted(n for (n,) in found))
    assert heads[0] == heads[1]


@settings(max_examples=3)
@example(history=EVERY_FIELD)
@given(history=steps)
def test_what_is_derived_is_the_same_for_everybody_once_all_is_exchanged(history: list[object], base: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        world = World(base, Path(folder), stack)
        world.play(history)
        snapshots = [world.send(n) for n in range(3)]
        for n, case in enumerate(world.cases[:2]):
            for other in range(3):
                if other != n:
                    merge(case, snapshots[other], backup=False)
            derive(case, analyst="ann")
        assert dump(world.cases[0]) == dump(world.cases[1])
