"""Who says what in an article: candidates weighed against each other, and what stands inside what."""

from __future__ import annotations

from collections.abc import Sequence

from importers.extract.attribution.candidate import Candidate
from importers.extract.attribution.candidates import read_cue
from importers.extract.attribution.continued import add_continued
from importers.extract.attribution.coordinated import coordinated
from importers.extract.attribution.cues import Cue, find_cues, lexicon
from importers.extract.attribution.dialogue import add_dialogue
from importers.extract.attribution.features import tail
from importers.extract.attribution.lines import FINITE, Line, make_line
from importers.extract.attribution.quoted import Page
from importers.extract.attribution.weights import probability, score
from importers.extract.quotations import read_quotations
from importers.extract.tokens import Token, tokenize
from store.records.reading import Attribution, CueForm, Sentence
from store.records.span import Span, hull

READ_ROLES = frozenset({"prose", "heading"})
MAX_TOKENS = 400
"""Tokens of a sentence that are looked at; what is longer is no sentence but a table or an attack."""
THRESHOLD = 0.2
"""How likely a reading must be to stand; chosen on the development half of PolNeAR: above it who-said-what gains little
and sentences lose much. Each attribution carries its own likelihood as `quality`, for those who want to be stricter."""
NESTED_THRESHOLD = 0.5
_SURE = 0.55
_SPOKEN = 0.9
"""How likely it is that a sentence which ends in a dash and "said X" is all X's."""
_OPENS = 0.8
"""How likely it is that a line which ends in a colon speaks of the quotation under it."""
_CLEAR = {"in=True": "in=False", "earlier=1": "earlier=0", "earlier=2": "earlier=0"}


def make_page(text: str, sentences: Sequence[Sentence], tokens: Sequence[list[Token]] | None = None) -> Page:
    """A text made ready for reading; `tokens` are those of each sentence, made here where they are not given."""
    paragraphs: dict[int, Span] = {}
    for sentence in sentences:
        known = paragraphs.get(sentence.paragraph)
        paragraphs[sentence.paragraph] = hull((known, sentence.span)) if known else sentence.span
    quotations = read_quotations(text, tuple(paragraphs.values()))
    lines: list[Line] = []
    at = 0
    for index, sentence in enumerate(sentences):
        found = tokens[index] if tokens is not None else tokenize(text, sentence.span)
        while at < len(quotations) and quotations[at].outer.end <= sentence.span.start:
            at += 1
        lines.append(
            make_line(index, sentence.span, sentence.paragraph, sentence.role, found[:MAX_TOKENS], quotations, at)
        )
    return Page(text, lines, quotations)


def candidates_of(page: Page) -> list[list[Candidate]]:
    """All readings of all cues of a page, cue by cue."""
    out = []
    for line in page.lines:
        if line.role in READ_ROLES and line.tokens:
            for cue in find_cues(line):
                readings = read_cue(page, line, cue)
                if readings:
                    out.append(readings)
    return out


def choose(page: Page, groups: list[list[Candidate]], threshold: float = THRESHOLD) -> list[tuple[float, Candidate]]:
    """The likeliest reading of each cue, where it is likelier than the threshold, without those that clash."""
    best: list[tuple[float, Candidate]] = []
    for readings in groups:
        top, reading = max(((_weigh(page, r), r) for r in readings), key=lambda pair: pair[0])
        if top >= threshold:
            best.append((top, reading))
    best.sort(key=lambda pair: (-pair[0], pair[1].cue_span))
    kept: list[tuple[float, Candidate]] = []
    by_line: dict[int, list[Candidate]] = {}
    for top, reading in best:
        if any(_clash(reading, other) for near in (reading.line, reading.line - 1) for other in by_line.get(near, [])):
            continue
        kept.append((top, reading))
        by_line.setdefault(reading.line, []).append(reading)
    kept.sort(key=lambda pair: pair[1].cue_span)
    return kept


