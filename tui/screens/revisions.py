"""Two versions of an article side by side, or one under the other where it is narrow: what differs is marked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from store.records.rows import ArticleDetail
from tui.desk import Desk
from tui.safe import one_line, paragraph
from tui.screens.article_text import VERSIONS
from tui.screens.choose import Choice, Choose
from tui.screens.modal import Box, Modal
from tui.widgets.lines import cut, pad
from tui.widgets.text_view import BLANK, Block, TextView, line, wrapped

_SPLIT = re.compile(r"\n\s*\n|\n")
WIDE = 90
"""Columns from which on they stand side by side."""
_MOST = 400
"""Paragraphs of a version that are compared."""

Pair = tuple[str, str, str]
"""(sign, older paragraph, newer one): = in both, ~ changed, - only in the older, + only in the newer."""


def pairs(old: str, new: str) -> list[Pair]:
    """The paragraphs of two texts beside each other."""
    a, b = ([p.strip() for p in _SPLIT.split(t) if p.strip()][:_MOST] for t in (old, new))
    out: list[Pair] = []
    for tag, a0, a1, b0, b1 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            out += [("=", p, p) for p in a[a0:a1]]
            continue
        both = min(a1 - a0, b1 - b0)
        out += [("~", a[a0 + n], b[b0 + n]) for n in range(both)]
        out += [("-", p, "") for p in a[a0 + both : a1]]
        out += [("+", "", p) for p in b[b0 + both : b1]]
    return out


def beside(found: Sequence[Pair], width: int) -> list[Block]:
    """The pairs in two columns."""
    each = (width - 5) // 2
    out: list[Block] = []
    for sign, old, new in found:
        columns = [[t[s:e] for s, e in wrapped(paragraph(t), each)] if t else [] for t in (old, new)]
        roles = ("dim", "dim") if sign == "=" else ("deny", "high")
        for n in range(max(map(len, columns))):
            left, right = (c[n] if n < len(c) else "" for c in columns)
            mark = sign if n == 0 and sign != "=" else " "
            out.append(line((pad(left, each), roles[0]), (f" {mark} ", "key"), (cut(right, each), roles[1]), once=True))
        out.append(BLANK)
    return out


def below(found: Sequence[Pair]) -> list[Block]:
    """The pairs one under the other; what both hold is told once."""
    out: list[Block] = []
    for sign, old, new in found:
        if sign == "=":
            out.append(Block(old, "dim", indent=2))
        else:
            out += [Block(f"- {old}", "deny")] if old else []
            out += [Block(f"+ {new}", "high")] if new else []
        out.append(BLANK)
    return out


class Revisions(Modal[None]):
    """The box."""

    BINDINGS: ClassVar[list[Any]] = [Binding("q,equals_sign,enter", "close", show=False)]

    def __init__(self, old: ArticleDetail, new: ArticleDetail) -> None:
        super().__init__()
        self._pairs = pairs(old.text or "", new.text or "")
        self._heads = [f"{d.row.published or 'undated'} · {one_line(d.row.name)}" for d in (old, new)]

    def compose(self) -> ComposeResult:
        """A text."""
        differ = sum(sign != "=" for sign, _, _ in self._pairs)
        with Box(
            f"Two versions: {differ:,} of {len(self._pairs):,} paragraphs differ",
            "j k move · Esc closes",
            id="versions",
        ):
            yield TextView(id="sheet")

    def on_mount(self) -> None:
        """Show it."""
        self.query_one(TextView).focus()
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """In as many columns as there is room for."""
        view = self.query_one(TextView)
        width = max(20, view.columns - 1)
        if width >= WIDE:
            each = (width - 5) // 2
            head = line(
                (pad(self._heads[0], each), "title"), ("   ", ""), (cut(self._heads[1], each), "title"), once=True
            )
            view.show([head, BLANK, *beside(self._pairs, width)])
        else:
            heads = [Block(f"- {self._heads[0]}", "title"), Block(f"+ {self._heads[1]}", "title")]
            view.show([*heads, BLANK, *below(self._pairs)])


def show(desk: Desk) -> None:
    """Show another version of the article; where there are several, ask which."""
    article = desk.article
    if article is None:
        return

    def work() -> tuple[ArticleDetail, list[ArticleDetail]] | None:
        from store.queries import articles

        here = articles.details(desk.service.case, [article.id])
        others = [i for d in here for relation, i, _ in d.related if relation in VERSIONS]
        return (here[0], articles.details(desk.service.case, others)) if here else None

    def came(found: tuple[ArticleDetail, list[ArticleDetail]] | None) -> None:
        if found is None or not found[1]:
            desk.say("no other version of this article is loaded", "warn")
            return
        here, others = found

        def chosen(other: ArticleDetail | None) -> None:
            if other is not None:
                old, new = sorted((here, other), key=lambda d: d.row.published or "")
                desk.show_box(Revisions(old, new))

        if len(others) == 1:
            chosen(others[0])
        else:
            choices = [Choice(d, d.row.title or d.row.name, d.row.published or "undated") for d in others]
            desk.show_box(Choose("Compare with which version?", choices, before=14), chosen)

    desk.ask("revisions", work, came)
