"""Readings of a cue: each with source, cue and content, a frame that names how it is built, and features to weigh it by."""

from __future__ import annotations

from importers.extract.attribution import sources
from importers.extract.attribution.around import (
    is_dash_speech,
    is_others,
    is_title,
    leads_up,
    named_behind,
    own_opening,
)
from importers.extract.attribution.boundaries import best_begin, best_end
from importers.extract.attribution.candidate import Candidate, make_candidate
from importers.extract.attribution.contents import line_end, openings
from importers.extract.attribution.cues import DASHES, Cue, lexicon
from importers.extract.attribution.formulas import according, adverb, after_colon, as_said, signed
from importers.extract.attribution.lines import FINITE, Line, noun_phrase_left, noun_phrase_right
from importers.extract.attribution.phrases import phrase
from importers.extract.attribution.quoted import Page, following_pieces, quotation_pieces
from importers.extract.attribution.sources import Source
from store.records.span import Span


def read_cue(page: Page, line: Line, cue: Cue) -> list[Candidate]:
    """All readings of a cue, in no particular order."""
    if cue.kind == "verb":
        return _verb(page, line, cue)
    if cue.kind == "noun":
        return _forward(
            page,
            line,
            cue,
            sources.owner(line, cue),
            (
                "that",
                "to",
                "pp:of",
                "pp:about",
                "pp:for",
                "pp:to",
                "pp:on",
                "pp:against",
                "colon",
                "colonq",
                "quote",
                "pp:from",
                "wh",
            ),
        )
    if cue.kind == "adjective":
        return _forward(
            page,
            line,
            cue,
            sources.subject(line, cue),
            ("that", "to", "pp:of", "pp:about", "pp:with", "pp:to", "clause", "wh", "pp:in", "pp:for", "pp:on"),
        )
    if cue.kind == "according":
        return according(page, line, cue)
    if cue.kind == "adverb":
        return adverb(page, line, cue)
    if cue.kind == "phrase":
        return phrase(page, line, cue)
    if cue.kind == "dash":
        return signed(page, line, cue)
    return after_colon(page, line, cue)


def _verb(page: Page, line: Line, cue: Cue) -> list[Candidate]:
    out: list[Candidate] = []
    if cue.lemma in lexicon().acts and any(line.low(i) in lexicon().adverbs for i in range(cue.start, cue.head)):
        return []  # "X has reportedly promised": X acts, nobody named says so
    told = _as_told(page, line, cue)
    if told:
        return told
    left = sources.subject(line, cue)
    if cue.beside:
        return _beside(page, line, cue, left)
    if cue.passive or _stands_after_as(line, cue):
        agent = sources.agent(line, cue)
        out.extend(_passive(page, line, cue, agent))
        out.extend(_forward(page, line, cue, agent, None, ".pass", agent.end if agent else None))
        return out
    if cue.lemma in ("seem", "appear"):
        out.extend(_raised(page, line, cue, left))
        out.extend(_forward(page, line, cue, None, ("that", "clause"), ".raise"))
        return out
    if left is None and cue.finite and not any(line.tag(i) in FINITE for i in range(cue.start)):
        out.extend(_turned(page, line, cue))
    behind = _backward(page, line, cue, left)
    ahead = _forward(page, line, cue, left, None)
    if any(c.frame == "post_quote" for c in behind):
        ahead = [c for c in ahead if c.frame != "quote" or not is_title(line, cue)]
    out.extend(ahead)
    out.extend(behind)
    if left is not None and cue.finite and not any(line.tag(i) in FINITE for i in range(cue.end, len(line.tokens))):
        out.extend(make_candidate(page, line, cue, left, "next_quote", page.quotation_next(line), 0, 0))
    return out


def _stands_after_as(line: Line, cue: Cue) -> bool:
    return line.low(cue.start - 1) == "as" and line.tag(cue.head) in ("VBN", "VBD") and line.tag(cue.end) == "IN"


