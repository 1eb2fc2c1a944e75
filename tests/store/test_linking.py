"""Linking: what becomes one proposition, what stays apart, who counts as an origin; the order of imports changes nothing."""

from __future__ import annotations

import itertools
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.casefile import CaseFile
from store.derive import events, partners
from tests.store.small_corpus import Piece, add, corpus, derive, dump, empty, standing_of

_count = itertools.count()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / f"case{next(_count)}.saidby"


def same(case: CaseFile, one: tuple[str, str], two: tuple[str, str]) -> bool:
    """Whether two claims (words, file) stand in one proposition."""
    return bool(standing_of(case, *one)["proposition"] == standing_of(case, *two)["proposition"])


SALE = "north sell ships south"


def test_two_who_say_the_same_stand_in_one_proposition(path: Path) -> None:
    case = corpus(path, Piece(f"harris says {SALE}", "a.txt"), Piece("moreau says north sell old ships south", "b.txt"))
    assert same(case, (SALE, "a.txt"), ("old ships", "b.txt"))


def test_independent_origins_corroborate_each_other(path: Path) -> None:
    case = corpus(path, Piece(f"harris says {SALE}", "a.txt"), Piece(f"moreau says {SALE} now", "b.txt"))
    got = standing_of(case, SALE, "a.txt")
    assert got["parts"]["N", "also Moreau"] == 15
    assert got["points"] == 80


def test_unnamed_origin_backs_unclearly(path: Path) -> None:
    case = corpus(path, Piece(f"harris says {SALE}", "a.txt"), Piece(f"officials says {SALE} now", "b.txt"))
    assert standing_of(case, SALE, "a.txt")["parts"]["N", "also? Officials"] == 5


def test_forty_copies_change_nothing(path: Path) -> None:
    text = f"harris says {SALE}\npaper says south buy guns north"
    alone = standing_of(corpus(path, Piece(text, "0.txt", "Echo")), SALE)
    copies = [Piece(text + "\n" * (n % 3) + f"\nend {n}", f"{n}.txt", f"Outlet {n}") for n in range(41)]
    many = corpus(path.with_name("many.saidby"), *copies)
    got = standing_of(many, SALE, "0.txt")
    assert (got["points"], got["parts"]) == (alone["points"], alone["parts"])
    own = standing_of(many, "south buy guns", "0.txt")
    assert not [p for p in own["parts"] if p[0] == "N"]


def test_one_speaker_in_two_outlets_is_one_origin(path: Path) -> None:
    case = corpus(
        path, Piece(f"harris says {SALE}", "a.txt", "Echo"), Piece(f"harris says {SALE} today", "b.txt", "Post")
    )
    one, two = standing_of(case, SALE, "a.txt"), standing_of(case, SALE, "b.txt")
    assert one["origin"] == two["origin"]
    assert not [p for p in one["parts"] if p[0] == "N"]


def test_a_chain_leads_to_its_end(path: Path) -> None:
    case = corpus(path, Piece(f"harris says {SALE}", "a.txt"), Piece(f"moreau says {SALE} now | via=harris", "b.txt"))
    assert standing_of(case, SALE, "a.txt")["origin"] == standing_of(case, SALE, "b.txt")["origin"]


def test_wire_copies_that_credit_one_agency_are_one_origin(path: Path) -> None:
    wire = "paper says north sell ships south\ncredit Reuters"
    case = corpus(path, Piece(wire, "a.txt", "Echo"), Piece(wire.replace("sell", "sell old"), "b.txt", "Post"))
    assert standing_of(case, "north sell ships", "a.txt")["origin"] == standing_of(case, "old ships", "b.txt")["origin"]


def test_an_outlet_of_unknown_family_corroborates_nobody(path: Path) -> None:
    case = corpus(path, Piece(f"harris says {SALE}", "a.txt"), Piece(f"paper says {SALE} now", "b.txt", "Hill Gazette"))
    assert not [p for p in standing_of(case, SALE, "a.txt")["parts"] if p[0] == "N"]


def test_offices_of_one_government_do_not_corroborate_each_other(path: Path) -> None:
    case = corpus(path, Piece(f"pentagon says {SALE}", "a.txt"), Piece(f"white house says {SALE} now", "b.txt"))
    assert not [p for p in standing_of(case, SALE, "a.txt")["parts"] if p[0] == "N"]


