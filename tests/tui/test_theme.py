"""Themes: seen as the cursor moves, kept in the configuration, and none under NO_COLOR."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import UsageError
from tui import config


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration of our own."""
    path = tmp_path / "saidby" / "config.toml"
    monkeypatch.setattr("tui.config.config_path", lambda: path)
    monkeypatch.setattr("tui.theming.config_path", lambda: path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return path


async def test_a_theme_is_put_on_as_the_cursor_comes_to_it_and_kept(made_case, walk_in, settings: Path) -> None:
    async with walk_in(made_case[0]) as walk:
        await walk.press("T", *"nord")
        assert walk.app.theme == "nord"
        await walk.press("enter")
        assert walk.app.theme == "nord"
    assert config.read_config(settings).theme == "nord"


async def test_esc_puts_the_old_theme_back(made_case, walk_in, settings: Path) -> None:
    async with walk_in(made_case[0]) as walk:
        before = walk.app.theme
        await walk.press("T", "down", "escape")
        assert walk.app.theme == before
    assert not settings.exists()


async def test_under_no_color_there_is_nothing_to_choose(made_case, walk_in, monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with walk_in(made_case[0]) as walk:
        assert walk.app.theme == "ansi-dark"
        await walk.press("T")
        assert "NO_COLOR is set" in walk.status


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'theme = "nord"\n'),
        ('analyst = "Kim"\n', 'analyst = "Kim"\ntheme = "nord"\n\n'),
        ('theme = "x"\nanalyst = "Kim"\n', 'theme = "nord"\nanalyst = "Kim"\n'),
        ('[keys]\nhelp = "f"\n', 'theme = "nord"\n\n[keys]\nhelp = "f"\n'),
        ('[keys]\ntheme = "f"\n', 'theme = "nord"\n\n[keys]\ntheme = "f"\n'),
    ],
)
def test_the_rest_of_the_configuration_stays_as_it_is(settings: Path, before: str, after: str) -> None:
    settings.parent.mkdir()
    settings.write_text(before, encoding="utf-8")
    config.keep_theme("nord")
    assert settings.read_text(encoding="utf-8") == after


def test_a_configuration_that_cannot_be_written_is_said(settings: Path) -> None:
    settings.mkdir(parents=True)
    with pytest.raises(UsageError, match="can't be written"):
        config.keep_theme("nord")
