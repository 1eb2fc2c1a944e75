"""Output: nothing printed acts on a terminal or in a spreadsheet; every format holds every row."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.forms.cells import cut, fit, pad, width_of
from tui.forms.columns import Column
from tui.forms.output import csv_lines, json_lines, json_list, json_text, md_lines, neutral, table_lines

COLUMNS: tuple[Column[str], ...] = (Column("one", lambda r: r, 10), Column("two", lambda r: r, None))
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


def acts(text: str) -> set[str]:
    """Characters that a terminal or a reader's eye obeys."""
    return {
        c for c in text if (unicodedata.category(c) == "Cc" and c != "\n") or c in "\u202e\u2066\u2028\ud800\U000e0041"
    }


@given(st.lists(ANY_TEXT, max_size=4))
def test_no_format_prints_a_control_character(rows: list[str]) -> None:
    for lines in (
        table_lines(rows, COLUMNS),
        csv_lines(rows, COLUMNS),
        md_lines(rows, COLUMNS),
        json_lines(rows),
        json_list(rows),
    ):
        for line in lines:
            assert not acts(line)
            assert "\n" not in line


@given(ANY_TEXT)
def test_json_keeps_every_character(text: str) -> None:
    assert json.loads(json_text({"text": text})) == {"text": text}


@pytest.mark.parametrize("rows", [[], ["a"], ["a", "b"]])
def test_a_json_list_is_json(rows: list[str]) -> None:
    assert json.loads("\n".join(json_list(rows))) == rows


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠A", " =1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert neutral(cell).startswith("'")


@pytest.mark.parametrize("cell", ["6 killed", "“=1”", "", "a=b", "'=1"])
def test_plain_cells_stay(cell: str) -> None:
    assert neutral(cell) == cell


@given(st.lists(ANY_TEXT, max_size=4))
def test_csv_reads_back_in_rows_and_columns(rows: list[str]) -> None:
    read = list(csv.reader(io.StringIO("\n".join(csv_lines(rows, COLUMNS)))))
    assert [len(line) for line in read] == [2] * (len(rows) + 1)
    assert not any(cell[:1] and cell[0] in "=+-@\t\r＝＋－＠" for line in read for cell in line)


def test_markdown_cells_do_not_break_the_table() -> None:
    *_, line = md_lines(["a | b *c* <d> [e](f)"], COLUMNS)
    assert line.replace("\\|", "").count("|") == 3
    assert "\\*c\\*" in line


@given(st.lists(ANY_TEXT, max_size=4), st.integers(40, 140))
def test_no_line_of_a_table_is_wider_than_the_terminal(rows: list[str], width: int) -> None:
    assert all(width_of(line) <= width for line in table_lines(rows, COLUMNS, width))


@given(ANY_TEXT, st.integers(1, 40))
def test_a_cut_text_fits(text: str, width: int) -> None:
    assert width_of(fit(text, width)) <= width
    assert width_of(cut(text, width)) <= width
    assert not acts(cut(text, width))


def test_wide_characters_take_two_columns() -> None:
    assert width_of("北京") == 4
    assert fit("北京北京", 5) == "北京…"
    assert pad("北", 4) == "北  "


def test_an_indent_stays_where_a_line_is_cut() -> None:
    assert cut("  a  b", 20) == "  a  b"


def test_a_long_table_streams() -> None:
    taken = []

    def endless() -> Iterator[str]:
        for n in count():
            taken.append(n)
            yield f"row {n}"

    lines = table_lines(endless(), COLUMNS, 60)
    assert [next(lines).split()[0] for _ in range(3)] == ["one", "row", "row"]
    assert len(taken) < 1000
