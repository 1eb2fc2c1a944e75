"""What the search benches search in: the shared claims, larger numbers of them by recombination, and case files of them."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from store.casefile import CaseFile

SHARED = Path(__file__).resolve().parents[4] / "shared" / "eval" / "search"
GIVEN = 100_000


def load(rows: int) -> list[str]:
    """So many claims: the given ones first, then thirds of three of them, drawn with a fixed seed, put together."""
    with lzma.open(SHARED / "claims_100000.txt.xz", "rt", encoding="utf-8") as lines:
        claims = [line.rstrip("\n") for _, line in zip(range(min(rows, GIVEN)), lines)]
    return [*claims, *recombined(claims, rows - len(claims))]


def recombined(claims: Sequence[str], count: int) -> Iterator[str]:
    """New claims of about the same length and the same words; their vocabulary grows no further."""
    if count <= 0:
        return
    chance = random.Random(7)
    split = [claim.split() for claim in claims]
    for _ in range(count):
        a, b, c = (split[chance.randrange(len(split))] for _ in range(3))
        yield " ".join([*a[: len(a) // 3], *b[len(b) // 3 : 2 * len(b) // 3], *c[2 * len(c) // 3 :]])


def names(part: str | None = None) -> list[list[str]]:
    """Groups of names for the case file's actors: those given, or one part of them."""
    groups = json.loads((SHARED / "groups.json").read_text(encoding="utf-8"))
    return [group for name, part_groups in groups.items() for group in part_groups if part in (None, name)]


def fill(path: Path, claims: Sequence[str], groups: Sequence[Sequence[str]]) -> CaseFile:
    """A case file with these claims (claim n + 1 is line n), and actors from groups of names."""
    case = CaseFile(path)
    with case.write() as w:
        w.execute("INSERT INTO body (id, hash, chars, text) VALUES (1, ?, 1, 'x')", ("0" * 64,))
        w.execute("INSERT INTO article (id, key, body, name, language) VALUES (1, 'a', 1, 'a.txt', 'en')")
        w.executemany(
            "INSERT INTO claim (id, key, article, start_char, end_char, quote, content_start, content_end, attribution,"
            " kind, certainty, polarity, quality, reading) VALUES (?, ?, 1, ?, ?, ?, ?, ?, 'outlet_voice', 'report',"
            " 'CT', '+', 1.0, '{}')",
            (
                (n, f"c{n}", 1000 * n, 1000 * n + max(1, len(c)), c, 1000 * n, 1000 * n + max(1, len(c)))
                for n, c in enumerate(claims, 1)
            ),
        )
        w.executemany(
            "INSERT INTO standing (claim, article, attribution, kind, certainty, polarity, digit, letter, inputs,"
            " shown_digit, shown_support) VALUES (?, 1, 'outlet_voice', 'report', 'CT', '+', 3, 'F', '', 3, ?)",
            ((n, 5 + n % 19 * 5) for n in range(1, len(claims) + 1)),
        )
        for n, names in enumerate(groups, 1):
            w.execute("INSERT INTO actor (id, key, name, kind) VALUES (?, ?, ?, 'person')", (n, f"k{n}", names[0]))
            w.executemany("INSERT OR IGNORE INTO actor_alias VALUES (?, ?)", ((a, n) for a in names[1:]))
    return case
