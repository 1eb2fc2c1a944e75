"""What a date in an article means: anchors, tense, neighbours, openness, and what stays unresolved."""

from __future__ import annotations

import json
import re
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.extract.sentences import read_sentences
from importers.extract.timex.resolve import find_timexes, reanchor
from store.records.edtf import parse_edtf
from store.records.reading import Sentence, Timex
from store.records.span import Interval, Span

TUESDAY = "2024-10-15"
WORDS = re.findall(
    r"\S+",
    "on Friday last week May 4 , 2021 the 3rd of next year . 31 12 2024-02-31 7:15 p.m. quarter ago later every 99999 BC "
    "century from to between and – Easter early early two hundred days '98 fiscal Q4 same that ¶",
)
SEEDS = Path(__file__).resolve().parents[2] / "../shared/seeds"


def sentences(text: str) -> tuple[Sentence, ...]:
    """Sentences by full stops and blank lines: enough for the texts of this file."""
    found = []
    for paragraph, block in enumerate(re.finditer(r"(?:[^\n]|\n(?!\n))+", text), start=1):
        for match in re.finditer(r"[^.]+\.?\s*", block[0]):
            found.append(Sentence(Span(block.start() + match.start(), block.start() + match.end()), paragraph))
    return tuple(found)


def read(text: str, published: str | None = TUESDAY) -> dict[str, Timex]:
    """The timexes of a text by their words."""
    return {timex.text: timex for timex in find_timexes(text, sentences(text), published)}


def value(text: str, expression: str, published: str | None = TUESDAY) -> str | None:
    """The TIMEX3 value of one expression of a text."""
    return read(text, published)[expression].value


# anchors


def test_a_weekday_that_is_the_publication_day_means_that_day() -> None:
    timex = read("The ferry sank on Tuesday.")["Tuesday"]
    assert (timex.value, timex.anchor) == (TUESDAY, "publication")


def test_a_weekday_after_a_sentence_of_last_week_lies_in_that_week() -> None:
    timex = read("Last week the board met. The chair resigned on Tuesday.")["Tuesday"]
    assert (timex.value, timex.anchor, timex.alternatives) == ("2024-10-08", "previous", ("2024-10-15",))


def test_a_turn_leads_away_from_the_week_told_before() -> None:
    timex = read("Last week the board met. But on Monday the chair resigned.")["Monday"]
    assert (timex.value, timex.alternatives) == ("2024-10-14", ("2024-10-07",))


def test_last_week_may_stand_in_the_paragraph_before() -> None:
    assert value("Last week the board met.\n\nThe chair resigned on Tuesday.", "Tuesday") == "2024-10-08"


def test_last_week_further_back_does_not_pull_a_weekday() -> None:
    assert (
        value("Last week the board met. It was long. Nobody ate. The chair resigned on Monday.", "Monday")
        == "2024-10-14"
    )


def test_next_week_does_not_pull_a_weekday_of_the_past() -> None:
    assert value("Next week the board meets. The chair resigned on Friday.", "Friday") == "2024-10-11"


def test_what_was_said_on_a_day_counts_from_that_day() -> None:
    text = 'On Sunday he said: "The entire next week will be rest."'
    found = find_timexes(text, sentences(text), TUESDAY)
    content = Span(text.index('"'), len(text))
    week = reanchor(found, [(content, 0)], text, sentences(text))[1]
    assert (week.text, week.edtf, week.anchor) == ("The entire next week", "2024-10-14/2024-10-20", "utterance")


def test_a_full_date_in_an_utterance_stays_where_it_is() -> None:
    text = 'On Sunday he said: "It began on May 4, 2021."'
    found = find_timexes(text, sentences(text), TUESDAY)
    assert reanchor(found, [(Span(18, len(text)), 0)], text, sentences(text)) == found


def test_an_utterance_without_a_day_moves_nothing() -> None:
    text = 'Recently he said: "Next week will be rest."'
    found = find_timexes(text, sentences(text), TUESDAY)
    assert reanchor(found, [(Span(18, len(text)), 0)], text, sentences(text)) == found


