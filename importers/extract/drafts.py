"""Which stretches of an article make a claim: the sentences of what is attributed, and what the outlet says itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from importers.extract.checks import find_checks
from importers.extract.clauses import verb_groups
from importers.extract.layout import is_boilerplate
from importers.extract.lexicon import load
from importers.extract.material import Material
from importers.extract.own_voice import own_parts
from importers.extract.tokens import Token
from store.records.reading import Attribution
from store.records.span import Span, hull

MIN_QUOTED = 6
"""Words of a quotation without a verb from which it can stand as a claim: less is a scrap of somebody's wording."""

_TELLS = ("+ as_post", "+ as_pre", "+ post_clause", "+ inv_clause", "+ that", "+ post_quote", "+ inv_quote")
"""Readings whose content is what was told: "…, as the Courier first reported"."""

MIN_NOUNS = 3
"""Words of a noun phrase from which it can stand as a claim: "slammed the West" says nothing that could hold or not."""

SAME_CONTENT = 0.7
"""Share of the union from which two contents of one sentence count as one."""


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


def attributed_drafts(material: Material) -> list[Draft]:
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
            pieces = tuple(p for p in pieces if p.start < p.end and not _is_lead_in(material, sentence, p))
            if not pieces or is_boilerplate(material.text, span):
                continue
            if material.sentences[sentence].role in ("byline", "credit", "caption", "dateline"):
                continue
            if material.text[hull(pieces).start : hull(pieces).end].rstrip("\"”’' ").endswith("?"):
                continue
            if not any(t.tag[:2] in ("NN", "VB", "JJ", "MD", "CD", "PR") for t in material.tokens_in(sentence, pieces)):
                continue
            pieces = (_with_matrix(material, sentence, attribution, pieces[0]), *pieces[1:])
            for part in _split_at_colon(material.text, pieces):
                drafts.append(Draft(sentence, part, index, attribution.rule))
    return _without_doubles(material, drafts)


def _with_matrix(material: Material, sentence: int, attribution: Attribution, piece: Span) -> Span:
    """The piece with the "It is unlikely that" that opens its sentence: it belongs to what is claimed."""
    before = [t for t in material.tokens[sentence] if t.end <= piece.start]
    words = [t for t in before if t.tag not in ("``", "PUNCT")]
    if not 3 <= len(words) <= 9 or words[0].lower not in ("it", "there") or words[-1].lower != "that":
        return piece
    start = words[0].start
    taken = [s for s in (attribution.source, attribution.cue) if s is not None]
    return piece if any(start < s.end and s.start < piece.start for s in taken) else Span(start, piece.end)


def _split_at_colon(text: str, pieces: tuple[Span, ...]) -> list[tuple[Span, ...]]:
    """Pieces on both sides of "…, according to X: …" are two statements."""
    if len(pieces) == 2 and text[pieces[0].end : pieces[1].start].rstrip(" \"“'‘").endswith(":"):
        return [(pieces[0],), (pieces[1],)]
    return [pieces]


def _is_statement(material: Material, index: int) -> bool:
    """Whether the attribution tells that something is so: not a wish or a plan in a noun or infinitive, not a refusal to tell."""
    attribution = material.attributions[index]
    sentence = material.sentence_at(attribution.content[0].start)
    if sentence is None:
        return False
    if attribution.cue is None:
        return True
    pieces = tuple(p for p in attribution.content if not _is_lead_in(material, sentence, p))
    if not pieces:
        return False
    content = hull(pieces)
    cue = [t for t in material.tokens[sentence] if attribution.cue.start <= t.start < attribution.cue.end]
    if any(
        check.span.overlaps(attribution.cue) for check in find_checks(material.text, material.sentences[sentence].span)
    ):
        return False
    lemmas = {t.lemma for t in cue} | {t.lower for t in cue}
    tokens = material.tokens_in(sentence, pieces)
    if not tokens:
        return True
    if {"first", "report"} <= lemmas and not attribution.rule.endswith(_TELLS):
        return False  # "was first reported by": about the reporting
    if (
        tokens[0].tag == "IN"
        and tokens[0].lower not in ("that", "if", "whether", "because", "as")
        and not any(g.form == "finite" for g in verb_groups(tokens))
    ):
        return False
    quoted = material.text[max(0, content.start - 1)] in "\"“'‘" or tokens[0].tag == "``"
    if tokens[0].lower == "that" and lemmas & _not_statements()["with_that"]:
        return True
    if lemmas & _not_statements()["always"] and not quoted:
        return False
    opener = next((t for t in tokens if t.tag not in ("``", "PUNCT")), tokens[0])
    if opener.tag in ("WP", "WRB") and not quoted:
        followed = tokens[min(len(tokens) - 1, tokens.index(opener) + 1)]
        if followed.tag == "TO" or lemmas & _not_statements()["not_with_what"]:
            return False
    groups = verb_groups(tokens)
    scrap = not quoted or len(tokens) < MIN_QUOTED
    if not groups and scrap and not _says_by_noun(material, sentence, tokens, lemmas):
        return False
    told = any(g.form == "finite" for g in groups) or any(t.tag in ("TO", "VBG") for t in tokens)
    if groups and scrap and not told and not lemmas & _not_statements()["with_noun"]:
        return False
    if (
        scrap
        and opener.tag in ("VBD", "VBZ", "MD")
        and attribution.form not in ("passive", "adverb")
        and not attribution.rule.endswith("gap")
    ):
        return False
    if not groups and not lemmas & _not_statements()["with_noun"] and (not quoted or len(tokens) < MIN_QUOTED):
        return False
    finite = any(g.form == "finite" for g in groups)
    infinitive = tokens[0].tag == "TO"
    if infinitive and not quoted and not lemmas & _not_statements()["though_infinitive"]:
        return False
    acts = bool(lemmas & _not_statements()["unless_clause"])
    if attribution.inside is not None and acts and not quoted:
        return finite and not infinitive
    return not ((acts or infinitive) and not finite and not quoted) or bool(
        lemmas & _not_statements()["though_infinitive"]
    )


