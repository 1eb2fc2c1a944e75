"""A claim, an event or a cell as the evidence that it rests on: lines to read, ending in the verbatim sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from store.records.grade import Part, band_of
from store.records.rows import ClaimDetail, DateDetail, LinkDetail, MentionDetail, NoteDetail, TimelineDetail
from tui.forms import cells
from tui.panes.dates import date_cell
from tui.panes.legend import said_words
from tui.panes.names import short_name, source_name, speaker_name
from tui.panes.timeline import Shelf
from tui.safe import one_line, paragraph
from tui.widgets.lines import band_role
from tui.widgets.text_view import BLANK, Block, line, lines_of

PART_NAMES = {
    "C": "speaker's certainty", "A": "attribution", "H": "hearsay", "V": "verification", "N": "corroboration",
    "X": "contradiction", "P": "stake", "R": "source rating", "gate": "gate",
}  # fmt: skip
_RELATIONS = {"contradicts": "contradicts", "same-proposition": "says the same as", "drifts-to": "drifts to"}


def sum_line(detail: ClaimDetail) -> Block:
    """The grade as an addition: 45 MED B4 = 50 +10 named official -5 …"""
    row = detail.row
    if detail.computed_support is None:
        return line((f"{row.letter}{detail.computed_digit} ", "strong"), (f"not graded: {_a(row.kind)}", "dim"))
    head = f"support {detail.computed_support} {band_of(detail.computed_support)} {row.letter}{detail.computed_digit}"
    parts = "".join(f" {p.points:+d} {one_line(p.words)}" for p in detail.parts if p.points)
    unrated = f"  (unrated: {detail.low}–{detail.high})" if row.letter == "F" and detail.low is not None else ""
    return line((head, band_role(detail.computed_support)), (" = 50" + parts, ""), (unrated, "dim"))


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def own_lines(detail: ClaimDetail) -> list[Block]:
    """The analysts' own grades beside the computed one, mine first, each with its reason."""
    out = []
    for own in sorted(detail.overrides, key=lambda o: not o.mine):
        value = ", ".join(f"{name} {number}" for name, number in own.value.items())
        whose = "yours" if own.mine else one_line(own.author)
        stale = " (the evidence has changed since)" if own.stale else ""
        out.append(line((f"± {whose}: {value}{stale}", "mine"), (f" because {one_line(own.reason)}", "")))
    return out


def place_line(detail: ClaimDetail) -> Block:
    """Where it stands: source · date · paragraph · speaker and chain."""
    row, article = detail.row, detail.article
    where = source_name(article)
    chain = "".join(f" ← {one_line(label)}" for label, _ in detail.chain)
    return line(
        (where, "title"), (f" · {article.published or 'undated'} · ¶{detail.paragraph} · ", "dim"),
        (speaker_name(row), "accent"), (chain, "accent"), (f" · {cells.said(row)} {said_words(row)} · {row.kind}", "dim"),
    )  # fmt: skip


def read_as_line(detail: ClaimDetail) -> list[Block]:
    """The words that were read as the speaker, where they are not the speaker's name: what may have been joined wrongly."""
    words = cells.read_as(detail.row)
    parted = next((n for n in detail.annotations if n.field == "actor.part"), None)
    whose = f" ({one_line(parted.author)}: {one_line(parted.reason or '')})" if parted is not None else ""
    return [line((one_line(words), "dim"), (whose, "dim"), once=True)] if words else []


def more_lines(detail: ClaimDetail) -> list[Block]:
    """What else is known, a line each, the most useful first."""
    return [
        *(_note_line(n) for n in detail.annotations if n.field in _NOTE_SIGNS),
        *_proposition_line(detail),
        *(_link_line(link) for link in detail.links if link.state != "rejected"),
        *([_pair("hedged by", ", ".join(f"“{one_line(h)}”" for h in detail.hedges))] if detail.hedges else []),
        *([_pair("likelihood", "{}–{} %".format(*detail.likelihood))] if detail.likelihood else []),
        *(_pair("number", f"{q.text}: {q.thing or '?'}, {q.role or '?'}") for q in detail.quantities),
        *(_pair(role.replace("_", " "), party) for party, role in detail.credits),
    ]


