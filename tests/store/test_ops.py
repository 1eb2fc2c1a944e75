"""Annotations: content-addressed, append-only, one head a field and author unless the field keeps several."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import ops, stale
from store.casefile import CaseFile
from store.errors import UsageError
from store.records.op import FIELDS, Op, Target, checked_value, pair_target, span_target
from store.records.span import Span
from store.snapshot.heads import SINGLE_VALUED

OUTLET = Target("name", "the harbour post")
PLACE = span_target("a" * 64, Span(3, 9), "rocket")


@pytest.fixture
def case(tmp_path: Path) -> CaseFile:
    return CaseFile(tmp_path / "c.saidby")


def say(case: CaseFile, author: str, target: Target, field: str, value: object, **more: object) -> str:
    with case.write(durable=True) as w:
        return ops.append(w, ops.make_op(w, author, target, field, value, reason="because", **more))  # type: ignore[arg-type]


def test_an_op_is_its_content(case: CaseFile) -> None:
    op = Op("ann", PLACE, "note", "hello", nonce="1")
    assert op.id == Op("ann", PLACE, "note", "hello", nonce="1").id
    assert op.id != Op("ann", PLACE, "note", "hello!", nonce="1").id
    with case.write() as w:
        ops.append(w, op)
        ops.append(w, op)
        assert w.execute("SELECT count(*) FROM op").fetchone()[0] == 1


def test_the_form_of_an_op_is_frozen() -> None:
    """Files of other people hold ops of this form: a change of it would orphan them."""
    op = Op(
        "ann", PLACE, "override", {"digit": 3}, ("b" * 64,), True, "two witnesses", "2024-01-01T00:00:00+00:00", "00ff"
    )
    assert op.json() == (
        '{"at":"2024-01-01T00:00:00+00:00","author":"ann","field":"override","nonce":"00ff","private":1,'
        '"reason":"two witnesses","supersedes":["' + "b" * 64 + '"],"target":{"end":9,"key":"' + "a" * 64 + '",'
        '"kind":"span","quote":"rocket","start":3},"value":{"digit":3}}'
    )
    assert op.id == "d36844d5d53d2421e33108dac4ab3882effb8cca898f3842db2ed1d600e67e94"


def test_a_new_value_supersedes_the_authors_own_and_nobody_elses(case: CaseFile) -> None:
    say(case, "ann", OUTLET, "rating", "B")
    say(case, "bob", OUTLET, "rating", "D")
    say(case, "ann", OUTLET, "rating", "C")
    with case.read() as r:
        assert sorted((h.author, h.value) for h in ops.heads(r, field="rating")) == [("ann", "C"), ("bob", "D")]
        assert [tuple(x) for x in r.execute("SELECT author, value, other, other_value FROM disagreements")] == [
            ("ann", "C", "bob", "D")
        ]


def test_an_edge_to_somebody_elses_op_is_ignored(case: CaseFile) -> None:
    first = say(case, "ann", OUTLET, "rating", "B")
    with case.write() as w:
        ops.append(w, Op("eve", OUTLET, "rating", "E", (first,), reason="mine now", nonce="x"))
        assert {h.author for h in ops.heads(w, field="rating")} == {"ann", "eve"}


def test_notes_and_tags_stand_side_by_side(case: CaseFile) -> None:
    for words in ("first", "second"):
        say(case, "ann", PLACE, "note", words)
    with case.read() as r:
        assert {h.value for h in ops.heads(r, field="note")} == {"first", "second"}


def test_a_retraction_hides_what_it_names_and_deletes_nothing(case: CaseFile) -> None:
    note = say(case, "ann", PLACE, "note", "wrong")
    say(case, "ann", PLACE, "note", None, supersedes=[note])
    with case.read() as r:
        assert ops.heads(r, field="note") == []
        assert len(ops.history(r)) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE op SET json = '{}'",
        "DELETE FROM op",
        'INSERT OR REPLACE INTO op (id, json) SELECT id, \'{"author":"eve"}\' FROM op',
        "DELETE FROM op_supersedes",
        "UPDATE op_supersedes SET op = superseded",
    ],
)
def test_what_was_said_can_not_be_changed(case: CaseFile, statement: str) -> None:
    first = say(case, "ann", OUTLET, "rating", "B")
    say(case, "ann", OUTLET, "rating", "C")
    with case.read() as r:
        before = ops.history(r)
    try:
        with case.write() as w:
            w.execute(statement)
    except (sqlite3.IntegrityError, sqlite3.OperationalError):
        pass
    with case.read() as r:
        assert ops.history(r) == before
        assert first in {i for i, _, _ in before}


@pytest.mark.parametrize(
    ("field", "target", "value", "reason"),
    [
        ("rating", OUTLET, "G", "r"),
        ("rating", OUTLET, "A", None),
        ("rating", PLACE, "A", "r"),
        ("override", PLACE, {"digit": 7}, "r"),
        ("override", PLACE, {"support": 42}, "r"),
        ("override", PLACE, {"letter": "A"}, "r"),
        ("date", Target("sighting", "s"), "next week", "r"),
        ("nonsense", PLACE, "x", "r"),
        ("note", PLACE, "  ", None),
    ],
)
def test_what_fields_does_not_allow_is_refused_with_a_reason(
    case: CaseFile, field: str, target: Target, value: object, reason: str | None
) -> None:
    with case.read() as r, pytest.raises(UsageError):
        ops.make_op(r, "ann", target, field, value, reason=reason)


def test_text_of_annotations_is_cleaned(case: CaseFile) -> None:
    say(case, "a\x1bnn", PLACE, "note", "x\x1b]0;t\x07")
    with case.read() as r:
        (head,) = ops.heads(r, field="note")
    assert "\x1b" not in head.author + head.value


def test_a_pair_is_the_same_from_both_ends() -> None:
    a, b = ("a" * 64, Span(1, 2)), ("b" * 64, Span(3, 4))
    assert pair_target(a, b) == pair_target(b, a)


@given(
    st.sampled_from(sorted(FIELDS)),
    st.one_of(st.text(max_size=9), st.integers(), st.none(), st.dictionaries(st.text(max_size=5), st.integers())),
)
def test_a_checked_value_passes_its_own_check(field: str, value: object) -> None:
    target = Target(FIELDS[field].targets[0], "k", Span(0, 1), "q")
    try:
        stored = checked_value(field, target, value, "why")
    except ValueError:
        return
    assert checked_value(field, target, stored, "why") == stored


def test_an_override_marks_only_the_claims_of_its_text(case: CaseFile) -> None:
    say(case, "ann", PLACE, "override", "digit:3")
    with case.read() as r:
        assert stale.counts(r) == {}


def test_two_analysts_can_disagree_on_every_field_of_one_value(case: CaseFile) -> None:
    """The view and the one who counts clashes before a merge name the same fields."""
    named = {"family": ("Kell Press", "Dole Group"), "actor.merge": ("the warden", "the harbour master")}
    for field, (mine, theirs) in named.items():
        for author, value in (("ann", mine), ("bob", theirs)):
            say(case, author, OUTLET, field, value)
    with case.read() as r:
        assert [tuple(x) for x in r.execute("SELECT field, value, other_value FROM disagreements ORDER BY field")] == [
            (field, *named[field]) for field in sorted(named)
        ]
        (sql,) = r.execute("SELECT sql FROM sqlite_master WHERE name = 'disagreements'").fetchone()
    assert set(re.findall(r"'([\w.]+)'", sql)) == set(SINGLE_VALUED)
