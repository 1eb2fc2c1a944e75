"""What the extractor reads in one article. All spans are places in the text that was read."""

from __future__ import annotations

from typing import Literal

from store.records.record import record
from store.records.span import Interval, Precision, Span, hull

SentenceRole = Literal["prose", "heading", "dateline", "byline", "credit", "caption"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Anchor = Literal["publication", "utterance", "previous", "none"]
DateRole = Literal["event", "utterance", "publication"]
AttributionType = Literal[
    "named_official", "institution", "outlet_voice", "commentator", "unnamed_described", "unspecified"
]
Kind = Literal["report", "intent", "forecast", "opinion", "denial", "meta"]
Certainty = Literal["CT", "PR", "PS", "U"]
Polarity = Literal["+", "-", "u"]
Commitment = Literal["explicit", "asserted", "very_likely", "likely", "distanced", "possible", "rumour"]
"""GRADING.md, part C, strongest first; each has one `certainty`: CT CT PR PR U PS U."""
Verification = Literal["official_act", "no_detail", "unverified", "no_evidence"]
"""GRADING.md, part V."""
ActorKind = Literal["person", "organisation", "place", "group", "media", "unknown"]
CreditRole = Literal["text_contribution", "first_report", "translation"]
EventStatus = Literal["reported", "planned", "denied", "disputed"]
CueForm = Literal["direct", "indirect", "mixed", "noun", "according", "adverb", "passive", "headline", "continued"]

CERTAINTY_OF: dict[Commitment, Certainty] = {
    "explicit": "CT",
    "asserted": "CT",
    "very_likely": "PR",
    "likely": "PR",
    "distanced": "U",
    "possible": "PS",
    "rumour": "U",
}


@record
class Sentence:
    """A sentence, heading or other line. `paragraph` counts from 1."""

    span: Span
    paragraph: int
    role: SentenceRole = "prose"


@record
class Timex:
    """A time expression, resolved as far as its anchor allows.

    `value` is TIMEX3; `interval` is ISO 8601 with both ends inclusive; all three are None (or open) where the
    expression can't be placed. `rule` names the rule in the data files that made it; `alternatives` are EDTF.
    """

    span: Span
    text: str
    type: TimexType
    value: str | None
    edtf: str | None
    interval: Interval
    precision: Precision
    anchor: Anchor
    rule: str
    alternatives: tuple[str, ...] = ()


@record
class Attribution:
    """Who (source) says (cue) what (content, in one or more pieces). `rule` names what found it.

    `source` is None where nobody is named ("reportedly"); `cue` is None where a quotation runs on without one.
    `speaker` is the key of the actor that the source stands for, where it is known; `inside` is the index of the
    attribution whose content this one stands in (a chain), `continues` of the one that it runs on from.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    form: CueForm
    rule: str
    speaker: str | None = None
    inside: int | None = None
    continues: int | None = None
    quality: float = 1.0
    """How sure the reader is that this attribution stands, 0..1."""


@record
class Actor:
    """Somebody or something that speaks or acts. `key` is the folded canonical name, alike in every article."""

    key: str
    name: str
    kind: ActorKind
    roles: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@record
class Mention:
    """A place where an actor is named, titled or pointed to."""

    span: Span
    actor: str


@record
class Hop:
    """One link of a claim's chain, from the speaker towards the origin.

    `type` says what stands there ("unspecified" for bare "reports"); `actor` is its key where it is known.
    """

    label: str
    relation: Literal["told", "citing", "via", "first_reported_by", "reports"]
    type: AttributionType
    actor: str | None = None
    span: Span | None = None


@record
class Hedge:
    """Words that weaken or strengthen a commitment, and whose they are."""

    span: Span
    text: str
    strength: Commitment
    by: Literal["speaker", "outlet"] = "speaker"


@record
class Check:
    """Words about verification, of this statement or pointing back to it."""

    span: Span
    text: str
    kind: Verification


@record
class Quantity:
    """A number with what it counts and what happens to that: (six) (officers) (killed). `high` is None where open."""

    span: Span
    text: str
    low: float | None
    high: float | None
    thing: str | None
    role: str | None


@record
class Frame:
    """What a content asserts, in a form in which two contents can be compared without their wording.

    `actors` are keys, the agent first where one is found; `predicate` is a class of the lexicon, or a lemma;
    `objects`, `places` and `words` are folded lemmas or place keys, sorted.
    """

    actors: tuple[str, ...]
    predicate: str
    objects: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@record
class ClaimDate:
    """A time expression of the article (its index in Reading.timexes) in its part in a claim."""

    timex: int
    role: DateRole


@record
class Claim:
    """One claim, built from an attribution (its index in Reading.attributions) or, without one, the outlet's own voice."""

    sentence: Span
    paragraph: int
    content: tuple[Span, ...]
    attribution: int | None
    type: AttributionType
    speaker: str | None
    speaker_span: Span | None
    cue: Span | None
    chain: tuple[Hop, ...]
    kind: Kind
    commitment: Commitment
    polarity: Polarity
    hedges: tuple[Hedge, ...]
    likelihood: tuple[int, int] | None
    checks: tuple[Check, ...]
    dates: tuple[ClaimDate, ...]
    quantities: tuple[Quantity, ...]
    frame: Frame
    quality: float
    rules: tuple[str, ...] = ()
    same_statement: tuple[int, ...] = ()
    """Indices of claims of this article that repeat the same statement (their chains and checks are joined)."""

    @property
    def certainty(self) -> Certainty:
        """FactBank's value for the commitment."""
        return CERTAINTY_OF[self.commitment]

    @property
    def content_span(self) -> Span:
        """The hull of the content's pieces."""
        return hull(self.content)


@record
class Credit:
    """What the article says of where its text came from."""

    span: Span
    party: str
    role: CreditRole


@record
class EventMention:
    """What happened when, as one line that a person would put on a timeline.

    `timex` and `claim` are indices into the reading; `claim` is None where no claim tells it.
    """

    span: Span
    title: str
    timex: int | None
    claim: int | None
    role: Literal["event", "utterance"]
    status: EventStatus


@record
class Reading:
    """All that is read in one article. `rules` names the rule set (version and hash of its data files)."""

    sentences: tuple[Sentence, ...]
    timexes: tuple[Timex, ...]
    attributions: tuple[Attribution, ...]
    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    credits: tuple[Credit, ...]
    events: tuple[EventMention, ...]
    main_event: int | None
    """Index of the event that the article is about, with a date where it has one."""
    rules: str
