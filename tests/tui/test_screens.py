"""The boxes over the panes and the article reader."""

from __future__ import annotations

import json

import pytest

from store import ops
from store.casefile import CaseFile
from store.errors import UsageError
from tui.cli.main import main
from tui.commands import COMMANDS, commands_at
from tui.looking import citation
from tui.named_views import named
from tui.safe import is_web
from tui.screens.article import ArticleScreen
from tui.state import State
from tui.widgets.entry import Entry

SIZES = [(120, 40), (80, 24)]


def held(case: CaseFile, field: str) -> list[object]:
    """What is annotated now."""
    with case.read() as r:
        return [h.value for h in ops.heads(r, field=field)]


@pytest.mark.parametrize("size", SIZES)
async def test_enter_opens_the_article_at_the_claim(made_case, walk_in, size) -> None:
    async with walk_in(made_case[0], size) as walk:
        screen = await walk.press("j", "enter")
        assert isinstance(walk.app.screen, ArticleScreen)
        assert "Ferry line buys forty barges" in screen
        assert "▶ 50 3" in screen
        assert "claim 1 of 3" in screen


async def test_brackets_go_from_claim_to_claim_in_the_article(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("j", "enter")
        assert "claim 2 of 3" in await walk.press("]")
        assert "claim 1 of 3" in await walk.press("[")
        await walk.press("[")
        assert "first claim" in walk.status


async def test_the_article_names_each_claims_band_beside_its_line(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        screen = await walk.press("j", "enter")
        lines = screen.splitlines()
        assert any("70 2" in line and "first barges arrived" in line for line in lines)
        assert any("– 6" in line and "could double" in line for line in lines)


async def test_find_in_the_article_counts_and_goes_on(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("j", "enter", "/", *"barges", "enter", "n")
        assert "match 2 of 2" in walk.status
        await walk.press("escape", "escape")
        assert not isinstance(walk.app.screen, ArticleScreen)


async def test_why_shows_each_part_with_its_words(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        screen = await walk.press("w")
        assert "+5  speaker's certainty: asserted" in screen
        assert "not a probability" in screen
        assert "Nobody rated the source" in screen


@pytest.mark.parametrize("size", SIZES)
async def test_help_lists_the_keys_of_the_place(made_case, walk_in, size) -> None:
    async with walk_in(made_case[0], size) as walk:
        assert "Keys in claims" in await walk.press("?")
        screen = await walk.press(*"confidence")
        assert "Set the least support" in screen


async def test_every_command_of_the_place_is_in_the_palette(made_case, walk_in) -> None:
    from tui.widgets.row_list import RowList

    async with walk_in(made_case[0]) as walk:
        await walk.press("ctrl+p")
        rows = walk.app.screen.query_one("#choices", RowList)
        shown = " ".join(c.words for c in rows.fetch(list(rows.ids)))
        for command in commands_at("claims"):
            assert command.sentence in shown


async def test_the_palette_runs_what_is_chosen(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        assert "Why this grade" in await walk.press("ctrl+p", *"why this", "enter")


async def test_a_disabled_command_stays_in_the_palette_with_its_reason(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        assert "nothing to redo" in await walk.press("ctrl+p", *"redo")


async def test_search_finds_the_misspelt(made_case, walk_in) -> None:
    case, made = made_case
    async with walk_in(case) as walk:
        screen = await walk.press(":", *"marow bargs")
        assert "Ilse Marrow confirmed" in screen
        await walk.press("enter")
        assert walk.app.main.claims.list.current_id == made.claims[1]


async def test_a_note_is_kept_and_undone_and_done_again(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("b", *"ask her", "enter")
        assert held(case, "note") == ["ask her"]
        assert "ask her" in walk.screen()
        await walk.press("z")
        assert held(case, "note") == []
        await walk.press("Z")
        assert held(case, "note") == ["ask her"]


async def test_a_star_is_put_on_and_taken_off(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        assert "★" in await walk.press("s")
        await walk.press("s")
        assert held(case, "star") == []


async def test_a_tag_is_kept(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("t", *"port", "enter")
        assert held(case, "tag") == ["port"]


async def test_an_override_without_a_reason_is_refused(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("o", *"digit:3", "enter", "enter")
        assert "needs a reason" in walk.screen()
        assert held(case, "override") == []


async def test_an_override_that_makes_no_sense_is_refused(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        screen = await walk.press("o", *"99", "enter", *"because", "enter")
        assert "digit:1 to digit:6" in screen


async def test_a_private_note_says_so(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("b", "ctrl+t", *"mine", "enter")
        with case.read() as r:
            assert [h.private for h in ops.heads(r, field="note")] == [True]


async def test_audit_tells_who_said_what(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("b", *"ask her", "enter")
        screen = await walk.press("A")
        assert "ana" in screen
        assert "note: ask her" in screen


async def test_copy_puts_the_citation_on_the_clipboard(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("j", "y", "down", "enter")
        assert walk.app.clipboard.startswith("“The Osten line has ordered forty barges")
        assert "The Heron, 2023-04-12" in walk.app.clipboard


async def test_a_read_only_file_takes_no_annotation(made_case, walk_in) -> None:
    case, _ = made_case
    with CaseFile(case.path, read_only=True) as locked:
        async with walk_in(locked) as walk:
            await walk.press("b")
            assert "reading only" in walk.status


async def test_leaving_remembers_the_view(made_case, walk_in) -> None:
    from tui.app import start_state

    case, made = made_case
    async with walk_in(case) as walk:
        await walk.press("F", *"denial", "enter", "1")
        await walk.press("ctrl+q")
    state, claim = start_state(case, None, None)
    assert state.filter.values == {"kind": "denial"}
    assert state.pane == "timeline"
    assert claim == made.claims[3]


async def test_a_filter_saved_under_a_name_comes_back(made_case, walk_in) -> None:
    case, _ = made_case
    async with walk_in(case, state=State().with_filter("kind", "denial")) as walk:
        await walk.press("V", "enter", *"denials", "enter")
        assert held(case, "view") == [{"filter": {"kind": "denial"}, "name": "denials"}]
        await walk.press("R", "V", "enter")
        assert walk.app.main.state.filter.values == {"kind": "denial"}
    assert named(case, "denials").values == {"kind": "denial"}


async def test_disagreements_show_both_values_mine_first(made_case, walk_in, monkeypatch) -> None:
    case, _ = made_case
    async with walk_in(case) as walk:
        await walk.press("o", *"digit:3", "enter", *"seen it", "enter")
        monkeypatch.setattr(walk.app.service, "analyst", "bo")
        await walk.press("o", *"digit:1", "enter", *"was there", "enter")
        lines = (await walk.press("D")).splitlines()
        mine = next(n for n, line in enumerate(lines) if "yours: " in line)
        assert "was there" in lines[mine]
        assert "ana: " in lines[mine + 1]


async def test_a_view_that_nobody_saved_is_named(made_case) -> None:
    with pytest.raises(UsageError, match="no pane or saved view 'gone'"):
        named(made_case[0], "gone")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "", None, "http://a b", "HTTP\x1b://x"])
def test_only_web_addresses_are_opened(url: str | None) -> None:
    assert not is_web(url)


def test_a_web_address_is_one() -> None:
    assert is_web("https://heron.example/barges")


async def test_a_citation_names_source_date_and_grade(made_case, walk_in) -> None:
    async with walk_in(made_case[0]) as walk:
        assert walk.app.main.claim is not None
        words = citation(walk.app.main.claim)
        for part in ("The Heron", "2023-04-12", "¶2", "F2, support 70"):
            assert part in words


def test_each_place_has_its_help() -> None:
    assert all(commands_at(place) for c in COMMANDS for place in c.where)


async def test_an_import_from_within_shows_what_came_in(empty_case: CaseFile, walk_in, tmp_path) -> None:
    article = tmp_path / "ferry.txt"
    article.write_text("date 2023-04-12\n\nThe line ordered forty barges, the harbour office said on Monday.\n")
    async with walk_in(empty_case) as walk:
        await walk.press("i")
        walk.app.screen.query_one(Entry).value = str(article)
        screen = await walk.press("enter")
        assert "1 article" in screen
        assert "1 new" in walk.status


async def test_a_path_that_is_not_there_is_said(empty_case: CaseFile, walk_in, tmp_path) -> None:
    async with walk_in(empty_case) as walk:
        await walk.press("i")
        walk.app.screen.query_one(Entry).value = str(tmp_path / "nowhere")
        await walk.press("enter")
        assert "nothing to import" in walk.status.lower()


@pytest.mark.parametrize(("pane", "words"), [("1", "the quay closes"), ("2", "Ilse Marrow"), ("3", "barges ordered")])
async def test_an_export_writes_the_list_of_the_pane(made_case, walk_in, tmp_path, pane: str, words: str) -> None:
    path = tmp_path / "list.csv"
    async with walk_in(made_case[0]) as walk:
        await walk.press(pane, "E")
        walk.app.screen.query_one(Entry).value = str(path)
        await walk.press("enter")
        assert words in path.read_text(encoding="utf-8")
        assert "rows written" in walk.status


@pytest.mark.parametrize(("pane", "command"), [("1", "timeline"), ("2", "claims"), ("3", "compare")])
async def test_json_is_exported_as_the_command_line_prints_it(
    made_case, walk_in, tmp_path, capsys, pane: str, command: str
) -> None:
    path = tmp_path / "list.json"
    async with walk_in(made_case[0]) as walk:
        await walk.press(pane, "E")
        walk.app.screen.query_one(Entry).value = str(path)
        await walk.press("enter")
    assert main([command, "--format", "json", "--db", str(made_case[0].path)]) == 0
    printed = json.loads(capsys.readouterr().out)
    exported = json.loads(path.read_text(encoding="utf-8"))
    if pane == "3":
        silent = {"stance": "silent", "grade": None, "claims": []}
        for row in printed["propositions"]:
            row["cells"] = {name: cell for name, cell in row["cells"].items() if cell["stance"] != silent["stance"]}
        printed = printed["propositions"]
    assert exported == printed


async def test_an_export_replaces_no_file(made_case, walk_in, tmp_path) -> None:
    path = tmp_path / "list.md"
    path.write_text("mine")
    async with walk_in(made_case[0]) as walk:
        await walk.press("E")
        walk.app.screen.query_one(Entry).value = str(path)
        await walk.press("enter")
        assert path.read_text() == "mine"
        assert "there already" in walk.status