_NOTE_SIGNS = {"note": "✎", "tag": "#", "star": "★", "stake": "stake"}


def _pair(name: str, words: str) -> Block:
    return line((f"{name} ", "dim"), (one_line(words), ""), once=True)


def _note_line(note: NoteDetail) -> Block:
    words = "" if note.field in ("star", "stake") else f" {one_line(note.value)}"
    author = f"  {one_line(note.author)}{' (private)' if note.private else ''}"
    return line((_NOTE_SIGNS[note.field] + words, "mine"), (author, "dim"), once=True)


def _proposition_line(detail: ClaimDetail) -> list[Block]:
    """How the claim stands to its proposition; the label only where it is not the claim's own words."""
    if not detail.proposition_label:
        return []
    label = one_line(detail.proposition_label)
    own = one_line(cells.claim(detail.row)).startswith(label.rstrip("…")[:40])
    words = " this" if own else f" {label}"
    origin = f"origin {one_line(detail.origin)} · " if detail.origin else ""
    return [line((origin, "dim"), (detail.stance or "tells", "strong"), (words, ""), once=True)]


def _link_line(link: LinkDetail) -> Block:
    against = link.relation == "contradicts"
    verb = f"{'≠' if against else '='} {_RELATIONS.get(link.relation, link.relation)}"
    state = "" if link.state == "suggested" else f" ({link.state})"
    return line(
        (verb + state, "deny" if against else "dim"), (f" {short_name(link.article_name)}: ", "dim"),
        (one_line(link.text), ""), once=True,
    )  # fmt: skip


def date_words(date: DateDetail) -> str:
    """[Tuesday → 2022-09-06, publication]"""
    value = date.edtf or date.date_from or "unresolved"
    either = f" or {' or '.join(one_line(a) for a in date.alternatives)}" if date.alternatives else ""
    return f"[{one_line(date.expression)} → {one_line(value)}{either}, {date.anchor}]"


def sentence(detail: ClaimDetail) -> Block:
    """The verbatim sentence, its claim, speaker and cue marked, its dates resolved behind it."""
    text = paragraph(detail.text)
    start = detail.span.start

    def inside(a: int, b: int, role: str) -> tuple[int, int, str] | None:
        a, b = max(0, a - start), min(len(text), b - start)
        return (a, b, role) if a < b else None

    marks = [inside(*piece, "marked") for piece in detail.pieces]
    if detail.speaker_span:
        marks.append(inside(*detail.speaker_span, "accent"))
    if detail.cue_span:
        marks.append(inside(*detail.cue_span, "dim"))
    dates = "".join("  " + words for words in dict.fromkeys(date_words(d) for d in detail.dates))
    before, after = ("", "") if text[:1] in _OPENING else ("“", "”")
    shifted = [(m[0] + len(before), m[1] + len(before), m[2]) for m in marks if m]
    whole = f"{before}{text}{after}{dates}"
    return Block(whole, "", (*shifted, (len(whole) - len(dates), len(whole), "date")))


_OPENING = ("“", "‘", '"', "«", "„", "'")


def claim_blocks(
    detail: ClaimDetail,
    height: int,
    width: int = 80,
    *,
    others: Sequence[ClaimDetail] = (),
    about: Sequence[Block] = (),
) -> list[Block]:
    """A claim in `height` lines: the sum, the place, as much more as fits, the sentence last and in view.

    `others` are claims of the same cell or event; `about` says more of what the claim belongs to, a line each.
    """
    words = sentence(detail)
    head = [sum_line(detail), *own_lines(detail), place_line(detail)]
    under = read_as_line(detail)
    taken = sum(lines_of(b, width) for b in (*head, words))
    if taken > height:
        head = [replace(b, once=True) for b in head]
        taken = len(head) + lines_of(words, width)
    more = [*under, *other_lines(others), *about, *more_lines(detail)]
    room = max(0, height - taken)
    shown = more[:room]
    if len(more) > room > 0:
        left = len(more) - room + 1
        shown = [*more[: room - 1], line((f"… {left} more: + zooms this pane, w explains", "dim"))]
    return [*head, *shown, *([BLANK] if room > len(shown) else []), words]


