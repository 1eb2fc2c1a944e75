"""The verbs that write: each asks for what it needs, makes an annotation of it, and tells what was kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.records.op import Target, pair_target
from store.records.rows import ClaimDetail, LinkDetail
from tui.desk import Desk
from tui.safe import one_line
from tui.screens.choose import Choice, Choose
from tui.screens.form import Filled, Form
from tui.undo import Deed, Wish, words_of


def claim_target(detail: ClaimDetail) -> Target:
    """What annotations on a claim hold on to: the same as on the command line."""
    from store.queries import claims

    return claims.target(detail)


def _keep(desk: Desk, field: str, target: Target, filled: Filled) -> None:
    _keep_all(desk, [Wish(field, target, *filled)])


def _keep_all(desk: Desk, wishes: Sequence[Wish]) -> None:
    def done(deed: Deed) -> None:
        desk.dashboard.history.did(deed)
        kept = "" if all(d.op.value is None for d in deed) else " kept"
        desk.say(f"{words_of(deed)}{kept} · z undoes", "good")
        desk.changed()

    desk.ask("annotate", lambda: desk.service.annotate(wishes), done)


def _form(desk: Desk, field: str, target: Target, about: str, *, value: object = "", note: str = "") -> None:
    def filled(result: Filled | None) -> None:
        if result is not None:
            _keep(desk, field, target, result)

    desk.show_box(Form(field, target, about, value=value, note=note), filled)


def _on_claim(field: str, *, value: object = "", note: str = "") -> Callable[[Desk], None]:
    def verb(desk: Desk) -> None:
        if (detail := desk.claim) is not None:
            _form(desk, field, claim_target(detail), detail.text, value=value, note=note)

    return verb


note = _on_claim("note")
tag = _on_claim("tag")
stake = _on_claim("stake", value=True)


def override(desk: Desk) -> None:
    """My own grade, in the words of FIELDS, beside the computed one."""
    detail = desk.claim
    if detail is None:
        return
    computed = f"computed: {detail.row.letter}{detail.computed_digit}, support {detail.computed_support or 'none'}"
    _form(desk, "override", claim_target(detail), f"{detail.text}\n{computed}")


def star(desk: Desk) -> None:
    """A star, or none where I gave one."""
    _toggle(desk, "star")


def hide(desk: Desk) -> None:
    """Hide a misread claim."""
    detail = desk.claim
    if detail is not None:
        _keep(desk, "hide", claim_target(detail), Filled(True, None, False))


def _toggle(desk: Desk, field: str) -> None:
    detail = desk.claim
    if detail is None:
        return
    mine = any(n.field == field and n.author == desk.service.analyst for n in detail.annotations)
    _keep(desk, field, claim_target(detail), Filled(None if mine else True, None, False))


def rate(desk: Desk) -> None:
    """Rate the outlet, the speaker or a link of the chain of the claim under the cursor."""
    detail = desk.claim
    if detail is None:
        return
    names = [(detail.article.source, "outlet"), (detail.row.speaker, "speaker")]
    names += [(label, "named in the chain") for label, _ in detail.chain]
    known = list(dict.fromkeys((n, what) for n, what in names if n))

    def chosen(name: str | None) -> None:
        if name:
            from store.filters import fold

            about = f"{name}\nA reliable · B usually · C fairly · D not usually · E unreliable · F cannot be judged"
            _form(desk, "rating", Target("name", fold(name)), about, note="A to F")

    if len(known) == 1:
        chosen(known[0][0])
    else:
        choices = [Choice(name, name, what) for name, what in known]
        desk.show_box(Choose("Rate which source?", choices, before=20), chosen)


def correct(desk: Desk) -> None:
    """Correct what was misread: speaker, kind or polarity."""
    detail = desk.claim
    if detail is None:
        return
    row, target = detail.row, claim_target(detail)
    choices = [
        Choice(("speaker", ""), "is not the speaker: name another", row.speaker or "nobody named"),
        *(
            Choice(("kind", kind), f"it is {'an' if kind[0] in 'aeiou' else 'a'} {kind}", "kind")
            for kind in ("report", "intent", "forecast", "opinion", "denial", "meta")
            if kind != row.kind
        ),
        *(
            Choice(("polarity", sign), words, "polarity")
            for sign, words in (("+", "it asserts"), ("-", "it negates"), ("u", "it leaves open"))
            if sign != row.polarity
        ),
    ]

    def chosen(choice: tuple[str, str] | None) -> None:
        if choice is None:
            return
        field, value = choice
        if value:
            _keep(desk, field, target, Filled(value, None, False))
        else:
            _form(desk, field, target, detail.text, value=row.speaker or "")

    desk.show_box(Choose("Correct", choices, before=22), chosen)


def date(desk: Desk) -> None:
    """Assert when the article was published."""
    article = desk.article
    if article is None:
        return

    def found(key: str) -> None:
        about = f"{article.title or article.name}\nstated so far: {article.published or 'no date'}"
        _form(
            desk,
            "date",
            Target("sighting", key),
            about,
            value=article.published or "",
            note="2022-09-06, 2022-09, 2022",
        )

    def sighting() -> str:
        from store.queries import articles

        return articles.details(desk.service.case, [article.id])[0].sighting_key

    desk.ask("sighting", sighting, found)


def _link(verdict: str) -> Callable[[Desk], None]:
    def verb(desk: Desk) -> None:
        detail = desk.claim
        if detail is None:
            return
        open_ = [link for link in detail.links if link.state != verdict]
        choices = [Choice(link, link.text, f"{link.relation} {link.score:.0%}", link.article_name) for link in open_]

        def chosen(link: LinkDetail | None) -> None:
            if link is None:
                return

            def target(others: list[ClaimDetail]) -> None:
                if others:
                    pair = pair_target(
                        (detail.body_hash, detail.content_span), (others[0].body_hash, others[0].content_span)
                    )
                    _keep(desk, "link", pair, Filled(verdict, None, False))

            desk.ask("link", lambda: desk.service.claim_details([link.claim]), target)

        title = f"{'Confirm' if verdict == 'confirmed' else 'Reject'} which link?"
        desk.show_box(Choose(title, choices, before=24), chosen)

    return verb


confirm_link = _link("confirmed")
reject_link = _link("rejected")


def undo(desk: Desk) -> None:
    """Take back my last annotation."""
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