def read_attributions(
    text: str, sentences: Sequence[Sentence], tokens: Sequence[list[Token]] | None = None, threshold: float = THRESHOLD
) -> tuple[Attribution, ...]:
    """Every attribution of the text, in the order of their cues.

    `tokens` are those of each sentence in turn (`tokenize(text, sentence.span)`), made here where they are not given.
    An attribution with `inside` stands in another's content; one with `continues` is a quotation that runs on without
    a cue of its own and has the source of the one that it continues. Speakers are named later, by `read_actors`.
    """
    page = make_page(text, sentences, tokens)
    groups = candidates_of(page)
    chosen = choose(page, groups, threshold)
    kept = coordinated(page, [reading for _, reading in chosen], groups)
    likely = {reading.cue_span: value for value, reading in chosen}
    holders = _by_line(page, kept)
    nested = _nested(page, groups, kept, holders)
    within = {id(c) for c in nested}
    ordered = sorted([*kept, *nested], key=lambda c: c.cue_span)
    place = {id(c): n for n, c in enumerate(ordered)}
    out = []
    for reading in ordered:
        outer = _innermost(reading, holders) if id(reading) in within else None
        out.append(
            Attribution(
                reading.source_span,
                reading.cue_span,
                reading.pieces,
                _form(page, reading),
                f"{reading.cue.lemma} + {reading.frame}",
                inside=place[id(outer)] if outer is not None else None,
                quality=round(likely.get(reading.cue_span, _SURE), 2),
            )
        )
    return add_continued(page, tuple(add_dialogue(page, out)))


def _weigh(page: Page, reading: Candidate) -> float:
    likely = probability(score("accept", reading.features))
    if reading.source is not None and (
        (reading.frame == "block" and page.is_quoted_next(page.lines[reading.line]))
        or (reading.frame == "colonq" and reading.cue.finite)
    ):
        return max(likely, _OPENS)
    if reading.frame in ("inv_dash", "post_dash"):
        return max(likely, _SPOKEN)
    if not _is_sure(page.lines[reading.line], reading):
        return likely
    return max(likely, _SURE + (0.05 if reading.source is not None else 0.0))


def _is_sure(line: Line, reading: Candidate) -> bool:
    """Built in a way that passes something on without naming anybody: such a cue is always taken."""
    frame, lemma = reading.frame, reading.cue.lemma
    if frame in ("adverb", "as_post", "as_pre") or (reading.cue.beside and reading.source is not None):
        return True
    if frame == "subject.pass" and lemma in lexicon().light_verbs and reading.source is not None:
        return reading.over_noun
    if frame in ("signed", "headline_said", "headline_signed", "label", "phrase"):
        return True
    if frame == "this.pass":
        return lemma in lexicon().sure_passives
    if frame == "headline":
        return line.quoted[min(reading.start, len(line.tokens) - 1)] >= 0
    if frame in ("post_clause", "inv_clause"):
        return lemma in lexicon().plain_speech and _rests(line, reading)
    if (
        lemma in lexicon().denials
        and reading.cue.kind == "verb"
        and reading.source is not None
        and line.quoted[reading.cue.head] < 0
    ):
        return frame in ("np", "np_prp", "that", "clause", "ing", "np_of", "np_for", "np_as")
    if frame == "n:that":
        return lemma in lexicon().sure_nouns
    if frame == "that":
        return lemma in lexicon().plain_speech and reading.source is not None and line.quoted[reading.cue.head] < 0
    if frame == "that.pass" and reading.source is None:
        return lemma in lexicon().sure_passives and line.low(reading.cue.start - 1) == "it"
    return (
        frame in ("raised.pass", "subject.pass")
        and lemma in lexicon().sure_passives
        and (frame[0] == "r" or reading.source is not None)
    )


def _rests(line: Line, reading: Candidate) -> bool:
    """Whether a clause stands before the cue and nothing but circumstances after it: it rained, X said on Friday."""
    source = reading.source
    after = source.end if source is not None and source.where == "inverted" else reading.cue.end
    says = any(line.tag(i) in FINITE for i in range(reading.start, reading.end))
    rest = tail(line, after)
    if rest == "object" and reading.cue.lemma == "tell":
        return says
    return says and (rest in ("end", "circumstances") or (rest == "more" and _participle_follows(line, after)))


def _participle_follows(line: Line, start: int) -> bool:
    """Whether a comma and a participle come next: X said on Friday, citing Y."""
    comma = next((i for i in range(start, min(start + 8, len(line.tokens))) if line.low(i) == ","), None)
    return comma is not None and line.tag(comma + 1) == "VBG"


def _clash(one: Candidate, other: Candidate) -> bool:
    """Whether two readings can't both stand: one's cue in the other's cue or content."""
    if one.cue_span.overlaps(other.cue_span):
        return True
    if _told_in(one, other) or _told_in(other, one):
        return True
    if (one.cue.beside or other.cue.beside) and any(p.overlaps(q) for p in one.pieces for q in other.pieces):
        return True  # only one of two verbs says it: he shook his head: "…," he said
    if any(piece.overlaps(one.cue_span) for piece in other.pieces):
        return True
    return any(piece.overlaps(other.cue_span) for piece in one.pieces)


