"""`saidby snapshot`: a case file for colleagues: create, info, verify, diff, merge, undo, open."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from store.errors import RejectedError, UsageError
from tui.cli.options import common, filter_of, filter_options, open_case
from tui.cli.printing import put, put_rows, say
from tui.config import allowed_signers, analyst_name
from tui.forms import snapshot_rows
from tui.forms.output import FORMATS, json_text

if TYPE_CHECKING:
    from store.snapshot.inspect import Inspected
    from store.snapshot.redact import Part


@click.group()
def snapshot() -> None:
    """Share a case file: a snapshot is one file that anybody can open, check, compare and merge."""


def _signers(command: Any) -> Any:
    return click.option(
        "--signers", metavar="FILE", help="Whose signatures are known (ssh-keygen's allowed signers); else the configured one."
    )(command)  # fmt: skip


def _known_signers(given: str | None) -> Path | None:
    if given is not None:
        path = Path(given).expanduser()
        if not path.is_file():
            raise UsageError(f"There is no file {path.name} of allowed signers")
        return path
    return allowed_signers()


_SHAPE = click.option(
    "--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to print."
)


@snapshot.command()
@click.argument("file")
@click.option(
    "--redact",
    metavar="PARTS",
    help="Withhold private (annotations marked so), text (of articles), or both: private,text.",
)
@click.option("--comment", metavar="WORDS", default="", help="What the colleague should know.")
@click.option(
    "--tlp", metavar="COLOUR", default="", help="Traffic Light marking: CLEAR, GREEN, AMBER, AMBER+STRICT, RED."
)
@click.option("--sign", metavar="KEY", help="Sign with this SSH key; the signature lies beside the file.")
@click.option("--as", "author", metavar="NAME", help="Who makes it; else SAIDBY_ANALYST, else the configured name.")
@filter_options
@common
@click.pass_context
def create(
    ctx: click.Context, /, db: str | None, debug: bool, file: str, redact: str | None, comment: str, tlp: str, sign: str | None,
    author: str | None, **typed: str | None,
) -> None:  # fmt: skip
    """Write a snapshot to FILE, which must not exist: all, or the articles with claims under the filters."""
    from store.snapshot.create import create as make

    parts = _parts(redact)
    with open_case(ctx, db) as case:
        made = make(
            case, Path(file).expanduser(), scope=filter_of(ctx, case, typed), redact=parts, comment=comment,
            tlp=tlp.upper(), sign_key=Path(sign).expanduser() if sign else None, creator=analyst_name(author),
        )  # fmt: skip
    counts = f"{made.manifest.articles:,} articles, {sum(made.manifest.annotations.values()):,} annotations"
    say(f"{made.path.name}: {counts}, {made.size:,} bytes")
    if made.private:
        say(f"{made.private:,} private annotations travel in it; --redact private would withhold them")
    if made.manifest.waiting and made.manifest.derived_hash:
        say("Its derived rows are behind: saidby refresh first would finish them")
    if made.manifest.withheld and not made.manifest.derived_hash:
        say("Claims and grades are left out, as they would tell what is withheld; merging makes them anew")
    if made.signature is not None:
        say(f"Signed: {made.signature.name}")


def _parts(text: str | None) -> list[Part]:
    from store.snapshot.redact import PARTS

    given = [word.strip() for word in (text or "").split(",") if word.strip()]
    if wrong := [word for word in given if word not in PARTS]:
        raise UsageError(f"'{wrong[0]}' can't be withheld", hint="--redact private,text")
    return [part for part in PARTS if part in given]


@snapshot.command()
@click.argument("file")
@_signers
@_SHAPE
@common
@click.pass_context
def info(ctx: click.Context, /, db: str | None, debug: bool, file: str, signers: str | None, shape: str) -> None:
    """What a snapshot says of itself, once it was found sound; nothing of it is taken in."""
    from store.snapshot.inspect import inspect

    with inspect(file, signers=_known_signers(signers)) as theirs:
        _tell(theirs, shape)


@snapshot.command()
@click.argument("file")
@_signers
@_SHAPE
@common
@click.pass_context
def verify(ctx: click.Context, /, db: str | None, debug: bool, file: str, signers: str | None, shape: str) -> None:
    """Check a snapshot whole: its form, its content, its derived rows and its signature. Exit code 1 where one fails."""
    from store.snapshot.inspect import inspect

    with inspect(file, derived="check", signers=_known_signers(signers)) as theirs:
        _tell(theirs, shape)
        if theirs.signature.state == "bad":
            raise RejectedError(f"The snapshot {theirs.name} is not what was signed", theirs.signature.words)
        if theirs.derived not in ("ok", "none", "older"):
            raise RejectedError(
                f"The content of {theirs.name} holds, its derived rows do not",
                theirs.derived,
                "merging makes them anew",
            )


def _tell(theirs: Inspected, shape: str) -> None:
    if shape == "json":
        put([json_text(snapshot_rows.manifest_json(theirs))])
    else:
        put(snapshot_rows.manifest_lines(theirs))


@snapshot.command()
@click.argument("file")
@click.option("--format", "shape", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print.")
@_signers
@common
@click.pass_context
def diff(ctx: click.Context, /, db: str | None, debug: bool, file: str, signers: str | None, shape: str) -> None:
    """What only the case file has, what only the snapshot has, and where analysts differ; counts on standard error."""
    from store.snapshot.diff import diff as compare

    with open_case(ctx, db) as case:
        found = compare(case, file, signers=_known_signers(signers))
    for line in snapshot_rows.diff_counts(found):
        say(line)
    put_rows(shape, found.rows, snapshot_rows.DIFF, lambda: map(snapshot_rows.diff_json, found.rows))


@snapshot.command()
@click.argument("file")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_signers
@common
@click.pass_context
def merge(ctx: click.Context, /, db: str | None, debug: bool, file: str, signers: str | None, yes: bool) -> None:
    """Take in what a snapshot has more than the case file. Nothing is lost; a copy is kept; undo takes it back."""
    from store.snapshot.merge import merge as take_in
    from store.snapshot.merge import preview

    known = _known_signers(signers)
    with open_case(ctx, db, write=True) as case:
        if not yes:
            seen = preview(case, file, signers=known)
            _announce(snapshot_rows.preview_lines(seen))
            if not seen.counts.new:
                return
            if not sys.stdin.isatty():
                raise UsageError("Nothing was merged", "there is nobody to ask", "give --yes")
            if not click.confirm("Merge?", err=True):
                say("Nothing was merged")
                return
        done = take_in(case, file, signers=known)
        if done.batch is None:
            say(f"{done.counts.words()}. Nothing to merge")
            return
        say(done.counts.words())
        say(f"Merge {done.batch} is in; before it: {done.backup.name if done.backup else 'no copy'}")
        _bring_up(case)


def _announce(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def _bring_up(case: Any) -> None:
    from importers.refresh import refresh
    from tui.cli.progress import Progress

    shown = Progress("auto")
    refresh(case, shown.stage, analyst=analyst_name(None))
    shown.clear()


@snapshot.command()
@click.option("--format", "shape", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print.")
@common
@click.pass_context
def merges(ctx: click.Context, /, db: str | None, debug: bool, shape: str) -> None:
    """The merges of the case file, the latest first."""
    from store.snapshot.batches import batches

    with open_case(ctx, db) as case:
        found = batches(case)
    put_rows(shape, found, snapshot_rows.BATCHES, lambda: map(snapshot_rows.batch_json, found))


@snapshot.command()
@click.argument("number", type=int)
@common
@click.pass_context
def undo(ctx: click.Context, /, db: str | None, debug: bool, number: int) -> None:
    """Hide what only merge NUMBER brought; nothing leaves the file, and merging it again brings it back."""
    from store.snapshot.merge import undo_merge

    with open_case(ctx, db, write=True) as case:
        hidden = undo_merge(case, number)
        _bring_up(case)
    say(
        f"Merge {number} is undone: {hidden.articles:,} articles and {hidden.annotations:,} annotations no longer count"
    )


@snapshot.command("open")
@click.argument("file")
@click.option("--read-only", is_flag=True, help="Said or not, it is: what is shown is a checked copy.")
@common
@click.pass_context
def open_(ctx: click.Context, /, db: str | None, debug: bool, file: str, read_only: bool) -> None:
    """Look into a snapshot without merging: the dashboard, or the digest where there is no terminal, on a checked copy."""
    from importers.extractor import chosen_rules
    from importers.refresh import refresh
    from store.casefile import CaseFile
    from store.grading.profile import shipped_profile
    from store.snapshot.inspect import inspect
    from store.snapshot.unfold import unfold
    from tui.cli.open import show_case_file

    with tempfile.TemporaryDirectory(prefix="saidby-") as folder:
        copy = Path(folder) / "snapshot"
        with inspect(file, derived="take") as theirs:
            for line in snapshot_rows.manifest_lines(theirs)[:3]:
                say(line)
            whole = unfold(theirs, copy, rules=chosen_rules(), profile=shipped_profile().hash)
        if not whole:
            say("Its derived rows can't be taken over: they are made anew")
            with CaseFile(copy) as case:
                refresh(case)
        ctx.exit(show_case_file(copy, {}, read_only=True))
