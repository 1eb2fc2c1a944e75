"""Queries: what a view holds, in which order, what rows and details say, and that panes never scan a table of claims."""

from __future__ import annotations

import re
import sqlite3
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import doctor, ops, stale
from store.casefile import CaseFile
from store.doctor import examine
from store.errors import UsageError
from store.filters import Filter, make_filter
from store.queries import articles, audit, claims, comparison, facets, sources, timeline
from store.queries.ids import find_id, short_keys
from store.queries.targets import find_target
from store.queries.why import fitted
from store.records.grade import Part
from store.records.op import FIELDS, Target
from store.view import Places
from tests.casefiles import BRIDGE, DENIAL, FORECAST, MAYBE, MISREAD, Ids, write_case

ALL = Filter()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CaseFile, Ids]]:
    case, ids = write_case(tmp_path_factory.mktemp("queries") / "t.saidby")
    yield case, ids
    case.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[CaseFile, Ids]]:
    case, ids = write_case(tmp_path / "t.saidby")
    yield case, ids
    case.close()


def contents(made: tuple[CaseFile, Ids], filter: Filter = ALL, sort: str = "support") -> list[str]:
    return [row.content for row in claims.rows(made[0], claims.view(made[0], filter, sort).ids)]


class TestClaims:
    def test_the_best_supported_claim_comes_first_and_ungraded_ones_last(self, made: tuple[CaseFile, Ids]) -> None:
        assert contents(made) == [BRIDGE, MAYBE, DENIAL, FORECAST]

    def test_hidden_claims_are_in_no_view(self, made: tuple[CaseFile, Ids]) -> None:
        assert MISREAD not in contents(made)

    @pytest.mark.parametrize("sort", claims.SORTS)
    def test_every_sort_holds_the_same_claims(self, made: tuple[CaseFile, Ids], sort: str) -> None:
        assert sorted(contents(made, ALL, sort)) == sorted(contents(made))

    def test_undated_claims_come_last_by_event(self, made: tuple[CaseFile, Ids]) -> None:
        assert contents(made, ALL, "event")[0] == BRIDGE

    def test_a_sort_that_is_none_is_the_words_fault(self, made: tuple[CaseFile, Ids]) -> None:
        with pytest.raises(UsageError):
            claims.view(made[0], ALL, "mood")

    def test_what_a_filter_cannot_judge_is_counted(self, made: tuple[CaseFile, Ids]) -> None:
        view = claims.view(made[0], make_filter({"min_support": "30"}))
        assert view.count_words() == "2 of 4, +1 ungraded"

    def test_undated_claims_are_counted_under_a_date(self, made: tuple[CaseFile, Ids]) -> None:
        view = claims.view(made[0], make_filter({"from": "2031"}))
        assert view.count_words() == "1 of 4, +3 undated"

    def test_rows_keep_the_order_asked_for(self, made: tuple[CaseFile, Ids]) -> None:
        wanted = [made[1].claims[c] for c in (DENIAL, BRIDGE, MAYBE)]
        assert [r.id for r in claims.rows(made[0], wanted)] == wanted

    def test_ids_that_are_gone_are_left_out(self, made: tuple[CaseFile, Ids]) -> None:
        assert [r.content for r in claims.rows(made[0], [99_999, made[1].claims[DENIAL]])] == [DENIAL]

    def test_a_detail_adds_up_its_line(self, made: tuple[CaseFile, Ids]) -> None:
        (detail,) = claims.details(made[0], [made[1].claims[BRIDGE]])
        assert detail.why == "65 MED F2 = 50 +5 asserted +10 named official +5 unclear x1 -5 unrated"

    def test_a_forecast_says_why_it_has_no_grade(self, made: tuple[CaseFile, Ids]) -> None:
        (detail,) = claims.details(made[0], [made[1].claims[FORECAST]])
        assert detail.why == "F6 not graded: a forecast"

    def test_every_quote_stands_where_it_says(self, made: tuple[CaseFile, Ids]) -> None:
        for detail in claims.details(made[0], claims.view(made[0], ALL).ids):
            (article,) = articles.details(made[0], [detail.article.id])
            text = article.text or ""
            assert detail.span.of(text) == detail.text
            assert detail.content_span.of(text) == detail.row.content
            assert detail.cue_span is None or detail.cue_span.of(text) == detail.cue

    def test_children_stay_with_their_claim(self, made: tuple[CaseFile, Ids]) -> None:
        bridge, maybe = claims.details(made[0], [made[1].claims[BRIDGE], made[1].claims[MAYBE]])
        assert [d.expression for d in bridge.dates] == ["on Monday"]
        assert [q.text for q in maybe.quantities] == ["nine workers"]
        assert maybe.chain == (("a witness", "citing"),)
        assert maybe.hedges == ("may",)

    @pytest.mark.parametrize("many", [1, 4])
    def test_details_take_six_statements_whatever_their_number(self, made: tuple[CaseFile, Ids], many: int) -> None:
        assert (
            len(statements(made[0], lambda: claims.details(made[0], claims.view(made[0], ALL).ids[:many]), "json_each"))
            <= 6
        )


