"""Lines of lists and readers: pieces of plain text with a role each, fitted to a width, painted by the theme's palette."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color, ColorParseError

from store.records.grade import band_of
from tui.safe import CONTROL

if TYPE_CHECKING:
    from textual.app import App

Piece = tuple[str, str]
"""(text, role); the text is plain, whatever stands in it."""

ROLES: Mapping[str, tuple[str, str]] = {
    "": ("foreground", ""),
    "dim": ("text-muted", ""),
    "title": ("foreground", "bold"),
    "accent": ("text-accent", ""),
    "strong": ("foreground", "bold"),
    "high": ("text-success", "bold"),
    "med": ("text-warning", ""),
    "low": ("text-error", ""),
    "none": ("text-muted", ""),
    "deny": ("text-error", "bold"),
    "warn": ("text-warning", "bold"),
    "date": ("text-primary", ""),
    "mine": ("text-secondary", "bold"),
    "quote": ("foreground", "underline"),
    "marked": ("foreground", "bold underline"),
    "key": ("text-accent", "bold"),
    "head": ("text-muted", "bold"),
    "mark-high": ("text-success", "bold underline"),
    "mark-med": ("text-warning", "underline"),
    "mark-low": ("text-error", "underline italic"),
    "mark-none": ("text-muted", "underline"),
    "current": ("foreground", "reverse"),
}
"""Role to (variable of the theme, attributes): a second sign beside every colour."""


def band_role(support: int | None) -> str:
    """The role of a support's band."""
    return {"HIGH": "high", "MED": "med", "LOW": "low"}.get(band_of(support), "none")


class Palette:
    """The roles as styles of one theme. Under an ANSI theme the terminal's own colours are used."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._styles: dict[tuple[str, str], Style] = {}
        self._variables = variables

    def style(self, role: str, over: str = "") -> Style:
        """The style of a role; `over` is a second one laid over it: 'cursor', 'blurred', 'found', or a role."""
        found = self._styles.get((role, over))
        if found is None:
            found = self._role(role)
            if over == "cursor":
                found = found + Style(bgcolor=self._color("block-cursor-background"), color=self._color("block-cursor-foreground"), bold=True)  # fmt: skip
            elif over == "blurred":
                found = found + Style(bgcolor=self._color("block-cursor-blurred-background"))
            elif over == "found":
                found = found + Style(reverse=True)
            elif over:
                found = found + self._role(over)
            self._styles[role, over] = found
        return found

    def _role(self, role: str) -> Style:
        variable, attributes = ROLES.get(role, ROLES[""])
        return Style.parse(attributes or "none") + Style(color=self._color(variable))

    def _color(self, variable: str) -> str | None:
        value = self._variables.get(variable, "").split()
        if not value or value[0] in ("auto", "ansi_default"):
            return None
        try:
            rich = Color.parse(value[0]).rich_color
        except ColorParseError:
            return None
        return rich.name if rich.name != "default" else None


_palettes: dict[str, Palette] = {}


def palette(app: App[object]) -> Palette:
    """The palette of the app's theme."""
    found = _palettes.get(app.theme)
    if found is None:
        found = _palettes[app.theme] = Palette(app.theme_variables)
    return found


def width_of(pieces: Iterable[Piece]) -> int:
    """Columns that the pieces take."""
    return sum(len(text) if text.isascii() else cell_len(text) for text, _ in pieces)


def cut(text: str, width: int) -> str:
    """A text in at most `width` columns, its end replaced by … where it is longer."""
    if width <= 0:
        return ""
    if len(text) <= width and (text.isascii() or cell_len(text) <= width):
        return text
    if text.isascii():
        return text[: width - 1].rstrip() + "…"
    return set_cell_size(text[: width * 2], width - 1).rstrip() + "…"


def pad(text: str, width: int, right: bool = False) -> str:
    """A text in exactly `width` columns: cut with …, or filled with blanks (on the left where `right`)."""
    text = cut(text, width)
    blanks = " " * (width - (len(text) if text.isascii() else cell_len(text)))
    return blanks + text if right else text + blanks


def fit(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """The pieces in exactly `width` columns."""
    out: list[Piece] = []
    left = width
    for text, role in pieces:
        if left <= 0:
            break
        text = cut(text if text.isprintable() else CONTROL.sub("\ufffd", text), left)
        out.append((text, role))
        left -= len(text) if text.isascii() else cell_len(text)
    if left > 0:
        out.append((" " * left, ""))
    return out


def spread(left: Sequence[Piece], right: Sequence[Piece], width: int) -> list[Piece]:
    """Two groups at the ends of a line; the left one is cut where both do not fit."""
    taken = width_of(right)
    if taken >= width:
        return fit(right, width)
    return [*fit(left, width - taken), *right]


def found_at(text: str, needle: str) -> list[tuple[int, int]]:
    """The places of a needle in a text, whatever the case of their letters; none for an empty needle."""
    if not needle:
        return []
    folded, wanted = text.lower(), needle.lower()
    if len(folded) != len(text):  # some letters grow when lowered: then only an exact match has its place
        folded, wanted = text, needle
    out = []
    start = folded.find(wanted)
    while start >= 0:
        out.append((start, start + len(wanted)))
        start = folded.find(wanted, start + len(wanted))
    return out


def paint(pieces: Iterable[Piece], palette: Palette, over: str = "", needle: str = "") -> list[Segment]:
    """The pieces as segments, the needle marked in them."""
    segments = []
    for text, role in pieces:
        style = palette.style(role, over)
        last = 0
        for start, end in found_at(text, needle):
            if start > last:
                segments.append(Segment(text[last:start], style))
            segments.append(Segment(text[start:end], palette.style(role, "found")))
            last = end
        if last < len(text):
            segments.append(Segment(text[last:], style))
    return segments
