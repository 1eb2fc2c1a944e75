"""The command `saidby`: subcommands by name, each loaded when it is asked for; every error one sentence and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import field
from importlib import import_module

import click

from store.errors import SaidbyError
from store.records.op import FIELDS
from store.records.record import record
from store.records.text import clean_line
from tui.cli.options import Globals, common, filters_given, hidden_filter_options

INTERRUPTED = 130


@record
class Sub:
    """A subcommand: its module, the name of the command object there, and one sentence for the list."""

    module: str
    attribute: str
    help: str
    arguments: tuple[str, ...] = field(default=())


def _lists(name: str, help: str) -> Sub:
    return Sub("tui.cli.lists", name, help)


SUBCOMMANDS: dict[str, Sub] = {
    "demo": Sub("tui.cli.demo", "demo", "Import the sample articles into a fresh case file and open it."),
    "import": Sub("tui.cli.imports", "command", "Load articles: saidby import auto PATH…"),
    "watch": Sub("tui.cli.watch", "watch", "Take in new and changed files as they come, until stopped."),
    "claims": _lists("claims", "Who claims what, how sure, and how far it holds."),
    "timeline": _lists("timeline", "What happened when, and how exactly that is known."),
    "compare": _lists("compare", "Each proposition by source: who asserts, denies, keeps silent."),
    "related": Sub("tui.cli.related", "related", "Which articles tell of one event; scores given pairs of texts."),
    "sources": _lists("sources", "Outlets, how they work, and how late they are."),
    "articles": _lists("articles", "The articles of the case file."),
    "search": Sub("tui.cli.search", "search", "Fuzzy search over claims, articles, events, sources and actors."),
    "show": Sub("tui.cli.show", "show", "One thing with all that is known of it, by the id that lists show."),
    "extract": Sub("tui.cli.extract", "extract", "JSON lines of texts in, what the extractor reads in them out."),
    "rebuild": Sub("tui.cli.upkeep", "rebuild", "Drop all that is derived and make it anew."),
    "regrade": Sub("tui.cli.upkeep", "regrade", "Make only the grades anew."),
    "refresh": Sub("tui.cli.upkeep", "refresh", "Finish work that was broken off: reading, linking, grading."),
    "purge": Sub("tui.cli.upkeep", "purge", "Take an article out of the file's bytes for good."),
    "doctor": Sub("tui.cli.upkeep", "doctor", "What is wrong with the case file, and what to do."),
    "config": Sub("tui.cli.upkeep", "config", "Where things lie on this machine, and what is set."),
    "snapshot": Sub(
        "tui.cli.snapshots", "snapshot", "Share a case file: create, info, verify, diff, merge, undo, open."
    ),
    "audit": Sub("tui.cli.annotate", "audit", "Who annotated what when."),
    "retract": Sub("tui.cli.annotate", "retract", "Take an annotation of yours back, by its id."),
}

ANNOTATIONS: dict[str, str] = {
    "rate": "rating",
    "merge-actor": "actor.merge",
    "add-claim": "claim.add",
    "split-claim": "claim.split",
    **{name: name for name in FIELDS if "." not in name and name not in ("rating", "view", "name", "tombstone")},
}
"""Subcommands that append an annotation, and the field of each."""

SUBCOMMANDS |= {
    command: Sub("tui.cli.annotate", f"field:{name}", f"Annotate: {FIELDS[name].title.lower()}.")
    for command, name in ANNOTATIONS.items()
}


class _Lazy(click.Group):
    """A group that knows its subcommands by name and imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        sub = SUBCOMMANDS.get(cmd_name)
        if sub is None:
            return None
        module = import_module(sub.module)
        if sub.attribute.startswith("field:"):
            made = module.command_for(cmd_name, sub.attribute.removeprefix("field:"))
        else:
            made = getattr(module, sub.attribute)
        return made if isinstance(made, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, names in (
            ("Commands", [n for n in SUBCOMMANDS if n not in ANNOTATIONS]),
            ("Annotations", [n for n in SUBCOMMANDS if n in ANNOTATIONS]),
        ):
            with formatter.section(title):
                formatter.write_dl([(name, SUBCOMMANDS[name].help) for name in names])


@click.group(
    cls=_Lazy,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="saidby", prog_name="saidby")
@click.option("--view", "pane", metavar="NAME", help="Open the dashboard on this pane or saved view.")
@click.option("--plain", is_flag=True, help="Tell what the panes show in plain lines, for a screen reader or a pipe.")
@hidden_filter_options
@common
@click.pass_context
def cli(ctx: click.Context, /, db: str | None, debug: bool, pane: str | None, plain: bool, **typed: str | None) -> None:
    """Who said it, when, and how far it holds: claims in news articles, in one case file.

    Without a command the dashboard opens, under the filters of `saidby claims` if any are given; with no terminal a
    plain digest is printed.
    """
    ctx.obj = Globals(db, filters_given(typed))
    if ctx.invoked_subcommand is None:
        from tui.cli.open import open_case_file

        ctx.exit(open_case_file(db, ctx.obj.filters, pane, plain=plain))


def run() -> None:
    """The script `saidby`: never returns."""
    sys.exit(main(sys.argv[1:]))


def main(words: Sequence[str]) -> int:
    """Run one command line; gives the exit code. Errors are said on standard error, never as a traceback."""
    _speak_utf8()
    debug = "--debug" in words
    try:
        if "_SAIDBY_COMPLETE" in os.environ:  # a shell asks what may follow
            cli.main(args=list(words), prog_name="saidby")
        with cli.make_context("saidby", list(words)) as ctx:  # not cli.main: that ends a broken pipe with 1
            cli.invoke(ctx)
        sys.stdout.flush()
        return 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        _say_usage(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("saidby: interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        _drop_stdout()
        return 0
    except SaidbyError as error:
        if debug:
            traceback.print_exc()
        _say(str(error))
        return error.exit_code
    except Exception as error:
        if debug:
            traceback.print_exc()
        return _last_resort(error)


def _last_resort(error: Exception) -> int:
    """One line for what nobody foresaw; what SQLite says of a damaged file is the case file's fault, not the program's."""
    words = f"{type(error).__name__}: {error}"
    if type(error).__module__ == "sqlite3":
        _say(f"The case file can't be used: {error} (saidby doctor tells more)")
        return 3
    if isinstance(error, OSError):
        _say(words)
        return 1
    _say(f"Something went wrong that should not: {words} (--debug shows where)")
    return 1


def _say(sentence: str) -> None:
    click.echo(f"saidby: {clean_line(sentence, 2000)}", err=True)


def _say_usage(error: click.ClickException) -> None:
    hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = f" (see {error.ctx.command_path} --help)"
    _say(f"{error.format_message().rstrip('.')}{hint}")


def _speak_utf8() -> None:
    """UTF-8 on every stream, in the C locale too; what UTF-8 has no form of is shown as its escape."""
    for stream in (sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_stdout() -> None:
    """Whoever read has gone: let nothing more be written, so that the interpreter's last flush is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
