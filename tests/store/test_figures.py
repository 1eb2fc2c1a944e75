"""Figures of a text, and when two claims tell other ones."""

from __future__ import annotations

import pytest

from store.derive.figures import figures_of


@pytest.mark.parametrize(("text", "figures"), [
    ("The yard sold 1,250 boats for 3.5 million crowns", {1250.0, 3.5e6}),
    ("On May 4 and 11 June 2023 nothing was counted", set()),
    ("Two Leopard 2 tanks crossed", set()),
    ("The rate rose to 6-3/4 from 6-1/2 percent", {6.75, 6.5}),
    ("No figure at all", set()),
])  # fmt: skip
def test_figures_are_read_without_dates_and_names(text: str, figures: set[float]) -> None:
    assert figures_of(text) == figures


@pytest.mark.parametrize("text", ["9" * 60_000, "1," * 30_000, "1/2-" * 15_000, "The 5 May " * 6_000])
def test_floods_of_figures_are_read_in_time(text: str) -> None:
    assert len(figures_of(text)) <= 41
