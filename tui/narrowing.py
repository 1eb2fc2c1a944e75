"""The verbs that filter: confidence, by value, facets, by words, sort, reset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.filters import FILTERS
from tui.panes.legend import value_words
from tui.screens.choose import Choice, Choose
from tui.state import SORTS
from tui.widgets.histogram import bar

if TYPE_CHECKING:
    from tui.main_screen import MainScreen

FACET_TITLES = {
    "kind": "Kind", "certainty": "Certainty", "polarity": "Polarity", "attribution": "Said by", "digit": "Digit",
    "letter": "Source letter", "speaker": "Speaker", "source": "Source", "tag": "Tag",
}  # fmt: skip
_FACET_ORDER = ("kind", "certainty", "digit", "letter", "attribution", "polarity", "source", "speaker", "tag")


def confidence(screen: MainScreen) -> None:
    """A slider over the histogram of what the other filters let through."""
    from tui.screens.confidence import Confidence, Scale

    filter = screen.state.filter

    def work() -> list[Any]:
        from store.queries import facets

        found = facets.confidence(screen.service.case, filter)
        counts = dict(found.bins)
        steps = tuple(range(5, 100, 5))
        scales = [
            Scale(
                "min_support", "support", ("0", *(str(s) for s in steps)), (0, *(counts.get(s, 0) for s in steps)), True,
                f"{found.ungraded:,} ungraded" if found.ungraded else "",
            )
        ]  # fmt: skip
        for name in ("digit", "letter", "certainty"):
            known = {f.value: f.count for f in facets.facets(screen.service.case, filter.with_value(name, None))[name]}
            values = FILTERS[name].choices
            scales.append(Scale(name, name, values, tuple(known.get(v, 0) for v in values), False))
        return scales

    def chosen(answer: tuple[str, str | None] | None) -> None:
        if answer is not None:
            screen.set_filter(*answer)

    def ask(scales: list[Any]) -> None:
        screen.show_box(Confidence(scales, filter), chosen)

    screen.ask("confidence", work, ask)


def by_value(screen: MainScreen) -> None:
    """What the row under the cursor has, to keep only what shares it."""
    choices: list[Choice] = []

    def offer(name: str, value: str | None, words: str) -> None:
        if value and not any(c.value == (name, value) for c in choices):
            choices.append(Choice((name, value), f"{words}", name.replace("_", " ")))

    detail, event = screen.claim, screen.event
    shelf = screen.timeline.shelf if screen.place == "timeline" else None
    if shelf is not None:
        screen.set_filter("when", shelf.name)
        return
    if screen.place == "timeline" and screen.marked:
        _by_stretch(screen)
        return
    if event is not None and screen.place == "timeline":
        day = (event.row.date_from or "")[:10]
        offer("from", day, f"from {day} on")
        end = (event.row.date_to or event.row.date_from or "")[:10]
        offer("to", end, f"up to {end}")
        if not day and not end:
            offer("when", "unresolved" if event.row.expression else "undated", "also without a known date")
    if detail is not None:
        row = detail.row
        offer("speaker", row.speaker, row.speaker or "")
        offer("source", row.source, row.source or "")
        offer("article", str(row.article), detail.article.title or row.article_name)
        offer("kind", row.kind, row.kind)
        offer("attribution", row.attribution, row.attribution.replace("_", " "))
        for name, value in (("certainty", row.certainty), ("polarity", row.polarity), ("digit", str(row.digit))):
            offer(name, value, value_words(name, value))
        offer("letter", row.letter, value_words("letter", row.letter))
        for tag in row.tags:
            offer("tag", tag, tag)
        for date in detail.dates:
            if date.role == "event" and date.date_from:
                offer("from", date.date_from[:10], f"from {date.date_from[:10]} on")
    if screen.proposition is not None:
        offer("proposition", str(screen.proposition[0]), screen.proposition[1])

    def chosen(answer: tuple[str, str] | None) -> None:
        if answer is not None:
            screen.set_filter(*answer)

    screen.show_box(Choose("Keep only claims with the same …", choices, before=13, foot=1), chosen)


def _by_stretch(screen: MainScreen) -> None:
    """Keep only what happened between the first and the last of the marked events."""
    rows = screen.timeline.list
    ids = [i for i in rows.chosen() if i > 0]

    def work() -> tuple[str, str] | None:
        found = rows.fetch(ids)
        starts = [d[:10] for row in found if (d := row.date_from or row.date_to)]
        ends = [d[:10] for row in found if (d := row.date_to or row.date_from)]
        return (min(starts), max(ends)) if starts else None

    def came(stretch: tuple[str, str] | None) -> None:
        if stretch is None:
            screen.say("no marked event has a date", "warn")
            return
        rows.pick(frozenset())
        screen.timeline.tell_marked(0)
        screen.say(f"from {stretch[0]} to {stretch[1]} · R takes it off", "good")
        screen.set_state(screen.state.with_filter("from", stretch[0]).with_filter("to", stretch[1]))

    screen.ask("stretch", work, came)


def facets(screen: MainScreen) -> None:
    """All values of what is shown, with counts and bars."""
    filter = screen.state.filter

    def work() -> list[Choice]:
        from store.queries import facets as queries

        found = queries.facets(screen.service.case, filter)
        choices: list[Choice] = []
        for name in _FACET_ORDER:
            values = found.get(name, [])[:40]
            if not values:
                continue
            choices.append(Choice(None, FACET_TITLES[name], heading=True))
            top = max(f.count for f in values)
            choices += [
                Choice((name, f.value), value_words(name, f.value), f"{f.count:>7,} {bar(f.count, top, 12):<13}")
                for f in values
            ]
        return choices

    def chosen(answer: tuple[str, str] | None) -> None:
        if answer is not None:
            screen.set_filter(*answer)

    def ask(choices: list[Choice]) -> None:
        screen.show_box(Choose("Facets", choices, before=21), chosen)

    screen.ask("facets", work, ask)


def sort(screen: MainScreen) -> None:
    """Another order of this pane's lines."""
    place = screen.place
    known = SORTS[place]
    at = next((n for n, (name, _) in enumerate(known) if name == screen.state.sorts[place]), 0)
    choices = [Choice(name, words, "●" if n == at else " ") for n, (name, words) in enumerate(known)]

    def chosen(name: str | None) -> None:
        if name:
            screen.set_state(screen.state.with_sort(place, name))

    screen.show_box(Choose(f"Sort {place} by", choices, before=2, at=at), chosen)


def by_words(screen: MainScreen) -> None:
    """Words that a claim's sentence must hold."""
    screen.ask_words("filter", "keep sentences with", screen.state.filter.values.get("text", ""))


def reset(screen: MainScreen) -> None:
    """No filter at all."""
    screen.set_state(screen.state.reset())
    screen.say("all filters off", "good")
