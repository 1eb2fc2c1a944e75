"""The verbs that look at annotations: who said what when of the thing under the cursor, and where analysts disagree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.records.rows import AuditRow, ClaimDetail
from tui.desk import Desk
from tui.safe import one_line
from tui.screens.sheet import Sheet
from tui.widgets.text_view import BLANK, Block, line

if TYPE_CHECKING:
    from store.queries.audit import Disagreement

Part = tuple[str, Sequence[AuditRow]]
"""What some annotations are about, and they."""


def audit(desk: Desk) -> None:
    """Who annotated this, when, and what they said."""
    detail, article = desk.claim, desk.article

    def work() -> list[Part]:
        from store.filters import fold
        from store.queries import articles
        from store.queries import audit as audits

        def about(key: str | None) -> list[AuditRow]:
            return audits.rows(desk.service.case, target=key) if key else []

        parts: list[Part] = []
        if detail is not None:
            mine, others = _apart(about(detail.body_hash), detail)
            links = [row for link in detail.links for row in about(link.target_key)]
            parts += [("this claim", mine), ("its links", links), ("other places of this article", others)]
        if article is not None:
            sightings = articles.details(desk.service.case, [article.id])
            parts.append(("the article", [row for d in sightings for row in about(d.sighting_key)]))
        names = (article.source if article else None, detail.row.speaker if detail else None)
        chain = [label for label, _ in detail.chain] if detail else []
        for name in dict.fromkeys(n for n in (*names, *chain) if n):
            parts.append((f"the name {name}", about(fold(name))))
        return [(title, rows) for title, rows in parts if rows]

    desk.ask("audit", work, lambda parts: desk.show_box(Sheet("Audit: who said what when", audit_blocks(parts))))


def _apart(rows: Sequence[AuditRow], detail: ClaimDetail) -> tuple[list[AuditRow], list[AuditRow]]:
    """The annotations on this claim, and those on other places of its article."""
    quotes = {_quoted(detail.row.content), _quoted(detail.text)}
    return [r for r in rows if r.target in quotes], [r for r in rows if r.target not in quotes]


def _quoted(text: str) -> str:
    from store.queries.audit import MAX_VALUE

    return f"“{text[:MAX_VALUE]}”"


def audit_blocks(parts: Sequence[Part]) -> list[Block]:
    """What each part is about, then its annotations, the newest first: when, who, what; why; on which words."""
    if not parts:
        return [Block("Nobody has annotated this yet. b writes a note, r rates the source.", "dim")]
    blocks: list[Block] = []
    for title, rows in parts:
        blocks += [*([BLANK] if blocks else []), line((f"On {one_line(title)}", "head"))]
        for row in rows:
            state = "  taken back since" if row.retracted else "" if row.head else "  replaced since"
            words = "taken back" if row.retracted else one_line(row.value)
            blocks.append(
                line(
                    (f"{row.at[:16].replace('T', ' ')}  ", "dim"),
                    (one_line(row.author), "accent"),
                    (f"  {row.field}: ", "title"),
                    (words, ""),
                    (("" if row.retracted else state) + ("  private" if row.private else ""), "warn"),
                )
            )
            if row.reason:
                blocks.append(Block(f"because {one_line(row.reason)}", "", indent=6))
            if title != "this claim" and row.target.startswith("“"):
                blocks.append(Block(f"on {one_line(row.target)}", "dim", indent=6))
    return blocks


def disagreements(desk: Desk) -> None:
    """Where two analysts hold two values, mine first."""

    def work() -> list[tuple[Disagreement, str]]:
        from store.queries import audit as audits

        case = desk.service.case
        return [(one, audits.words_of_target(case, one)) for one in audits.disagreements(case)]

    def show(found: list[tuple[Disagreement, str]]) -> None:
        title = f"Disagreements ─ {len(found):,}" if found else "Disagreements"
        desk.show_box(Sheet(title, disagreement_blocks(found, desk.service.analyst)))

    desk.ask("disagreements", work, show)


def disagreement_blocks(found: Sequence[tuple[Disagreement, str]], me: str) -> list[Block]:
    """Each disagreement as its field, what it is about, and the two values with their reasons; mine stands first."""
    if not found:
        return [Block("No disagreement. Colleagues' annotations come in with: saidby snapshot merge FILE", "dim")]
    blocks: list[Block] = []
    for one, words in sorted(found, key=lambda f: me not in (f[0].author, f[0].other)):
        sides = [(one.author, one.value, one.reason), (one.other, one.other_value, one.other_reason)]
        blocks.append(line((one.field, "title"), (" on ", "dim"), (one_line(words), "")))
        for author, value, reason in sorted(sides, key=lambda s: s[0] != me):
            who = "yours" if author == me else one_line(author)
            because = f"  because {one_line(reason)}" if reason else ""
            blocks.append(line((f"{who}: ", "mine"), (one_line(str(value)), "strong"), (because, "dim"), indent=4))
    return blocks
