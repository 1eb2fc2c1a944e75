"""The command table: no clash, a sentence for each command, and bindings, footer, palette and help made from it."""

from __future__ import annotations

import ast
import itertools
from pathlib import Path

import pytest

from tui import bindings
from tui.commands import BY_ID, COMMANDS, Command, commands_at, footer, key_table, shown_key
from tui.conditions import CONDITIONS, EVERYWHERE, PANES, Situation
from tui.main_screen import MainScreen
from tui.screens.article import ArticleScreen
from tui.verbs import ANYWHERE, IN_PANES, function

MOVES = {c.id for c in COMMANDS if c.id.startswith("move.")}
UNSAFE_KEYS = {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j"}


@pytest.mark.parametrize("place", EVERYWHERE)
def test_no_key_has_two_meanings_in_one_place(place: str) -> None:
    keys = [(k, c.id) for c in commands_at(place) for k in c.keys]
    for (one, a), (other, b) in itertools.combinations(keys, 2):
        assert one != other, f"{one}: {a} and {b}"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.id)
def test_each_command_says_what_it_does_in_one_sentence(command: Command) -> None:
    assert command.sentence.endswith(".")
    assert command.sentence[0].isupper()
    assert len(command.sentence) <= 110
    assert command.title


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.id)
def test_each_key_survives_a_terminal(command: Command) -> None:
    for key in command.keys:
        assert key not in UNSAFE_KEYS
        assert not key.startswith("ctrl+shift")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.id)
def test_each_condition_is_known(command: Command) -> None:
    assert command.needs in CONDITIONS
    assert isinstance(command.refusal(Situation()), str)


@pytest.mark.parametrize("place", EVERYWHERE)
def test_no_key_is_dead(place: str) -> None:
    handlers = ArticleScreen.HANDLERS if place == "article" else MainScreen.HANDLERS
    for command in commands_at(place):
        assert command.id in MOVES or command.id in handlers, command.id


def test_no_handler_is_without_a_command() -> None:
    for name in {**ArticleScreen.HANDLERS, **MainScreen.HANDLERS}:
        assert name in BY_ID


@pytest.mark.parametrize("name", [*ANYWHERE.values(), *IN_PANES.values()])
def test_every_verb_is_there_when_it_is_needed(name: str) -> None:
    assert callable(function(name))


def test_every_command_has_a_binding() -> None:
    bound = {
        b.id
        for b in [
            *bindings.screen_bindings(),
            *bindings.reader_bindings(),
            *bindings.move_bindings(),
            *bindings.column_bindings(),
        ]
    }
    bound |= {b.id for place in PANES for b in bindings.pane_bindings(place)}
    for command in COMMANDS:
        for key in command.keys:
            assert f"{command.id}.{key}" in bound


def test_the_footer_leaves_out_what_cannot_run() -> None:
    assert "why" in dict(map(reversed, footer("claims", Situation(claim=True))))
    assert "why" not in dict(map(reversed, footer("claims", Situation(claim=False))))


def test_a_command_that_cannot_run_says_why() -> None:
    assert BY_ID["why"].refusal(Situation(claim=False)) == "no claim under the cursor"
    assert "reading only" in BY_ID["note"].refusal(Situation(claim=True, read_only=True))


def test_the_key_table_names_every_key() -> None:
    table = key_table()
    for command in COMMANDS:
        assert command.sentence in table
        for key in command.keys:
            assert f"`{shown_key(key)}`" in table


def test_the_table_knows_no_textual() -> None:
    import tui.commands

    tree = ast.parse(Path(tui.commands.__file__).read_text(encoding="utf-8"))
    imported = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert not any(name.startswith("textual") for name in imported)


def test_the_readme_holds_the_key_table_where_it_has_a_place_for_it() -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    if "<!-- keys -->" not in readme:
        pytest.skip("the README has no <!-- keys --> mark yet")
    assert key_table().strip() in readme