def _as_told(page: Page, line: Line, cue: Cue) -> list[Candidate]:
    """What stands before "as (was) announced by X", "as could be heard on X", "it was reported on X"."""
    inserted = cue.passive and line.low(cue.start - 1) == "it" and line.low(cue.start - 2) in (",", "—", "–")
    if not inserted and (cue.start == 0 or not _stands_after_as(line, cue)):
        return []
    agent = sources.agent(line, cue) or sources.medium(line, cue)
    return as_said(page, line, cue, agent) if agent is not None else []


_QUOTED = ("quote", "colonq", "block")
"""Frames that open a quotation."""


def _beside(page: Page, line: Line, cue: Cue, left: Source | None) -> list[Candidate]:
    """Readings of a verb that says something only by standing beside a quotation: none but those with the quotation."""
    out = [] if cue.passive else _backward(page, line, cue, left)
    out.extend(_forward(page, line, cue, left, _QUOTED))
    return [c for c in out if "quote" in c.frame or c.frame in _QUOTED]


def _turned(page: Page, line: Line, cue: Cue) -> list[Candidate]:
    """A verb and its source before what is said: Said Jane Doe: "…"."""
    source = sources.inverted(line, cue)
    if source is None or line.low(source.end) not in (",", ":") or line.tag(source.end + 1) != "``":
        return []
    return [
        c
        for c in _forward(page, line, cue, source, _QUOTED, "", source.end)
        if c.pieces[0].start <= line.at(source.end + 1).end
    ]


def _forward(
    page: Page,
    line: Line,
    cue: Cue,
    source: Source | None,
    only: tuple[str, ...] | None,
    mark: str = "",
    after: int | None = None,
) -> list[Candidate]:
    out: list[Candidate] = []
    for opening in openings(line, cue if after is None else cue._replace(end=after)):
        if only is not None and opening.frame not in only:
            continue
        frame = ("" if cue.kind == "verb" else cue.kind[0] + ":") + opening.frame + mark
        if opening.frame == "gap":
            if source is None or not _is_inserted(line, source):
                continue
            source = _own_phrase(line, source)
        if cue.kind == "noun" and opening.gap and line.low(cue.end) not in ("by", "from", "on", "in"):
            continue
        if opening.frame == "block" and cue.beside and not page.is_quoted_next(line):
            continue
        if opening.frame == "block":
            out.extend(
                make_candidate(
                    page, line, cue, source, frame, page.block_after(line), len(line.tokens), len(line.tokens)
                )
            )
            continue
        end = best_end(line, cue, opening.start, opening.frame)
        if cue.lemma in ("cite", "quote") and opening.frame == "np":
            end = _before_comma(line, opening.start, end)
        if opening.frame.startswith("np"):
            end = next((i for i in range(opening.start, end) if line.low(i) == ";" and line.quoted[i] < 0), end)
        if cue.kind == "noun":
            end = min(end, _subject_end(line, cue, opening.start))
        if end <= opening.start:
            continue
        pieces = _pointed_at(page, line, opening.start) or quotation_pieces(page, line, opening.start, end)
        if opening.frame in ("quote", "colon", "colonq"):
            pieces += following_pieces(page, line, pieces[-1])
        out.extend(
            make_candidate(
                page,
                line,
                cue,
                source,
                frame,
                pieces,
                opening.start,
                end,
                opening.gap,
                opening.cue_end if opening.frame.startswith("pp:") and after is None else None,
            )
        )
    return out


def _pointed_at(page: Page, line: Line, start: int) -> list[Span]:
    """The sentence before, where the content is a bare "this": X reported this on Telegram."""
    if line.low(start) != "this" or line.tag(start + 1) not in ("IN", "PUNCT") or not line.index:
        return []
    before = page.lines[line.index - 1]
    return [before.span] if before.role == "prose" and line.paragraph - before.paragraph <= 1 else []


