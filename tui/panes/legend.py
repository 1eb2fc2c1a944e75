"""What the signs and codes on the screen mean, in words: for the help, for lists of values, for the evidence."""

from __future__ import annotations

from store.records.rows import ClaimRow
from tui.conditions import Place

VALUES: dict[str, dict[str, str]] = {
    "certainty": {
        "CT": "the speaker is certain", "PR": "holds it probable", "PS": "holds it possible", "U": "leaves it open",
    },
    "polarity": {"+": "it is asserted", "-": "it is negated", "u": "left open"},
    "digit": {
        "1": "confirmed", "2": "probably true", "3": "possibly true", "4": "doubtful", "5": "improbable",
        "6": "cannot be judged",
    },
    "letter": {
        "A": "reliable source", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable",
        "E": "unreliable", "F": "nobody has rated it",
    },
}  # fmt: skip
"""Filter to value to words (Admiralty code for letters and digits, FactBank for certainty and polarity)."""


def value_words(name: str, value: str) -> str:
    """A value of a filter with what it means: 'PR  holds it probable'."""
    meaning = VALUES.get(name, {}).get(value)
    return f"{value}  {meaning}" if meaning else value.replace("_", " ")


def said_words(row: ClaimRow) -> str:
    """Certainty and polarity of a claim in a word or two: 'certain', 'possibly not'."""
    words = {"CT": "certain", "PR": "probable", "PS": "possible", "U": "open"}[row.certainty]
    return words + {"+": "", "-": ", negated", "u": ", open whether"}[row.polarity]


_GRADES = (
    ("sup 5–95", "Support: how far the loaded articles bear the claim out. An index in steps of 5, not a probability."),
    ("A–F", "The source: A reliable to E unreliable, F while nobody has rated it (r rates)."),
    ("1–6", "The claim: 1 confirmed, 2 probably true, 3 possibly, 4 doubtful, 5 improbable, 6 cannot be judged."),
    ("*  †", "Behind a grade: your own stands in for the computed one; † the evidence has changed since."),
    ("≠  ?", "Behind a grade: source and claim are graded far apart; the sentence may be misread."),
    ("CT PR PS U", "The speaker is certain, holds it probable, possible, or leaves it open;"),
    ("+ - u", "behind that: asserted, negated, or open whether."),
)
SIGNS: dict[Place, tuple[tuple[str, str], ...]] = {
    "timeline": (
        ("→", "Planned or expected."),
        ("≠", "Denied or disputed."),
        ("~", "Before a date: it could be another one too."),
        ("since  by", "Only the beginning, or only the end, is known."),
        ("? “soon”", "A date is named, but it is not known which."),
        ("•  ▪", "Told by the claim under the cursor of the other pane."),
        ("✓  ◆", "Marked, to be annotated together."),
    ),
    "claims": (
        *_GRADES,
        ("★ ✎ #", "Starred, has notes, has tags."),
        ("‹Name›", "The outlet says it in its own voice."),
        ("•  ▪", "Belongs to the event or cell under the cursor of the other pane."),
        ("✓  ◆", "Marked, to be annotated together."),
    ),
    "sources": (
        ("=  ~", "The source says so; it hedges."),
        ("≠  !", "It denies it; it says so with caveats."),
        ("·", "It is silent on it."),
        ("F3", "The grade of its best claim."),
        ("origins", "From how many independent places it comes; 'only': a single source tells it."),
        ("+2", "So many more sources say it."),
    ),
    "evidence": (*_GRADES, ("← name", "Whom the speaker has it from."), ("¶4", "The paragraph of the article.")),
    "article": (
        ("70 2", "In the margin: support and digit of the claim that begins there; + where several do."),
        ("underlined", "A claim: bold for high support, plain for medium, slanted for low."),
        ("▶", "The claim under the cursor, told of below the text."),
        *_GRADES,
    ),
}
"""(sign, what it means) of each place, for its help."""
