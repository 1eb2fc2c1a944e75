"""What was planted in the sample corpus is found, and nothing else is called a conflict or a copy.

python -m tests.sample_data.test_conflicts      prints what was planted beside what was found
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest

from store.casefile import CaseFile
from tui.cli.demo import fill

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
PLANTED = tomllib.loads((SAMPLE / "PLANTED.toml").read_text(encoding="utf-8"))
CONFLICTS = [(row["sort"], row["a"], b) for row in PLANTED["conflict"] for b in row["b"]]
COPIES = [
    frozenset(place["words"] for place in row["places"])
    for row in PLANTED["planted"]
    if row["kind"] in ("wire_copy", "correction")
]
DRIFTS = [[place["words"] for place in row["places"]] for row in PLANTED["planted"] if row["kind"] == "drift"]


@dataclass(frozen=True)
class Found:
    """What the case file of the sample says: sentences that contradict, texts that are copies or versions, propositions of
    sentences, rises inside one origin, and pairs of sentences of which one backs the other."""

    conflicts: frozenset[tuple[str, str]]
    copies: tuple[tuple[str, str], ...]
    homes: tuple[tuple[str, int], ...]
    rises: frozenset[tuple[str, str]]
    backings: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def found() -> Found:
    """The sample, imported as the demo does."""
    with tempfile.TemporaryDirectory() as folder, CaseFile(Path(folder) / "demo.saidby") as case:
        fill(case)
        with case.read() as r:
            links = r.execute(
                "SELECT l.relation, a.quote, b.quote FROM claim_link l JOIN claim a ON a.id = l.a JOIN claim b ON b.id = l.b"
            ).fetchall()
            texts = r.execute(
                "SELECT x.text, y.text FROM article_link l JOIN article a ON a.id = l.a JOIN article b ON b.id = l.b "
                "JOIN body x ON x.id = a.body JOIN body y ON y.id = b.body WHERE l.relation <> 'same-story'"
            ).fetchall()
            homes = r.execute(
                "SELECT c.quote, s.proposition FROM standing s JOIN claim c ON c.id = s.claim WHERE s.proposition IS NOT NULL"
            ).fetchall()
            backed = r.execute(
                "SELECT x.text, y.text FROM grade_part p JOIN claim c ON c.id = p.claim JOIN claim d ON d.id = p.because_of "
                "JOIN article a ON a.id = c.article JOIN article b ON b.id = d.article JOIN body x ON x.id = a.body "
                "JOIN body y ON y.id = b.body WHERE p.part = 'N' AND p.points > 0"
            ).fetchall()
    return Found(
        frozenset((a, b) for relation, a, b in links if relation == "contradicts"),
        tuple((a, b) for a, b in texts),
        tuple((q, p) for q, p in homes),
        frozenset((a, b) for relation, a, b in links if relation == "drifts-to"),
        tuple((a, b) for a, b in backed),
    )


def is_found(a: str, b: str) -> bool:
    """Whether two places contradict each other in the case file."""
    return any((a in x and b in y) or (b in x and a in y) for x, y in found().conflicts)


def unplanted() -> list[tuple[str, str]]:
    """Conflicts that nobody planted."""
    return sorted(
        (x, y)
        for x, y in found().conflicts
        if not any((a in x and b in y) or (b in x and a in y) for _, a, b in CONFLICTS)
    )


def test_each_planted_conflict_is_found() -> None:
    assert [(a, b) for _, a, b in CONFLICTS if not is_found(a, b)] == []


def test_nothing_else_is_called_a_conflict() -> None:
    assert unplanted() == []


@pytest.mark.parametrize("words", COPIES, ids=lambda w: min(w)[:30])
def test_planted_copies_and_versions_are_joined(words: frozenset[str]) -> None:
    assert words <= {w for pair in found().copies for text in pair for w in words if w in text}


def test_no_other_text_is_called_a_copy() -> None:
    known = [w for words in COPIES for w in words]
    assert all(any(w in text for w in known) for pair in found().copies for text in pair)


def test_copies_back_nothing() -> None:
    for words in COPIES:
        assert not [1 for x, y in found().backings if any(w in x for w in words) and any(w in y for w in words)]


@pytest.mark.parametrize("steps", DRIFTS, ids=lambda steps: str(steps[0])[:30])
def test_a_rumour_that_grows_rises_step_by_step(steps: list[str]) -> None:
    """All steps stand in one proposition and have one origin, or there were no link from each to the next."""
    assert [(a, b) for a, b in pairwise(steps) if not any(a in x and b in y for x, y in found().rises)] == []


def main() -> None:
    """Print what was planted beside what was found."""
    lines = [f"{'found' if is_found(a, b) else 'MISSED':7}{sort:9}{a[:50]} / {b[:50]}" for sort, a, b in CONFLICTS]
    for words in COPIES:
        joined = words <= {w for pair in found().copies for text in pair for w in words if w in text}
        lines.append(f"{'found' if joined else 'MISSED':7}{'copy':9}{' / '.join(sorted(w[:40] for w in words))}")
    for steps in DRIFTS:
        rises = sum(any(a in x and b in y for x, y in found().rises) for a, b in pairwise(steps))
        lines.append(
            f"{'found' if rises == len(steps) - 1 else 'MISSED':7}{'drift':9}{' / '.join(w[:30] for w in steps)}"
        )
    lines += [f"{'WRONG':7}{'':9}{x[:60]} / {y[:60]}" for x, y in unplanted()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