def test_an_utterance_with_a_full_date_resolves_what_an_undated_article_left_open() -> None:
    text = 'On October 13, 2024 he said: "Next week will be rest."'
    found = find_timexes(text, sentences(text), None)
    assert found[1].interval == Interval(None, None)
    assert reanchor(found, [(Span(29, len(text)), 0)], text, sentences(text))[1].value == "2024-W42"


def test_an_index_out_of_range_is_ignored() -> None:
    assert reanchor((), [(Span(0, 5), 3)], "quiet", ()) == ()


def test_later_that_year_belongs_to_the_year_told_before() -> None:
    timex = read("The mill opened in May 2003. It burned down later that year.")["later that year"]
    assert (timex.value, timex.anchor) == ("2003", "previous")


def test_two_days_later_counts_from_the_day_told_before() -> None:
    assert value("The mill opened on May 4, 2003. It burned down two days later.", "two days later") == "2003-05-06"


def test_in_a_story_of_long_ago_a_month_belongs_to_the_year_told_before() -> None:
    years = " ".join(f"In {year} the river rose." for year in range(1841, 1852))
    assert value(f"{years} In May it fell.", "May") == "1851-05"


# tense


@pytest.mark.parametrize(
    ("sentence", "expression", "expected"),
    [
        ("The council will meet on Friday.", "Friday", "2024-10-18"),
        ("The council met on Friday.", "Friday", "2024-10-11"),
        ("The council on Friday voted to adjourn.", "Friday", "2024-10-11"),
        ("The council is expected to vote on Friday.", "Friday", "2024-10-18"),
        ("A vote scheduled for Friday was dropped.", "Friday", "2024-10-18"),
        ("He said the council would meet on Friday.", "Friday", "2024-10-18"),
        ("The man, he said on Monday that it would rain.", "Monday", "2024-10-14"),
        ("He urged them to stop in a video post Thursday.", "Thursday", "2024-10-10"),
        ("They began a “special march” on Friday to ease the siege.", "Friday", "2024-10-11"),
        ("Prices will stay at their highest since the flood in March.", "March", "2024-03"),
        ("He spoke of the February flood.", "February", "2024-02"),
        ("They hope to win the March election.", "March", "2025-03"),
        ("In August the army took the bridge.", "August", "2024-08"),
        ("The army took the bridge in October.", "October", "2024-10"),
        ("The army took the bridge in November.", "November", "2023-11"),
        ("The army will leave in March.", "March", "2025-03"),
        ("Six men were killed on October 3rd.", "October 3rd", "2024-10-03"),
        ("The trial will begin on January 9.", "January 9", "2025-01-09"),
        ("The fair ended in the summer.", "the summer", "2024-SU"),
        ("The pact was signed this past summer.", "this past summer", "2024-SU"),
        ("Sales slumped this past weekend.", "this past weekend", "2024-W41-WE"),
    ],
)
def test_the_verb_decides_the_direction(sentence: str, expression: str, expected: str) -> None:
    assert value(sentence, expression) == expected


def test_without_a_verb_the_nearest_is_taken_and_the_other_kept() -> None:
    timex = read("Concert: June 2, town hall.")["June 2"]
    assert (timex.value, timex.alternatives) == ("2024-06-02", ("2025-06-02",))


def test_a_slashed_date_that_could_be_two_days_keeps_the_other() -> None:
    timex = read("The form is dated 03/04/2021.")["03/04/2021"]
    assert (timex.edtf, timex.alternatives) == ("2021-03-04", ("2021-04-03",))


def test_an_impossible_day_is_not_read() -> None:
    assert "February 30, 2021" not in read("It closed on February 30, 2021.")


# stretches and openness


