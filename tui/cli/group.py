"""The command line of `saidby`: subcommands by name, each loaded when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import field
from importlib import import_module

import click

from store.records.op import FIELDS
from store.records.record import record
from tui.cli.main import say
from tui.cli.options import Globals, common, filters_given, hidden_filter_options


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
    "actors": Sub("tui.cli.actors", "actors", "Who speaks, and which names were joined to one."),
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
    "views": Sub("tui.cli.views", "views", "Filters saved under a name: list them, save one."),
    "audit": Sub("tui.cli.annotate", "audit", "Who annotated what when."),
    "retract": Sub("tui.cli.annotate", "retract", "Take an annotation of yours back, by its id."),
}

ANNOTATIONS: dict[str, str] = {
    "rate": "rating",
    "merge-actor": "actor.merge",
    "part-actor": "actor.part",
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


def read_words(words: Sequence[str]) -> int:
    """Do what the words of a command line say; gives the exit code. Errors of ours are left to the caller."""
    try:
        if "_SAIDBY_COMPLETE" in os.environ:  # a shell asks what may follow
            cli.main(args=list(words), prog_name="saidby")
        with cli.make_context("saidby", list(words)) as ctx:  # not cli.main: that ends a broken pipe with 1
            cli.invoke(ctx)
        return 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        _say_usage(error)
        return error.exit_code
    except click.Abort as error:
        raise KeyboardInterrupt from error


def _say_usage(error: click.ClickException) -> None:
    hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = f" (see {error.ctx.command_path} --help)"
    say(f"{error.format_message().rstrip('.')}{hint}")