class TestTimeline:
    def test_undated_events_come_last(self, made: tuple[CaseFile, Ids]) -> None:
        rows = timeline.rows(made[0], timeline.view(made[0], ALL).ids)
        assert [(r.title, r.date_from) for r in rows] == [
            ("The bridge at Ostrel fell", "2031-05-05"), ("The mayor denied it", None),
        ]  # fmt: skip

    def test_undated_events_are_counted_under_a_date(self, made: tuple[CaseFile, Ids]) -> None:
        view = timeline.view(made[0], make_filter({"from": "2031-05"}))
        assert (len(view), view.unjudged) == (1, 1)

    def test_an_event_outside_the_dates_is_left_out(self, made: tuple[CaseFile, Ids]) -> None:
        assert len(timeline.view(made[0], make_filter({"to": "2031-04"}))) == 0

    def test_a_filter_of_claims_chooses_the_events_that_they_tell(self, made: tuple[CaseFile, Ids]) -> None:
        view = timeline.view(made[0], make_filter({"kind": "denial"}))
        assert [r.title for r in timeline.rows(made[0], view.ids)] == ["The mayor denied it"]

    def test_an_article_chooses_its_events(self, made: tuple[CaseFile, Ids]) -> None:
        view = timeline.view(made[0], make_filter({"article": str(made[1].articles["courier.txt"])}))
        assert [r.title for r in timeline.rows(made[0], view.ids)] == ["The bridge at Ostrel fell"]

    def test_an_event_has_every_place_that_tells_it(self, made: tuple[CaseFile, Ids]) -> None:
        (detail,) = timeline.details(made[0], [made[1].events["The bridge at Ostrel fell"]])
        assert [m.article.name for m in detail.mentions] == ["gazette.txt", "courier.txt"]
        assert detail.claims == (made[1].claims[BRIDGE], made[1].claims[MAYBE])

    @pytest.mark.parametrize(
        ("step", "name"), [("year", "2031"), ("month", "2031-05"), ("week", "2031-W19"), ("day", "2031-05-05")]
    )
    def test_the_histogram_counts_events_by_their_beginning(
        self, made: tuple[CaseFile, Ids], step: timeline.Step, name: str
    ) -> None:
        assert timeline.histogram(made[0], ALL, step) == [(name, 1)]


class TestComparison:
    def test_each_source_has_its_stance(self, made: tuple[CaseFile, Ids]) -> None:
        (row,) = comparison.grid(made[0], ALL).rows
        assert {n: c.stance for n, c in row.cells.items()} == {
            "Courier": "hedges", "The Gazette": "asserts", "leaflet.txt": "denies",
        }  # fmt: skip

    def test_a_filter_chooses_propositions_and_silences_nobody(self, made: tuple[CaseFile, Ids]) -> None:
        (row,) = comparison.grid(made[0], make_filter({"kind": "denial"})).rows
        assert len(row.cells) == 3

    def test_numbers_of_one_thing_in_one_role_are_comparable(self, made: tuple[CaseFile, Ids]) -> None:
        (numbers,) = comparison.grid(made[0], ALL).rows[0].numbers
        assert numbers.comparable
        assert [v[1] for v in numbers.values] == [7, 9]

    def test_the_first_to_report_is_the_earliest_dated_source(self, made: tuple[CaseFile, Ids]) -> None:
        assert comparison.grid(made[0], ALL).rows[0].first == "The Gazette"

    def test_drift_is_a_chain_of_claims(self, own: tuple[CaseFile, Ids]) -> None:
        a, b = own[1].claims[MAYBE], own[1].claims[BRIDGE]
        with own[0].write() as w:
            w.execute("INSERT INTO claim_link (a, b, relation, score) VALUES (?, ?, 'drifts-to', 1.0)", (a, b))
        assert comparison.grid(own[0], ALL).rows[0].drift == ((a, b),)

    def test_a_limit_says_what_it_leaves_out(self, made: tuple[CaseFile, Ids]) -> None:
        assert comparison.grid(made[0], ALL, 0).left_out == 1