def other_lines(others: Sequence[ClaimDetail]) -> list[Block]:
    """Other claims of the same event or cell, each on a line."""
    return [
        line(
            (
                f"{'–' if d.row.support is None else d.row.support:>3} {cells.grade(d.row):<3} ",
                band_role(d.row.support),
            ),
            (source_name(d.article), "title"),
            (": ", "dim"),
            (one_line(cells.claim(d.row)), "dim"),
        )
        for d in others
    ]


def event_blocks(event: TimelineDetail, claims: Sequence[ClaimDetail], height: int, width: int = 80) -> list[Block]:
    """An event: its date and how that is known, then the first claim that tells it in full, or the words themselves."""
    row = event.row
    either = f" or {' or '.join(one_line(a) for a in event.alternatives)}" if event.alternatives else ""
    head = [
        line(
            (date_cell(row), "date"),
            (f"{either} · {row.precision} · {row.status} · ", "dim"),
            (one_line(row.title), "title"),
            once=True,
        )
    ]
    told = [_mention_line(m) for m in event.mentions]
    if claims:
        least = lines_of(sentence(claims[0]), width) + 2
        told = told[: max(1, min(height // 3, height - 1 - least))]
        rest = height - len(head) - len(told)
        return [*head, *told, *claim_blocks(claims[0], rest, width, others=claims[1:])]
    if not event.mentions:
        return head
    first = event.mentions[0]
    text = paragraph(first.text)
    marks: tuple[tuple[int, int, str], ...] = ()
    if first.expression and (at := text.find(first.expression)) >= 0:
        marks = ((at + 1, at + 1 + len(first.expression), "marked"),)
    return [*head, *told[: max(1, height - 5)], Block(f"“{text}”", "", marks)]


def shelf_blocks(shelf: Shelf) -> list[Block]:
    """What a shelf of the timeline holds, and which keys do something about it."""
    keys = "@ keeps only these. Enter on one opens its article; d states when the article was published, from which "
    return [
        line((shelf.words(), "title"), (" at the end of the timeline", "dim")),
        Block(shelf.meaning()),
        BLANK,
        Block(keys + "words like “on Tuesday” are counted anew.", "dim"),
    ]


def _mention_line(mention: MentionDetail) -> Block:
    stated = (f"“{one_line(mention.expression)}” ", "date") if mention.expression else ("no date stated ", "warn")
    how = f"from {mention.anchor}, {one_line(mention.rule or '')} · " if mention.anchor else ""
    where = f"{source_name(mention.article)} · {mention.article.published or 'undated'}"
    return line(stated, (how + where, "dim"), once=True)


def part_lines(part: Part, text: str | None, start: int, cause: ClaimDetail | None) -> list[Block]:
    """One part of a grade: points, name and words, then the words of the article that it rests on."""
    sign = "high" if part.points > 0 else "deny" if part.points < 0 else "dim"
    out = [line((f"{part.points:+4d}  ", sign), (f"{PART_NAMES[part.name]}: ", "title"), (one_line(part.words), ""))]
    if part.span is not None and text is not None:
        a, b = part.span.start - start, part.span.end - start
        if 0 <= a < b <= len(text):
            lo, hi = max(0, a - 60), min(len(text), b + 60)
            shown = paragraph(text[lo:hi]).replace("\n", " ")
            before, after = "…" * (lo > 0), "…" * (hi < len(text))
            mark = (a - lo + len(before), b - lo + len(before), "marked")
            out.append(Block(before + shown + after, "dim", (mark,), indent=6))
    if cause is not None:
        where = f"{source_name(cause.article)} · {cause.article.published or 'undated'}: "
        out.append(
            Block(where + paragraph(cause.text).replace("\n", " "), "dim", ((0, len(where), "title"),), indent=6)
        )
    return out
