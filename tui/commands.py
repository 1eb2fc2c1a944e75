"""The command table: the one place that says which key does what, where, and when it can.

Plain rows that know no Textual: bindings, footer, palette, help and the README's key table are all made from them.
A key has one meaning in a place, and the same command has the same key in every place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from store.records.record import record
from tui.conditions import CONDITIONS, EVERYWHERE, PANES, ROWS, Place, Situation

Group = Literal["move", "look", "filter", "annotate", "app"]
GROUP_TITLES: dict[Group, str] = {
    "look": "Looking closer",
    "filter": "Finding and filtering",
    "annotate": "Annotating",
    "app": "The program",
    "move": "Moving",
}


@record
class Command:
    """One command. `keys` are as typed, the first one shown; `needs` names a condition; `hint` orders the footer
    (0: not in it), smaller first; `short` is the word shown there."""

    id: str
    keys: tuple[str, ...]
    title: str
    sentence: str
    where: tuple[Place, ...] = PANES
    group: Group = "look"
    needs: str = ""
    hint: int = 0
    short: str = ""

    def refusal(self, situation: Situation) -> str:
        """Why it can't run now; '' where it can."""
        return CONDITIONS[self.needs](situation)


COMMANDS: tuple[Command, ...] = (
    # moving: the widget under the cursor answers these
    Command("move.down", ("j", "down"), "Down", "Move one line down.", EVERYWHERE, "move"),
    Command("move.up", ("k", "up"), "Up", "Move one line up.", EVERYWHERE, "move"),
    Command(
        "move.left", ("h", "left"), "Left", "Move one column to the left; in selected words, their end by a word.",
        ("sources", "article"), "move",
    ),
    Command(
        "move.right", ("l", "right"), "Right", "Move one column to the right; in selected words, their end by a word.",
        ("sources", "article"), "move",
    ),
    Command("move.page-down", ("ctrl+d", "pagedown"), "Page down", "Move one screen down.", EVERYWHERE, "move"),
    Command("move.page-up", ("ctrl+u", "pageup"), "Page up", "Move one screen up.", EVERYWHERE, "move"),
    Command("move.first", ("g", "home"), "First line", "Move to the first line.", EVERYWHERE, "move"),
    Command("move.last", ("G", "end"), "Last line", "Move to the last line.", EVERYWHERE, "move"),
    Command("pane.next", ("tab",), "Next pane", "Move to the next pane.", PANES, "move"),
    Command("pane.previous", ("shift+tab",), "Previous pane", "Move to the pane before.", PANES, "move"),
    Command("pane.timeline", ("1",), "Timeline", "Move to pane 1, what happened when.", PANES, "move"),
    Command("pane.claims", ("2",), "Claims", "Move to pane 2, who claims what and how far it holds.", PANES, "move"),
    Command("pane.sources", ("3",), "Sources", "Move to pane 3, which source says what.", PANES, "move"),
    Command("pane.evidence", ("4",), "Evidence", "Move to pane 4, the words that it rests on.", PANES, "move"),
    Command("pane.zoom", ("+", "_"), "Zoom", "Give this pane the whole screen, or give the others back.", PANES, "move"),
    Command(
        "open", ("enter",), "Open the article", "Open the article at the sentence under the cursor.",
        PANES, "look", "thing", 20, "open",
    ),
    Command(
        "back", ("escape", "q"), "Back",
        "Go back one step: the search, then the filters, then the focus; at the top, ask to quit.", EVERYWHERE, "move",
        hint=90, short="back",
    ),
    # looking closer
    Command(
        "why", ("w",), "Why this grade", "Show the grade's arithmetic, each part with the words that it rests on.",
        EVERYWHERE, "look", "claim", 30, "why",
    ),
    Command(
        "claim.next", ("]",), "Next claim", "Jump to the next claim in the article.", ("article",), "look", "",
        10, "next claim",
    ),
    Command(
        "claim.previous", ("[",), "Previous claim", "Jump to the claim before this one in the article.", ("article",),
        "look", "", 11, "previous",
    ),
    Command(
        "timeline.coarser", ("[",), "Coarser timeline", "Draw the timeline's bars over longer stretches.",
        ("timeline",), "look", "", 0, "coarser",
    ),
    Command(
        "timeline.finer", ("]",), "Finer timeline", "Draw the timeline's bars over shorter stretches.", ("timeline",),
        "look", "", 0, "finer",
    ),
    Command(
        "disagreements", ("D",), "Disagreements", "List where colleagues and you hold different values, each with its reason.",
        EVERYWHERE, "look",
    ),
    Command(
        "audit", ("A",), "Audit", "List who annotated this, when, and what they said.", EVERYWHERE, "look", "thing",
    ),
    Command(
        "copy", ("y",), "Copy", "Copy the sentence, a citation of it or its link to the clipboard.", EVERYWHERE, "look",
        "claim",
    ),
    Command(
        "editor", ("ctrl+e",), "Open in the editor", "Open a copy of the article's text in $EDITOR, at the claim; nothing is written back.",
        EVERYWHERE, "look", "article",
    ),
    Command(
        "revisions", ("=",), "Other versions", "Show another version of this article side by side, what differs marked.",
        ("article",), "look", "revised",
    ),
    Command(
        "url", ("O",), "Open the address", "Open the article's own address in the browser; http and https only.",
        EVERYWHERE, "look", "url",
    ),
    # finding and filtering
    Command(
        "find", ("/",), "Find in this pane", "Find words in this pane as you type; n and N go on.", EVERYWHERE,
        "filter", "", 40, "find",
    ),
    Command("find.next", ("n",), "Next match", "Go to the next match of what was found.", EVERYWHERE, "filter", "needle"),
    Command(
        "find.previous", ("N",), "Previous match", "Go to the match before this one.", EVERYWHERE, "filter", "needle"
    ),
    Command(
        "filter.text", ("&",), "Filter by words", "Keep only the claims whose sentence holds these words.", PANES,
        "filter", "", 50, "filter",
    ),
    Command(
        "search", (":", "ctrl+k"), "Search everything",
        "Search claims, articles, events, sources and actors at once, misspelt or half typed.", EVERYWHERE, "filter",
        "", 42, "search all",
    ),
    Command(
        "confidence", ("c",), "Confidence", "Set the least support that a claim must have, over a histogram of all.",
        PANES, "filter", "", 25, "confidence",
    ),
    Command(
        "value", ("@",), "Filter by this value",
        "Keep only what shares a value with the row under the cursor: its speaker, source, kind or date.", PANES,
        "filter", "value", 70, "by value",
    ),
    Command("facets", ("F",), "Facets", "List the values of what is shown with their counts, to filter by.", PANES, "filter"),
    Command("sort", ("S",), "Sort", "Choose the order of this pane's lines.", ROWS, "filter"),
    Command("views", ("V",), "Saved views", "Open a saved view, or save this filter under a name.", PANES, "filter"),
    Command("reset", ("R",), "Reset filters", "Take all filters off.", PANES, "filter", "filtered", 3, "filters off"),
    # annotating
    Command(
        "mark", ("m",), "Mark", "Mark this row or unmark it: what you annotate then goes onto all marked rows in view.",
        ROWS, "annotate", "row", 65, "mark",
    ),
    Command(
        "range", ("v",), "Range", "Mark a stretch of rows, from here to where v is pressed again; in an article, select words.",
        (*ROWS, "article"), "annotate", "row", 66, "select",
    ),
    Command(
        "add", ("a",), "Add a claim", "Add the words selected in the article as a claim that was not read.",
        EVERYWHERE, "annotate", "selection written",
    ),
    Command("note", ("b",), "Note", "Write a note on this claim.", EVERYWHERE, "annotate", "claim written"),
    Command("tag", ("t",), "Tag", "Put a tag on this claim.", EVERYWHERE, "annotate", "claim written"),
    Command("star", ("s",), "Star", "Star this claim, or take the star off.", EVERYWHERE, "annotate", "claim written"),
    Command(
        "rate", ("r",), "Rate the source", "Rate the reliability of this claim's source from A to F, with a reason.",
        EVERYWHERE, "annotate", "source written",
    ),
    Command(
        "stake", ("p",), "Stake", "Say that the speaker has a stake in what is claimed, with a reason.", EVERYWHERE,
        "annotate", "claim written",
    ),
    Command(
        "override", ("o",), "Own grade", "Set your own grade beside the computed one, with a reason.", EVERYWHERE,
        "annotate", "claim written",
    ),
    Command("hide", ("x",), "Hide", "Hide this claim as misread; z brings it back.", EVERYWHERE, "annotate", "claim written"),
    Command(
        "correct", ("e",), "Correct", "Correct who speaks, the kind or the polarity of this claim.", EVERYWHERE,
        "annotate", "claim written",
    ),
    Command(
        "date", ("d",), "Publication date", "Assert when this article was published, with a reason.", EVERYWHERE,
        "annotate", "article written",
    ),
    Command(
        "outlet", (), "Outlet", "Assert which outlet published this article.", EVERYWHERE, "annotate", "article written"
    ),
    Command(
        "family", (), "Outlet family", "Assert whom the outlet belongs to; one family does not corroborate itself.",
        EVERYWHERE, "annotate", "article written",
    ),
    Command(
        "actor.merge", (), "Same actor", "Say that two names mean one actor, with a reason.", EVERYWHERE, "annotate",
        "claim written",
    ),
    Command(
        "actor.part", (), "Another actor", "Say that in this article a speaker's words mean somebody else, with a reason.",
        EVERYWHERE, "annotate", "claim written",
    ),
    Command(
        "claim.split", (), "Split a claim", "Say that this claim holds two, and the words of the second one.", EVERYWHERE,
        "annotate", "claim written",
    ),
    Command(
        "link.confirm", ("u",), "Confirm a link", "Confirm that this claim and another say the same, or disagree.",
        EVERYWHERE, "annotate", "link written",
    ),
    Command(
        "link.reject", ("U",), "Reject a link", "Reject a suggested link between this claim and another.", EVERYWHERE,
        "annotate", "link written",
    ),
    Command("undo", ("z",), "Undo", "Take back your last annotation of this session.", EVERYWHERE, "annotate", "undo"),
    Command("redo", ("Z",), "Redo", "Do again what was last undone.", EVERYWHERE, "annotate", "redo"),
    # the program
    Command(
        "export", ("E",), "Export", "Write what this pane shows to a new file: lists as CSV, Markdown or JSON, texts as text.",
        EVERYWHERE, "app",
    ),
    Command(
        "import", ("i",), "Import", "Import a file or folder, with progress; Esc stops and keeps what is in.", PANES,
        "app", "writable",
    ),
    Command("theme", ("T",), "Theme", "Choose the colours, seen as the cursor moves; Enter keeps them.", EVERYWHERE, "app"),
    Command(
        "share", ("C",), "Colleagues",
        "Write a snapshot for colleagues, look at one of theirs, merge it, or take a merge back.", PANES, "app",
    ),
    Command(
        "snapshot.create", (), "Write a snapshot",
        "Write what the filter shows, or everything, to one file for colleagues.", PANES, "app",
    ),
    Command(
        "snapshot.look", (), "Look at a snapshot",
        "Check a colleague's snapshot and compare it; merge it or look inside.", PANES, "app",
    ),
    Command(
        "snapshot.merges", (), "Merges", "List the snapshots that were merged, and take a merge back.", PANES, "app",
        "writable",
    ),
    Command("help", ("?",), "Help", "List the keys of this pane; type to filter them.", EVERYWHERE, "app", "", 1, "help"),
    Command(
        "palette", ("ctrl+p",), "Palette", "List every command with its key, to choose by typing.", EVERYWHERE, "app"
    ),
    Command("suspend", ("ctrl+z",), "Suspend", "Go back to the shell; fg returns here.", EVERYWHERE, "app"),
    Command("quit", ("ctrl+q",), "Quit", "Leave at once; nothing is lost.", EVERYWHERE, "app", "", 2, "quit"),
)  # fmt: skip

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}


