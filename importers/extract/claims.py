"""Claims of an article: one for each sentence of what is attributed, and what the outlet says in its own voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from importers.extract.actors import attribution_type
from importers.extract.attribution.chains import chain_of
from importers.extract.checks import back_noun, find_act, find_checks
from importers.extract.clauses import VerbGroup, main_group, verb_groups
from importers.extract.commitment import committed
from importers.extract.core import core_of
from importers.extract.frames import frame_of
from importers.extract.kinds import kind_of
from importers.extract.lexicon import load
from importers.extract.material import Material
from importers.extract.own_voice import own_parts
from importers.extract.polarity import polarity_of
from importers.extract.quantities import find_quantities
from importers.extract.tokens import Token
from store.records.reading import Attribution, AttributionType, Check, Claim, ClaimDate, Hop, Kind, Polarity
from store.records.span import Span, hull

SAME_CONTENT = 0.7
"""Share of the union from which two contents of one sentence count as one."""

NEAR_CUE = 60
"""Characters between a cue and a date of utterance outside the content."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A content in one sentence, with the attribution that it comes from (None: the outlet's voice)."""

    sentence: int
    pieces: tuple[Span, ...]
    attribution: int | None
    rule: str

    @property
    def span(self) -> Span:
        """The hull of its pieces."""
        return hull(self.pieces)


def read_claims(material: Material) -> tuple[Claim, ...]:
    """All claims, in the order of the text; their checks and chains are not yet joined (threads.py does that)."""
    drafts = _attributed(material)
    drafts.extend(_own(material, drafts))
    drafts.sort(key=lambda d: (d.span.start, d.span.end, d.attribution is None, d.attribution or 0))
    claims: list[Claim] = []
    seen: set[tuple[Span, Span | None]] = set()
    for draft in drafts:
        claim = _claim(material, draft, drafts)
        key = (claim.content_span, claim.speaker_span)
        if key not in seen:
            seen.add(key)
            claims.append(claim)
    return tuple(claims)


def _attributed(material: Material) -> list[Draft]:
    drafts: list[Draft] = []
    for index, attribution in enumerate(material.attributions):
        if not attribution.content or not _is_statement(material, index):
            continue
        for sentence in material.sentences_of(hull(attribution.content)):
            span = material.sentences[sentence].span
            pieces = tuple(
                _trimmed(material.text, Span(max(p.start, span.start), min(p.end, span.end)))
                for p in attribution.content
                if p.overlaps(span)
            )
            pieces = tuple(p for p in pieces if p.start < p.end)
            if not pieces or material.sentences[sentence].role in ("byline", "credit", "caption", "dateline"):
                continue
            if material.text[hull(pieces).start : hull(pieces).end].rstrip("\"”’' ").endswith("?"):
                continue
            if not any(t.tag[:2] in ("NN", "VB", "JJ", "MD", "CD", "PR") for t in material.tokens_in(sentence, pieces)):
                continue
            for part in _split_at_colon(material.text, pieces):
                drafts.append(Draft(sentence, part, index, attribution.rule))
    return _without_doubles(material, drafts)


def _split_at_colon(text: str, pieces: tuple[Span, ...]) -> list[tuple[Span, ...]]:
    """Pieces on both sides of "…, according to X: …" are two statements."""
    if len(pieces) == 2 and text[pieces[0].end : pieces[1].start].rstrip(" \"“'‘").endswith(":"):
        return [(pieces[0],), (pieces[1],)]
    return [pieces]


def _is_statement(material: Material, index: int) -> bool:
    """Whether the attribution tells that something is so: not a wish or a plan in a noun or infinitive, not a refusal to tell."""
    attribution = material.attributions[index]
    content = hull(attribution.content)
    sentence = material.sentence_at(content.start)
    if sentence is None:
        return False
    if attribution.cue is None:
        return True
    cue = [t for t in material.tokens[sentence] if attribution.cue.start <= t.start < attribution.cue.end]
    if any(
        check.span.overlaps(attribution.cue) for check in find_checks(material.text, material.sentences[sentence].span)
    ):
        return False
    lemmas = {t.lemma for t in cue} | {t.lower for t in cue}
    tokens = material.tokens_in(sentence, attribution.content)
    if not tokens:
        return True
    if (
        tokens[0].tag == "IN"
        and tokens[0].lower not in ("that", "if", "whether", "because", "as")
        and not any(g.form == "finite" for g in verb_groups(tokens))
    ):
        return False
    quoted = material.text[max(0, content.start - 1)] in "\"“'‘" or tokens[0].tag == "``"
    if lemmas & _not_statements()["always"] and not quoted:
        return False
    opener = next((t for t in tokens if t.tag not in ("``", "PUNCT")), tokens[0])
    if opener.tag in ("WP", "WRB") and not quoted and lemmas & _not_statements()["not_with_what"]:
        return False
    finite = any(g.form == "finite" for g in verb_groups(tokens))
    infinitive = tokens[0].tag == "TO"
    acts = bool(lemmas & _not_statements()["unless_clause"])
    if attribution.inside is not None and acts and not quoted:
        return finite and not infinitive
    return not ((acts or infinitive) and not finite and not quoted) or bool(
        lemmas & _not_statements()["though_infinitive"]
    )


