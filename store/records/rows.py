"""What queries return: rows for the lines of a list, details for the JSON and the evidence pane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from store.records.record import record

if TYPE_CHECKING:  # named in annotations only; making the records of a reading takes 15 ms of the dashboard's start
    from store.records.grade import Letter, Part, Stance
    from store.records.reading import ActorKind, AttributionType, Certainty, EventStatus, Kind, Polarity
    from store.records.span import Span

HitKind = Literal["claim", "article", "event", "source", "actor"]


@record
class ArticleRef:
    """An article as a claim or mention names it. `published` is EDTF or None; `source` the outlet or None."""

    id: int
    key: str
    name: str
    title: str | None
    source: str | None
    published: str | None


@record
class ClaimRow:
    """One line of the claims pane. `support` and `digit` are those shown: the analyst's own where there are any."""

    id: int
    key: str
    article: int
    article_name: str
    source: str | None
    published: str | None
    speaker: str | None
    speaker_text: str | None
    attribution: AttributionType
    kind: Kind
    certainty: Certainty
    polarity: Polarity
    content: str
    letter: Letter
    digit: int
    support: int | None
    quality: float
    overridden: bool
    stale_override: bool
    tags: tuple[str, ...]
    notes: int
    starred: bool
    event_from: str | None
    cue: str | None = None
    """The words of saying; None where there are none."""


@record
class DateDetail:
    """A resolved date of a claim, as the JSON of PRODUCT.md lists it, with its rule."""

    expression: str
    start: int
    end: int
    role: str
    edtf: str | None
    date_from: str | None
    date_to: str | None
    precision: str
    anchor: str
    rule: str
    alternatives: tuple[str, ...]


@record
class QuantityDetail:
    """A number of a claim."""

    text: str
    low: float | None
    high: float | None
    thing: str | None
    role: str | None
    start: int
    end: int


@record
class LinkDetail:
    """A link from this claim to another: relation, score 0..1, state suggested, confirmed or rejected."""

    claim: int
    relation: str
    score: float
    state: str
    text: str
    article_name: str
    target_key: str
    """Key of the pair target that an analyst's confirm or reject is about."""


@record
class OverrideDetail:
    """An analyst's own value beside the computed one."""

    op: str
    author: str
    value: dict[str, int]
    reason: str
    stale: bool
    mine: bool


@record
class NoteDetail:
    """A note, tag or other annotation as it stands now."""

    op: str
    author: str
    field: str
    value: str
    reason: str | None
    at: str
    private: bool


@record
class ClaimDetail:
    """Everything about one claim: what the JSON and the evidence pane show."""

    row: ClaimRow
    article: ArticleRef
    body_hash: str
    paragraph: int
    span: Span
    text: str
    content_span: Span
    pieces: tuple[Span, ...]
    speaker_span: Span | None
    cue_span: Span | None
    cue: str | None
    chain: tuple[tuple[str, str], ...]
    """(label, relation), from the speaker towards the origin."""
    credits: tuple[tuple[str, str], ...]
    """(party, role) that the article credits."""
    hedges: tuple[str, ...]
    likelihood: tuple[int, int] | None
    dates: tuple[DateDetail, ...]
    quantities: tuple[QuantityDetail, ...]
    computed_digit: int
    computed_support: int | None
    points: int | None
    low: int | None
    high: int | None
    parts: tuple[Part, ...]
    why: str
    overrides: tuple[OverrideDetail, ...]
    proposition: str | None
    proposition_label: str | None
    origin: str | None
    stance: Stance | None
    links: tuple[LinkDetail, ...]
    annotations: tuple[NoteDetail, ...]


@record
class MentionDetail:
    """One place that tells an event."""

    article: ArticleRef
    start: int
    end: int
    expression: str | None
    rule: str | None
    anchor: str | None
    text: str
    claim: int | None
    expression_span: Span | None = None
    sentence: Span | None = None
    """Where `text`, the sentence, stands; `start` and `end` are the place that tells the event."""


@record
class TimelineRow:
    """One line of the timeline."""

    id: int
    key: str
    title: str
    date_from: str | None
    date_to: str | None
    edtf: str | None
    precision: str
    role: str
    status: EventStatus
    ambiguous: bool
    mentions: int
    expression: str | None


@record
class TimelineDetail:
    """An event with all its mentions, the first one first."""

    row: TimelineRow
    alternatives: tuple[str, ...]
    claims: tuple[int, ...]
    mentions: tuple[MentionDetail, ...]


@record
class ArticleRow:
    """One line of the list of articles."""

    id: int
    key: str
    name: str
    title: str | None
    source: str | None
    published: str | None
    published_origin: str | None
    language: str
    claims: int
    first_line: str
    url: str | None
    chars: int


@record
class Mark:
    """A claim's place in an article's text, for the reader."""

    claim: int
    content: tuple[Span, ...]
    sentence: Span
    support: int | None
    digit: int


@record
class ArticleDetail:
    """An article with its text (None where a snapshot withheld it), its claims' places and its dates."""

    row: ArticleRow
    body_hash: str
    sighting_key: str
    byline: str | None
    text: str | None
    marks: tuple[Mark, ...]
    dates: tuple[DateDetail, ...]
    credits: tuple[tuple[str, str], ...]
    related: tuple[tuple[str, int, float], ...]
    """(relation, article id, score)"""
    annotations: tuple[NoteDetail, ...]


@record
class Hit:
    """One answer of the search: `matches` are places in `text`; `score` orders, best first."""

    kind: HitKind
    id: int
    key: str
    text: str
    score: float
    matches: tuple[Span, ...]


@record
class Facet:
    """One value of one facet with how many rows of the view have it."""

    name: str
    value: str
    count: int


@record
class AuditRow:
    """Who said what when: one op, as a line."""

    op: str
    author: str
    at: str
    field: str
    value: str
    reason: str | None
    target: str
    head: bool
    retracted: bool
    private: bool


@record
class SpokenIn:
    """An article in which an actor speaks, and the words for it there with the number of claims of each."""

    article: ArticleRef
    words: tuple[tuple[str, int], ...]

    @property
    def claims(self) -> int:
        """How many claims the actor makes there."""
        return sum(n for _, n in self.words)


@record
class ActorRow:
    """Somebody who speaks: `aliases` are the folded names that were joined to `name`."""

    id: int
    key: str
    name: str
    kind: ActorKind
    letter: Letter
    aliases: tuple[str, ...]
    articles: int
    claims: int
    spoken: tuple[SpokenIn, ...]


@record
class RelatedRow:
    """Two articles on one event; `story` is the key of the story that both are in, None where each has its own."""

    a: ArticleRef
    b: ArticleRef
    score: float
    relation: str
    """same-story, same-text, copied-from or revises."""
    story: str | None