def test_another_day_is_not_joined_away(path: Path) -> None:
    case = corpus(
        path,
        Piece(f"harris says {SALE} | on=2024-03-05", "a.txt"),
        Piece(f"moreau says {SALE} now | on=2024-03-09", "b.txt"),
    )
    assert not same(case, (SALE, "a.txt"), (SALE, "b.txt"))


def test_another_place_is_not_joined_away(path: Path) -> None:
    case = corpus(
        path,
        Piece("harris says north shell bridges | in=ostrel", "a.txt"),
        Piece("moreau says north shell bridges now | in=vell", "b.txt"),
    )
    assert not same(case, ("shell bridges", "a.txt"), ("shell bridges", "b.txt"))


def test_other_numbers_of_one_thing_contradict(path: Path) -> None:
    case = corpus(
        path,
        Piece(f"harris says {SALE} | n=6:ship:sold", "a.txt"),
        Piece(f"moreau says {SALE} now | n=9:ship:sold", "b.txt"),
    )
    got = standing_of(case, SALE, "a.txt")
    assert got["parts"]["X", "contradicted"] == -15
    assert not [p for p in got["parts"] if p[0] == "N"]
    assert same(case, (SALE, "a.txt"), (SALE, "b.txt"))


def test_numbers_of_another_role_are_not_compared(path: Path) -> None:
    case = corpus(
        path,
        Piece(f"harris says {SALE} | n=6:ship:sold", "a.txt"),
        Piece(f"moreau says {SALE} now | n=9:gun:lost", "b.txt"),
    )
    assert not [p for p in standing_of(case, SALE, "a.txt")["parts"] if p[0] == "X"]


def test_a_denial_by_the_accused_weighs_less_than_another_contradiction(path: Path) -> None:
    case = corpus(
        path, Piece(f"harris says {SALE}", "a.txt"), Piece(f"north says {SALE} never | deny", "b.txt"),
    )  # fmt: skip
    assert standing_of(case, SALE, "a.txt")["parts"]["X", "denied"] == -5
    other = corpus(
        path.with_name("o.saidby"),
        Piece(f"harris says {SALE}", "a.txt"),
        Piece(f"moreau says {SALE} never | not", "b.txt"),
    )
    assert standing_of(other, SALE, "a.txt")["parts"]["X", "contradicted"] == -15


def test_the_accused_has_a_stake_in_the_denial(path: Path) -> None:
    case = corpus(path, Piece(f"harris says {SALE}", "a.txt"), Piece(f"north says {SALE} never | deny", "b.txt"))
    got = standing_of(case, "never")
    assert got["parts"]["P", "accused denies"] == -5
    assert got["parts"]["X", "contradicted"] == -15
    assert got["stance"] == "denies"


def test_both_sides_are_two_denials(path: Path) -> None:
    case = corpus(
        path, Piece(f"harris says {SALE}", "a.txt"), Piece(f"north and south says {SALE} never | deny", "b.txt")
    )
    assert standing_of(case, SALE, "a.txt")["parts"]["X", "denied x2"] == -10


def test_wording_that_rises_inside_one_origin_is_drift(path: Path) -> None:
    lines = [f"lasz says north {verb} men south | viareports" for verb in ("ready", "offer", "promise")]
    case = corpus(path, *(Piece(line, f"{n}.txt") for n, line in enumerate(lines)))
    with case.read() as r:
        steps = r.execute(
            "SELECT a.quote, b.quote FROM claim_link l JOIN claim a ON a.id = l.a JOIN claim b ON b.id = l.b "
            "WHERE relation = 'drifts-to' ORDER BY a.quote DESC"
        ).fetchall()
    told = {(one.split()[3], two.split()[3]) for one, two in steps}
    assert told == {("ready", "offer"), ("offer", "promise")}


def test_forecasts_do_not_join_reports(path: Path) -> None:
    case = corpus(path, Piece(f"harris says {SALE}", "a.txt"), Piece(f"moreau says {SALE} soon | forecast", "b.txt"))
    assert not same(case, (SALE, "a.txt"), (SALE, "b.txt"))


def test_mentions_of_one_day_and_doing_are_one_event(path: Path) -> None:
    case = corpus(
        path,
        Piece(f"harris says {SALE} | on=2024-03-05", "a.txt"),
        Piece(f"moreau says {SALE} now | on=2024-03-05", "b.txt"),
        Piece("paper says east sign treaty west | on=2024-03-05", "c.txt"),
        Piece(f"moreau says {SALE} later | on=2024-03-06", "d.txt"),
    )
    with case.read() as r:
        counts = [n for (n,) in r.execute("SELECT count(*) FROM event_mention GROUP BY event")]
    assert sorted(counts) == [1, 1, 2]