class TestSources:
    def test_a_file_of_unknown_outlet_is_a_source_of_its_own(self, made: tuple[CaseFile, Ids]) -> None:
        rows = sources.rows(made[0], sources.view(made[0], ALL).ids)
        assert [(r.name, r.known) for r in rows] == [("The Gazette", True), ("Courier", True), ("leaflet.txt", False)]

    def test_lag_counts_from_the_first_article_on_the_story(self, made: tuple[CaseFile, Ids]) -> None:
        rows = {r.name: r.lag_days for r in sources.rows(made[0], sources.view(made[0], ALL).ids)}
        assert rows == {"The Gazette": 0.0, "Courier": 2.0, "leaflet.txt": None}

    def test_files_of_one_name_are_told_apart(self, tmp_path: Path) -> None:
        from tests.casefiles import PIECES, Piece

        twin = Piece("leaflet.txt", "Another leaflet, on something else.", ())
        case, _ = write_case(tmp_path / "t.saidby", (*PIECES, twin))
        names = [r.name for r in sources.rows(case, sources.view(case, ALL).ids)]
        case.close()
        assert len(set(names)) == 4

    def test_of_two_ratings_the_weaker_letter_counts(self, own: tuple[CaseFile, Ids]) -> None:
        for author, letter in (("ann", "B"), ("bob", "D")):
            with own[0].write() as w:
                ops.append(w, ops.make_op(w, author, Target("name", "courier"), "rating", letter, reason="history"))
        rows = {r.name: r.letter for r in sources.rows(own[0], sources.view(own[0], ALL).ids)}
        assert rows["Courier"] == "D"


class TestArticles:
    def test_undated_articles_come_last(self, made: tuple[CaseFile, Ids]) -> None:
        rows = articles.rows(made[0], articles.view(made[0], ALL).ids)
        assert [r.name for r in rows] == ["gazette.txt", "courier.txt", "leaflet.txt"]

    def test_a_filter_of_claims_chooses_their_articles(self, made: tuple[CaseFile, Ids]) -> None:
        view = articles.view(made[0], make_filter({"certainty": "PS"}))
        assert [r.name for r in articles.rows(made[0], view.ids)] == ["courier.txt"]

    def test_an_untitled_article_shows_its_first_line(self, made: tuple[CaseFile, Ids]) -> None:
        (row,) = articles.rows(made[0], [made[1].articles["leaflet.txt"]])
        assert (row.title, row.first_line) == (None, f"The mayor denied it: {DENIAL}.")

    def test_marks_leave_hidden_claims_out(self, made: tuple[CaseFile, Ids]) -> None:
        (detail,) = articles.details(made[0], [made[1].articles["gazette.txt"]])
        assert [m.claim for m in detail.marks] == [made[1].claims[BRIDGE], made[1].claims[FORECAST]]

    def test_counts_tell_what_waits(self, own: tuple[CaseFile, Ids]) -> None:
        with own[0].write() as w:
            stale.mark(w, "read", [1])
        assert articles.counts(own[0]) == articles.Counts(3, 4, 1, 1)


class TestFacets:
    def test_every_value_is_one_that_its_filter_takes(self, made: tuple[CaseFile, Ids]) -> None:
        for name, values in facets.facets(made[0], ALL).items():
            for value in values:
                assert len(claims.view(made[0], make_filter({name: value.value}))) == value.count

    def test_support_is_spread_over_bins_of_five(self, made: tuple[CaseFile, Ids]) -> None:
        spread = facets.confidence(made[0], make_filter({"min_support": "60"}))
        assert [b for b, n in spread.bins if n] == [25, 35, 65]
        assert spread.ungraded == 1


class TestIds:
    def test_a_prefix_of_a_key_is_enough(self, made: tuple[CaseFile, Ids]) -> None:
        assert find_id(made[0], made[1].keys[BRIDGE][:8]) == ("claim", made[1].claims[BRIDGE])

    def test_articles_have_names(self, made: tuple[CaseFile, Ids]) -> None:
        assert find_id(made[0], "courier.txt") == ("article", made[1].articles["courier.txt"])
        assert find_id(made[0], "cour") == ("article", made[1].articles["courier.txt"])

    def test_outlets_and_speakers_have_names(self, made: tuple[CaseFile, Ids]) -> None:
        assert find_id(made[0], "the GAZETTE")[0] == "source"
        assert find_id(made[0], "Ada Brandt")[0] == "actor"

    @pytest.mark.parametrize("text", ["", "zzz", "0000000", "%"])
    def test_what_means_nothing_is_the_words_fault(self, made: tuple[CaseFile, Ids], text: str) -> None:
        with pytest.raises(UsageError):
            find_id(made[0], text)

    def test_a_shown_id_finds_its_claim(self, made: tuple[CaseFile, Ids]) -> None:
        for key, short in short_keys(made[0], "claim", [made[1].keys[c] for c in (BRIDGE, MAYBE, DENIAL)]).items():
            assert len(short) >= 8
            assert find_id(made[0], short) == find_id(made[0], key)


