"""The annotations: one command for each field of FIELDS, taking back, and the audit."""

from __future__ import annotations

import re
from typing import Any

import click

from store import ops
from store.casefile import CaseFile
from store.errors import UsageError
from store.queries import audit as audit_queries
from store.queries import targets
from store.records.op import FIELDS, Field, Op, Target, pair_target
from tui.cli.options import Decorated, common, open_case
from tui.cli.printing import put_rows, say
from tui.config import analyst_name
from tui.forms import columns, contract
from tui.forms.output import FORMATS

_FLAG = "yes"
_TARGETS = {
    "span": "a claim, by the beginning of its id",
    "sighting": "an article, by the beginning of its id or its name",
    "name": "an outlet or a speaker, by name",
}


def command_for(name: str, field: str) -> click.Command:
    """The command that appends an annotation of a field; `link`, `actor.*`, `claim.add` take more than one target."""
    spec = FIELDS[field]
    make = {"link": _link, "actor.merge": _merge, "actor.part": _part, "claim.add": _add}.get(
        field, _flag if spec.form == _FLAG else _valued
    )
    return make(name, spec)


def signed(command: Decorated) -> Decorated:
    """--as, --reason and --private."""
    command = click.option("--private", is_flag=True, help="Keep it out of snapshots made for others.")(command)
    command = click.option("--reason", metavar="WORDS", help="Why; needed for grades, ratings, dates.")(command)
    return click.option(
        "--as", "author", metavar="NAME", help="Whose it is; else SAIDBY_ANALYST, else the configured name."
    )(command)


def _help(spec: Field) -> str:
    about = ", or ".join(_TARGETS[kind] for kind in spec.targets if kind in _TARGETS)
    needs = " A --reason is needed." if spec.needs_reason else ""
    return f"{spec.title}: {spec.form}. TARGET is {about}.{needs}"


def _valued(name: str, spec: Field) -> click.Command:
    @click.command(name, help=_help(spec))
    @click.argument("target")
    @click.argument("value", nargs=-1, required=True)
    @signed
    @common
    @click.pass_context
    def command(ctx: click.Context, /, db: str | None, target: str, value: tuple[str, ...], **rest: Any) -> None:
        with open_case(ctx, db, write=True) as case:
            _append(case, spec, targets.find_target(case, spec, target), " ".join(value), **rest)

    return command


def _flag(name: str, spec: Field) -> click.Command:
    @click.command(name, help=_help(spec))
    @click.argument("target")
    @signed
    @common
    @click.pass_context
    def command(ctx: click.Context, /, db: str | None, target: str, **rest: Any) -> None:
        with open_case(ctx, db, write=True) as case:
            _append(case, spec, targets.find_target(case, spec, target), True, **rest)

    return command


def _link(name: str, spec: Field) -> click.Command:
    @click.command(name, help="Confirm or reject that two claims, by the beginnings of their ids, say the same.")
    @click.argument("claim")
    @click.argument("other")
    @click.argument("value", type=click.Choice(spec.form.split("|")))
    @signed
    @common
    @click.pass_context
    def command(ctx: click.Context, /, db: str | None, claim: str, other: str, value: str, **rest: Any) -> None:
        with open_case(ctx, db, write=True) as case:
            a, b = targets.claim_target(case, claim), targets.claim_target(case, other)
            if a.span is None or b.span is None or (a.key, a.span) == (b.key, b.span):
                raise UsageError("A link needs two different claims")
            _append(case, spec, pair_target((a.key, a.span), (b.key, b.span)), value, **rest)

    return command


def _merge(name: str, spec: Field) -> click.Command:
    @click.command(name, help="Say that one name means the same actor as another. A --reason is needed.")
    @click.argument("target", metavar="NAME")
    @click.argument("same", metavar="SAME_AS")
    @signed
    @common
    @click.pass_context
    def command(ctx: click.Context, /, db: str | None, target: str, same: str, **rest: Any) -> None:
        with open_case(ctx, db, write=True) as case:
            _append(case, spec, targets.find_target(case, spec, target), same, **rest)

    return command


