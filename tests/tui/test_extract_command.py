"""`saidby extract`: one answer a line, in order; a line that makes no sense is named and the others are answered."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from tui.cli.main import main

TEXT = (
    "Harbour master Ivo Lenz said on Monday that the ferry had sunk off Marrow Point. “We lost nine boats last week,” "
    "he added. The coast guard denied that anyone had drowned."
)


class Stdin:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.fixture
def extract(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Answers to some lines; gives (exit code, answers, complaints)."""

    def run(*lines: object) -> tuple[int, list[dict[str, Any]], list[dict[str, Any]]]:
        given = b"".join((x if isinstance(x, bytes) else json.dumps(x).encode()) + b"\n" for x in lines)
        monkeypatch.setattr(sys, "stdin", Stdin(given))
        code = main(["extract"])
        out = capsys.readouterr()
        return code, [json.loads(x) for x in out.out.splitlines()], [json.loads(x) for x in out.err.splitlines()]

    return run


def test_answers_come_in_the_order_of_the_questions(extract: Any) -> None:
    code, answers, _ = extract(*({"id": i, "text": TEXT} for i in ("b", 7, None, "a")))
    assert (code, [a["id"] for a in answers]) == (0, ["b", 7, None, "a"])


def test_a_relative_date_needs_a_day_to_count_from(extract: Any) -> None:
    _, (dated, undated), _ = extract({"id": 1, "text": TEXT, "date": "2031-05-06"}, {"id": 2, "text": TEXT})
    monday = [t["from"] for t in dated["timexes"] if t["text"] == "Monday"]
    assert monday == ["2031-05-05"]
    assert all(t["from"] is None for t in undated["timexes"] if t["text"] == "Monday")


def test_targets_are_answered_one_by_one(extract: Any) -> None:
    at = TEXT.index("sunk")
    _, (answer,), _ = extract({"id": 1, "text": TEXT, "targets": [[at, at + 4], [0, len(TEXT)]]})
    assert [(t["start"], t["end"]) for t in answer["targets"]] == [(at, at + 4), (0, len(TEXT))]
    assert all(0 <= t["certainty"] <= 1 for t in answer["targets"])


def test_spans_are_of_the_text_as_it_was_given(extract: Any) -> None:
    text = "\ufeff  Lenz said:\r\n\u202e“Nine cafe\u0301s burned.”\r\n" + TEXT
    _, (answer,), _ = extract({"id": 1, "text": text, "date": "2031-05-06"})
    for claim in answer["claims"]:
        assert text[claim["start"] : claim["end"]] == claim["text"]
        assert text[claim["content"]["start"] : claim["content"]["end"]] == claim["content"]["text"]
    assert all(text[t["start"] : t["end"]] == t["text"] for t in answer["timexes"])


@pytest.mark.parametrize(
    "bad",
    [b"no json", b"[1, 2]", b'"text"', b'{"id": 1}', b'{"text": "x"}', b'{"id": 1, "text": 3}', b"\xff\xfe", b"[" * 100_000,
     {"id": 1, "text": "x", "date": "2031-13-40"}, {"id": 1, "text": "x", "date": 5}, {"id": 1, "text": "x", "targets": [[0, 9]]},
     {"id": 1, "text": "x", "targets": [[1, 0]]}, {"id": 1, "text": "x", "targets": 3}, {"id": 1, "text": "x", "language": 3}],
)  # fmt: skip
def test_a_line_that_makes_no_sense_is_named_and_the_others_answered(extract: Any, bad: object) -> None:
    code, answers, complaints = extract({"id": "before", "text": TEXT}, bad, {"id": "after", "text": TEXT})
    assert code == 1
    assert [a["id"] for a in answers] == ["before", "after"]
    assert [c["line"] for c in complaints] == [2]


def test_an_extractor_that_trips_on_one_text_answers_the_others(extract: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from importers.extract import read as module

    real = module.read

    def tripping(text: str, *more: Any) -> Any:
        if text == "trip":
            raise ZeroDivisionError
        return real(text, *more)

    monkeypatch.setattr(module, "read", tripping)
    code, answers, (complaint,) = extract({"id": 1, "text": "trip"}, {"id": 2, "text": TEXT})
    assert (code, [a["id"] for a in answers]) == (1, [2])
    assert "ZeroDivisionError" in complaint["error"]


def test_empty_lines_are_no_questions(extract: Any) -> None:
    assert extract(b"", b"   ") == (0, [], [])


@pytest.mark.parametrize(
    "text", ["", " ", "\ud800", "\x00\x1b[31m", "“" * 2000, "(" * 2000, "said " * 2000, "1" * 2000]
)
def test_any_text_is_answered(extract: Any, text: str) -> None:
    code, (answer,), _ = extract({"id": 1, "text": text, "date": "2031-05-06"})
    assert code == 0
    assert set(answer) >= {"id", "sentences", "timexes", "attributions", "claims", "targets", "main_event"}