def _without_doubles(material: Material, drafts: list[Draft]) -> list[Draft]:
    """Of contents that are nearly one, the one with a source stays; a sourceless one keeps only what no sourced one holds."""
    kept: list[Draft] = []
    order = sorted(
        drafts, key=lambda d: (d.sentence, _rank(material.attributions[d.attribution or 0]), d.span.start, -d.span.end)
    )
    for draft in order:
        rivals = [k for k in kept if k.sentence == draft.sentence]
        attribution = material.attributions[draft.attribution or 0]
        if any(_shared(k.pieces, draft.pieces) >= SAME_CONTENT for k in rivals):
            continue
        if attribution.source is None and attribution.form != "continued":
            left = _minus(draft.pieces, [p for k in rivals for p in k.pieces])
            if sum(p.end - p.start for p in left) < 0.4 * sum(p.end - p.start for p in draft.pieces):
                continue
            draft = Draft(draft.sentence, tuple(left), draft.attribution, draft.rule)
        elif any(k.attribution == attribution.inside and _fills(k, draft) for k in rivals):
            continue
        kept.append(draft)
    return kept


def _rank(attribution: Attribution) -> int:
    """Which of two readings of one content stays: a source and no outer attribution first."""
    return (0 if attribution.source is not None else 2) + (1 if attribution.inside is not None else 0)


def _fills(outer: Draft, inner: Draft) -> bool:
    """Whether the outer content says no more than that the inner is said: "there are reports that …"."""
    if not outer.span.holds(inner.span):
        return False
    rest = (inner.span.start - outer.span.start) + (outer.span.end - inner.span.end)
    return rest <= 40 and rest <= 0.6 * (outer.span.end - outer.span.start)