def _says_by_noun(material: Material, sentence: int, tokens: Sequence[Token], lemmas: set[str]) -> bool:
    """Whether a noun phrase says enough by itself, dates left aside: "denied the report", "confirmed 40 deaths in the port"."""
    dates = [material.timexes[i].span for i in material.timexes_in(material.sentences[sentence].span)]
    words = [
        t
        for t in tokens
        if t.tag not in ("PUNCT", "``", "''", "DT", "POS") and not any(d.start <= t.start < d.end for d in dates)
    ]
    lists = _not_statements()
    if lemmas & lists["with_noun_of_saying"]:
        return any(t.tag in ("NN", "NNS") and t.lemma in lists["nouns_of_saying"] for t in words)
    if lemmas & lists["with_number"]:
        return any(t.tag == "CD" for t in words)
    return len(words) >= MIN_NOUNS


def _is_lead_in(material: Material, sentence: int, piece: Span) -> bool:
    """Whether a piece only leads up to the saying: "When asked about the plan, (she said)", "Speaking in Oslo, …"."""
    tokens = material.tokens_in(sentence, (piece,))
    if not tokens or piece.start > material.sentences[sentence].span.start + 2:
        return False
    first = tokens[1] if len(tokens) > 1 and tokens[0].lower in ("when", "while", "after", "as") else tokens[0]
    if first.tag not in ("VBN", "VBG", "VBD") or first.lemma not in _not_statements()["leads_in"]:
        return False
    return not any(g.form == "finite" and tokens[g.first] is not first for g in verb_groups(tokens)[:2])


def _without_doubles(material: Material, drafts: list[Draft]) -> list[Draft]:
    """Of contents that are nearly one, the one with a source stays; a sourceless one keeps only what no sourced one holds."""
    kept: dict[int, list[Draft]] = {}
    order = sorted(
        drafts, key=lambda d: (d.sentence, _rank(material.attributions[d.attribution or 0]), d.span.start, -d.span.end)
    )
    for draft in order:
        rivals = kept.setdefault(draft.sentence, [])
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
        rivals.append(draft)
    return [draft for drafts in kept.values() for draft in drafts]


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


def own_drafts(material: Material, attributed: Sequence[Draft]) -> list[Draft]:
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
        place = material.sentence_at(attribution.cue.start)
        if place is not None:
            by_sentence.setdefault(place, []).extend(s for s in (attribution.source, attribution.cue) if s is not None)
    drafts: list[Draft] = []
    for index, sentence in enumerate(material.sentences):
        if sentence.role not in ("prose", "heading") or is_boilerplate(material.text, sentence.span):
            continue
        for part, whole in own_parts(material.text, sentence, material.tokens[index], by_sentence.get(index, ())):
            drafts.append(Draft(index, (part,), None, "own voice" if whole else "own voice, part"))
    return drafts


@lru_cache(maxsize=1)
def _not_statements() -> dict[str, frozenset[str]]:
    return {
        name: frozenset(words) for name, words in load("kinds")["not_statements"].items() if isinstance(words, list)
    }


def _trimmed(text: str, span: Span) -> Span:
    """Without blanks, loose punctuation, the marks of its quotation and the "that" that opens a clause."""
    start, end = span
    if text[start : start + 5].lower() == "that ":
        start += 5
    while start < end and (text[start].isspace() or text[start] in _EDGES or text[start : start + 2] in _DASHES):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _EDGES or text[end - 1] == "."):
        if text[end - 1] in _CLOSERS and any(text[i] in _OPENERS for i in range(start, end - 1)):
            break  # closes a quotation that opened inside
        end -= 1
    return Span(start, end)


_OPENERS = '"“‘«'
_CLOSERS = '"”’»'
_EDGES = ',;:"“”‘«»'
_DASHES = ("- ", "– ", "— ")
