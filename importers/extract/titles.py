"""The line under which an event stands: a finite clause with its subject, without date words, quotation marks and loose ends."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from importers.extract.attribution.lines import SUBJECT_PRONOUNS, TIME_NOUNS
from importers.extract.clauses import FINITE, NOUNS, VerbGroup, is_relative, main_group, verb_groups
from importers.extract.core import core_of
from importers.extract.material import Material
from importers.extract.title_subjects import named_subject
from importers.extract.tokens import Token
from store.records.reading import Claim
from store.records.span import Span

TITLE_LENGTH = 90
"""Characters of a title at most."""

LEAD = 2
"""Index of the last sentence of the lead."""

Kept = list[Token]

_FIRST_PERSON = frozenset({"i", "we", "my", "our", "us", "me"})
_BEFORE_DATE = frozenset(
    {"for", "on", "in", "at", "by", "since", "from", "until", "till", "during", "over", "this", "just", "only", "early", "late", "around", "about", "after", "before", "shortly"}
)  # fmt: skip
_PART_OF_DAY = frozenset({"night", "morning", "evening", "afternoon", "eve", "end", "start", "beginning", "middle", "half", "hours", "days", "weeks"})  # fmt: skip
_OPENS = frozenset({"that", "and", "but", "so", "because", "yet", "however", "meanwhile", "moreover", "also", "still", "then", "thus", "therefore", "which", "who", "-", "–", "—", "*", "•"})  # fmt: skip
_CLAUSE_MARKS = frozenset({",", ";", "—", "–", "--", ":", "-", "("})
_SUBORDINATORS = frozenset({"which", "who", "where", "while", "although", "though", "because", "as", "after", "before", "when", "whereas", "unless", "until", "if", "since", "whose", "including", "amid", "so"})  # fmt: skip
_DANGLING_TAGS = frozenset({"IN", "TO", "DT", "CC", "PRP$", "MD", "WDT", "WP", "WRB", "``", "PUNCT", "POS"})
_DANGLING_WORDS = frozenset({"more", "most", "as", "such", "very", "not", "than", "both", "either", "neither", "no", "well", "up", "part", "also", "only", "even", "just", "so", "because", "due", "other", "soon", "early", "late"})  # fmt: skip
_MEASURES = frozenset({"at", "around", "about", "over", "under", "up", "as", "than", "like", "another", "per"})
"""Words that open a count ("at least 57 people")."""
_CLOSED = {")": "(", "]": "["}


def title_of(material: Material, claim: Claim, uttered: bool) -> str:
    """The claim in one line that a person could have written; "" where it holds no clause that could stand alone.

    `uttered`: only the saying is dated; then, and where the words are in the first person, the speaker's name opens the line.
    """
    place = material.sentence_at(claim.sentence.start)
    tokens = material.tokens_in(place, claim.content) if place is not None else []
    core = core_of(tokens)
    kept = _without_broken_opening(_opened(_undated(material, tokens[core.start :])))
    main = main_group(kept, verb_groups(kept))
    if main is not None and is_relative(kept, main):
        kept = _without_relative(kept, main)
        main = main_group(kept, verb_groups(kept)) if kept else None
    if not kept or kept[0].lower in ("if", "whether", "unless") or kept[0].tag in ("WRB", "WP", "WDT"):
        return ""
    if main is not None and main.form == "finite" and (_hangs(kept, main) or _does_so(kept, main)):
        return ""
    if main is None or main.form != "finite" or not _has_subject(kept, main) or _is_subordinate(kept, main):
        return _phrase(material, claim, kept, place)
    speaker = material.actors.get(claim.speaker) if claim.speaker is not None else None
    name = named_subject(material, claim, kept, main, speaker)
    replaced = bool(name)
    prefix = ""
    if not replaced and claim.speaker_span is not None:
        own_words = any(t.lower in _FIRST_PERSON and t.text != "US" for t in kept[: main.last + 2])
        who = speaker.name if speaker is not None else " ".join(claim.speaker_span.of(material.text).split())
        if (
            (uttered or own_words or _denies(material, claim))
            and len(who) <= TITLE_LENGTH // 2
            and who.lower() not in SUBJECT_PRONOUNS
        ):
            prefix = f"{who} denies that " if _denies(material, claim) else f"{who}: "
    if not prefix and not replaced and kept[0].lower in ("i", "we", "my", "our"):
        return ""  # nobody says who "we" are
    rest = kept[1:] if replaced else kept
    shift = 1 if replaced else 0
    moved = main._replace(first=main.first - shift, last=main.last - shift, head=main.head - shift)
    room = TITLE_LENGTH - len(prefix) - (len(name) + 1 if replaced else 0)
    whole = _shortened(material.text, rest, moved, room)
    if whole and whole[-1].lemma in ("be", "have") and whole[-1].tag != "VB":
        return ""  # "This war has been": what it has been went with the date
    line = _text(material.text, whole)
    if replaced and line:
        line = f"{name} {line}"
    if not line:
        line = _text(material.text, kept)
        line = line[: TITLE_LENGTH - len(prefix)].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    line = prefix + line
    return line[:1].upper() + line[1:]


def _phrase(material: Material, claim: Claim, kept: Kept, place: int | None) -> str:
    """A line where the content is no clause: "X denies a role in the sinking"; the words themselves, in the lead only."""
    comma = next((i for i, t in enumerate(kept) if t.text == ","), len(kept))
    line = _text(material.text, _whole(kept[:comma]))
    if kept[0].tag in ("TO", "VB", "VBG", "VBN") or (claim.attribution is not None and claim.kind != "denial"):
        return ""
    if not line or (claim.kind != "denial" and (place is None or place > LEAD)):
        return ""
    if claim.kind == "denial" and claim.speaker_span is not None:
        speaker = material.actors.get(claim.speaker) if claim.speaker is not None else None
        who = speaker.name if speaker is not None else " ".join(claim.speaker_span.of(material.text).split())
        line = f"{who} denies {line}"
    if len(line) > TITLE_LENGTH:
        line = line[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    return line[:1].upper() + line[1:]


def _denies(material: Material, claim: Claim) -> bool:
    """Whether the cue is a word of denying, so that the content alone would say the opposite of what is said."""
    return (
        claim.kind == "denial"
        and claim.cue is not None
        and any(word in claim.cue.of(material.text).lower() for word in ("den", "refut", "reject", "dismiss", "disput"))
    )


def _is_subordinate(tokens: Sequence[Token], main: VerbGroup) -> bool:
    """Whether the only clause hangs on something before it that is none: "all of its duties, although it regards …"."""
    comma = next((i for i in range(main.first - 1, 0, -1) if tokens[i].text == ","), None)
    return comma is not None and tokens[comma + 1].lower in _SUBORDINATORS and comma + 1 < main.first


def _does_so(tokens: Sequence[Token], main: VerbGroup) -> bool:
    """ "He did so in parliament": what was done stands elsewhere."""
    after = tokens[main.last + 1] if main.last + 1 < len(tokens) else None
    return tokens[main.head].lemma == "do" and after is not None and after.lower == "so"


def _hangs(tokens: Sequence[Token], main: VerbGroup) -> bool:
    """Whether a preposition or conjunction opens the line and nothing stands free of it: "In an article penned", "Although it rained"."""
    first = tokens[0]
    if first.lower not in _SUBORDINATORS and first.tag not in ("IN", "TO"):
        return False
    before = tokens[: main.first]
    if first.tag == "TO" or first.lower in ("although", "though", "while", "because", "whereas"):
        return not any(t.text == "," for t in tokens)
    if any(t.text == "," or t.tag in ("PRP", "EX") for t in before) or first.lower in _MEASURES:
        return False
    return len(before) > 1 and before[1].tag != "CD"


def _without_relative(tokens: Kept, main: VerbGroup) -> Kept:
    """ "a convoy [that] unloaded 40 crates": the phrase and its relative clause as a sentence; [] where it can't be one."""
    pronoun = main.first - 1
    if pronoun < 1 or tokens[pronoun].lower not in ("that", "which", "who") or tokens[pronoun - 1].text == ",":
        return []
    return tokens[:pronoun] + tokens[main.first :]