@pytest.mark.parametrize(
    ("sentence", "expression", "edtf"),
    [
        ("They must be gone by 2019.", "2019", "../2019"),
        ("They have been here since May 2020.", "May 2020", "2020-05/.."),
        ("The road is shut until Friday.", "Friday", "../2024-10-18"),
        ("The envoy recently met the crew.", "recently", "../2024-10-15"),
        ("The army will be growing soon.", "soon", "2024-10-15/.."),
        ("Prices will rise in the coming weeks.", "the coming weeks", "2024-10-15/.."),
        ("Prices rose over the past three months.", "the past three months", "2024-07-15/2024-10-15"),
        ("The shop ran from March to June 2020.", "March to June 2020", "2020-03/2020-06"),
        ("It rained between 3 and 5 May 2020.", "between 3 and 5 May 2020", "2020-05-03/2020-05-05"),
        ("It rained from April 30, 2020 to May 5, 2020.", "April 30, 2020 to May 5, 2020", "2020-04-30/2020-05-05"),
        ("It rained last week.", "last week", "2024-10-07/2024-10-13"),
        ("He lived in the 1970s.", "the 1970s", "197X"),
        ("He lived in the 19th century.", "the 19th century", "18XX"),
        ("Sales fell in Q3 2021.", "Q3 2021", "2021-35"),
        ("Sales fell in the first half of 2021.", "the first half of 2021", "2021-40"),
        ("They met ten days after May 4, 2021.", "ten days after May 4, 2021", "2021-05-14"),
        ("They met two weeks before Easter 2021.", "two weeks before Easter 2021", "2021-03-21"),
        ("They met on the night of May 4, 2021.", "the night of May 4, 2021", "2021-05-04"),
    ],
)
def test_an_expression_names_its_stretch(sentence: str, expression: str, edtf: str) -> None:
    assert read(sentence)[expression].edtf == edtf


@pytest.mark.parametrize(
    ("sentence", "expression", "precision"),
    [
        ("It rained last week.", "last week", "week"),
        ("It rained on Friday.", "Friday", "day"),
        ("It rained last month.", "last month", "month"),
        ("It rained in the spring.", "the spring", "season"),
        ("It rained recently.", "recently", "open"),
        ("It rained for three days.", "three days", "unknown"),
        ("It rained in the 1970s.", "the 1970s", "decade"),
        ("It rained from 3 to 5 May 2020.", "3 to 5 May 2020", "range"),
    ],
)
def test_an_expression_tells_how_exact_it_is(sentence: str, expression: str, precision: str) -> None:
    assert read(sentence)[expression].precision == precision


def test_several_days_last_month_are_a_length_and_a_month() -> None:
    found = read("The crew loaded the ship over several days last month.")
    assert (found["several days"].type, found["last month"].edtf) == ("DURATION", "2024-09")


def test_a_time_is_joined_with_its_day() -> None:
    timex = read("The siren sounded at 9 a.m. Monday.")["9 a.m. Monday"]
    assert (timex.type, timex.value) == ("TIME", "2024-10-14T09:00")


def test_a_month_borrows_the_year_of_the_month_beside_it() -> None:
    assert value("The firm was fined in May and June 2019.", "May") == "2019-05"


def test_two_days_of_one_month_are_two_dates() -> None:
    found = read("They met on May 4 and 5, 2021.")
    assert [timex.edtf for timex in found.values()] == ["2021-05-04", "2021-05-05"]


@pytest.mark.parametrize(
    "sentence",
    [
        "About 2000 soldiers marched.",
        "The price rose to $1995.",
        "You may leave the room.",
        "They march on the capital.",
        "He came in second.",
        "Come as soon as possible.",
        "The 52-year-old farmer slept.",
        "After the fall of the city they fled.",
        "Call 555-2010 or 555-1999.",
        "Turnout was 1.2021 per cent.",
    ],
)
def test_what_is_no_date_is_not_read(sentence: str) -> None:
    assert read(sentence) == {}


def test_a_weekday_in_news_with_a_long_past_is_still_of_the_news() -> None:
    years = " ".join(f"In {year} the river rose." for year in range(1841, 1852))
    assert value(f"{years} On Monday it broke the dam.", "Monday") == "2024-10-14"


def test_a_date_after_a_full_date_of_another_year_is_of_that_year_where_no_verb_tells() -> None:
    assert value("Timeline. February 24, 2022: the war. April 2: the town.", "April 2", "2023-02-23") == "2022-04-02"


def test_the_day_told_by_its_news_is_not_the_death_that_follows() -> None:
    assert value("He was shot to death on March 3.", "March 3") == "2024-03-03"


