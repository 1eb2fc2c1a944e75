"""`saidby show`: one thing with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from store.casefile import CaseFile
from store.errors import UsageError
from store.filters import Filter
from store.queries import articles as article_queries
from store.queries import audit as audit_queries
from store.queries import claims as claim_queries
from store.queries import comparison as comparison_queries
from store.queries import sources as source_queries
from store.queries import timeline as timeline_queries
from store.queries.ids import find_id
from store.records.rows import ArticleDetail, ClaimDetail, TimelineDetail
from tui.cli.options import common, open_case
from tui.cli.printing import put, put_rows
from tui.forms import cells, claim_json, columns, contract
from tui.forms.output import json_text

FORMATS = ("text", "json")


@click.command()
@click.argument("id", metavar="ID")
@click.option("--format", "shape", type=click.Choice(FORMATS), default="text", show_default=True, help="How to print.")
@common
@click.pass_context
def show(ctx: click.Context, /, db: str | None, debug: bool, id: str, shape: str) -> None:
    """Show a claim, article, event, proposition, annotation, outlet or speaker.

    ID is the beginning of an id as lists show it (6 digits or more), or a name.
    """
    with open_case(ctx, db) as case:
        kind, key = find_id(case, id)
        if kind == "op":
            rows = [row for row in audit_queries.rows(case, limit=-1) if row.op == key]
            put_rows("json" if shape == "json" else "table", rows, columns.AUDIT, lambda: map(contract.audit, rows))
            return
        row = int(key)
        if kind == "claim":
            _show_claim(case, row, shape)
        elif kind == "article":
            _show_article(case, row, shape)
        elif kind == "event":
            _show_event(case, row, shape)
        elif kind == "proposition":
            _show_claims(case, Filter().with_value("proposition", str(row)), shape)
        elif kind == "source":
            _show_source(case, row, shape)
        else:
            _show_claims(case, Filter().with_value("speaker", id), shape)


def _show_claim(case: CaseFile, claim: int, shape: str) -> None:
    details = claim_queries.details(case, [claim])
    if not details:
        raise UsageError("This claim is not graded yet", hint="saidby refresh finishes that")
    put([json_text(claim_json.claim(details[0]))] if shape == "json" else _claim_lines(details[0]))


def _claim_lines(d: ClaimDetail) -> Iterator[str]:
    """A claim for a person: the arithmetic, the sentence, then what it rests on, each on a line."""
    row = d.row
    yield d.why
    yield f"{row.article_name} · {row.published or 'undated'} · ¶{d.paragraph} · {d.span.start}–{d.span.end}"
    yield cells.one_line(f"“{d.text}”")
    yield cells.one_line(f"claim     {cells.claim(row)}")
    yield cells.one_line(f"said by   {cells.speaker(row)} ({row.attribution}){f', “{d.cue}”' if d.cue else ''}")
    if words := cells.read_as(row):
        yield cells.one_line(f"name      {words}")
    yield f"kind      {row.kind}, {cells.said(row)}{f', likelihood {d.likelihood[0]}–{d.likelihood[1]} %' if d.likelihood else ''}"
    if d.chain:
        yield cells.one_line("chain     " + " ← ".join(f"{label} ({relation})" for label, relation in d.chain))
    if d.hedges:
        yield cells.one_line("hedges    " + ", ".join(d.hedges))
    for date in d.dates:
        when = date.edtf or "unresolved"
        yield cells.one_line(f"date      {date.expression} → {when} ({date.role}, {date.anchor}, rule {date.rule})")
    for part in d.parts:
        yield cells.one_line(f"part      {part.name:4} {part.points:+4d}  {part.words}")
    for o in d.overrides:
        own = "yours" if o.mine else o.author
        value = ", ".join(f"{k} {v}" for k, v in o.value.items())
        yield cells.one_line(f"override  {value} ({own}{', made on other inputs' if o.stale else ''}): {o.reason}")
    for link in d.links:
        yield cells.one_line(
            f"link      {link.relation} {link.score:.2f} {link.state}: {link.article_name}: {link.text}"
        )
    for note in d.annotations:
        yield cells.one_line(f"{note.field:9} {note.value} ({note.author})")
    yield f"id        {row.key}"


def _show_article(case: CaseFile, article: int, shape: str) -> None:
    (detail,) = article_queries.details(case, [article])
    if shape == "json":
        keys = claim_queries.keys(case, [m.claim for m in detail.marks])
        kin = {row.id: row.key for row in article_queries.rows(case, [a for _, a, _ in detail.related])}
        put([json_text(contract.article_in_full(detail, keys, kin))])
    else:
        put(_article_lines(detail))


def _article_lines(d: ArticleDetail) -> Iterator[str]:
    row = d.row
    yield cells.one_line(f"{row.name} · {row.title or row.first_line}")
    dated = f"{row.published} ({row.published_origin})" if row.published else "undated"
    yield cells.one_line(f"{row.source or 'outlet unknown'} · {dated} · {row.claims} claims · id {row.key}")
    if d.byline or row.url:
        yield cells.one_line(" · ".join(x for x in (d.byline, row.url) if x))
    for note in d.annotations:
        yield cells.one_line(f"{note.field}: {note.value} ({note.author})")
    yield ""
    yield from (d.text or "The text was withheld from this copy.").split("\n")


def _show_event(case: CaseFile, event: int, shape: str) -> None:
    (detail,) = timeline_queries.details(case, [event])
    put(
        [json_text(contract.timeline(detail, claim_queries.keys(case, detail.claims)))]
        if shape == "json"
        else _event_lines(detail)
    )


def _event_lines(d: TimelineDetail) -> Iterator[str]:
    yield cells.one_line(f"{cells.when(d.row)} · {d.row.title} · {d.row.status}, {d.row.role}")
    for other in d.alternatives:
        yield f"or         {other}"
    for m in d.mentions:
        why = f"“{m.expression}” from {m.anchor}, rule {m.rule}" if m.expression else "no date"
        yield cells.one_line(f"{m.article.name} {m.start}–{m.end}: {m.text}  [{why}]")
    yield f"id         {d.row.key}"


def _show_source(case: CaseFile, source: int, shape: str) -> None:
    rows = source_queries.rows(case, [source])
    put_rows("json" if shape == "json" else "table", rows, columns.SOURCES, lambda: map(contract.source, rows))


def _show_claims(case: CaseFile, filter: Filter, shape: str) -> None:
    view = claim_queries.view(case, filter)
    if shape == "json" and "proposition" in filter.values:
        grid = comparison_queries.grid(case, filter, 1)
        put([json_text(contract.comparison(grid, claim_queries.keys(case, contract.claims_in(grid))))])
        return
    put_rows(
        "json" if shape == "json" else "table",
        claim_queries.rows(case, view.ids),
        columns.CLAIMS,
        lambda: map(claim_json.claim, claim_queries.details(case, view.ids)),
    )
