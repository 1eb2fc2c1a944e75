"""What an annotation is about, from what a person typed: never a row number, always a place, a sighting or a name."""

from __future__ import annotations

from store import ops
from store.casefile import CaseFile
from store.derive.parting import words_at
from store.errors import UsageError
from store.filters import fold
from store.queries import actors, articles, claims
from store.queries.ids import Kind, find_id
from store.records.op import Field, Target, TargetKind, span_target
from store.records.span import Span

_KINDS: dict[TargetKind, tuple[Kind, ...]] = {
    "span": ("claim",),
    "sighting": ("article",),
    "name": ("source", "actor"),
    "pair": (),
    "author": (),
    "body": (),
}


def find_target(case: CaseFile, field: Field, text: str) -> Target:
    """The claim, article, outlet or speaker that a field goes on; UsageError where there is none, or several."""
    kinds = [kind for target in field.targets for kind in _KINDS[target]]
    try:
        kind, row = find_id(case, text, kinds)
    except UsageError as error:
        raise _with_hint(case, text, kinds, error) from error
    if kind == "claim":
        return claim_target(case, text)
    if kind == "article":
        (article,) = articles.details(case, [int(row)])
        return Target("sighting", article.sighting_key)
    with case.read() as r:
        table = "outlet" if kind == "source" else "actor"
        (key,) = r.execute(f"SELECT key FROM {table} WHERE id = ?", (row,)).fetchone()
    return Target("name", key)


def _with_hint(case: CaseFile, text: str, kinds: list[Kind], error: UsageError) -> UsageError:
    """A better sentence for who rates a file: its outlet must be known first."""
    if "article" in kinds or "source" not in kinds:
        return error
    try:
        _, row = find_id(case, text, ["article"])
    except UsageError:
        return error
    (article,) = articles.rows(case, [int(row)])
    if article.source:
        return UsageError(f"'{text}' is an article", hint=f"its outlet is {article.source}")
    return UsageError(
        f"The outlet of {article.name} is unknown", hint=f"say it first: saidby outlet {article.key[:8]} NAME"
    )


def claim_target(case: CaseFile, text: str) -> Target:
    """The place of a claim, by the beginning of its id; UsageError."""
    _, row = find_id(case, text, ["claim"])
    details = claims.details(case, [int(row)])
    if not details:
        raise UsageError("This claim is not graded yet", hint="saidby refresh finishes that")
    return claims.target(details[0])


def quote_target(case: CaseFile, article: str, quote: str) -> Target:
    """The place of some words in an article's text; UsageError where they stand nowhere, or twice."""
    _, row = find_id(case, article, ["article"])
    (detail,) = articles.details(case, [int(row)])
    text, words = detail.text or "", quote.strip()
    start = text.find(words) if words else -1
    if start < 0:
        raise UsageError(f"These words do not stand in {detail.row.name}", hint="give them exactly as they stand there")
    if text.find(words, start + 1) >= 0:
        raise UsageError(f"These words stand more than once in {detail.row.name}", hint="give more of them")
    return span_target(detail.body_hash, Span(start, start + len(words)), words)


def part_target(case: CaseFile, article: str, words: str) -> Target:
    """What parts an actor in one article, by words that name a speaker there; UsageError where they name none.

    It is the first place of the words, so that two analysts who part the same words speak of one thing.
    """
    _, row = find_id(case, article, ["article"])
    (detail,) = articles.details(case, [int(row)])
    text = detail.text or ""
    with case.read() as r:
        known = actors.words_for(r, detail.body_hash)
        kept = {fold(h.target.quote or "") for h in ops.heads(r, target=detail.body_hash, field="actor.part")}
    place = words_at(text, words)
    if place is None or fold(words) not in {*known, *kept}:
        named = ", ".join(f"“{w}”" for w in known.values() if words_at(text, w) is not None)[:300]
        raise UsageError(
            f"Nobody speaks as “{words}” in {detail.row.name}",
            hint=f"there speak {named}" if named else "nobody speaks there",
        )
    return span_target(detail.body_hash, place, place.of(text))


def find_op(case: CaseFile, text: str) -> str:
    """The whole id of an annotation, by its beginning; UsageError."""
    return str(find_id(case, text, ["op"])[1])
