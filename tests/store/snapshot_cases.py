"""Case files to share, for tests: three small articles, annotated; and the checks run in this process, to be fast."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store import ops
from store.casefile import CaseFile
from store.errors import RejectedError
from store.records.op import FIELDS, Op, Target, pair_target, span_target
from store.records.span import Span
from store.snapshot import inspect as inspecting
from store.snapshot.opening import Derived, Laundered, launder
from store.snapshot.watch import Watch
from tests.store.small_corpus import Piece, body_hash, corpus, derive

ALPHA = "Alpha says Dovan sold ships | n=6:ship:sold on=2024-03-05 via=courier\nBeta says Dovan sold guns | likely\nharris says north sell ships south"
BETA = "Gamma says Dovan sold ships | not\npaper says Kell sent grain | event\nmoreau says north sell ships south never | not"
GAMMA = "credit Harbour Post\nofficials says Kell sent grain | claims"
PIECES = (
    Piece(ALPHA, "alpha.txt", "Harbour Post", "2024-03-06", "https://post.example/1", "Ships sold"),
    Piece(BETA, "beta.txt", "Evening Call", "2024-03-07"),
    Piece(GAMMA, "gamma.txt"),
)


def quoted(text: str, words: str) -> Target:
    """The place of some words in a text."""
    start = text.index(words)
    return span_target(body_hash(text), Span(start, start + len(words)), words)


def sighting(case: CaseFile, name: str) -> Target:
    """What a file of this name stated."""
    with case.read() as r:
        (key,) = r.execute("SELECT key FROM sighting WHERE name = ?", (name,)).fetchone()
    return Target("sighting", key)


def targets(case: CaseFile) -> list[Target]:
    """One or more targets of every kind."""
    a, b = quoted(ALPHA, "Dovan sold ships"), quoted(BETA, "Dovan sold ships")
    assert a.span is not None
    assert b.span is not None
    return [
        a, b, quoted(GAMMA, "Kell sent grain"), sighting(case, "alpha.txt"), sighting(case, "gamma.txt"),
        Target("name", "harbour post"), Target("name", "alpha"), pair_target((a.key, a.span), (b.key, b.span)),
        Target("author", "ann"), Target("body", body_hash(GAMMA)), quoted(ALPHA, "Alpha"), quoted(BETA, "Gamma"),
    ]  # fmt: skip


VALUES: dict[str, tuple[object, ...]] = {
    "note": ("Ask the harbour master about this.", "Looks thin to me."),
    "tag": ("ships", "to check"),
    "star": (True,),
    "rating": ("B", "E"),
    "stake": (True,),
    "override": ({"digit": 2}, {"support": 25}),
    "hide": (True,),
    "speaker": ("Beta", "Delta"),
    "kind": ("report", "opinion"),
    "polarity": ("+", "-", "u"),
    "claim.add": ({"speaker": "Kell"}, {}),
    "claim.split": ("sold ships",),
    "date": ("2024-03-01", "2024"),
    "outlet": ("Morning Call", "Harbour Post"),
    "family": ("post group",),
    "link": ("confirmed", "rejected"),
    "actor.merge": ("beta",),
    "actor.part": ("Kell (the harbour master)", "Delta"),
    "view": ({"name": "mine", "filter": {"kind": "report"}},),
    "name": ("Ann of the desk",),
    "tombstone": ("a court said so",),
}
"""Values of each field in the form in which they are stored."""


def say(
    case: CaseFile, author: str, target: Target, field: str, value: object, *, private: bool = False, at: str = "",
    nonce: str = "", replace: bool = True,
) -> str:  # fmt: skip
    """Append an annotation, in the place of the author's earlier ones on the field unless it keeps several."""
    with case.write() as w:
        earlier = ops.heads(w, target=target.key, field=field, author=author) if replace else []
        gone = tuple(sorted(h.id for h in earlier if h.target.span == target.span and not FIELDS[field].many))
        return ops.append(w, Op(author, target, field, value, gone, private, "because", at, nonce or field))


def shared_case(path: Path) -> CaseFile:
    """A case file with annotations of two analysts, one of them private."""
    case = corpus(path, *PIECES)
    say(case, "ann", quoted(ALPHA, "Dovan sold ships"), "note", "Ask the harbour master about this.", at="2024-04-01")
    say(case, "ann", quoted(ALPHA, "Dovan sold ships"), "note", "My source is the clerk of berth nine.", private=True)
    say(case, "ann", Target("name", "harbour post"), "rating", "B")
    say(case, "ann", Target("name", "harbour post"), "rating", "C", nonce="2")
    say(case, "bob", Target("name", "harbour post"), "rating", "E")
    say(case, "bob", sighting(case, "gamma.txt"), "date", "2024-03-09")
    derive(case)
    return case


def content(case: CaseFile) -> dict[str, list[tuple[object, ...]]]:
    """What a case file holds of content and annotations that count, by key."""
    with case.read() as r:
        return {
            "body": [tuple(x) for x in r.execute("SELECT hash, chars, text FROM body ORDER BY hash")],
            "sighting": [tuple(x) for x in r.execute("SELECT key, name, title FROM sighting ORDER BY key")],
            "op": [tuple(x) for x in r.execute("SELECT id, json, redacted FROM op ORDER BY id")],
            "edge": [tuple(x) for x in r.execute("SELECT op, superseded FROM op_supersedes ORDER BY 1, 2")],
            "head": [tuple(x) for x in r.execute("SELECT id FROM op_head ORDER BY id")],
        }


@contextmanager
def in_process() -> Iterator[None]:
    """Run the checks in this process: the same code, without the child's half second."""

    def asked(path: Path, folder: str, derived: Derived, watch: Watch) -> Laundered:
        try:
            return Laundered(**launder(str(path), folder, derived=derived))  # type: ignore[arg-type]
        except RejectedError as error:
            raise inspecting._refused(path, error.what, error.why, error.hint) from error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inspecting, "_asked", asked)
        yield