def commands_at(place: Place) -> tuple[Command, ...]:
    """The commands that work in a place, in the order of the table."""
    return tuple(c for c in COMMANDS if place in c.where)


def footer(place: Place, situation: Situation) -> tuple[tuple[str, str], ...]:
    """(key, word) of the commands that the footer names, the most useful first; ones that can't run are left out."""
    hinted = sorted((c for c in commands_at(place) if c.hint), key=lambda c: c.hint)
    return tuple((shown_key(c.keys[0]), c.short) for c in hinted if not c.refusal(situation))


_SHOWN = {"escape": "Esc", "enter": "Enter", "pagedown": "PgDn", "pageup": "PgUp", "down": "↓", "up": "↑"}
_SHOWN |= {"left": "←", "right": "→", "home": "Home", "end": "End", "tab": "Tab", "shift+tab": "Shift+Tab"}


def shown_key(key: str) -> str:
    """A key as a person reads it: ^q for ctrl+q, Esc for escape."""
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return _SHOWN.get(key, key)


def shown_keys(command: Command) -> str:
    """All keys of a command: 'j ↓'."""
    return " ".join(shown_key(k) for k in command.keys)


def key_table(commands: Iterable[Command] = COMMANDS) -> str:
    """The key table of the README, as Markdown."""
    lines = ["| key | command | what it does |", "|---|---|---|"]
    for command in commands:
        keys = " ".join(f"`{shown_key(k)}`" for k in command.keys)
        lines.append(f"| {keys} | {command.title} | {command.sentence} |")
    return "\n".join(lines) + "\n"
