"""`saidby --plain`: what the panes show, in words, for a screen reader or a pipe."""

from __future__ import annotations

import re

import pytest

from store.filters import Filter, make_filter
from tui.cli.main import main
from tui.forms.plain import plain

SIGNS = re.compile("[│┃╭╮╰╯━─▌▪•▐★✎≠→†¶‹›▶✓◆\x1b]")


def lines_of(case, *filters: tuple[str, str], pane=None) -> list[str]:  # type: ignore[no-untyped-def]
    """The lines of a case file."""
    return list(plain(case, make_filter(dict(filters)) if filters else Filter(), pane))


def test_all_four_panes_are_told(made_case) -> None:
    lines = lines_of(made_case[0])
    for head in (
        "Timeline: 5 events; 1 unresolved and 1 undated",
        "Claims: 8,",
        "Sources: 3 propositions",
        "Evidence of",
    ):
        assert any(line.startswith(head) for line in lines), head


def test_no_line_holds_a_sign_or_a_box(made_case) -> None:
    assert not [line for line in lines_of(made_case[0]) if SIGNS.search(line)]


def test_a_claim_is_told_in_words(made_case) -> None:
    assert (
        "1. Ilse Marrow, certain, a report: the first barges arrived in March. "
        "Support 70, high, grade F2 (nobody has rated it; probably true). In The Heron, 2023-04-12."
    ) in lines_of(made_case[0])


def test_a_named_pane_is_told_whole_and_alone(made_case) -> None:
    lines = lines_of(made_case[0], pane="timeline")
    assert "Unresolved, “reportedly”: sixty barges promised." in lines
    assert "Undated: the quay is said never to close." in lines
    assert not any(line.startswith("Claims") for line in lines)


def test_a_filter_is_told_and_holds(made_case) -> None:
    lines = lines_of(made_case[0], ("kind", "denial"), pane="claims")
    assert "Filters: kind: denial." in lines
    assert sum(line[:1].isdigit() for line in lines) == 1


def test_the_sources_are_told_by_stance(made_case) -> None:
    assert any("The Heron says so (F3)" in line for line in lines_of(made_case[0], pane="sources"))


def test_the_evidence_of_every_claim_ends_in_its_sentence(made_case) -> None:
    lines = lines_of(made_case[0], pane="evidence")
    assert sum(line.startswith("  Paragraph") and "“" in line for line in lines) == 8


def test_the_command_line_prints_it(made_case, capsys) -> None:
    assert main(["--plain", "--view", "claims", "--db", str(made_case[0].path), "--min-support", "60"]) == 0
    assert "Ilse Marrow" in capsys.readouterr().out


def test_a_case_file_that_is_not_there_is_said(tmp_path, capsys) -> None:
    assert main(["--plain", "--db", str(tmp_path / "none.saidby")]) == 0
    assert "There is no case file" in capsys.readouterr().out


def test_a_view_that_is_not_there_is_an_error(made_case, capsys) -> None:
    assert main(["--plain", "--view", "gone", "--db", str(made_case[0].path)]) == 2


@pytest.mark.parametrize("twist", ["\x1b]0;x\x07", "\u202e", "[@click=quit]"])
def test_hostile_text_comes_out_clean(tmp_path, fill_case, twist: str) -> None:
    from store.casefile import CaseFile

    with CaseFile(tmp_path / "hostile.saidby") as case:
        fill_case(case, lambda text: f"{twist}{text}")
        text = "\n".join(lines_of(case))
    assert "\x1b" not in text
    assert "\u202e" not in text
