"""Claims of an article: one for each sentence of what is attributed, and what the outlet says in its own voice."""

from __future__ import annotations

from collections.abc import Sequence

from importers.extract.attribution.chains import chain_of
from importers.extract.authority import attribution_type
from importers.extract.checks import back_noun, find_act, find_checks
from importers.extract.clauses import VerbGroup, is_relative, main_group, verb_groups
from importers.extract.commitment import committed
from importers.extract.core import core_of
from importers.extract.drafts import Draft, attributed_drafts, own_drafts
from importers.extract.frames import frame_of
from importers.extract.kinds import denies_itself, kind_of, refuted
from importers.extract.material import Material
from importers.extract.polarity import polarity_of
from importers.extract.quantities import find_quantities
from importers.extract.tokens import Token
from store.records.reading import Attribution, AttributionType, Check, Claim, ClaimDate, Hop, Kind, Polarity
from store.records.span import Span, hull

NEAR_CUE = 60
"""Characters between a cue and a date of utterance outside the content."""


def read_claims(material: Material) -> tuple[Claim, ...]:
    """All claims, in the order of the text; their checks and chains are not yet joined (threads.py does that)."""
    drafts = attributed_drafts(material)
    drafts.extend(own_drafts(material, drafts))
    drafts.sort(key=lambda d: (d.span.start, d.span.end, d.attribution is None, d.attribution or 0))
    said = _said(drafts)
    claims: list[Claim] = []
    seen: set[tuple[Span, Span | None]] = set()
    for draft in drafts:
        claim = _claim(material, draft, said)
        key = (claim.content_span, claim.speaker_span)
        if key not in seen:
            seen.add(key)
            claims.append(claim)
    return tuple(claims)


EVEN = 0.5
"""Likelihood of an attribution from which it takes nothing off its claim's quality; DOUBT is what each point below takes."""
DOUBT = 0.6

Said = dict[int, list[Span]]
"""The pieces of all contents, by sentence."""


def _said(drafts: Sequence[Draft]) -> Said:
    found: Said = {}
    for draft in drafts:
        found.setdefault(draft.sentence, []).extend(draft.pieces)
    return found


def _claim(material: Material, draft: Draft, said: Said) -> Claim:
    text = material.text
    sentence = material.sentences[draft.sentence]
    tokens = material.tokens_in(draft.sentence, draft.pieces)
    groups = verb_groups(tokens)
    core = core_of(tokens)
    untrue = list(refuted(tokens, groups))
    asserted = untrue or tokens[core.start :]
    below = verb_groups(asserted) if core.start or untrue else groups
    attribution = material.attributions[draft.attribution] if draft.attribution is not None else None
    cue = _cue_tokens(material, draft, attribution)
    kind_of_source, chain = _source(material, draft)
    own = attribution is None
    sourced = not own and attribution is not None and attribution.source is not None and kind_of_source != "unspecified"
    outside = _outside(material, draft, said, attribution)
    how = committed(text, cue, tokens, groups, sourced, own, outside, core.start)
    lemmas = [t.lemma for t in cue]
    kind = _kind(material, draft, asserted, below, lemmas, own)
    polarity = _polarity(asserted, below, cue, kind, how.negative, core.negated)
    if untrue:
        kind, polarity = "denial", "-"
    elif kind == "report" and polarity == "-" and not own and denies_itself(asserted, below):
        kind = "denial"
    dates = _dates(material, draft, attribution, said)
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
            text, asserted, below, [material.timexes[i].span for i in material.timexes_in(draft.span)], lemmas
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


def _outside(material: Material, draft: Draft, said: Said, attribution: Attribution | None) -> list[Token]:
    """Tokens of the sentence that belong to no content and no cue."""
    if attribution is None:
        return []
    taken = list(said.get(draft.sentence, ()))
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
        return "meta" if _about_reports(tokens, groups) else kind_of(text, tokens, groups, lemmas)
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


def _about_reports(tokens: Sequence[Token], groups: Sequence[VerbGroup]) -> bool:
    """A judgment of reports and nothing else: "(he called) reports which surfaced abroad likely"."""
    head = next((i for i, t in enumerate(tokens[:4]) if t.tag in ("NN", "NNS")), None)
    if head is None or tokens[head].lemma not in _REPORTS:
        return False
    return all(g.form != "finite" or is_relative(tokens, g) for g in groups)


_REPORTS = frozenset({"report", "allegation", "rumour", "rumor", "claim", "footage", "story"})


def _polarity(
    tokens: Sequence[Token],
    groups: Sequence[VerbGroup],
    cue: Sequence[Token],
    kind: Kind,
    denied: bool,
    doubted: bool,
) -> Polarity:
    polarity = polarity_of(tokens, groups)
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


def _dates(material: Material, draft: Draft, attribution: Attribution | None, said: Said) -> tuple[ClaimDate, ...]:
    """Dates inside the content are those of the event; beside the cue, outside all contents, those of the utterance."""
    found = [ClaimDate(i, "event") for p in draft.pieces for i in material.timexes_in(p)]
    if attribution is None or attribution.cue is None:
        return tuple(found)
    place = material.sentence_at(attribution.cue.start)
    if place is None:
        return tuple(found)
    near = Span(attribution.cue.start, attribution.cue.end)
    if attribution.source is not None and material.sentence_at(attribution.source.start) == place:
        both = hull((near, attribution.source))
        if not any(p.overlaps(both) for p in said.get(place, ()) if not p.overlaps(near)):
            near = both  # not where another content stands between: "X said that …, and warned that …"
    contents = said.get(place, [])
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
    value -= DOUBT * max(0.0, EVEN - attribution.quality)
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
