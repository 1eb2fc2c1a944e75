"""What the outlet says in its own voice: sentences, or the parts of them that nobody else is given for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from importers.extract.checks import back_noun
from importers.extract.clauses import NOUNS, VerbGroup, main_group, verb_groups
from importers.extract.tokens import Token
from store.records.reading import Sentence
from store.records.span import Span

MIN_TOKENS = 3
"""Words that a sentence must have to assert something."""

MIN_PART = 5
"""Words that a part of a sentence must have, beside what is attributed."""

_EDGE_TAGS = frozenset({"IN", "CC", "PUNCT", "WDT", "WP", "WRB", "DT", "TO", "``", "''", "RB", "MD"})
_EDGE_LAST = _EDGE_TAGS | {"VBD", "VBZ", "VBP", "PRP$", "JJ"}
_SUBJECTS = NOUNS | {"PRP", "DT", "CD", "EX"}


def own_parts(
    text: str, sentence: Sentence, tokens: Sequence[Token], attributed: Iterable[Span]
) -> Iterator[tuple[Span, bool]]:
    """Parts of a sentence that assert something outside the attributed spans; with each, whether it is the whole sentence.

    Whole sentences are split where two full clauses are joined ("…, and Y went …"); questions assert nothing.
    """
    if not tokens or tokens[-1].text == "?" or (len(tokens) > 1 and tokens[-2].text == "?"):
        return
    covered = sorted(attributed)
    if not covered:
        if sentence.role == "heading":
            if _asserts_heading(tokens):
                yield _span(text, tokens), True
            return
        if len(tokens) < MIN_TOKENS or not any(g.form == "finite" for g in verb_groups(tokens)):
            return
        clauses = list(_clauses(tokens))
        for clause in clauses:
            yield _span(text, clause), len(clauses) == 1
        return
    if sentence.role == "heading":
        return
    for part in _gaps(tokens, covered):
        trimmed = _trim(part)
        if len(trimmed) >= MIN_PART and not _is_cut(tokens, part, trimmed) and _asserts(trimmed):
            for clause in _clauses(trimmed):
                yield _span(text, clause), False


def _gaps(tokens: Sequence[Token], covered: Sequence[Span]) -> Iterator[list[Token]]:
    current: list[Token] = []
    for token in tokens:
        start, end = token.start, token.end
        if any(s[0] < end and start < s[1] for s in covered):
            if current:
                yield current
            current = []
        else:
            current.append(token)
    if current:
        yield current


def _trim(tokens: Sequence[Token]) -> list[Token]:
    first, last = 0, len(tokens)
    if tokens[0].lower == "according":  # a source that nothing else was made of
        first = next((i + 1 for i, t in enumerate(tokens[:20]) if t.text in (":", ",")), 0)
    while first < last and tokens[first].tag in ("IN", "CC", "PUNCT", "``", "''") and not _opens_phrase(tokens, first):
        first += 1
    while last > first and (
        tokens[last - 1].tag in _EDGE_TAGS
        or (tokens[last - 1].tag == "VBG" and last - first > 1 and tokens[last - 2].tag == "PUNCT")
    ):
        last -= 1
    kept = list(tokens[first:last])
    # "… as part what": a phrase that only led to what is attributed
    for size in (2, 3):
        if (
            len(kept) > size
            and kept[-size].lower in ("as", "after", "amid", "because", "since")
            and tokens[last - 1 : last + 1] != kept[-1:]
        ):
            return kept[:-size]
    return kept


def _is_cut(tokens: Sequence[Token], part: Sequence[Token], trimmed: Sequence[Token]) -> bool:
    """Whether a part is no clause of its own: it hangs on a conjunction before it, or breaks off before its object."""
    first = part.index(trimmed[0])
    if any(t.lower in _SUBORDINATORS for t in part[:first]) or trimmed[0].tag in ("VBN", "VBG", "VB"):
        return True
    end = part.index(trimmed[-1]) + 1
    behind = part[end] if end < len(part) else next((t for t in tokens if t.start >= part[-1].end), None)
    return behind is not None and behind.tag not in ("PUNCT", "CC", "''", "``", "WDT", "WP")


_SUBORDINATORS = frozenset(
    {"if", "when", "whether", "although", "though", "while", "because", "unless", "until", "than", "whereas", "where"}
)


def _opens_phrase(tokens: Sequence[Token], first: int) -> bool:
    """ "In July, …" opens the clause; "after the …" left over from one does too only before a comma."""
    if tokens[first].tag != "IN" or tokens[first].lower in ("that", "if", "as", "than", "because"):
        return False
    return any(t.text == "," for t in tokens[first : first + 8])


def _asserts(tokens: Sequence[Token]) -> bool:
    """A subject and a finite verb with something after it, in no relative or adverbial clause."""
    groups = verb_groups(tokens)
    main = main_group(tokens, groups)
    if main is None or main.form != "finite" or main.last + 1 >= len(tokens):
        return False
    if (
        back_noun(tokens) is not None
        or tokens[0].tag in ("WDT", "WP", "WRB")
        or tokens[0].lower in ("that", "which", "who")
    ):
        return False
    if tokens[main.head].lemma in _SAYING and len(tokens) - main.last <= 6:
        return False  # "…, the ministry said on Monday" without what was said
    return any(t.tag in _SUBJECTS for t in tokens[: main.first])


_SAYING = frozenset(
    {"say", "tell", "add", "report", "announce", "state", "write", "note", "claim", "warn", "believe", "think"}
)


def _asserts_heading(tokens: Sequence[Token]) -> bool:
    """A heading with a subject and a verb: "Secret services suspect …"."""
    if tokens[0].tag == "``" or tokens[0].text in "\"“'‘" or len(tokens) < MIN_TOKENS:
        return False
    groups = [g for g in verb_groups(tokens) if g.form == "finite" and g.first > 0]
    return any(
        any(t.tag in NOUNS or t.tag == "PRP" for t in tokens[: g.first]) and g.last + 1 < len(tokens) for g in groups
    )


def _clauses(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Full clauses joined by a comma (or semicolon) and a conjunction, each with its own subject and finite verb."""
    groups = verb_groups(tokens)
    cuts: list[int] = []
    for i in range(2, len(tokens) - 3):
        if tokens[i].tag == "CC" and tokens[i].lower in ("and", "but") and tokens[i - 1].text in (",", ";"):
            if _full_after(tokens, groups, i + 1) and _full_before(tokens, groups, cuts[-1] if cuts else 0, i - 1):
                cuts.append(i)
        elif (
            tokens[i].text == ";"
            and _full_after(tokens, groups, i + 1)
            and _full_before(tokens, groups, cuts[-1] if cuts else 0, i)
        ):
            cuts.append(i)
    if not cuts:
        yield list(tokens)
        return
    first = 0
    for cut in [*cuts, len(tokens)]:
        clause = list(tokens[first:cut])
        while clause and clause[-1].text in (",", ";"):
            clause.pop()
        while clause and (clause[0].tag == "CC" or clause[0].text in (",", ";")):
            clause.pop(0)
        if clause:
            yield clause
        first = cut


def _full_after(tokens: Sequence[Token], groups: Sequence[VerbGroup], start: int) -> bool:
    following = next((g for g in groups if g.first >= start), None)
    if following is None or following.form != "finite" or not 0 < following.first - start <= 9:
        return False
    between = tokens[start : following.first]
    return (
        between[0].tag in _SUBJECTS | {"PRP$", "JJ", "RB"}
        and any(t.tag in _SUBJECTS for t in between)
        and not any(t.tag in ("PUNCT", "WDT", "WP", "CC") for t in between)
    )


def _full_before(tokens: Sequence[Token], groups: Sequence[VerbGroup], start: int, end: int) -> bool:
    return any(g.form == "finite" and start < g.first and g.last < end for g in groups) and tokens[start].lower not in (
        "if",
        "when",
        "while",
        "although",
        "because",
        "as",
    )


def _span(text: str, tokens: Sequence[Token]) -> Span:
    start, end = tokens[0].start, tokens[-1].end
    while end > start and text[end - 1] in ".;, ":
        end -= 1
    return Span(start, max(end, start + 1))
