"""A proposition as the comparison sees it: origins, numbers that differ, drift, and who says what."""

from __future__ import annotations

from store.records.comparison import GridRow
from tui.forms import cells
from tui.panes.names import short_name
from tui.safe import one_line
from tui.widgets.lines import band_role
from tui.widgets.text_view import Block, line

_STANCE_WORDS = {"asserts": "says so", "hedges": "hedges", "denies": "denies", "caveats": "has caveats"}


def proposition_lines(row: GridRow) -> list[Block]:
    """Where it comes from, what its numbers are, how its wording moved; a line each."""
    out = []
    if row.origins:
        shown = " · ".join(f"{one_line(o.label)} ({len(o.claims)})" for o in row.origins)
        unclear = any(o.independence == "unclear" for o in row.origins)
        count = (
            f"{len(row.origins)} origin{'s' * (len(row.origins) != 1)}{', independence unclear' if unclear else ''}: "
        )
        out.append(line((count, "dim"), (shown, ""), once=True))
    for group in row.numbers:
        if len(group.values) > 1:
            values = " · ".join(dict.fromkeys(one_line(text) for text, *_ in group.values))
            what = f"{one_line(group.thing or '?')}, {one_line(group.role or '?')}: "
            verdict = "" if group.comparable else "  (not comparable)"
            out.append(line((what, "dim"), (values, "strong" if group.comparable else ""), (verdict, "dim"), once=True))
    out += [
        line(("drift ", "warn"), (f"one origin's wording rises over {len(d)} claims", ""), once=True) for d in row.drift
    ]
    if row.only is not None:
        out.append(line(("only ", "warn"), (f"{short_name(row.only)} tells this", ""), once=True))
    return out


def stance_lines(row: GridRow) -> list[Block]:
    """Who says what, a line for each source that is not silent."""
    out = []
    for name, cell in row.cells.items():
        if cell.stance is not None:
            grade = f"{cell.letter}{cell.digit}" if cell.digit else ""
            role = "deny" if cell.stance == "denies" else band_role(cell.support)
            words = f" {short_name(name)} {_STANCE_WORDS[cell.stance]}"
            out.append(line((f"{cells.stance(cell):>3} {grade:<3}", role), (words, ""), once=True))
    return out


def silence_blocks(row: GridRow | None, source: str) -> list[Block]:
    """A silent cell: who is silent on what, and who is not."""
    head = line((short_name(source), "title"), (" is silent on this", "warn"))
    if row is None:
        return [head]
    label = line((one_line(row.label), ""))
    return [head, label, Block(""), *proposition_lines(row), *stance_lines(row)]