def test_a_contradicted_event_is_disputed(path: Path) -> None:
    case = corpus(
        path,
        Piece(f"harris says {SALE} | on=2024-03-05", "a.txt"),
        Piece(f"moreau says {SALE} never | not on=2024-03-05", "b.txt"),
    )
    with case.read() as r:
        assert {s for (s,) in r.execute("SELECT status FROM event")} == {"disputed"}


lines = st.builds(
    "{} says {} {} {} {}{}".format,
    st.sampled_from(["harris", "moreau", "officials", "paper", "north", "pentagon", "white house", "reports"]),
    st.sampled_from(["north", "south"]),
    st.sampled_from(["sell", "offer", "promise", "shell"]),
    st.sampled_from(["ships", "guns", "men"]),
    st.sampled_from(["south", "north", "east", "now", "today"]),
    st.sampled_from(
        ["", "", " | not", " | deny", " | likely", " | forecast", " | unverified", " | on=2024-03-05", " | on=2024-03-06",
         " | n=6:ship:sold", " | n=9:ship:sold", " | via=harris", " | viareports", " | in=ostrel", " | meta"]
    ),
)  # fmt: skip
pieces = st.builds(
    Piece,
    st.lists(lines, min_size=1, max_size=4).map("\n".join),
    st.sampled_from(["a.txt", "b.txt", "c.txt"]),
    st.sampled_from([None, "Echo", "Post", "Reuters"]),
    st.sampled_from([None, "2024-03-06", "2024-03-07"]),
    st.sampled_from([None, None, "https://x.example/1"]),
)
corpora = st.lists(pieces, min_size=1, max_size=6)


@settings(max_examples=16, deadline=None)
@given(corpora, st.sampled_from([1, 2, 12]), st.data())
def test_neither_order_nor_increments_change_what_is_derived(
    found: list[Piece], nearest: int, data: st.DataObject
) -> None:
    """Also where more claims share a key than may meet: who comes later moves others apart."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(partners, "NEAREST", nearest)
        patch.setattr(events, "_NEAREST", nearest)
        whole = corpus(Path(folder) / "whole.saidby", *found)
        shuffled = data.draw(st.permutations(found))
        step = empty(Path(folder) / "step.saidby")
        while shuffled:
            size = data.draw(st.integers(1, len(shuffled)))
            add(step, shuffled[:size])
            shuffled = shuffled[size:]
            derive(step)
        assert dump(step) == dump(whole)
        whole.close()
        step.close()


def grades(case: CaseFile, names: set[str]) -> dict[tuple[str, str], object]:
    """Points and parts of the claims of these files, by file and sentence."""
    out: dict[tuple[str, str], object] = {}
    with case.read() as r:
        for claim, quote, name, points in r.execute(
            "SELECT s.claim, c.quote, a.name, s.points FROM standing s JOIN claim c ON c.id = s.claim JOIN article a ON a.id = s.article"
        ).fetchall():
            if name in names:
                parts = r.execute(
                    "SELECT part, points FROM grade_part WHERE claim = ? ORDER BY seq", (claim,)
                ).fetchall()
                out[name, quote] = (points, [tuple(p) for p in parts])
    return out


agreeing = pieces.filter(lambda p: "| not" not in p.text and "| deny" not in p.text)
"""Who says a thing and its opposite in one text is grouped by which link is the surest: copies may tip that."""


@settings(max_examples=8, deadline=None)
@given(st.lists(agreeing, min_size=1, max_size=3, unique_by=lambda p: p.text), st.integers(1, 5), st.data())
def test_copies_of_any_article_change_no_grade(found: list[Piece], copies: int, data: st.DataObject) -> None:
    found = [
        replace(p, name=f"{n}.txt", outlet=p.outlet or "House", url=None, published="2024-03-06")
        for n, p in enumerate(found)
    ]
    copied = data.draw(st.sampled_from(found))
    more = [replace(copied, name=f"copy{n}.txt", outlet=f"Outlet {n}") for n in range(copies)]
    with tempfile.TemporaryDirectory() as folder:
        alone = corpus(Path(folder) / "alone.saidby", *found)
        many = corpus(Path(folder) / "many.saidby", *found, *more)
        names = {p.name for p in found}
        assert grades(many, names) == grades(alone, names)
        alone.close()
        many.close()