def _told_in(noun: Candidate, verb: Candidate) -> bool:
    """Whether a noun of saying only tells in what the verb before it said it: said in a statement that …."""
    return (
        noun.cue.kind == "noun"
        and verb.cue.kind == "verb"
        and noun.line == verb.line
        and verb.cue.end <= noun.cue.start < verb.start
    )


def _by_line(page: Page, kept: list[Candidate]) -> dict[int, list[Candidate]]:
    """Line index → the readings whose content touches the line."""
    out: dict[int, list[Candidate]] = {}
    for reading in kept:
        for number in sorted({n for piece in reading.pieces for n in page.lines_in(piece)}):
            out.setdefault(number, []).append(reading)
    return out


def _nested(
    page: Page, groups: list[list[Candidate]], kept: list[Candidate], holders: dict[int, list[Candidate]]
) -> list[Candidate]:
    """Readings inside the content of those kept, judged as if they stood alone; one level, without wishes and acts."""
    out: list[Candidate] = []
    cues: dict[int, list[Span]] = {}
    for c in kept:
        cues.setdefault(c.line, []).append(c.cue_span)
    for readings in groups:
        if not _may_nest(readings[0].cue) or readings[0].line not in holders:
            continue
        likely, reading = max(((_alone(page, r), r) for r in readings), key=lambda pair: pair[0])
        taken = cues.setdefault(reading.line, [])
        if likely < NESTED_THRESHOLD or any(reading.cue_span.overlaps(span) for span in taken):
            continue
        outer = _innermost(reading, holders)
        if outer is not None:
            pieces = tuple(cut for piece in reading.pieces for cut in _within(page.text, piece, outer.pieces))
            if pieces:
                out.append(reading._replace(pieces=pieces))
                taken.append(reading.cue_span)
    return out


def _may_nest(cue: Cue) -> bool:
    """Only cues of saying make a link of a chain: wishes, thoughts and acts inside somebody's words don't."""
    words = lexicon()
    if cue.kind == "noun":
        return cue.lemma in words.sure_nouns
    if cue.kind == "verb":
        return cue.lemma in words.nested
    return cue.kind in ("according", "adverb")


def _within(text: str, piece: Span, outer: tuple[Span, ...]) -> list[Span]:
    """What of a piece lies in the outer content, without the marks that close it."""
    cuts = (_bare(text, max(piece.start, o.start), min(piece.end, o.end)) for o in outer)
    return [cut for cut in cuts if cut.start < cut.end]


def _bare(text: str, start: int, end: int) -> Span:
    """The same without the marks that close it."""
    while end > start and text[end - 1] in " ,.;:\"”“'’":
        end -= 1
    return Span(start, end)


def _alone(page: Page, reading: Candidate) -> float:
    """How likely a reading is if one forgets that it stands in a quotation."""
    if _is_sure(page.lines[reading.line], reading):
        return _SURE
    features = [
        _CLEAR.get(f, f.replace("inf=True", "inf=False").replace("inw=True", "inw=False")) for f in reading.features
    ]
    return probability(score("accept", features))


def _innermost(reading: Candidate, holders: dict[int, list[Candidate]]) -> Candidate | None:
    near = holders.get(reading.line, [])
    holding = [c for c in near if any(piece.holds(reading.cue_span) for piece in c.pieces)]
    return min(holding, key=lambda c: sum(p.end - p.start for p in c.pieces), default=None)


def _form(page: Page, reading: Candidate) -> CueForm:
    """How the content is given: in the speaker's own words, in the outlet's, or both; or by what kind of cue."""
    kind, frame = reading.cue.kind, reading.frame
    if kind == "noun":
        return "noun"
    if kind == "according":
        return "according"
    if kind == "adverb":
        return "adverb"
    if frame.startswith("headline"):
        return "headline"
    outers = [page.quotations[n].outer for piece in reading.pieces for n in page.quotations_in(piece)]
    if outers and all(any(o.start <= p.start and p.end <= o.end for o in outers) for p in reading.pieces):
        return "direct"
    if outers:
        return "mixed"
    if ".pass" in frame or frame.startswith("as_"):
        return "passive"
    return "direct" if frame == "transcript" else "indirect"