def _shared(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Share of characters that two contents have in common, of the smaller one, or of both where they differ much."""
    common = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    sizes = [sum(p.end - p.start for p in pieces) for pieces in (a, b)]
    return common / max(1, max(sizes)) if common else 0.0


def _minus(pieces: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    left = list(pieces)
    for hole in taken:
        cut: list[Span] = []
        for piece in left:
            if not piece.overlaps(hole):
                cut.append(piece)
                continue
            cut.extend(s for s in (Span(piece.start, hole.start), Span(hole.end, piece.end)) if s.end - s.start > 3)
        left = cut
    return left


def _own(material: Material, attributed: Sequence[Draft]) -> list[Draft]:
    """What no attribution covers, where it asserts something."""
    by_sentence: dict[int, list[Span]] = {}
    for draft in attributed:
        attribution = material.attributions[draft.attribution or 0]
        spans = by_sentence.setdefault(draft.sentence, [])
        spans.extend(draft.pieces)
        for part in (attribution.source, attribution.cue):
            if part is not None and material.sentence_at(part.start) == draft.sentence:
                spans.append(part)
    for index, attribution in enumerate(material.attributions):
        # a cue whose content lies elsewhere ("X said." before a quotation of its own) asserts nothing either
        if attribution.cue is None or not _is_statement(material, index):
            continue
        sentence = material.sentence_at(attribution.cue.start)
        if sentence is not None:
            by_sentence.setdefault(sentence, []).extend(
                s for s in (attribution.source, attribution.cue) if s is not None
            )
    drafts: list[Draft] = []
    for index, sentence in enumerate(material.sentences):
        if sentence.role not in ("prose", "heading"):
            continue
        for part, whole in own_parts(material.text, sentence, material.tokens[index], by_sentence.get(index, ())):
            drafts.append(Draft(index, (part,), None, "own voice" if whole else "own voice, part"))
    return drafts


def _claim(material: Material, draft: Draft, drafts: Sequence[Draft]) -> Claim:
    text = material.text
    sentence = material.sentences[draft.sentence]
    tokens = material.tokens_in(draft.sentence, draft.pieces)
    groups = verb_groups(tokens)
    core = core_of(tokens)
    asserted = tokens[core.start :]
    below = verb_groups(asserted) if core.start else groups
    attribution = material.attributions[draft.attribution] if draft.attribution is not None else None
    cue = _cue_tokens(material, draft, attribution)
    kind_of_source, chain = _source(material, draft)
    own = attribution is None
    sourced = not own and attribution is not None and attribution.source is not None and kind_of_source != "unspecified"
    outside = _outside(material, draft, drafts, attribution)
    how = committed(text, cue, tokens, groups, sourced, own, outside, core.start)
    lemmas = [t.lemma for t in cue]
    kind = _kind(material, draft, asserted, below, lemmas, own)
    polarity = _polarity(asserted, cue, kind, how.negative, core.negated)
    dates = _dates(material, draft, attribution, drafts)
    time_spans = [material.timexes[d.timex].span for d in dates]
    act = None
    if kind == "report" and how.commitment in ("explicit", "asserted") and polarity == "+":
        act = find_act(text, asserted, below, material.leaders)
    checks: tuple[Check, ...] = (act,) if act is not None else ()
    return Claim(
        sentence=sentence.span,
        paragraph=sentence.paragraph,
        content=draft.pieces,
        attribution=draft.attribution,
        type=kind_of_source,
        speaker=attribution.speaker if attribution is not None else None,
        speaker_span=attribution.source if attribution is not None else None,
        cue=attribution.cue if attribution is not None else None,
        chain=chain,
        kind=kind,
        commitment=how.commitment,
        polarity=polarity,
        hedges=how.hedges,
        likelihood=how.likelihood,
        checks=checks,
        dates=dates,
        quantities=find_quantities(
            text, tokens, groups, [t.span for t in material.timexes if t.span.overlaps(draft.span)]
        ),
        frame=frame_of(asserted, below, material.mentions_in(draft.pieces), material.actors, time_spans),
        quality=_quality(material, draft, attribution),
        rules=(draft.rule,),
    )


def _cue_tokens(material: Material, draft: Draft, attribution: Attribution | None) -> list[Token]:
    if attribution is None or attribution.cue is None:
        return []
    sentence = material.sentence_at(attribution.cue.start)
    if sentence is None:
        return []
    cue = attribution.cue
    return [t for t in material.tokens[sentence] if cue.start <= t.start and t.end <= cue.end]


def _source(material: Material, draft: Draft) -> tuple[AttributionType, tuple[Hop, ...]]:
    if draft.attribution is None:
        return "outlet_voice", ()
    attribution = material.attributions[draft.attribution]
    kind = attribution_type(material.text, attribution, material.actors)
    return kind, chain_of(material.text, draft.attribution, material.attributions, material.actors)


def _outside(material: Material, draft: Draft, drafts: Sequence[Draft], attribution: Attribution | None) -> list[Token]:
    """Tokens of the sentence that belong to no content and no cue."""
    if attribution is None:
        return []
    taken = [p for d in drafts if d.sentence == draft.sentence for p in d.pieces]
    if attribution.cue is not None:
        taken.append(attribution.cue)
    return [
        t
        for t in material.tokens[draft.sentence]
        if t.tag == "RB" and not any(s.start <= t.start < s.end for s in taken)
    ]


def _kind(
    material: Material,
    draft: Draft,
    tokens: Sequence[Token],
    groups: Sequence[VerbGroup],
    lemmas: Sequence[str],
    own: bool,
) -> Kind:
    text = material.text
    if not own:
        return kind_of(text, tokens, groups, lemmas)
    sentence = draft.span.of(text)
    kind = kind_of(text, tokens, groups, (), sentence)
    if kind in ("report", "forecast", "opinion") and find_checks(text, draft.span):
        main = main_group(tokens, groups)
        checks = find_checks(text, draft.span)
        # the sentence is about the checking itself: its main predicate is the check
        if main is not None and any(
            c.span.start <= tokens[main.head].start < c.span.end
            or c.span.start <= tokens[main.first].start < c.span.end
            for c in checks
        ):
            return "meta"
        if back_noun(tokens) is not None:
            return "meta"
    return kind


def _polarity(tokens: Sequence[Token], cue: Sequence[Token], kind: Kind, denied: bool, doubted: bool) -> Polarity:
    polarity = polarity_of(tokens)
    if doubted and polarity != "u":  # "we don't believe that …"
        polarity = "+" if polarity == "-" else "-"
    negated_cue = any(t.lower in ("not", "n't", "n’t", "never", "neither", "nor") for t in cue)
    if kind == "denial":
        if negated_cue:
            return "u"
        if not cue:
            return polarity if polarity == "-" else "-"
        return "+" if polarity == "-" else "-"
    if negated_cue and polarity != "u":
        return "u"
    if denied and polarity != "u":
        return "+" if polarity == "-" else "-"
    return polarity


def _dates(
    material: Material, draft: Draft, attribution: Attribution | None, drafts: Sequence[Draft]
) -> tuple[ClaimDate, ...]:
    """Dates inside the content are those of the event; beside the cue, outside all contents, those of the utterance."""
    found = [ClaimDate(i, "event") for p in draft.pieces for i in material.timexes_in(p)]
    if attribution is None or attribution.cue is None:
        return tuple(found)
    place = material.sentence_at(attribution.cue.start)
    if place is None:
        return tuple(found)
    near = Span(attribution.cue.start, attribution.cue.end)
    if attribution.source is not None and material.sentence_at(attribution.source.start) == place:
        near = hull((near, attribution.source))
    contents = [p for d in drafts if d.sentence == place for p in d.pieces]
    for i in material.timexes_in(material.sentences[place].span):
        if material.timexes[i].type not in ("DATE", "TIME"):
            continue
        span = material.timexes[i].span
        if any(p.overlaps(span) for p in contents if not (near.start <= span.start and span.end <= near.end)):
            continue
        gap = max(near.start - span.end, span.start - near.end, 0)
        between = Span(min(span.end, near.end), max(span.start, near.start))
        crossed = any(p.overlaps(between) for p in contents) if between.start < between.end else False
        if gap <= NEAR_CUE and not crossed:
            found.append(ClaimDate(i, "utterance"))
    return tuple(found)


def _quality(material: Material, draft: Draft, attribution: Attribution | None) -> float:
    """How sure the reading is: by the form of the attribution, what stands for the source, how far it lies."""
    if attribution is None:
        value = 0.85 if draft.rule == "own voice" else 0.7
        return value - (0.15 if material.sentences[draft.sentence].role == "heading" else 0.0)
    value = _FORM_QUALITY.get(attribution.form, 0.7)
    if attribution.source is None:
        value -= 0.15 if attribution.form != "continued" else 0.05
    else:
        words = attribution.source.of(material.text).lower()
        if words in _PRONOUNS:
            value -= 0.1 if attribution.speaker is not None else 0.3
        elif attribution.speaker is None:
            value -= 0.1
        if not material.sentences[draft.sentence].span.overlaps(attribution.source):
            value -= 0.1
    return round(max(0.2, min(1.0, value)), 2)


_FORM_QUALITY = {
    "direct": 0.95,
    "indirect": 0.9,
    "mixed": 0.9,
    "noun": 0.75,
    "according": 0.9,
    "adverb": 0.75,
    "passive": 0.7,
    "headline": 0.7,
    "continued": 0.8,
}
_PRONOUNS = frozenset(
    {"he", "she", "they", "it", "who", "which", "we", "i", "this", "that", "both", "both sides", "the two"}
)


def _not_statements() -> dict[str, frozenset[str]]:
    return {
        name: frozenset(words) for name, words in load("kinds")["not_statements"].items() if isinstance(words, list)
    }


def _trimmed(text: str, span: Span) -> Span:
    """Without blanks, loose punctuation, the marks of its quotation and the "that" that opens a clause."""
    start, end = span
    if text[start : start + 5].lower() == "that ":
        start += 5
    while start < end and (text[start].isspace() or text[start] in _EDGES):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _EDGES or text[end - 1] == "."):
        if text[end - 1] in _CLOSERS and any(text[i] in _OPENERS for i in range(start, end - 1)):
            break  # closes a quotation that opened inside
        end -= 1
    return Span(start, end)


_OPENERS = '"“‘«'
_CLOSERS = '"”’»'
_EDGES = ',;:"“”‘«»'
