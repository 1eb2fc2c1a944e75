"""docs/importing.md against the code: every form, option and problem code is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from importers.plugins import readers
from tui.cli.imports import _read

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("reader", readers().values(), ids=lambda r: r.name)
def test_every_form_is_described(reader) -> None:  # type: ignore[no-untyped-def]
    for word in (reader.name, *reader.names):
        assert re.search(rf"\b{word}\b", PAGE), word


def test_every_problem_code_is_described() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "importers").rglob("*.py"))
    used = set(re.findall(r'"([EW]_[A-Z_]+)"', code)) - {"W_PLUGIN"}
    assert {c for c in used if c not in PAGE} == set()


def test_every_option_is_told_in_the_help_or_here() -> None:
    for option in _read.params:
        assert getattr(option, "help", None) or option.param_type_name == "argument" or option.hidden  # type: ignore[attr-defined]
