"""The verbs that mend the reading: add a claim from selected words, correct who speaks, the kind, the polarity, the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from store.records.op import Target
from store.records.rows import ClaimDetail
from tui.annotating import Claims, about, ask_form, claim_target, keep, with_claims
from tui.desk import Desk
from tui.safe import one_line
from tui.screens.choose import Choice, Choose
from tui.undo import Wish

KINDS = ("report", "intent", "forecast", "opinion", "denial", "meta")
POLARITIES = (("+", "it asserts"), ("-", "it negates"), ("u", "it leaves open"))

Fault = Literal["speaker", "kind", "polarity", "content", "split"]


@dataclass(frozen=True, slots=True)
class Fix:
    """What is to be another way; an empty value is asked for."""

    fault: Fault
    value: str = ""


def add(desk: Desk) -> None:
    """Add the selected words as a claim that was not read."""
    from tui.screens.claim_form import ClaimForm

    place = desk.selected
    if place is None or place.span is None:
        return
    near = desk.claim_around(place.span)
    speaker = (near.row.speaker or near.row.speaker_text or "") if near is not None else ""

    def filled(parts: dict[str, str] | None) -> None:
        if parts is not None:
            private = parts.pop("private", "") == "yes"
            desk.select(None, then=place.span)
            keep(desk, [Wish("claim.add", place, parts, None, private)])

    desk.show_box(ClaimForm(place.quote or "", speaker), filled)


def correct(desk: Desk) -> None:
    """Correct what was misread: speaker, kind or polarity; with words selected in the article, the words too."""
    with_claims(desk, lambda found: _correct(desk, found))


def choices_for(found: Claims, selected: Target | None) -> list[Choice]:
    """What can be another way with these claims."""
    row = found[0].row
    same = len(found) == 1
    speaker = (row.speaker or "nobody named") if same else "speaker"
    choices = []
    if selected is not None and selected.quote and same:
        words = f"“{one_line(selected.quote)}”"
        choices += [
            Choice(Fix("speaker", selected.quote[:200]), f"the speaker is {words}", "selected"),
            Choice(Fix("content"), f"what is claimed is {words}", "selected"),
        ]
        hull = found[0].content_span
        if selected.span is not None and hull.start < selected.span.start < hull.end:
            choices.append(Choice(Fix("split", selected.quote), f"a second claim begins at {words}", "selected"))
    choices.append(Choice(Fix("speaker"), "is not the speaker: name another" if same else "name another", speaker))
    choices += [
        Choice(Fix("kind", kind), f"it is {'an' if kind[0] in 'aeiou' else 'a'} {kind}", "kind")
        for kind in KINDS
        if not same or kind != row.kind
    ]
    choices += [
        Choice(Fix("polarity", sign), words, "polarity")
        for sign, words in POLARITIES
        if not same or sign != row.polarity
    ]
    return choices


def _correct(desk: Desk, found: Claims) -> None:
    selected = desk.selected

    def chosen(fix: Fix | None) -> None:
        if fix is None:
            return
        targets = [claim_target(d) for d in found]
        if fix.fault == "content" and selected is not None:
            desk.select(None, then=selected.span)
            keep(desk, moved(found[0], selected))
        elif fix.fault == "split":
            desk.select(None)
            keep(desk, [Wish("claim.split", targets[0], fix.value)])
        elif fix.value:
            desk.select(None)
            keep(desk, [Wish(fix.fault, target, fix.value) for target in targets])
        else:
            value = (found[0].row.speaker or "") if len(found) == 1 else ""
            ask_form(desk, "speaker", targets, about(found), value=value)

    title = "Correct this claim" if len(found) == 1 else f"Correct {len(found):,} marked claims"
    desk.show_box(Choose(title, choices_for(found, selected), before=22), chosen)


def moved(detail: ClaimDetail, place: Target) -> list[Wish]:
    """The claim with other words: it is hidden as misread, and its speaker, kind and polarity go onto these words."""
    row = detail.row
    parts = {"speaker": row.speaker or row.speaker_text, "kind": row.kind, "polarity": row.polarity}
    kept = {name: value for name, value in parts.items() if value}
    return [Wish("hide", claim_target(detail), True), Wish("claim.add", place, kept)]
