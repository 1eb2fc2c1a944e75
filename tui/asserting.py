"""The rarer verbs that write: whose article it is, who belongs together, who is one person, and two claims in one.

They have no keys of their own: the palette finds them. On the command line: outlet, family, merge-actor, part-actor, split-claim.
"""

from __future__ import annotations

from collections.abc import Callable

from store.filters import fold
from store.records.op import Target
from tui.annotating import ask_form, claim_target
from tui.desk import Desk
from tui.screens.choose import Choice, Choose


def outlet(desk: Desk) -> None:
    """Assert which outlet published the article."""
    article = desk.article
    if article is None:
        return

    def sighting() -> str:
        from store.queries import articles

        return articles.details(desk.service.case, [article.id])[0].sighting_key

    def found(key: str) -> None:
        about = f"{article.title or article.name}\nstated so far: {article.source or 'no outlet'}"
        ask_form(desk, "outlet", [Target("sighting", key)], about, value=article.source or "", note="its name")

    desk.ask("sighting", sighting, found)


def family(desk: Desk) -> None:
    """Assert whom the outlet belongs to: outlets of one family do not corroborate each other."""
    name = desk.article.source if desk.article is not None else None
    if not name:
        desk.say("the outlet of this article is unknown: say it first (palette: Outlet)", "warn")
        return
    about = f"{name}\nOutlets of one family do not corroborate each other."
    ask_form(desk, "family", [Target("name", fold(name))], about, note="the owner, or any name they share")


def same_actor(desk: Desk) -> None:
    """Say that two names mean one actor; the audit takes it back."""
    detail = desk.claim
    if detail is None:
        return
    names = [(detail.row.speaker, "speaker"), *((label, "named in the chain") for label, _ in detail.chain)]
    known = list(dict.fromkeys((name, what) for name, what in names if name))
    _choose_name(
        desk, known,
        lambda name: ask_form(
            desk, "actor.merge", [Target("name", fold(name))], f"{name}\nmeans the same actor as …", note="the other name"
        ),
    )  # fmt: skip


def another_actor(desk: Desk) -> None:
    """Say that in this article some words for a speaker mean another actor than they were read as."""
    detail = desk.claim
    if detail is None:
        return
    row, article = detail.row, detail.article
    words = [
        (row.speaker_text, "as it stands"),
        (row.speaker, "all read so"),
        *((w, "in the chain") for w, _ in detail.chain),
    ]
    known = {fold(name): (name, what) for name, what in reversed(words) if name}

    def ask(name: str) -> None:
        def place() -> Target:
            from store.queries import targets

            return targets.part_target(desk.service.case, article.key, name)

        def found(target: Target) -> None:
            read = f", read as {row.speaker}," if row.speaker and fold(row.speaker) != fold(name) else ""
            about = f"“{target.quote}”{read} means another in {article.title or article.name}"
            ask_form(desk, "actor.part", [target], about, note="who it is")

        desk.ask("part", place, found)

    _choose_name(desk, list(reversed(known.values())), ask)


def _choose_name(desk: Desk, known: list[tuple[str, str]], then: Callable[[str], None]) -> None:
    if not known:
        desk.say("nobody is named here", "warn")
    elif len(known) == 1:
        then(known[0][0])
    else:
        choices = [Choice(name, name, what) for name, what in known]
        desk.show_box(Choose("Which name?", choices, before=20), lambda name: then(name) if name else None)


def split(desk: Desk) -> None:
    """Say that a claim holds two: the words of the second one."""
    detail = desk.claim
    if detail is not None:
        note = "the words of the second claim, as they stand there"
        ask_form(desk, "claim.split", [claim_target(detail)], detail.text, note=note)
