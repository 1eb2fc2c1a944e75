"""Stories: which articles are put together, whatever the order in which they came."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import ops
from store.casefile import CaseFile
from store.derive import meetings
from store.derive.gist import gist
from store.derive.meetings import story_rows
from store.derive.nearest import list_of
from store.derive.similarity import SAME_STORY, similarity
from store.derive.stories import stories
from store.records.op import Target
from tests.store.small_corpus import Piece, add, body_hash, corpus, derive, dump, empty

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


@pytest.mark.parametrize(("one", "other"), [("2024-03-01", "2024-03-11"), ("2024-03-01", None), (None, None)])
def test_articles_on_one_event_stand_in_one_list(one: str | None, other: str | None) -> None:
    mine, theirs = story_rows(gist(FERRY, None, one), "k1"), story_rows(gist(FERRY, None, other), "k2")
    assert {list_of(row) for row in mine} & {list_of(row) for row in theirs}


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


TOWNS = ("Torvald", "Quellin")
reports = st.builds(
    lambda told, town, words, day, outlet: Piece(told.format(town=town, words=words), "r.txt", outlet, day),
    st.sampled_from(
        [
            "The mayor of {town} spoke in {town} {words}.",
            "Pumpkins cost 214 crowns, barley 77, and rye {words} 31 in {town}.",
        ]
    ),
    st.sampled_from(TOWNS),
    st.sampled_from(["again", "at length", "on the radio", "for an hour", "twice"]),
    st.sampled_from([None, "2024-03-01", "2024-03-02", "2024-03-09", "2024-03-20"]),
    st.sampled_from(["Post", "Echo", "Gazette"]),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(reports, min_size=2, max_size=10), st.data(), st.integers(1, 3))
def test_where_only_the_nearest_meet_neither_order_nor_later_dates_change_a_story(
    found: list[Piece], data: st.DataObject, nearest: int
) -> None:
    """More articles tell one word than may meet: who comes later, or gets another date, moves others apart and together."""
    dated = data.draw(st.lists(st.sampled_from(found), max_size=3, unique_by=lambda p: p.text))
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(meetings, "NEAREST", nearest)
        with empty(Path(folder) / "whole") as whole, empty(Path(folder) / "parts") as parts:
            add(whole, found)
            for n, p in enumerate(dated):
                redate(whole, p, f"2024-05-1{n}")
            derive(whole)
            left = data.draw(st.permutations(found))
            while left:
                size = data.draw(st.integers(1, len(left)))
                add(parts, left[:size])
                left = left[size:]
                derive(parts)
            for n, p in enumerate(dated):
                redate(parts, p, f"2024-05-1{n}")
                derive(parts)
            one, other = dump(parts), dump(whole)
            for table in ("article_key", "article_link", "article"):
                assert one[table] == other[table]


def linked(case: CaseFile) -> int:
    with case.read() as r:
        return int(r.execute("SELECT count(*) FROM article_link WHERE relation = 'same-story'").fetchone()[0])


def test_one_rare_word_in_common_is_no_story(tmp_path: Path) -> None:
    names = "Brandvik", "Ostergaard"
    told = [
        f"Trader {n} of Torvald bought forty ships for the port, and said they would sail soon. " * 3 for n in names
    ]
    assert linked(corpus(tmp_path / "c", *(Piece(t, f"{n}.txt", n, "2024-03-01") for t, n in zip(told, names)))) == 0


def test_who_comes_or_goes_between_two_moves_them_apart_or_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meetings, "NEAREST", 1)
    first = Piece(
        "The mayor of Torvald spoke in Torvald again.",
        "a.txt",
        "Post",
        "2024-03-01",
    )
    last = Piece(
        "The mayor of Torvald spoke in Torvald twice.",
        "b.txt",
        "Echo",
        "2024-03-03",
    )
    between = Piece("Pumpkins cost 214 crowns, barley 77, and rye 31 in Torvald.", "c.txt", "Post", "2024-03-02")
    case = corpus(tmp_path / "c", first, last)
    assert linked(case) == 1
    add(case, [between])
    derive(case)
    assert linked(case) == 0
    redate(case, between, "2024-06-01")
    derive(case)
    assert linked(case) == 1


def redate(case: CaseFile, piece: Piece, day: str) -> None:
    """An analyst's word on when each sighting of a text was published."""
    with case.write() as w:
        rows = w.execute(
            "SELECT s.key FROM sighting s JOIN body b ON b.id = s.body WHERE b.hash = ?", (body_hash(piece.text),)
        )
        for (key,) in rows.fetchall():
            ops.append(w, ops.make_op(w, "ann", Target("sighting", key), "date", day, reason="seen on the page"))


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