def _part(name: str, spec: Field) -> click.Command:
    @click.command(name, help="Say that in one article WORDS mean another actor. A --reason is needed.")
    @click.argument("target", metavar="ARTICLE")
    @click.argument("words", metavar="WORDS")
    @click.argument("other", metavar="NAME")
    @signed
    @common
    @click.pass_context
    def command(ctx: click.Context, /, db: str | None, target: str, words: str, other: str, **rest: Any) -> None:
        with open_case(ctx, db, write=True) as case:
            _append(case, spec, targets.part_target(case, target, words), other, **rest)

    return command


def _add(name: str, spec: Field) -> click.Command:
    @click.command(name, help="Add a claim that was not read: an article, and its words there.")
    @click.argument("target", metavar="ARTICLE")
    @click.argument("quote", metavar="WORDS")
    @click.option("--speaker", metavar="NAME", help="Who says it.")
    @click.option("--kind", metavar="KIND", help=FIELDS["kind"].form)
    @click.option("--polarity", metavar="POLARITY", help=FIELDS["polarity"].form)
    @signed
    @common
    @click.pass_context
    def command(
        ctx: click.Context, /, db: str | None, target: str, quote: str, speaker: str | None, kind: str | None, polarity: str | None,
        **rest: Any,
    ) -> None:  # fmt: skip
        parts = {"speaker": speaker, "kind": kind, "polarity": polarity}
        with open_case(ctx, db, write=True) as case:
            place = targets.quote_target(case, target, quote)
            for part in ("kind", "polarity"):
                if parts[part] is not None:
                    _checked(FIELDS[part], parts[part])
            _append(case, spec, place, {k: v for k, v in parts.items() if v is not None}, **rest)

    return command


def _checked(spec: Field, value: object) -> None:
    try:
        spec.check(value)
    except ValueError as error:
        raise UsageError(f"This {spec.title.lower()} can't be kept", str(error)) from error


def _append(
    case: CaseFile, spec: Field, target: Target, value: object, *, author: str | None, reason: str | None, private: bool,
    debug: bool = False,
) -> None:  # fmt: skip
    with case.read() as r:
        op = ops.make_op(r, analyst_name(author), target, spec.name, value, reason=reason, private=private)
    kept = _keep(case, op)
    say(f"{spec.title} kept as {op.author}, id {kept[:8]}")


def _keep(case: CaseFile, op: Op) -> str:
    from importers.refresh import annotate  # the extractor: only where something is written

    return annotate(case, op)


@click.command()
@click.argument("op", metavar="ID")
@click.option("--as", "author", metavar="NAME", help="Whose it is; else SAIDBY_ANALYST, else the configured name.")
@common
@click.pass_context
def retract(ctx: click.Context, /, db: str | None, debug: bool, op: str, author: str | None) -> None:
    """Take an annotation of yours back; it stays in the audit. ID is the beginning of its id."""
    if not re.fullmatch("[0-9a-fA-F]{6,64}", op):
        raise UsageError(f"'{op}' is no id of an annotation", hint="saidby audit lists them")
    with open_case(ctx, db, write=True) as case:
        who = analyst_name(author)
        whole = targets.find_op(case, op)
        found = audit_queries.annotation(case, whole)
        if found is None or found.value is None:
            raise UsageError(f"There is nothing to take back in {op}", "it is a retraction itself, or was withheld")
        if found.author != who:
            raise UsageError(
                f"{op} is {found.author}'s, not {who}'s", hint="only one's own can be taken back; see --as"
            )
        with case.read() as r:
            back = ops.make_op(r, who, found.target, found.field, None, private=found.private, supersedes=[found.id])
        say(f"{FIELDS[found.field].title} taken back, id {_keep(case, back)[:8]}")


@click.command()
@click.argument("target", required=False, metavar="[CLAIM]")
@click.option("--as", "author", metavar="NAME", help="Only what this analyst did.")
@click.option("--limit", type=click.IntRange(min=1), default=1000, show_default=True, help="At most this many lines.")
@click.option("--format", "shape", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print.")
@common
@click.pass_context
def audit(
    ctx: click.Context, /, db: str | None, debug: bool, target: str | None, author: str | None, limit: int, shape: str
) -> None:
    """Who annotated what when, newest first; on one claim's text if it is named."""
    with open_case(ctx, db) as case:
        key = targets.claim_target(case, target).key if target else None
        rows = audit_queries.rows(case, target=key, author=author, limit=limit)
        put_rows(shape, rows, columns.AUDIT, lambda: map(contract.audit, rows))
        say(f"{len(rows)} annotations")