def _subject_end(line: Line, cue: Cue, start: int) -> int:
    """Where the content of a noun ends if the noun is the subject: before the sentence's own verb (The claim that X is Y is new)."""
    n = len(line.tokens)
    if any(line.tag(i) in FINITE for i in range(cue.start)):
        return n
    needs = 1 if line.low(start) == "that" else 0
    for i in range(start, n):
        if (
            line.tag(i) in FINITE
            and line.tag(i - 1) not in ("WDT", "WP", "PRP", "TO", "CC", "MD")
            and line.quoted[i] < 0
        ):
            if needs == 0:
                return i
            needs -= 1
    return n


def _before_comma(line: Line, start: int, end: int) -> int:
    """The end of the noun phrase that is cited, where a comma closes it: citing X, said that."""
    stop = noun_phrase_right(line, start, end)
    while stop < end and line.tag(stop) in ("JJ", "IN", "TO") and noun_phrase_right(line, stop + 1, end) > stop + 1:
        stop = noun_phrase_right(line, stop + 1, end)
    return stop if stop > start and line.low(stop) == "," else end


def _own_phrase(line: Line, source: Source) -> Source:
    """The source without the noun that its clause describes: a step officials say is; not "a step officials"."""
    for k in range(source.start + 1, source.end):
        if (
            line.tag(k - 1) in ("NN", "NNS")
            and line.tag(k) in ("NNP", "DT", "PRP$", "JJ")
            and line.tag(source.start) == "DT"
        ):
            return source._replace(start=k)
    return source


def _is_inserted(line: Line, source: Source | None) -> bool:
    """Whether a cue without object can stand inside its content: what X says is, which X said had."""
    if source is None or source.start == 0:
        return False
    return line.tag(source.start - 1) in ("WP", "WDT", "CC") or line.low(source.start - 1) in ("that", ",", "—")


def _backward(page: Page, line: Line, cue: Cue, left: Source | None) -> list[Candidate]:
    """Content before the cue: "...", X said; ..., said X; ..., X said, ...."""
    out: list[Candidate] = []
    tries: list[tuple[Source, int, int]] = []
    if left is not None and left.where == "subject" and left.end >= cue.start - 1:
        tries.append((left, left.start, cue.end))
    turned = sources.inverted(line, cue) if cue.finite else None
    dashed = (
        line.low(cue.start - 1) in DASHES
        and cue.start > 1
        and line.at(cue.start - 1).start > line.at(cue.start - 2).end
    )
    if turned is not None and (
        dashed or line.low(cue.start - 1) in (",", "—", "–", "--", "?", "!") or line.tag(cue.start - 1) == "''"
    ):
        tries.append((turned, cue.start, turned.end))
    torn = (
        left is not None
        and line.tag(left.start - 1) == "PUNCT"
        and line.low(left.start - 1) not in (",", "—", "–", "-")
    )
    if left is None or not tries or torn or line.low(cue.start - 1) == ",":
        named = named_behind(line, cue)
        if named is not None:
            tries.append((named, named.start, cue.end))
    if turned is not None and cue.start == 1 and line.low(0) in DASHES and line.index and cue.lemma in lexicon().speech:
        above = page.lines[line.index - 1]
        if line.paragraph - above.paragraph <= 1 and above.tokens:
            return make_candidate(page, line, cue, turned, "inv_dash", [above.span], 0, 0)
    for source, edge, after in tries:
        before = edge
        if before > 0 and line.low(before - 1) == "as" and before > 1:
            before -= 1
        if before > 1 and line.tag(before - 1) == "CC" and line.low(before - 2) == ",":
            continue
        mark = line.low(before - 1)
        frame = "inv" if source is turned else "post"
        if before == 0:
            pieces = page.quotation_before(line)
            if pieces:
                pieces = pieces + _after(page, line, after, pieces)
                out.extend(make_candidate(page, line, cue, source, f"{frame}_quote0", pieces, 0, 0))
            continue
        if not (mark in (",", "—", "–", "--", "?", "!", "-") or line.tag(before - 1) == "''"):
            continue
        stop = before
        while stop > 0 and line.low(stop - 1) in (",", "—", "–", "--", "-"):
            stop -= 1
        if stop == 0:
            continue
        spoken = is_dash_speech(line, cue, before, after)
        begin = 0 if spoken else best_begin(line, cue, stop)
        if line.tag(stop - 1) != "''" and leads_up(line, cue, begin, stop):
            continue
        begin = max(begin, own_opening(line, begin, stop))
        while begin < stop - 1 and line.low(begin) in DASHES:
            begin += 1
        pieces = quotation_pieces(page, line, begin, stop)
        kind = "quote" if line.quoted[stop - 1] >= 0 and line.tag(stop - 1) == "''" else "clause"
        kind = "dash" if spoken and kind == "clause" else kind
        rest = _after(page, line, after, pieces) if kind == "quote" else []
        out.extend(make_candidate(page, line, cue, source, f"{frame}_{kind}", pieces + rest, begin, stop))
        cites = line.tag(after + 1) == "VBG" and line.lemma(after + 1) in lexicon().speech
        if line.low(after) == "," and line_end(line) - after > 3 and kind == "clause" and not cites:
            tail = quotation_pieces(page, line, after + 1, line_end(line))
            out.extend(make_candidate(page, line, cue, source, f"{frame}_paren", pieces + tail, begin, line_end(line)))
    return out


