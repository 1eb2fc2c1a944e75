"""Tables: columns found, one bad row never costs another, and what an exporter cut is flagged."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.freeze import Frozen, read_frozen
from importers.reader import Input, ReadOptions
from importers.readers.table_columns import assign, presets
from importers.readers.tables import READER
from store.records.article import Problem

TODAY = dt.date(2026, 1, 1)


def read(data: str | bytes, name: str, options: ReadOptions | None = None) -> list[Frozen | Problem]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read_frozen(Input(name, raw), READER, options or ReadOptions(), TODAY))


def articles(data: str | bytes, name: str = "a.csv", options: ReadOptions | None = None) -> list[Frozen]:
    return [i for i in read(data, name, options) if isinstance(i, Frozen)]


def problems(data: str | bytes, name: str = "a.csv") -> list[Problem]:
    return [i for i in read(data, name) if isinstance(i, Problem)]


HEAD = "title,date,outlet,url,text\n"


def row(number: int) -> str:
    return (
        f'"Ferry {number}",2022-09-06,Courier,https://coast.example/{number},"The ferry, they said, sank {number}."\n'
    )


@pytest.mark.parametrize(
    "header",
    ["title,date,outlet,url,text", "Headline;Published At;Publisher;Link;Body", "TITLE\tDate\tSource\tURL\tContent"],
)
def test_usual_names_and_delimiters_are_known(header: str) -> None:
    delimiter = next(d for d in ",;\t" if d in header)
    cells = delimiter.join(["Ferry", "2022-09-06", "Courier", "https://coast.example/1", "It sank."])
    (one,) = articles(f"{header}\n{cells}\n")
    s = one.sighting
    assert (s.title, s.published, s.outlet, s.url) == ("Ferry", "2022-09-06", "Courier", "https://coast.example/1")
    assert one.body is not None
    assert one.body.text == "It sank."


def test_a_column_can_be_mapped_by_hand() -> None:
    (one,) = articles("Kop,text\nFerry,It sank.\n", options=ReadOptions(mapping=(("title", "Kop"),)))
    assert one.sighting.title == "Ferry"


def test_a_table_without_known_columns_says_which_there_are() -> None:
    (problem,) = problems("a,b\n1,2\n")
    assert problem.code == "E_NO_COLUMNS"
    assert "a, b" in problem.message


def test_ninety_nine_good_lines_of_a_hundred_are_kept() -> None:
    lines = [json.dumps({"title": f"Ferry {i}", "text": f"It sank {i}."}) for i in range(100)]
    lines[50] = "{broken"
    data = "\n".join(lines)
    assert len(articles(data, "a.jsonl")) == 99
    (problem,) = problems(data, "a.jsonl")
    assert (problem.code, problem.where) == ("E_PARSE", "line 51")


def test_an_open_quote_costs_its_own_row_only() -> None:
    data = HEAD + row(1) + '"never closed,2022-09-06,Courier,https://coast.example/q,It sank\n' + row(2) * 50
    assert len(articles(data)) == 51
    (problem,) = problems(data)
    assert (problem.code, problem.where) == ("E_PARSE", "line 3")


def test_an_open_quote_on_the_last_line_costs_that_line_only() -> None:
    assert len(articles(HEAD + row(1) + row(2) + '"never closed,2022')) == 2


def test_many_open_quotes_take_no_longer_than_their_lines() -> None:
    data = HEAD + '"open,x\n' * 20_000
    assert len(read(data, "a.csv")) > 0


def test_quoted_line_ends_and_quotes_stay_in_the_cell() -> None:
    (one,) = articles('title,text\nFerry,"It sank.\n\nNobody ""was"" hurt."\n')
    assert one.body is not None
    assert one.body.text == 'It sank.\n\nNobody "was" hurt.'


def test_a_row_with_too_many_cells_is_named_not_shifted() -> None:
    data = HEAD + row(1) + "a,2022-09-06,b,c,d,e,f\n" + row(2)
    assert len(articles(data)) == 2
    assert [p.where for p in problems(data)] == ["line 3"]


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20), min_size=2, max_size=2),
        max_size=8,
    )
)
def test_what_a_csv_writer_wrote_comes_back_row_by_row(cells: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["title", "text"])
    writer.writerows([[f"T{i} {a}", f"B{i} {b}"] for i, (a, b) in enumerate(cells)])
    found = read(out.getvalue(), "a.csv")
    assert len(found) == len(cells) or (not cells and len(found) == 1)
    assert all(isinstance(f, Frozen) for f in found) or not cells


def test_a_field_of_two_megabytes_is_read() -> None:
    (one,) = articles(f'title,text\nFerry,"{"It sank. " * 250_000}"\n')
    assert one.body is not None
    assert len(one.body.text) > 2_000_000


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_every_kind_of_line_end_ends_a_row(end: str) -> None:
    assert len(articles((HEAD + row(1) + row(2)).replace("\n", end))) == 2


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ('{"title": "Ferry", "text": ' + "[" * 100_000 + "]" * 100_000 + "}", "too deeply"),
        ('{"title": "Ferry", "text": "x", "n": ' + "9" * 5000 + "}", "too long"),
        ("[1, 2]", "no JSON object"),
        ('"words"', "no JSON object"),
    ],
)
def test_hostile_lines_are_named_and_the_good_ones_kept(line: str, where: str) -> None:
    data = line + '\n{"title": "Ferry", "text": "It sank."}\n{"title": "Ferry 2", "text": "It sank."}\n'
    assert len(articles(data, "a.jsonl")) == 2
    assert where in problems(data, "a.jsonl")[0].message


def test_nan_and_infinity_are_words() -> None:
    (one,) = articles('{"title": "Ferry", "text": "It sank.", "score": NaN, "published": Infinity}', "a.json")
    assert ("score", "NaN") in one.sighting.extra
    assert one.sighting.published is None


def test_a_key_that_stands_twice_is_flagged() -> None:
    (one,) = articles('{"title": "old", "title": "Ferry", "text": "It sank."}', "a.json")
    assert (one.sighting.title, one.sighting.flags) == ("Ferry", ("W_DUPLICATE_KEY",))


def test_line_separators_inside_strings_do_not_end_a_line() -> None:
    (one,) = articles('{"title": "Ferry", "text": "It sank.\u2028Nobody was hurt."}\n', "a.jsonl")
    assert one.body is not None
    assert one.body.text == "It sank.\nNobody was hurt."


def test_lone_surrogates_become_visible() -> None:
    (one,) = articles('{"title": "Ferry \\ud800", "text": "It sank \\udfff."}\n', "a.jsonl")
    assert one.sighting.title == "Ferry \ufffd"


def test_a_text_cut_short_is_flagged_and_its_mark_taken_off() -> None:
    item = {"source": {"id": None, "name": "Courier"}, "title": "Ferry", "url": "https://coast.example/1",
            "publishedAt": "2022-09-06T10:00:00Z", "content": "It sank near the… [+1234 chars]"}  # fmt: skip
    (one,) = articles(json.dumps({"status": "ok", "articles": [item]}), "a.json")
    assert one.body is not None
    assert (one.body.text, one.sighting.outlet, one.sighting.flags) == (
        "It sank near the",
        "Courier",
        ("W_BODY_TRUNCATED",),
    )


def test_the_day_of_finding_is_not_the_day_of_publication() -> None:
    item = {
        "url": "https://coast.example/1",
        "title": "Ferry",
        "seendate": "20220906T090000Z",
        "domain": "coast.example",
    }
    (one,) = articles(json.dumps({"articles": [item]}), "a.json")
    assert one.sighting.published is None
    assert ("seendate", "20220906T090000Z") in one.sighting.extra


def test_a_row_with_title_and_address_only_is_a_reference() -> None:
    (one,) = articles("title,url\nFerry,https://coast.example/1\n")
    assert (one.body, one.sighting.body, one.sighting.flags) == (None, None, ("W_NO_TEXT",))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "//x", "http://[::1", "https://u:p@coast.example/"]
)
def test_an_address_that_is_none_is_left_out_and_flagged(url: str) -> None:
    (one,) = articles(json.dumps({"title": "Ferry", "text": "It sank.", "url": url}), "a.json")
    assert (one.sighting.url, one.sighting.flags) == (None, ("W_BAD_URL",))


@pytest.mark.parametrize("preset", presets(), ids=lambda p: p.name)
def test_a_preset_is_known_by_its_columns(preset) -> None:  # type: ignore[no-untyped-def]
    columns = assign([*sorted(preset.signature), *(c for _, c in preset.columns)])
    assert columns.preset == preset.name
    for field, column in preset.columns:
        assert columns.names(field)[0] == column


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.jsonl", "a.json", "a.tsv"]))
def test_any_bytes_give_articles_or_problems(data: bytes, name: str) -> None:
    for item in read(data, name):
        assert isinstance(item, Frozen | Problem)


def test_a_row_that_decides_the_order_of_day_and_month_decides_it_for_its_column() -> None:
    table = "title,date,updated\nFerry,03/04/2022,05/06/2022\nPier,17/04/2022,06/07/2022\n"
    first, second = (a.sighting for a in articles(table))
    assert (first.published, first.published_raw, second.published) == ("2022-04-03", "03/04/2022", "2022-04-17")
    assert first.updated is None


def test_json_dates_are_ordered_by_their_column_too() -> None:
    rows = [{"title": "Ferry", "date": "03/04/2022"}, {"title": "Pier", "date": "04/17/2022"}]
    first, _ = articles(json.dumps(rows), "a.json")
    assert first.sighting.published == "2022-03-04"


def test_without_known_columns_the_one_with_sentences_is_the_text() -> None:
    text = "The ferry sank off the old pier on Monday morning, the harbour master told the council of the town."
    (one,) = articles(f'a,b,c\n7,Ost,"{text}"\n')
    assert one.body is not None
    assert one.body.text == text
    assert "W_COLUMN_GUESSED" in one.sighting.flags


def test_numbers_and_names_are_taken_for_no_text() -> None:
    assert [p.code for p in problems("a,b,c\n1,2,Ost\n")] == ["E_NO_COLUMNS"]


def test_columns_with_german_french_or_spanish_names_are_known() -> None:
    for head in ("Überschrift;Datum;Text;Quelle", "Titre;Date;Texte;Journal", "Título;Fecha;Texto;Fuente"):
        data = f"{head}\nFerry ran aground;2022-09-17;The ferry ran aground off the quay.;Hafenbote\n"
        (one,) = articles(data)
        stated = one.sighting
        assert one.body is not None
        assert one.body.text == "The ferry ran aground off the quay."
        assert (stated.title, stated.published, stated.outlet) == ("Ferry ran aground", "2022-09-17", "Hafenbote")
