"""The derived layer: grouping, reading, ops laid over, overrides; dropped and rebuilt to the same rows by key."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import ops, stale
from store.casefile import CaseFile, Writer
from store.derive.anchors import anchor_op
from store.derive.refresh import use_profile
from store.grading.profile import read_profile
from store.records.op import Target, pair_target, span_target
from store.records.span import Span
from store.schema.create import clear_derived
from tests.store.small_corpus import Piece, add, body_hash, corpus, derive, dump, empty, standing_of

SALE = "north sell ships south"
TEXT = f"harris says {SALE}\npaper says south buy guns north"
CONTENT = Span(12, 12 + len(SALE))


def say(case: CaseFile, target: Target, field: str, value: object, author: str = "ann", drained: bool = True) -> str:
    """Append an op as the program does, and derive."""
    with case.write() as w:
        op = ops.make_op(w, author, target, field, value, reason="seen")
        ops.append(w, op)
        anchor_op(w, op.id, target, field)
    if drained:
        derive(case)
    return op.id


def on_sale(text: str = TEXT) -> Target:
    return span_target(body_hash(text), CONTENT, SALE)


def rebuild(case: CaseFile) -> None:
    with case.write() as w:
        clear_derived(w)
        stale.mark_query(w, "group", "SELECT id FROM body")
    derive(case)


def sighting_key(case: CaseFile) -> str:
    with case.read() as r:
        return str(r.execute("SELECT key FROM sighting").fetchone()[0])


def articles(case: CaseFile) -> list[dict[str, object]]:
    with case.read() as r:
        return [
            dict(row)
            for row in r.execute("SELECT a.*, o.name AS source FROM article a LEFT JOIN outlet o ON o.id = a.outlet")
        ]


# ---- group


def test_sightings_that_agree_or_do_not_know_fold_into_one_article(tmp_path: Path) -> None:
    case = corpus(
        tmp_path / "c",
        Piece(TEXT, "a.txt"),
        Piece(TEXT, "b.txt", "Echo", "2024-03-05"),
        Piece(TEXT, "c.txt", None, "2024-03-05"),
    )
    (only,) = articles(case)
    assert (only["published"], only["source"], only["name"]) == ("2024-03-05", "Echo", "b.txt")


def test_sightings_of_other_days_stay_apart_as_one_text(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt", None, "2024-03-05"), Piece(TEXT, "b.txt", None, "2024-03-06"))
    assert len(articles(case)) == 2
    with case.read() as r:
        assert [tuple(x) for x in r.execute("SELECT score FROM article_link WHERE relation = 'same-text'")] == [(1.0,)]


def test_a_sighting_that_two_fuller_ones_fit_stays_apart(tmp_path: Path) -> None:
    case = corpus(
        tmp_path / "c",
        Piece(TEXT, "a.txt"),
        Piece(TEXT, "b.txt", None, "2024-03-05"),
        Piece(TEXT, "c.txt", None, "2024-03-06"),
    )
    assert len(articles(case)) == 3


def test_an_asserted_date_is_the_analysts(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    before = articles(case)[0]
    say(case, Target("sighting", sighting_key(case)), "date", "2024-03")
    (after,) = articles(case)
    assert (after["published"], after["published_to"], after["published_origin"]) == (
        "2024-03",
        "2024-03-31",
        "analyst",
    )
    assert (after["id"], after["key"]) == (before["id"], before["key"])


def test_an_asserted_outlet_brings_its_family(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    say(case, Target("sighting", sighting_key(case)), "outlet", "Politico")
    assert articles(case)[0]["source"] == "Politico"
    with case.read() as r:
        assert r.execute("SELECT family FROM outlet").fetchone()[0] == "Axel Springer"


def test_a_family_op_outweighs_the_shipped_table(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt", "Echo"))
    say(case, Target("name", "echo"), "family", "Hill Press")
    with case.read() as r:
        assert r.execute("SELECT family FROM outlet").fetchone()[0] == "Hill Press"


def test_a_tombstone_hides_the_article_and_its_claims(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"), Piece(f"moreau says {SALE} now", "b.txt"))
    with case.read() as r:
        (key,) = r.execute("SELECT key FROM sighting WHERE name = 'b.txt'").fetchone()
    say(case, Target("sighting", key), "tombstone", "by court order")
    assert standing_of(case, "now")["hidden"] == 1
    assert not [p for p in standing_of(case, SALE, "a.txt")["parts"] if p[0] == "N"]


def test_an_undone_run_stops_counting(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    with case.write() as w:
        w.execute("INSERT INTO import_run (id, command, started, undone) VALUES (1, 'x', 'now', 1)")
        w.execute(
            "INSERT INTO import_unit (id, run, path, sha256, size, mtime_ns, reader, options, status) VALUES (1,1,'','',0,0,'','','new')"
        )
        w.execute("INSERT INTO unit_sighting SELECT 1, '', id FROM sighting")
        stale.mark_query(w, "group", "SELECT id FROM body")
    derive(case)
    assert articles(case)[0]["hidden"] == 1


def test_another_text_at_one_address_is_a_revision(tmp_path: Path) -> None:
    case = corpus(
        tmp_path / "c",
        Piece(TEXT, "a.txt", "Echo", "2024-03-05", "https://x.example/1"),
        Piece(TEXT + "\ncorrected", "b.txt", "Echo", "2024-03-06", "https://x.example/1"),
    )
    with case.read() as r:
        rows = r.execute(
            "SELECT a.name, b.name, l.score FROM article_link l JOIN article a ON a.id = l.a JOIN article b ON b.id = l.b "
            "WHERE relation = 'revises'"
        ).fetchall()
    assert [tuple(x) for x in rows] == [("b.txt", "a.txt", 1.0)]


# ---- read


def test_an_unchanged_reading_keeps_keys_and_ids(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    with case.read() as r:
        before = r.execute("SELECT id, key FROM claim").fetchall()
    with case.write() as w:
        stale.mark_query(w, "read", "SELECT id FROM article")
    derive(case)
    with case.read() as r:
        assert [tuple(x) for x in r.execute("SELECT id, key FROM claim")] == [tuple(x) for x in before]


def test_quotes_equal_the_text_at_their_place(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    with case.read() as r:
        rows = r.execute(
            "SELECT c.quote, substr(b.text, c.start_char + 1, c.end_char - c.start_char) FROM claim c JOIN article a ON a.id = c.article "
            "JOIN body b ON b.id = a.body"
        ).fetchall()
    assert rows
    assert all(quote == there for quote, there in rows)


@pytest.mark.parametrize(("field", "value", "column", "wanted"), [
    ("kind", "opinion", "kind", "opinion"), ("polarity", "-", "polarity", "-"), ("hide", True, "hidden", 1),
])  # fmt: skip
def test_corrections_are_laid_over_the_reading(
    tmp_path: Path, field: str, value: object, column: str, wanted: object
) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    key = standing_of(case, SALE)["claim_key"]
    op = say(case, on_sale(), field, value)
    got = standing_of(case, SALE)
    assert (got[column], got["claim_key"]) == (wanted, key)
    with case.read() as r:
        assert op in r.execute("SELECT corrected_by FROM claim WHERE id = ?", (got["claim"],)).fetchone()[0]


def test_a_corrected_speaker_is_an_actor(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    say(case, on_sale(), "speaker", "Élise Moreau")
    with case.read() as r:
        got = r.execute("SELECT w.key, w.name FROM claim c JOIN actor w ON w.id = c.speaker").fetchall()
    assert [tuple(x) for x in got] == [("elise moreau", "Élise Moreau")]


def test_a_retracted_correction_is_gone(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    before = dump(case)
    say(case, on_sale(), "kind", "opinion")
    say(case, on_sale(), "kind", None)
    after = dump(case)
    assert {t: r for t, r in after.items() if t != "anchored"} == {t: r for t, r in before.items() if t != "anchored"}


def test_an_added_claim_stands_in_its_sentence(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    at = TEXT.index("buy guns")
    say(case, span_target(body_hash(TEXT), Span(at, at + 8), "buy guns"), "claim.add", {"speaker": "Moreau"})
    with case.read() as r:
        row = r.execute("SELECT speaker_text, quote FROM claim WHERE content_start = ?", (at,)).fetchone()
    assert tuple(row) == ("Moreau", "paper says south buy guns north")


def test_a_split_claim_is_two(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    say(case, on_sale(), "claim.split", "ships south")
    with case.read() as r:
        spans = {
            tuple(x)
            for x in r.execute("SELECT content_start, content_end FROM claim WHERE content_end <= ?", (CONTENT.end,))
        }
    assert spans == {(12, 22), (23, CONTENT.end)}


def test_merged_actors_are_one(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(f"zelenskyy says {SALE}", "a.txt"), Piece(f"zelensky says {SALE} now", "b.txt"))
    assert [
        p for p in standing_of(case, SALE, "a.txt")["parts"] if p[0] == "N"
    ] == []  # one family in the shipped table
    say(case, Target("name", "zelenskyy"), "actor.merge", "Zelensky")
    one, two = standing_of(case, SALE, "a.txt"), standing_of(case, SALE, "b.txt")
    assert (one["speaker"], one["origin"]) == (two["speaker"], two["origin"])
    with case.read() as r:
        assert r.execute("SELECT count(*) FROM actor WHERE key = 'zelenskyy'").fetchone()[0] == 0


def test_a_reading_with_places_outside_the_text_is_cut_to_what_fits(tmp_path: Path) -> None:
    from dataclasses import replace

    from store.derive.refresh import drain
    from tests.store.small_corpus import fake_read

    case = empty(tmp_path / "c")
    add(case, [Piece(TEXT, "a.txt")])

    def broken(*args: str | None) -> object:
        reading = fake_read(*args)  # type: ignore[arg-type]
        return replace(reading, claims=(replace(reading.claims[0], content=(Span(5, 9_999),)), *reading.claims[1:]))

    drain(case, broken)  # type: ignore[arg-type]
    with case.read() as r:
        assert r.execute("SELECT count(*) FROM claim").fetchone()[0] == 1


# ---- link


def pair(case: CaseFile, one: tuple[str, Span], two: tuple[str, Span]) -> Target:
    return pair_target((body_hash(one[0]), one[1]), (body_hash(two[0]), two[1]))


def test_a_rejected_link_keeps_claims_apart(tmp_path: Path) -> None:
    other = f"moreau says {SALE} now"
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"), Piece(other, "b.txt"))
    target = pair(case, (TEXT, Span(0, len(TEXT.split(chr(10))[0]))), (other, Span(0, len(other))))
    say(case, target, "link", "rejected")
    assert standing_of(case, SALE, "a.txt")["proposition"] != standing_of(case, SALE, "b.txt")["proposition"]
    say(case, target, "link", None)
    assert standing_of(case, SALE, "a.txt")["proposition"] == standing_of(case, SALE, "b.txt")["proposition"]


def test_a_confirmed_link_joins_what_no_rule_would(tmp_path: Path) -> None:
    other = "moreau says east sign treaty west"
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"), Piece(other, "b.txt"))
    say(case, pair(case, (TEXT, CONTENT), (other, Span(12, len(other)))), "link", "confirmed")
    assert standing_of(case, SALE)["proposition"] == standing_of(case, "treaty")["proposition"]


# ---- copies and stories


PROSE = (
    "The harbour master of Ostrel counted forty crates of engine parts on the quay before dawn and sealed the gate behind them "
    "while two freighters from the northern yards waited in the roads for a pilot who never came that week"
)


def test_a_reprint_inside_a_longer_text_is_a_copy(tmp_path: Path) -> None:
    longer = "Something of our own stands first here and goes on for a while.\n" + PROSE + "\nAnd something after it."
    case = corpus(
        tmp_path / "c", Piece(PROSE, "a.txt", "Echo", "2024-03-05"), Piece(longer, "b.txt", "Post", "2024-03-06")
    )
    with case.read() as r:
        rows = r.execute(
            "SELECT a.name, b.name FROM article_link l JOIN article a ON a.id = l.a JOIN article b ON b.id = l.b "
            "WHERE relation = 'copied-from'"
        ).fetchall()
    assert [tuple(x) for x in rows] == [("b.txt", "a.txt")]


def test_other_texts_are_no_copies(tmp_path: Path) -> None:
    other = "A fire drill emptied the town hall of Vell for an hour while clerks stood in the rain and the mayor counted heads twice"
    case = corpus(tmp_path / "c", Piece(PROSE, "a.txt"), Piece(other, "b.txt"))
    with case.read() as r:
        assert r.execute("SELECT count(*) FROM article_link").fetchone()[0] == 0


def test_articles_on_one_event_share_a_story(tmp_path: Path) -> None:
    told = "Forty crates of engine parts were counted at Ostrel before dawn, the harbour master said, as two freighters waited in the roads"
    other = "Parliament in Vell votes on a bill about school meals; the finance committee of the chamber asks for 12 changes"
    case = corpus(
        tmp_path / "c",
        Piece(PROSE, "a.txt", None, "2024-03-05"), Piece(told, "b.txt", None, "2024-03-06"),
        Piece(other, "c.txt", None, "2024-03-06"), Piece(told + " again", "d.txt", None, "2024-06-06"),
    )  # fmt: skip
    with case.read() as r:
        story = dict(r.execute("SELECT name, story FROM article").fetchall())
    assert story["a.txt"] == story["b.txt"]
    assert len({story["a.txt"], story["c.txt"]}) == 2


# ---- grade


def test_a_rating_moves_the_support_and_not_the_digit(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    before = standing_of(case, SALE)
    say(case, Target("name", "harris"), "rating", "B")
    after = standing_of(case, SALE)
    assert (after["letter"], after["digit"], after["support"]) == ("B", before["digit"], before["support"] + 15)
    assert (before["low"], before["high"], after["low"]) == (before["points"] - 10, before["points"] + 10, None)


def test_of_several_ratings_the_weakest_counts(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt", "Echo"))
    say(case, Target("name", "harris"), "rating", "A")
    say(case, Target("name", "Echo"), "rating", "D", author="bob")
    assert standing_of(case, SALE)["letter"] == "D"
    assert standing_of(case, "south buy guns")["letter"] == "D"


def test_my_override_is_shown_and_the_computed_value_stays(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    before = standing_of(case, SALE)
    say(case, on_sale(), "override", {"support": 20, "inputs": before["inputs"]})
    after = standing_of(case, SALE)
    assert (after["shown_support"], after["shown_digit"], after["support"]) == (20, 4, before["support"])
    assert after["override_stale"] == 0


def test_a_colleagues_override_moves_nothing_that_i_see(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    say(case, on_sale(), "override", {"support": 20}, author="bob")
    got = standing_of(case, SALE)
    assert (got["shown_support"], got["override"]) == (got["support"], None)


def test_an_override_is_stale_once_its_inputs_change(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    say(case, on_sale(), "override", {"digit": 1, "inputs": standing_of(case, SALE)["inputs"]})
    add(case, [Piece(f"moreau says {SALE} now", "b.txt")])
    derive(case)
    got = standing_of(case, SALE, "a.txt")
    assert (got["override_stale"], got["shown_digit"]) == (1, 1)


def test_a_stake_costs_five(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    say(case, on_sale(), "stake", True)
    assert standing_of(case, SALE)["parts"]["P", "stake"] == -5


def test_another_profile_grades_anew(tmp_path: Path) -> None:
    from importlib.resources import files

    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    text = files("store.grading").joinpath("profile.toml").read_text(encoding="utf-8")
    before = standing_of(case, SALE)["points"]
    with case.write() as w:
        use_profile(w, read_profile(text.replace("asserted = 5", "asserted = -5")))
    derive(case)
    assert standing_of(case, SALE)["points"] == before - 10


# ---- the whole


def test_a_note_finds_its_place_without_reading_again(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    with case.write() as w:
        op = ops.make_op(w, "bob", on_sale(), "note", "look here")
        ops.append(w, op)  # as a merge does: nothing else is said of it
    derive(case)
    with case.read() as r:
        row = r.execute("SELECT claim, how FROM anchored WHERE op = ?", (op.id,)).fetchone()
    assert tuple(row) == (standing_of(case, SALE)["claim"], "exact")


def test_a_drain_with_nothing_to_do_writes_nothing(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    with case.write() as w:
        ops.append(
            w, ops.make_op(w, "bob", span_target(body_hash(TEXT), Span(3, 9), "nowhere to be found"), "note", "lost")
        )
    derive(case)
    before = case.generation()
    derive(case)
    assert case.generation() == before


def test_an_op_on_an_older_version_is_anchored_in_the_newer_one(tmp_path: Path) -> None:
    newer = "a line more\n" + TEXT
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt", None, "2024-03-05", "https://x.example/1"))
    op = say(case, on_sale(), "note", "look here")
    add(case, [Piece(newer, "b.txt", None, "2024-03-06", "https://x.example/1")])
    derive(case)
    with case.read() as r:
        rows = r.execute(
            "SELECT a.name, n.how, n.start_char FROM anchored n JOIN article a ON a.id = n.article WHERE n.op = ?",
            (op,),
        )
        assert {tuple(x) for x in rows} == {("a.txt", "exact", 12), ("b.txt", "same-quote", 24)}


def test_rebuilding_gives_the_same_rows_and_touches_no_op(tmp_path: Path) -> None:
    case = corpus(
        tmp_path / "c", Piece(TEXT, "a.txt"), Piece(f"north says {SALE} never | deny on=2024-03-05", "b.txt", "Echo")
    )
    say(case, on_sale(), "override", {"support": 20})
    say(case, Target("name", "harris"), "rating", "B")
    before, told = dump(case), _ops(case)
    rebuild(case)
    assert dump(case) == before
    assert _ops(case) == told


def test_ids_are_never_used_again(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    with case.read() as r:
        before = {i for (i,) in r.execute("SELECT id FROM claim")}
    rebuild(case)
    with case.read() as r:
        assert not before & {i for (i,) in r.execute("SELECT id FROM claim")}


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    case = empty(tmp_path / "c")
    add(case, [Piece(TEXT, "a.txt"), Piece(TEXT + "\nmore", "b.txt")])
    told: list[tuple[str, int, int]] = []
    derive(case, tell=lambda *x: told.append(x))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["group", "read", "link", "grade"]
    last = {stage: (done, total) for stage, done, total in told}
    assert all(done == total for done, total in last.values())


def test_nothing_waits_after_a_drain(tmp_path: Path) -> None:
    case = corpus(tmp_path / "c", Piece(TEXT, "a.txt"))
    with case.read() as r:
        assert stale.counts(r) == {}


def _ops(case: CaseFile) -> list[tuple[str, str]]:
    with case.read() as r:
        return [tuple(x) for x in r.execute("SELECT id, json FROM op ORDER BY id")]


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, str, object]]:
    """Ops on the first text: (target, field, value)."""
    return draw(
        st.lists(
            st.sampled_from(
                [("claim", "kind", "opinion"), ("claim", "kind", "denial"), ("claim", "polarity", "-"), ("claim", "hide", True),
                 ("claim", "hide", None), ("claim", "kind", None), ("claim", "stake", True), ("claim", "override", {"support": 80}),
                 ("harris", "rating", "A"), ("moreau", "rating", "E"), ("echo", "rating", "D"), ("echo", "family", "reuters"), ("moreau", "family", "harris"),
                 ("north", "family", "south"), ("north", "family", None),
                 ("moreau", "actor.merge", "harris"), ("moreau", "actor.merge", None), ("pair", "link", "rejected"),
                 ("pair", "link", "confirmed"), ("pair", "link", None), ("sighting", "date", "2024-03-05"), ("sighting", "outlet", "Post")]
            ),
            max_size=6,
        )
    )  # fmt: skip


@settings(max_examples=10)
@given(histories(), st.booleans())
def test_ops_in_any_order_end_where_a_rebuild_ends(history: list[tuple[str, str, object]], batched: bool) -> None:
    other = f"moreau says {SALE} now"
    with tempfile.TemporaryDirectory() as folder:
        case = corpus(
            Path(folder) / "c",
            Piece(TEXT, "a.txt"),
            Piece(other, "b.txt", "Echo"),
            Piece(f"north says {SALE} never | deny", "c.txt"),
        )
        for what, field, value in history:
            target = {
                "claim": on_sale(),
                "pair": pair(case, (TEXT, CONTENT), (other, Span(12, len(other)))),
                "sighting": Target("sighting", sighting_key(case)),
            }.get(what, Target("name", what))
            say(case, target, field, value, drained=not batched)
        derive(case)
        before = dump(case)
        rebuild(case)
        assert dump(case) == before
        case.close()


class Killed(Exception):
    """Stands for a kill between two units of work."""


@settings(max_examples=10)
@given(st.integers(0, 6))
def test_an_interrupted_drain_goes_on_where_it_was(stop: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = [Piece(TEXT, "a.txt"), Piece(f"north says {SALE} never | deny on=2024-03-05", "b.txt", "Echo")]
        whole = corpus(Path(folder) / "whole", *found)
        case = empty(Path(folder) / "c")
        add(case, found)
        calls = 0

        def tell(*_: object) -> None:
            nonlocal calls
            calls += 1
            if calls == stop:
                raise Killed

        try:
            derive(case, tell=tell)
        except Killed:
            derive(case)
        assert dump(case) == dump(whole)
        whole.close()
        case.close()


def test_a_batch_that_fails_leaves_the_queue_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.derive import refresh

    case = empty(tmp_path / "c")
    add(case, [Piece(TEXT, "a.txt")])

    def broken(w: Writer, *_: object) -> None:
        w.execute("DELETE FROM standing")
        raise Killed

    monkeypatch.setattr(refresh, "grade_claims", broken)
    with pytest.raises(Killed):
        derive(case)
    monkeypatch.undo()
    with case.read() as r:
        assert stale.counts(r)["grade"] == 2
        assert r.execute("SELECT count(*) FROM standing").fetchone()[0] == 2
