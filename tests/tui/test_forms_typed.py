"""Keys typed right after Tab go to the new line of a form: nothing waits for a screen in between."""

from __future__ import annotations

import pytest
from textual.app import App

from store.records.op import Target
from tui.screens.claim_form import ClaimForm
from tui.screens.form import Form
from tui.screens.modal import Modal
from tui.widgets.entry import Entry

FORMS = [lambda: Form("actor.merge", Target("name", "kell"), "Kell"), lambda: ClaimForm("ships sail", "Kell")]


@pytest.mark.parametrize("make", FORMS, ids=["form", "claim form"])
async def test_the_next_line_takes_the_next_key(make: object) -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        form: Modal[object] = make()  # type: ignore[operator]
        await app.push_screen(form)
        await pilot.pause()
        first, second = list(form.query(Entry))[:2]
        assert form.focused is first
        form.action_next(1)  # type: ignore[attr-defined]
        assert form.focused is second, "before anything else runs"
        form.action_next(-1)  # type: ignore[attr-defined]
        assert form.focused is first