@pytest.mark.parametrize(
    ("sentence", "expression", "expected"),
    [
        ("It is impossible to count the 1,200 boats in eight days.", "eight days", "P8D"),
        ("The boats will be back in eight days.", "eight days", "2024-10-23"),
        ("The inquest was adjourned to 28 October.", "28 October", "2024-10-28"),
        ("The ball is over, and the hearing is on January 9.", "January 9", "2025-01-09"),
        ("The match kicks off on Saturday.", "Saturday", "2024-10-19"),
        ("By October 14, 20 boats were out.", "October 14", "2024-10-14"),
        ("Ukraine's Independence Day was quiet.", "Independence Day", "2024-08-24"),
        ("Independence Day was quiet.", "Independence Day", "2024-07-04"),
        ("They came between 2 a.m. and 4 a.m. on October 14.", "2 a.m.", "2024-10-14T02:00"),
        ("The curfew ran from 10 p.m. to 6 a.m. on Friday.", "10 p.m.", "2024-10-10T22:00"),
    ],
)
def test_a_clause_tells_what_its_date_means(sentence: str, expression: str, expected: str) -> None:
    assert value(sentence, expression) == expected


@pytest.mark.parametrize(
    ("sentence", "expression", "edtf"),
    [
        ("Prices rose in the 12 months to June.", "the 12 months", "2023-07-01/2024-06-30"),
        ("Profit fell in the three months ended September 30.", "the three months", "2024-07-01/2024-09-30"),
        ("Over the past 24 hours, six boats sank.", "the past 24 hours", "2024-10-14/2024-10-15"),
        ("Over the last day, six boats sank.", "the last day", "2024-10-14/2024-10-15"),
    ],
)
def test_a_length_of_time_covers_its_stretch(sentence: str, expression: str, edtf: str) -> None:
    assert read(sentence)[expression].edtf == edtf


@pytest.mark.parametrize(
    "sentence",
    [
        "The season's last day looms.",
        "She spoke to the Today programme.",
        "Resolution 1973 was passed by twelve votes.",
        "The fleet was soon divided.",
    ],
)
def test_a_name_or_a_row_of_somebodys_own_is_no_date(sentence: str) -> None:
    assert read(sentence) == {}


@pytest.mark.parametrize("published", ["0001-01-01", "0999-12-31", "9999-12-31"])
def test_an_impossible_publication_year_is_not_counted_from(published: str) -> None:
    assert read("He spoke on the 31st and last week.", published)["last week"].anchor == "none"


# undated articles


@pytest.mark.parametrize(
    ("sentence", "expression", "expected"),
    [
        ("He recently spoke.", "recently", "PAST_REF"),
        ("He will speak soon.", "soon", "FUTURE_REF"),
        ("He spoke last week.", "last week", None),
        ("He spoke on Tuesday.", "Tuesday", None),
        ("He spoke in August.", "August", None),
        ("He will speak in the coming weeks.", "the coming weeks", "PXW"),
        ("He spoke two months ago.", "two months ago", None),
    ],
)
def test_without_a_publication_date_a_relative_date_stays_unresolved(
    sentence: str, expression: str, expected: str | None
) -> None:
    timex = read(sentence, None)[expression]
    assert (timex.value, timex.edtf, timex.interval, timex.anchor, timex.precision) == (
        expected, None, Interval(None, None), "none", "unknown",
    )  # fmt: skip


def test_without_a_publication_date_a_full_date_resolves() -> None:
    assert read("He spoke on May 4, 2021.", None)["May 4, 2021"].interval == Interval("2021-05-04", "2021-05-04")


@pytest.mark.parametrize("published", ["2024", "2024-10", "2024-10/2024-11", "../2024-10-15", "nonsense", ""])
def test_a_publication_date_that_names_no_day_is_not_counted_from(published: str) -> None:
    assert read("He spoke last week.", published)["last week"].anchor == "none"


@pytest.mark.parametrize(
    ("published", "sentence", "expression", "edtf"),
    [
        ("2024-10", "He spoke last month.", "last month", "2024-09"),
        ("2024-10", "He spoke last year.", "last year", "2023"),
        ("2024-10", "He spoke in August.", "August", "2024-08"),
        ("2024-10", "He spoke on Friday.", "Friday", None),
        ("2024-10", "He recently spoke.", "recently", "../2024-10"),
        ("2024", "He spoke last month.", "last month", None),
        ("2024", "He will speak next year.", "next year", "2025"),
    ],
)
def test_from_a_month_or_year_one_counts_only_what_is_as_long(
    published: str, sentence: str, expression: str, edtf: str | None
) -> None:
    assert read(sentence, published)[expression].edtf == edtf