def _after(page: Page, line: Line, after: int, pieces: list[Span]) -> list[Span]:
    """Quotations that go on behind the cue, in this sentence and in those after it."""
    out: list[Span] = []
    for i in range(after, len(line.tokens)):
        if line.tag(i) == "``" and line.quoted[i] >= 0 and line.tokens[i].start >= pieces[-1].end:
            if line.low(i - 1) == "but" and line.low(i - 2) == ",":
                out.append(Span(line.at(i - 1).start, page.quotations[line.quoted[i]].outer.end))
            elif line.tag(i - 1) == "PUNCT" and not is_others(line, after, i):
                out.append(page.quotations[line.quoted[i]].outer)
            break
        if line.tag(i) in FINITE and i > after + 1:
            break
    if is_others(line, after, len(line.tokens)):
        return out  # what follows "…, he said, noting that …" runs on by itself
    return out + following_pieces(page, line, out[-1] if out else pieces[-1])


def _passive(page: Page, line: Line, cue: Cue, agent: Source | None) -> list[Candidate]:
    start = noun_phrase_left(line, cue.start)
    if start == cue.start or line.tag(start) in ("WP", "WDT"):
        return []
    subject = line.chars(start, cue.start)
    if cue.start - start == 1 and line.low(start) in ("this", "that", "it") and agent is not None and line.index:
        earlier = page.lines[line.index - 1]
        if earlier.role == "prose" and earlier.tokens and line.paragraph - earlier.paragraph <= 1:
            return make_candidate(page, line, cue, agent, "this.pass", [earlier.span], start, cue.start)
    after = agent.end if agent else cue.end
    if line.tag(after) == "TO" and (line.tag(after + 1) in ("VB", "RB") or line.low(after + 1) == "have"):
        end = _before_stop(line, after, best_end(line, cue, after, "to"))
        return make_candidate(page, line, cue, agent, "raised.pass", [subject, line.chars(after, end)], start, end)
    return make_candidate(page, line, cue, agent, "subject.pass", [subject], start, cue.start)


def _before_stop(line: Line, start: int, end: int) -> int:
    """The end, or the colon or semicolon before it: an infinitive doesn't reach beyond."""
    return next((i for i in range(start, end) if line.low(i) in (":", ";")), end)


def _raised(page: Page, line: Line, cue: Cue, left: Source | None) -> list[Candidate]:
    if left is None or cue.end >= line_end(line):
        return []
    end = _before_stop(line, cue.end, best_end(line, cue, cue.end, "to"))
    if end <= cue.end:
        return []
    if line.low(left.start) in ("it", "there"):
        return make_candidate(page, line, cue, None, "raised_it", [line.chars(cue.end, end)], cue.end, end)
    return make_candidate(
        page, line, cue, None, "raised", [line.chars(left.start, left.end), line.chars(cue.end, end)], left.start, end
    )
