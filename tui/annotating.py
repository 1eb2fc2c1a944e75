"""The verbs that write: each asks for what it needs, makes annotations of it, and tells what was kept.

Where rows are marked, a verb goes onto the claims of all of them, as one deed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.records.op import Target
from store.records.rows import ClaimDetail
from tui.desk import Desk
from tui.forms import cells
from tui.picking import MOST_MARKED
from tui.safe import one_line
from tui.screens.choose import Choice, Choose
from tui.screens.form import Filled, Form
from tui.undo import Deed, Wish, words_of

Claims = Sequence[ClaimDetail]

_NAMED = 3
"""Claims that a form about several of them quotes."""


def claim_target(detail: ClaimDetail) -> Target:
    """What annotations on a claim hold on to: the same as on the command line."""
    from store.queries import claims

    return claims.target(detail)


def with_claims(desk: Desk, then: Callable[[Claims], None]) -> None:
    """Hand on the claims that a verb is about: those of the marked rows that are shown, else the one under the cursor."""

    def came(found: Claims) -> None:
        if len(found) > MOST_MARKED:
            desk.say(f"more than {MOST_MARKED:,} claims are marked: unmark some, or filter", "warn")
        elif found:
            then(found)
        else:
            desk.say("no claim of the marked rows is shown: R takes the filters off", "warn")

    if desk.marked:
        desk.ask("marked", desk.marked_claims, came)
    elif desk.claim is not None:
        then([desk.claim])


def about(details: Claims) -> str:
    """What a form is about: the sentence, or how many claims and the first of them."""
    if len(details) == 1:
        return details[0].text
    shown = " · ".join(one_line(cells.claim(d.row)) for d in details[:_NAMED])
    return f"{len(details):,} marked claims: {shown}{' …' if len(details) > _NAMED else ''}"


def keep(desk: Desk, wishes: Sequence[Wish]) -> None:
    """Write annotations down as one deed, tell of it, and show what changed."""

    def done(deed: Deed) -> None:
        desk.dashboard.history.did(deed)
        kept = "" if all(d.op.value is None for d in deed) else " kept"
        desk.say(f"{words_of(deed)}{kept} · z undoes", "good")
        desk.changed()

    desk.ask("annotate", lambda: desk.service.annotate(wishes), done)


def ask_form(
    desk: Desk, field: str, targets: Sequence[Target], about: str, *, value: object = "", note: str = ""
) -> None:
    """Ask for one annotation, and put it on each target."""

    def filled(result: Filled | None) -> None:
        if result is not None:
            keep(desk, [Wish(field, target, *result) for target in targets])

    desk.show_box(Form(field, targets[0], about, value=value, note=note), filled)


def _on_claims(field: str, *, value: object = "", note: str = "") -> Callable[[Desk], None]:
    def verb(desk: Desk) -> None:
        with_claims(
            desk,
            lambda found: ask_form(desk, field, [claim_target(d) for d in found], about(found), value=value, note=note),
        )

    return verb


note = _on_claims("note", note="in your own words")
tag = _on_claims("tag")
stake = _on_claims("stake", value=True)


def override(desk: Desk) -> None:
    """My own grade, in the words of FIELDS, beside the computed one."""

    def ask(found: Claims) -> None:
        words = about(found)
        if len(found) == 1:
            detail = found[0]
            computed = detail.computed_support or "none"
            words += f"\ncomputed: {detail.row.letter}{detail.computed_digit}, support {computed}"
        ask_form(desk, "override", [claim_target(d) for d in found], words, note="1–6, or a support 5–95")

    with_claims(desk, ask)


def star(desk: Desk) -> None:
    """A star, or none where I gave one; of several claims, stars for those that have none, if there are any."""
    me = desk.service.analyst

    def put(found: Claims) -> None:
        bare = [d for d in found if not any(n.field == "star" and n.author == me for n in d.annotations)]
        keep(desk, [Wish("star", claim_target(d), True if bare else None) for d in bare or found])

    with_claims(desk, put)


def hide(desk: Desk) -> None:
    """Hide misread claims."""
    with_claims(desk, lambda found: keep(desk, [Wish("hide", claim_target(d), True) for d in found]))


def rate(desk: Desk) -> None:
    """Rate the outlet, the speaker or a link of the chain of the claim under the cursor, or of the marked ones."""
    with_claims(desk, lambda found: _rate(desk, found))


def _rate(desk: Desk, found: Claims) -> None:
    names: list[tuple[str | None, str]] = []
    for detail in found:
        names += [(detail.article.source, "outlet"), (detail.row.speaker, "speaker")]
        names += [(label, "named in the chain") for label, _ in detail.chain]
    known = list(dict.fromkeys((n, what) for n, what in names if n))

    def chosen(name: str | None) -> None:
        if name:
            from store.filters import fold

            about = f"{name}\nA reliable · B usually · C fairly · D not usually · E unreliable · F cannot be judged"
            ask_form(desk, "rating", [Target("name", fold(name))], about, note="A to F")

    if not known:
        desk.say("no named source in what is marked", "warn")
    elif len(known) == 1:
        chosen(known[0][0])
    else:
        choices = [Choice(name, name, what) for name, what in known]
        desk.show_box(Choose("Rate which source?", choices, before=20), chosen)


def date(desk: Desk) -> None:
    """Assert when the article was published."""
    article = desk.article
    if article is None:
        return

    def found(key: str) -> None:
        about = f"{article.title or article.name}\nstated so far: {article.published or 'no date'}"
        note = "2022-09-06, 2022-09, 2022"
        ask_form(desk, "date", [Target("sighting", key)], about, value=article.published or "", note=note)

    def sighting() -> str:
        from store.queries import articles

        return articles.details(desk.service.case, [article.id])[0].sighting_key

    desk.ask("sighting", sighting, found)


def undo(desk: Desk) -> None:
    """Take back what my last key wrote."""
    history = desk.dashboard.history
    if (last := history.take_undo()) is not None:
        _put_back(desk, last, history.undone, f"undone: {one_line(words_of(last))} · Z does it again")


def redo(desk: Desk) -> None:
    """Do again what was undone."""
    history = desk.dashboard.history
    if (last := history.take_redo()) is not None:
        _put_back(desk, last, history.done, "done again")


def _put_back(desk: Desk, last: Deed, onto: list[Deed], words: str) -> None:
    def done(result: Deed) -> None:
        onto.append(result)
        desk.say(words, "good")
        desk.changed()

    desk.ask("annotate", lambda: desk.service.put_back(last), done)