class TestAudit:
    def test_a_replaced_annotation_stays_visible(self, own: tuple[CaseFile, Ids]) -> None:
        for letter in ("B", "C"):
            with own[0].write() as w:
                ops.append(w, ops.make_op(w, "ann", Target("name", "courier"), "rating", letter, reason="history"))
        assert [(r.value, r.head) for r in audit.rows(own[0])] == [("C", True), ("B", False)]

    def test_two_analysts_two_values_is_a_disagreement(self, own: tuple[CaseFile, Ids]) -> None:
        for author, letter in (("ann", "B"), ("bob", "D")):
            with own[0].write() as w:
                ops.append(w, ops.make_op(w, author, Target("name", "courier"), "rating", letter, reason="history"))
        (found,) = audit.disagreements(own[0])
        assert {found.value, found.other_value} == {"B", "D"}

    def test_an_annotation_whose_quote_stands_nowhere_is_an_orphan(self, own: tuple[CaseFile, Ids]) -> None:
        (detail,) = claims.details(own[0], [own[1].claims[DENIAL]])
        with own[0].write() as w:
            ops.append(w, ops.make_op(w, "ann", claims.target(detail), "note", "look again"))
        assert [r.value for r in audit.orphans(own[0])] == ["look again"]


def statements(case: CaseFile, work: object, mark: str) -> list[str]:
    """The top-level statements that hold a mark, run on this thread's reader."""
    seen: list[str] = []
    with case.read() as r:
        r.set_trace_callback(seen.append)
        try:
            work()  # type: ignore[operator]
        finally:
            r.set_trace_callback(None)
    return [s for s in seen if mark in s and not s.startswith("--")]


def plan(case: CaseFile, statement: str) -> str:
    with case.read() as r:
        try:
            return "\n".join(row[3] for row in r.execute(f"EXPLAIN QUERY PLAN {statement}"))
        except sqlite3.OperationalError as error:
            pytest.fail(f"{error}: {statement}")


PANES = {
    "claims by support": lambda case: claims.view(case, ALL),
    "claims by event": lambda case: claims.view(case, ALL, "event"),
    "claims under support": lambda case: claims.view(case, make_filter({"min_support": "50"})),
    "claims of a speaker": lambda case: claims.view(case, make_filter({"speaker": "brandt"})),
    "claims rows": lambda case: claims.rows(case, [1, 2]),
    "claims details": lambda case: claims.details(case, [1, 2]),
    "timeline": lambda case: timeline.view(case, ALL),
    "timeline rows": lambda case: timeline.rows(case, [1, 2]),
    "timeline details": lambda case: timeline.details(case, [1, 2]),
    "comparison rows": lambda case: comparison.rows(case, [1]),
    "article": lambda case: articles.details(case, [1]),
    "confidence": lambda case: facets.confidence(case, ALL),
}


@pytest.mark.parametrize("pane", PANES)
def test_no_pane_scans_the_claims(made: tuple[CaseFile, Ids], pane: str) -> None:
    for statement in statements(made[0], lambda: PANES[pane](made[0]), "SELECT"):
        steps = plan(made[0], statement)
        for line in steps.splitlines():
            words = line.split()
            scanned = words[1] if words[:1] == ["SCAN"] else ""
            assert scanned not in ("c", "claim", "x", "t", "m", "timex", "quantity", "b", "body"), (
                f"{line}\n{statement}"
            )
            assert not (scanned in ("s", "standing") and "COVERING INDEX" not in line and "USING INDEX" not in line), (
                f"{line}\n{statement}"
            )


@pytest.mark.parametrize("sort", ["support", "event"])
def test_the_two_sorts_of_panes_come_from_an_index(made: tuple[CaseFile, Ids], sort: str) -> None:
    for statement in statements(
        made[0], lambda: claims.view(made[0], make_filter({"min_support": "50"}), sort), "ORDER BY"
    ):
        assert "TEMP B-TREE" not in plan(made[0], statement)


