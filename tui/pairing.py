"""The verbs on links between claims: confirm or reject a suggested one, or say of marked claims that they say the same."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from store.records.op import Target, pair_target
from store.records.rows import ClaimDetail, LinkDetail
from tui.annotating import Claims, keep, with_claims
from tui.desk import Desk
from tui.panes.names import short_name
from tui.screens.choose import Choice, Choose
from tui.undo import Wish

_SHORT = {"same-proposition": "says the same", "contradicts": "contradicts", "drifts-to": "drifts to"}

MOST_PAIRED = 12
"""Marked claims of which each pair may be linked."""


def _pair(one: ClaimDetail, other: ClaimDetail) -> Target:
    return pair_target((one.body_hash, one.content_span), (other.body_hash, other.content_span))


def _link(verdict: str) -> Callable[[Desk], None]:
    def verb(desk: Desk) -> None:
        with_claims(
            desk, lambda found: _many(desk, found, verdict) if len(found) > 1 else _one(desk, found[0], verdict)
        )

    return verb


def _one(desk: Desk, detail: ClaimDetail, verdict: str) -> None:
    """Choose among the links of one claim."""
    open_ = [link for link in detail.links if link.state != verdict]
    if not open_:
        desk.say(f"each link of this claim is {verdict} already" if detail.links else "no link on this claim", "warn")
        return
    choices = [
        Choice(
            link,
            link.text,
            f"{_SHORT.get(link.relation, link.relation)} {link.score:.0%}",
            short_name(link.article_name),
        )
        for link in open_
    ]

    def chosen(link: LinkDetail | None) -> None:
        if link is not None:
            desk.ask("link", lambda: desk.service.claim_details([link.claim]), decide)

    def decide(others: list[ClaimDetail]) -> None:
        if others:
            keep(desk, [Wish("link", _pair(detail, others[0]), verdict)])

    title = f"{'Confirm' if verdict == 'confirmed' else 'Reject'} which link?"
    desk.show_box(Choose(title, choices, before=17, foot=2), chosen)


def _many(desk: Desk, found: Claims, verdict: str) -> None:
    """The links between marked claims: the suggested ones, or where there are none, and they are confirmed, every pair."""
    by_id = {d.row.id: d for d in found}
    pairs = {
        frozenset((d.row.id, link.claim)): (d, by_id[link.claim])
        for d in found
        for link in d.links
        if link.claim in by_id and link.state != verdict
    }
    chosen = list(pairs.values())
    if not chosen and verdict == "confirmed" and len(found) <= MOST_PAIRED:
        chosen = list(combinations(found, 2))
    if chosen:
        keep(desk, [Wish("link", _pair(*pair), verdict) for pair in chosen])
    else:
        desk.say("no link between the marked claims", "warn")


confirm = _link("confirmed")
reject = _link("rejected")
