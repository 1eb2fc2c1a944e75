"""Stories: which articles are put together, whatever the order in which they came."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.casefile import CaseFile
from store.derive.gist import gist
from store.derive.similarity import SAME_STORY, similarity
from store.derive.stories import stories, story_keys
from tests.store.small_corpus import Piece, add, corpus, derive, dump, empty

FERRY = (
    "A ferry ran aground off the island of Torvald on Monday night and 214 passengers were taken ashore.\n"
    "The coast guard of Torvald said that the vessel, the Sea Lark, had lost her rudder near Cape Hollin.\n"
    "Captain Ilse Brandvik told reporters that nobody was hurt."
)
FERRY_AGAIN = (
    "All 214 people on board the ferry Sea Lark reached the shore of Torvald safely after she struck rocks at Cape Hollin.\n"
    "The captain, Ilse Brandvik, blamed a broken rudder, and the coast guard is looking into it.\n"
    "Divers are to look at the hull later this week."
)
OTHER_FERRY = (
    "A ferry caught fire in the port of Quellin on Thursday and 31 passengers jumped into the water.\n"
    "The harbour master of Quellin, Pim Ostergaard, said that the Morning Star had been refuelling.\n"
    "Two sailors were treated for burns."
)
BUDGET = (
    "The parliament of Marovia passed its budget by three votes after a debate that lasted all night.\n"
    "Finance minister Dora Lenk said that taxes on sugar would rise in spring."
)


def score(a: str, b: str, one: str | None = None, other: str | None = None) -> float:
    return similarity(gist(a, None, one), gist(b, None, other))


def test_two_reports_of_one_accident_are_one_event() -> None:
    assert score(FERRY, FERRY_AGAIN) > 0.8


@pytest.mark.parametrize("other", [OTHER_FERRY, BUDGET])
def test_another_accident_of_the_same_kind_is_another_event(other: str) -> None:
    assert score(FERRY, other) < 0.3


def test_the_order_of_the_two_does_not_matter() -> None:
    assert score(FERRY, OTHER_FERRY) == score(OTHER_FERRY, FERRY)


def test_a_year_between_them_speaks_against_one_event() -> None:
    near = score(FERRY, FERRY_AGAIN, "2024-03-05", "2024-03-07")
    assert score(FERRY, FERRY_AGAIN, "2024-03-05", "2025-03-07") < near


def test_other_numbers_speak_against_one_event() -> None:
    assert score("Fire kills 40 in Bolvar market", "Fire kills 12 in Bolvar market") < score(
        "Fire kills 40 in Bolvar market", "Market fire in Bolvar kills 40"
    )


@pytest.mark.parametrize("text", ["", "\n\n", "1 2 3", "…", "a" * 60_000, "A b " * 30_000, "9." * 30_000])
def test_any_text_has_a_gist(text: str) -> None:
    assert 0.0 <= similarity(gist(text, None, "no date"), gist(FERRY, "Title", None)) <= 1.0


def test_articles_of_near_days_share_a_key() -> None:
    for apart in (0, 3, 10):
        one, other = gist(FERRY, None, "2024-03-01"), gist(FERRY, None, f"2024-03-{1 + apart:02}")
        assert set(story_keys(one)) & set(story_keys(other))


def test_a_chain_of_near_relations_is_not_one_story() -> None:
    keys = {i: str(i) for i in range(6)}
    pairs = [(0, 1, 0.9), (0, 2, 0.9), (1, 2, 0.9), (3, 4, 0.9), (3, 5, 0.9), (4, 5, 0.9), (2, 3, 0.6)]
    assert sorted(map(sorted, stories(keys, pairs))) == [[0, 1, 2], [3, 4, 5]]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from([0.5, 0.7, 1.0]))), st.randoms())
def test_stories_do_not_depend_on_the_order_of_links(links: list[tuple[int, int, float]], rng: random.Random) -> None:
    keys = {i: f"k{i}" for i in range(10)}
    shuffled = rng.sample(links, len(links))
    assert sorted(map(sorted, stories(keys, links))) == sorted(map(sorted, stories(keys, shuffled)))


PIECES = (
    Piece(FERRY, "one.txt", "Gazette", "2024-03-05"),
    Piece(FERRY_AGAIN, "two.txt", "Courier", "2024-03-06"),
    Piece(OTHER_FERRY, "three.txt", "Gazette", "2024-03-06"),
    Piece(BUDGET, "four.txt", None, None),
    Piece(FERRY_AGAIN + "\nA tug from Osk is on its way.", "five.txt", None, None),
    Piece(BUDGET + "\nThe vote had been put off twice.", "six.txt", "Courier", "2024-05-01"),
)


def groups(case: CaseFile) -> set[frozenset[str]]:
    with case.read() as r:
        rows = r.execute("SELECT group_concat(name) FROM article GROUP BY story").fetchall()
    return {frozenset(names.split(",")) for (names,) in rows}


def test_articles_of_one_event_are_one_story_named_by_its_smallest_key(tmp_path: Path) -> None:
    with corpus(tmp_path / "c", *PIECES) as case, case.read() as r:
        assert groups(case) == {
            frozenset({"one.txt", "two.txt", "five.txt"}), frozenset({"three.txt"}), frozenset({"four.txt", "six.txt"}),
        }  # fmt: skip
        leads = r.execute("SELECT DISTINCT s.key, (SELECT min(key) FROM article m WHERE m.story = a.story) FROM article a "
                          "JOIN article s ON s.id = a.story").fetchall()  # fmt: skip
        assert all(key == smallest for key, smallest in leads)


@settings(max_examples=15, deadline=None)
@given(st.permutations(PIECES), st.integers(1, 5))
def test_order_and_batches_change_no_story(order: list[Piece], cut: int) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        corpus(Path(folder) / "whole", *PIECES) as whole,
        empty(Path(folder) / "parts") as parts,
    ):
        for batch in (order[:cut], order[cut:]):
            add(parts, batch)
            derive(parts)
        one, other = dump(parts), dump(whole)
        assert [one[t] for t in ("article", "article_link", "article_key")] == [
            other[t] for t in ("article", "article_link", "article_key")
        ]


def test_what_is_linked_is_what_the_two_score(tmp_path: Path) -> None:
    with corpus(tmp_path / "c", *PIECES[:2]) as case, case.read() as r:
        (stored,) = r.execute("SELECT score FROM article_link WHERE relation = 'same-story'").fetchone()
    assert stored == round(score(FERRY, FERRY_AGAIN, "2024-03-05", "2024-03-06"), 3) >= SAME_STORY


def test_one_sentence_in_two_copies_has_one_speaker(tmp_path: Path) -> None:
    rest = "\n".join(f"word{n} stands beside word{n + 1} and a little before word{n + 2}" for n in range(12))
    said = "{} says north sell ships south"
    one, other = f"{said.format('harris')}\n{rest}", f"{said.format('moreau')}\n{rest}"
    with corpus(tmp_path / "c", Piece(one, "a.txt", "Echo"), Piece(other, "b.txt", "Post")) as case, case.read() as r:
        assert r.execute("SELECT count(*) FROM article_link WHERE relation = 'copied-from'").fetchone()[0] == 1
        assert r.execute("SELECT count(DISTINCT proposition), count(DISTINCT origin) FROM standing").fetchone()[:] == (
            1,
            1,
        )
        assert r.execute("SELECT count(*) FROM grade_part WHERE part = 'N' AND points > 0").fetchone()[0] == 0


def test_a_longer_wording_taken_over_has_one_origin(tmp_path: Path) -> None:
    def other(word: str) -> str:
        return "\n".join(f"{word}{n} stands beside {word}{n + 1} and a little before {word}{n + 2}" for n in range(12))

    said = "{} says north sell old ships guns men grain tanks shells bridges south"
    one, two = f"{said.format('harris')}\n{other('word')}", f"{said.format('moreau')}\n{other('thing')}"
    with corpus(tmp_path / "c", Piece(one, "a.txt", "Echo"), Piece(two, "b.txt", "Post")) as case, case.read() as r:
        assert r.execute("SELECT count(*) FROM article_link WHERE relation = 'copied-from'").fetchone()[0] == 0
        assert r.execute("SELECT count(DISTINCT proposition), count(DISTINCT origin) FROM standing").fetchone()[:] == (
            1,
            1,
        )
        assert r.execute("SELECT count(*) FROM grade_part WHERE part = 'N' AND points > 0").fetchone()[0] == 0
