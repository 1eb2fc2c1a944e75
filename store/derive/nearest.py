"""Lists in which things meet: all that share something stand in one list, in the order of their days, and each meets
those at most so many places away.

So a word or a frame that half of a case file shares costs no more for each thing than a rare one, and who meets whom
depends on the things alone, not on who came first. A row of a list is one text, "list place"; a place is a day and the
thing's own key. What comes and goes moves others apart and together: `parted` tells whom.
"""

from __future__ import annotations

from dataclasses import dataclass

from store.casefile import Reader

SEP = " "
"""Stands in no name of a list."""
_LAST = chr(0x10FFFF)


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one table with the columns `key` and `item`; things `nearest` places apart still meet."""

    table: str
    item: str
    nearest: int

    def before(self, r: Reader, row: str, since: str = "") -> list[tuple[str, int]]:
        """The rows and things that this row meets before it, the nearest first; none whose place is before `since`."""
        rows = r.execute(
            f"SELECT key, {self.item} FROM {self.table} WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT ?",
            (f"{list_of(row)}{SEP}{since}", row, self.nearest),
        )
        return [(key, i) for key, i in rows]

    def after(self, r: Reader, row: str, until: str = "") -> list[tuple[str, int]]:
        """The same after it; none whose place is after `until`, or what begins with it."""
        rows = r.execute(
            f"SELECT key, {self.item} FROM {self.table} WHERE key > ? AND key < ? ORDER BY key LIMIT ?",
            (row, f"{list_of(row)}{SEP}{until}{_LAST}", self.nearest),
        )
        return [(key, i) for key, i in rows]

    def parted(self, r: Reader, row: str, since: str = "", until: str = "") -> list[tuple[int, int]]:
        """The pairs around a row that has just come, and is now one place too many between them; the same pairs may
        meet again once it goes."""
        before, after = self.before(r, row, since), self.after(r, row, until)
        # the first before it and the last after it, the second and the last but one, ...
        return [(a, after[self.nearest - n][1]) for n, (_, a) in enumerate(before, 1) if self.nearest - n < len(after)]

    def meet(self, r: Reader, one: str, other: str) -> bool:
        """Whether two rows of one list are near enough."""
        low, high = sorted((one, other))
        (between,) = r.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {self.table} WHERE key > ? AND key < ? LIMIT ?)",
            (low, high, self.nearest),
        ).fetchone()
        return int(between) < self.nearest


def list_of(row: str) -> str:
    """The list that a row stands in."""
    return row.split(SEP, 1)[0]
