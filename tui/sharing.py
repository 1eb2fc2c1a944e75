"""Working with colleagues from within: write a snapshot, look at one, merge it, take a merge back.

Long work runs in a thread under a box that tells of it; Esc stops it, and nothing is left half done.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui.config import allowed_signers
from tui.safe import one_line
from tui.screens.choose import Choice, Choose
from tui.screens.sheet import Sheet
from tui.screens.working import work
from tui.widgets.text_view import Block

if TYPE_CHECKING:
    from store.snapshot.batches import Batch
    from store.snapshot.create import Made
    from store.snapshot.look import Look
    from store.snapshot.merge import Counts, Merged
    from store.snapshot.watch import Watch
    from tui.main_screen import MainScreen
    from tui.screens.snapshots import Wanted


def share(screen: MainScreen) -> None:
    """What can be done with colleagues, to choose from."""
    shut = "the case file is open for reading only" if screen.service.case.read_only else ""
    choices = [
        Choice("create", f"write a snapshot: {scope_words(screen)}", "write"),
        Choice("look", "check a colleague's snapshot, compare it, merge it or look inside", "look"),
        Choice("merges", "list what was merged, and take a merge back", "merges", refusal=shut),
        Choice("disagreements", "list where colleagues and you hold different values", "differ"),
    ]

    def chosen(what: str | None) -> None:
        if what is not None:
            screen.run_command(what if what == "disagreements" else f"snapshot.{what}")

    screen.show_box(Choose("Colleagues", choices, before=8), chosen)


def scope_words(screen: MainScreen) -> str:
    """What a new snapshot would hold."""
    chips = " · ".join(words for _, words in screen.state.filter.chips())
    return f"articles with claims under {chips}" if chips else "everything that counts"


def create(screen: MainScreen) -> None:
    """Ask what the snapshot is to be, and write it: what the filter shows, or everything."""
    from tui.screens.snapshots import SnapshotForm

    service, scope = screen.service, screen.state.filter
    name = f"{service.path.stem}-{dt.date.today().isoformat()}.snapshot"
    about = f"It holds {scope_words(screen)}, and what was said of them. Private annotations travel unless withheld."

    def filled(wanted: Wanted | None) -> None:
        if wanted is None:
            return

        def job(watch: Watch) -> Made:
            from store.snapshot.create import create as write

            return write(
                service.case, wanted.file, scope=scope or None, redact=wanted.redact, comment=wanted.comment, tlp=wanted.tlp,
                sign_key=wanted.key, creator=service.analyst, watch=watch,
            )  # fmt: skip

        work(screen, f"Writing {one_line(wanted.file.name)}", job, lambda made: screen.say(_made_words(made), "good"))

    screen.show_box(SnapshotForm(about, str(Path.cwd() / name)), filled)


def _made_words(made: Made) -> str:
    m = made.manifest
    private = f" · {made.private:,} private ones travel in it" if made.private else ""
    signed = " · signed" if made.signature is not None else ""
    return f"{made.path.name}: {m.articles:,} articles, {sum(m.annotations.values()):,} annotations{private}{signed}"


def look(screen: MainScreen) -> None:
    """Ask for a snapshot, check it, and show how it differs."""
    from tui.screens.ask import Ask

    def given(typed: str | None) -> None:
        if typed and typed.strip():
            look_at(screen, Path(typed.strip()).expanduser())

    screen.show_box(Ask("Look at a colleague's snapshot", "file"), given)


def look_at(screen: MainScreen, path: Path) -> None:
    """Check a snapshot and show how it differs; from there it is merged, or looked into."""
    from tui.screens.snapshots_look import SnapshotLook, Wish

    def job(watch: Watch) -> Look:
        from store.snapshot.look import look as whole

        return whole(screen.service.case, path, signers=allowed_signers(), watch=watch)

    def show(seen: Look) -> None:
        def wished(wish: Wish | None) -> None:
            if wish == "merge":
                _confirm_merge(screen, path, seen)
            elif wish == "open":
                _open(screen, path)

        screen.show_box(SnapshotLook(seen), wished)

    work(screen, f"Checking {one_line(path.name)}", job, show)


def _confirm_merge(screen: MainScreen, path: Path, seen: Look) -> None:
    """What the merge would bring, counted; y brings it in."""
    from tui.forms.snapshot_rows import preview_lines
    from tui.screens.confirm import Confirm

    if screen.service.case.read_only:
        screen.say("the case file is open for reading only", "warn")
        return
    if not seen.preview.counts.new:
        screen.say(f"{seen.preview.counts.words()} · nothing to merge")
        return

    def answered(yes: bool | None) -> None:
        if yes:
            _merge(screen, path)

    after = "The case file is copied beside itself first; a merge can be taken back."
    screen.show_box(Confirm("Merge this snapshot?", [*preview_lines(seen.preview)[3:], after], "merges"), answered)


def _merge(screen: MainScreen, path: Path) -> None:
    def job(watch: Watch) -> Merged:
        from store.snapshot.merge import merge

        return merge(screen.service.case, path, signers=allowed_signers(), watch=watch)

    def done(merged: Merged) -> None:
        screen.changed()
        lines = [f"Merge {merged.batch}. {merged.counts.words()}." if merged.batch else "There was nothing to merge."]
        if merged.backup is not None:
            lines.append(f"As it was before: {merged.backup.name}, beside the case file.")
        if merged.batch is not None:
            lines.append("C, then merges, takes it back. D lists where you and your colleagues differ.")
        screen.show_box(Sheet("Merged", [Block(one_line(words)) for words in lines]))

    work(screen, f"Merging {one_line(path.name)}", job, done)


def _open(screen: MainScreen, path: Path) -> None:
    """The dashboard on a checked copy, over this one, which comes back when that one is left."""
    import subprocess

    from textual.app import SuspendNotSupported

    try:
        with screen.app.suspend():
            code = subprocess.run([sys.executable, "-m", "tui", "snapshot", "open", str(path)], check=False).returncode
    except SuspendNotSupported:
        screen.say(f"this terminal can't: saidby snapshot open {path.name}", "warn")
        return
    screen.say(
        "back from the snapshot" if code == 0 else f"{path.name} could not be opened", "good" if code == 0 else "warn"
    )


def merges(screen: MainScreen) -> None:
    """What was merged, the latest first; Enter takes one back, after a question."""
    from store.snapshot.batches import batches

    def show(found: list[Batch]) -> None:
        choices = [
            Choice(
                b, f"{b.name or 'a snapshot'} by {b.creator or 'somebody'}", f"{b.id:>4}  {b.at[:16].replace('T', ' ')}",
                after=f"{b.articles:,} articles, {b.annotations:,} annotations", refusal="undone" if b.undone else "",
            )
            for b in found
        ]  # fmt: skip
        if choices:
            screen.show_box(Choose("Merges: Enter takes one back", choices, before=24), chosen)
        else:
            screen.say("nothing was merged yet · C looks at a snapshot")

    def chosen(batch: Batch | None) -> None:
        if batch is not None:
            _confirm_undo(screen, batch)

    screen.ask("merges", lambda: batches(screen.service.case), show)


def _confirm_undo(screen: MainScreen, batch: Batch) -> None:
    from tui.screens.confirm import Confirm

    def answered(yes: bool | None) -> None:
        if yes:
            screen.ask("merges", undo, done)

    def undo() -> Counts:
        from store.snapshot.merge import undo_merge

        return undo_merge(screen.service.case, batch.id)

    def done(hidden: Counts) -> None:
        words = f"{hidden.articles:,} articles and {hidden.annotations:,} annotations no longer count"
        screen.say(f"Merge {batch.id} is undone: {words}", "good")
        screen.changed()

    lines = [
        f"Merge {batch.id}: {batch.name or 'a snapshot'}, {batch.articles:,} articles, {batch.annotations:,} annotations.",
        "What only it brought is hidden. Nothing leaves the file: merging it again brings it back.",
    ]
    screen.show_box(Confirm("Take this merge back?", lines, "takes it back"), answered)