PARTS = tuple(Part("H", -5, f"via somebody of a very long name number {n}") for n in range(6))


class TestWhy:
    def test_a_line_that_fits_stays_as_it_is(self) -> None:
        assert fitted("60 MED F2 = 50 +10 certain", (Part("C", 10, "certain"),)) == "60 MED F2 = 50 +10 certain"

    def test_a_long_line_keeps_every_point(self) -> None:
        line = fitted("20 LOW F4 = 50" + "".join(f" {p.points:+d} {p.words}" for p in PARTS), PARTS)
        assert len(line) <= 100
        assert line.count(" -5 ") == len(PARTS)

    @given(st.lists(st.tuples(st.integers(-30, 30), st.text("ab ", max_size=40)), max_size=12), st.integers(60, 120))
    def test_the_points_of_any_line_add_up(self, given: list[tuple[int, str]], width: int) -> None:
        parts = tuple(Part("C", points, words) for points, words in given)
        total = 50 + sum(p.points for p in parts)
        line = fitted(
            f"{total} MED F3 = 50" + "".join(f" {p.points:+d} {p.words}" for p in parts if p.points), parts, width
        )
        assert 50 + sum(int(n) for n in re.findall(r" ([+-]\d+)", line)) == total


def test_the_doctor_names_articles_that_could_not_be_read(own: tuple[CaseFile, Ids]) -> None:
    with own[0].write() as w:
        w.execute("UPDATE article SET rules = 'failed: ValueError' WHERE id = 1")
    assert [f.level for f in examine(own[0])].count("error") == 1


def test_the_doctor_finds_nothing_in_a_sound_file(made: tuple[CaseFile, Ids]) -> None:
    assert "error" not in {f.level for f in examine(made[0])}


@pytest.mark.parametrize(("folder", "level"), [("Dropbox", ["note"]), ("plain", [])])
def test_the_doctor_names_a_folder_that_is_synchronised(tmp_path: Path, folder: str, level: list[str]) -> None:
    assert [f.level for f in doctor._folder(tmp_path / folder / "t.saidby", tmp_path / "none")] == level


def test_the_doctor_names_a_network_file_system(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"disk / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n", encoding="utf-8")
    (finding,) = doctor._folder(tmp_path / "t.saidby", mounts)
    assert "nfs4" in finding.what


def test_who_rates_a_file_is_told_to_name_its_outlet(made: tuple[CaseFile, Ids]) -> None:
    with pytest.raises(UsageError, match="unknown"):
        find_target(made[0], FIELDS["rating"], "leaflet.txt")


class TestPages:
    def test_the_last_page_is_the_view(self, made: tuple[CaseFile, Ids]) -> None:
        assert list(claims.pages(made[0], ALL))[-1].ids == claims.view(made[0], ALL).ids
        assert list(timeline.pages(made[0], ALL))[-1].ids == timeline.view(made[0], ALL).ids

    @pytest.mark.parametrize("values", [{}, {"kind": "report"}, {"speaker": "brandt"}, {"from": "2020", "to": "2030"}])
    def test_a_first_page_is_the_beginning_of_the_view(
        self, made: tuple[CaseFile, Ids], values: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for query in (claims, timeline):
            monkeypatch.setattr(query, "PAGE", 1)
            several = list(query.pages(made[0], make_filter(values)))
            first, whole = several[0], several[-1]
            assert list(whole.ids[: len(first.ids)]) == list(first.ids)

    @pytest.mark.parametrize("values", [{}, {"kind": "report"}, {"min_support": "50"}])
    @pytest.mark.parametrize("sort", comparison.SORTS)
    def test_a_chosen_ranking_is_the_view_of_the_comparison(
        self, made: tuple[CaseFile, Ids], values: dict[str, str], sort: str
    ) -> None:
        filter = make_filter(values)
        ranked = comparison.chosen(made[0], filter, comparison.ranking(made[0], sort))
        assert ranked == comparison.view(made[0], filter, sort).ids
        assert set(comparison.best(made[0], filter)) <= set(ranked)


@given(st.lists(st.integers(1, 2**40), unique=True, max_size=60), st.integers(1, 2**40))
def test_an_id_stands_where_the_array_has_it(ids: list[int], other: int) -> None:
    places = Places(array("q", ids))
    assert [places.line_of(i) for i in ids] == list(range(len(ids)))
    assert (places.line_of(other) is None) == (other not in ids)