def _undated(material: Material, tokens: Sequence[Token]) -> Kept:
    """The tokens without the dates that stand beside the line anyway, and the prepositions that lead to them."""
    if not tokens:
        return []
    dropped: set[int] = set()
    starts = [t.start for t in tokens]
    for i in material.timexes_in(Span(tokens[0].start, tokens[-1].end)):
        timex = material.timexes[i]
        if timex.type not in ("DATE", "TIME"):
            continue
        at = range(bisect_left(starts, timex.span.start), bisect_left(starts, timex.span.end))
        if not at:
            continue
        first = at[0]
        joint = first
        while joint > 0 and tokens[joint - 1].lower in (",", "and", "or"):
            joint -= 1
        if 0 < joint < first and joint - 1 in dropped:
            dropped.update(range(joint, at[-1] + 1))  # "in August, September or October" goes as a whole
            continue
        if not _is_loose(tokens, at[0], at[-1]):
            continue
        while first > 0 and tokens[first - 1].lower in ("the", "of") and _part_of_day(tokens, first - 1):
            first -= 1
        while first > 0 and (
            tokens[first - 1].lower in _BEFORE_DATE
            or tokens[first - 1].lower in _PART_OF_DAY
            or (
                tokens[first - 1].lower in ("the", "of")
                and first - 1 not in dropped
                and _part_of_day(tokens, first - 1)
            )
        ):
            first -= 1
        dropped.update(range(first, at[-1] + 1))
        if first == 0 and at[-1] + 1 < len(tokens) and tokens[at[-1] + 1].text == ",":
            dropped.add(at[-1] + 1)
        elif (
            first > 0
            and tokens[first - 1].text == ","
            and (at[-1] + 1 >= len(tokens) or tokens[at[-1] + 1].text in (",", "."))
        ):
            dropped.add(first - 1)
    return [t for k, t in enumerate(tokens) if k not in dropped and t.tag not in ("``", "''")]