def test_a_publication_time_counts_by_its_day() -> None:
    assert value("He spoke yesterday.", "yesterday", "2024-10-15T23:30:00Z") == "2024-10-14"


# invariants


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=25,
    ).map(lambda words: " ".join(words).replace("¶", "\n\n")),
    st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31)).map(str)),
)
def test_any_row_of_such_words_is_read_soundly(text: str, published: str | None) -> None:
    last = 0
    for timex in find_timexes(text, sentences(text), published):
        assert last <= timex.span.start < timex.span.end
        assert timex.span.of(text) == timex.text
        if timex.edtf:
            assert parse_edtf(timex.edtf)[0] == timex.interval
        else:
            assert timex.interval == Interval(None, None)
        last = timex.span.end


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.one_of(st.none(), st.just(TUESDAY)))
def test_any_text_is_read_without_an_error(text: str, published: str | None) -> None:
    assert all(timex.span.of(text) == timex.text for timex in find_timexes(text, (), published))


@given(st.dates(date(1900, 1, 20), date(2100, 12, 1)), st.integers(0, 6))
def test_a_weekday_of_the_past_is_the_latest_not_after_publication(published: date, gap: int) -> None:
    day = published - timedelta(days=gap)
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[day.weekday()]
    assert value(f"The ferry sank on {name}.", name, str(published)) == str(day)


@pytest.mark.parametrize(
    "piece", ["May 5 ", "on Friday ", "the first of ", "1 ", "next ", "a few ", "twenty ", "'", "from May to "]
)
def test_a_long_sentence_takes_time_in_proportion(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        find_timexes(text, (Sentence(Span(0, len(text)), 1),), TUESDAY)
        return time.process_time() - began

    seconds(1000)
    assert seconds(16_000) < 0.05 + 20 * max(seconds(4_000), 0.01)


# the three articles


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared folder is not beside the repository")
@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("000", {"Tuesday": "2022-09-06", "last week": "2022-08-29/2022-09-04", "August": "2022-08", "July": "2022-07", "2019": "../2019"}),
        ("001", {"Sunday": "2024-10-13", "Tuesday": "2024-10-08", "October 3rd": "2024-10-03", "this past summer": "2024-22", "June": "2024-06"}),
        ("002", {"recently": None, "soon": None, "the coming weeks": None}),
    ],
)  # fmt: skip
def test_the_articles_the_project_started_from(article: str, expected: dict[str, str | None]) -> None:
    (path,) = SEEDS.glob(f"{article}_*.txt")
    text = path.read_text(encoding="utf-8")
    head = re.match(r" date (\d{4}-\d\d-\d\d) ", text)
    text = text[head.end() :] if head else text
    found = {timex.text: timex.edtf for timex in find_timexes(text, read_sentences(text), head[1] if head else None)}
    assert {expression: found[expression] for expression in expected} == expected


@pytest.mark.shared
def test_dates_of_news_land_on_the_right_days_about_as_well_as_measured() -> None:
    path = SEEDS.parent / "eval/dev/timex/tbaq.jsonl"
    if not path.is_file():
        pytest.skip("the shared folder is not beside the repository")
    right = total = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        doc = json.loads(line)
        found = {
            (t.span.start, t.span.end): t.value
            for t in find_timexes(doc["text"], read_sentences(doc["text"]), doc["ref_date"])
        }
        days = [t for t in doc["timexes"] if t["type"] == "DATE" and re.fullmatch(r"\d{4}-\d\d-\d\d", t["value"] or "")]
        right += sum((found.get((t["start"], t["end"])) or "")[:10] == t["value"] for t in days)
        total += len(days)
    assert right / total > 0.88


def test_the_second_half_of_a_given_name_is_no_month() -> None:
    found = read(
        "Kim Min-jun spoke with Dec-may Lim in mid-June. Reports came in early-jul. The Jan-Feb rise was small."
    )
    assert "jun" not in found
    assert "may" not in found
    assert any("June" in words for words in found)