def _part_of_day(tokens: Sequence[Token], i: int) -> bool:
    """ "the [night of] May 3": whether the word at i belongs to the date."""
    if tokens[i].lower == "of":
        return i > 0 and tokens[i - 1].lower in _PART_OF_DAY
    return i + 1 < len(tokens) and tokens[i + 1].lower in _PART_OF_DAY


def _is_loose(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a date can be left out: not "a 2014 law", "the embargo of 2016", "Thursday's fire", "August will be hot"."""
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    before = tokens[first - 1] if first else None
    if after is not None and (after.tag == "POS" or after.lower in ("'s", "’s")):
        return False
    if before is not None and before.lower in ("of", "than", "between", "and", "or", "to"):
        return before.lower == "of" and _part_of_day(tokens, first - 1)
    if after is not None and after.tag in NOUNS and tokens[last].end + 1 >= after.start:
        if tokens[first].lower in ("the", "a", "an", "last", "next") and after.tag != "NNP" and first:
            return False  # "the winter offensive"
        if tokens[first].lower in ("the", "a", "an"):
            return False
        if before is not None and before.tag in ("DT", "PRP$", "JJ", "POS", "CD", "NN", "NNP"):
            return False
        if before is None or before.tag == "IN":
            return after.tag == "NNP" or before is None  # "in February talks"
    modified = before is not None and before.tag in ("DT", "JJ", "PRP$", "POS", "VBN")
    if modified and tokens[first].tag != "DT":
        return False
    opens = before is None or (before.lower in _SUBORDINATORS and before.lower not in ("since",))
    return not (after is not None and after.tag in ("MD", "VBZ", "VBD", "VBP") and opens)


def _opened(tokens: Kept) -> Kept:
    """Without conjunctions and connecting adverbs at the head, and marks at either end."""
    first, last = 0, len(tokens)
    while first < last and (tokens[first].tag == "PUNCT" or tokens[first].lower in _OPENS):
        first += 1
    while last > first and tokens[last - 1].tag == "PUNCT" and tokens[last - 1].text not in (")", "]", "%"):
        last -= 1
    return tokens[first:last]


def _without_broken_opening(tokens: Kept) -> Kept:
    """Without an opening phrase whose participle has lost its date: "Under an annex published [on Monday], trade …"."""
    comma = next((i for i, t in enumerate(tokens[:12]) if t.text == ","), 0)
    if comma > 1 and tokens[0].tag == "IN" and tokens[comma - 1].tag in ("VBN", "VBD"):
        return _opened(tokens[comma + 1 :])
    return tokens


def _has_subject(tokens: Sequence[Token], main: VerbGroup) -> bool:
    return any(
        t.tag in NOUNS or t.tag in ("PRP", "EX", "CD") or (t.tag == "DT" and k + 1 == main.first)
        for k, t in enumerate(tokens[: main.first])
        if t.lower not in TIME_NOUNS
    )


def _shortened(text: str, tokens: Kept, main: VerbGroup, room: int) -> Kept:
    """As much of the clause as there is room for, ended where a clause or at least a phrase ends."""
    if _length(text, tokens) <= room:
        return _whole(tokens)
    tokens = _without_opening_phrase(tokens, main)
    main = main_group(tokens, verb_groups(tokens)) or main
    if _length(text, tokens) <= room:
        return _whole(tokens)
    weak: Kept = []
    strong: Kept = []
    depth = 0
    for i in range(main.last + 2, len(tokens)):
        token = tokens[i]
        depth += (token.text in "([") - (tokens[i - 1].text in ")]")
        if depth > 0 and token.text not in "([":
            continue
        candidate = _whole(tokens[:i], cut=True)
        if len(candidate) <= main.last + 1:
            continue
        if _length(text, candidate) > room:
            break
        clause = token.tag == "CC" and any(t.tag in FINITE or t.tag == "MD" for t in tokens[i + 1 : i + 9])
        if token.text in _CLAUSE_MARKS or token.lower in _SUBORDINATORS or token.tag in ("WDT", "WP", "WRB") or clause:
            strong = candidate
        elif (token.tag == "IN" and token.lower not in ("of", "that")) or token.tag in ("TO", "CC", "VBG"):
            weak = candidate
    if strong and (not weak or len(strong) >= 0.6 * len(weak)):
        return strong
    return weak or strong


def _without_opening_phrase(tokens: Kept, main: VerbGroup) -> Kept:
    """Without what leads up to the subject: "In the capital, …", "While the talks go on, …"."""
    comma = next((i for i in range(main.first - 1, 0, -1) if tokens[i].text == ","), None)
    if comma is None or tokens[0].tag not in ("IN", "VBG", "VBN", "RB", "WRB", "TO"):
        return tokens
    return (
        tokens[comma + 1 :]
        if _has_subject(tokens[comma + 1 :], main._replace(first=main.first - comma - 1))
        else tokens
    )


def _whole(tokens: Sequence[Token], cut: bool = False) -> Kept:
    """Without words at the end that lead to nothing; where the clause was cut, without an infinitive that lost its object."""
    last = len(tokens)
    if cut and last > 2 and tokens[last - 1].tag == "VB" and tokens[last - 2].tag == "TO":
        last -= 2
    while last and (
        tokens[last - 1].lower in _DANGLING_WORDS
        or (tokens[last - 1].tag in _DANGLING_TAGS and tokens[last - 1].text not in (")", "]", "%"))
        or (last > 1 and tokens[last - 1].lower == "one" and tokens[last - 2].tag == "IN")
        or (last > 1 and tokens[last - 1].lower in ("long", "far") and tokens[last - 2].lower == "as")
    ):
        owned = tokens[last - 1].tag == "POS"
        last -= 1
        while owned and last and tokens[last - 1].tag in ("NN", "NNS", "NNP", "JJ", "CD", "PRP$", "DT"):
            last -= 1  # "in the city's" without what is the city's
    return list(tokens[:last])


def _length(text: str, tokens: Sequence[Token]) -> int:
    return len(_text(text, tokens))


def _text(text: str, tokens: Sequence[Token]) -> str:
    """The words as they stand in the text, one blank where there was any or where something was left out."""
    out = ""
    for k, token in enumerate(tokens):
        glued = k > 0 and tokens[k - 1].end == token.start
        mark = token.text in (",", ";", ":", ".", "?", "!", ")", "]", "%")
        opened = k > 0 and tokens[k - 1].text in ("(", "[")
        out += token.text if not out or glued or mark or opened else " " + token.text
    return out
