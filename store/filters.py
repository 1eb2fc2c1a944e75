"""Each filter once: from a row of FILTERS come the flag, the chip, the field word of the search box and the clause.

A `Filter` is a value: names with the words that were typed, checked and normalised. Clauses are over `standing s`
(one narrow row a claim), so that every filter is one index scan.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from store.errors import UsageError
from store.records.edtf import parse_edtf
from store.records.record import record

Clause = tuple[str, tuple[object, ...]]


@record
class FilterSpec:
    """One filter. `unjudged` is the condition under which it can't say yes or no (no support, no date); such rows are
    left out and counted."""

    name: str
    flag: str
    chip: str
    help: str
    check: Callable[[str], str]
    clause: Callable[[str], Clause]
    unjudged: str | None = None
    field_words: tuple[tuple[str, str], ...] = ()
    """(word, operator) pairs of the search box: ("conf", ">") for conf>60, ("speaker", ":") for speaker:kim."""
    choices: tuple[str, ...] = ()


@record
class Filter:
    """What is asked for: at most one value a name; values of one name are separated by commas."""

    values: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.values)

    def with_value(self, name: str, value: str | None) -> Filter:
        """The filter with one value set, or without it for None; UsageError when the value makes no sense."""
        rest = {k: v for k, v in self.values.items() if k != name}
        if value is None or not value.strip():
            return Filter(rest)
        return Filter({**rest, name: checked(name, value)})

    def chips(self) -> tuple[tuple[str, str], ...]:
        """(name, words) of each active filter, in the order of FILTERS."""
        return tuple((n, FILTERS[n].chip.format(v)) for n in FILTERS if (v := self.values.get(n)) is not None)

    def clause(self) -> Clause:
        """The condition over `standing s`; hidden claims are always left out."""
        return _joined(self.values)

    def unjudged_clause(self) -> Clause | None:
        """The rows that some filter can't judge but no other one refuses; None where every filter can judge all."""
        blind = [n for n in FILTERS if n in self.values and FILTERS[n].unjudged]
        if not blind:
            return None
        condition, parameters = _joined({n: v for n, v in self.values.items() if n not in blind})
        unknown = " OR ".join(f"({u})" for u in dict.fromkeys(FILTERS[n].unjudged for n in blind))
        known = [(FILTERS[n].unjudged, FILTERS[n].clause(self.values[n])) for n in blind]
        passes = "".join(f" AND (({u}) OR ({c[0]}))" for u, c in known)
        return f"{condition} AND ({unknown}){passes}", parameters + tuple(p for _, c in known for p in c[1])


def _joined(values: Mapping[str, str]) -> Clause:
    conditions: list[str] = ["NOT s.hidden"]
    parameters: list[object] = []
    for name in FILTERS:
        if (value := values.get(name)) is not None:
            condition, more = FILTERS[name].clause(value)
            conditions.append(f"({condition})")
            parameters.extend(more)
    return " AND ".join(conditions), tuple(parameters)


def checked(name: str, value: str) -> str:
    """A filter's value in its normal form; UsageError, saying what would be right, when it makes no sense."""
    spec = FILTERS.get(name)
    if spec is None:
        raise UsageError(f"There is no filter '{name}'", hint=f"there are {', '.join(FILTERS)}")
    try:
        return spec.check(value.strip())
    except ValueError as error:
        raise UsageError(f"{spec.flag} {value!r} makes no sense", str(error)) from error


def make_filter(values: Mapping[str, str | None]) -> Filter:
    """A filter from typed words; None and '' are left out. Raises UsageError."""
    return Filter({n: checked(n, v) for n, v in values.items() if v is not None and v.strip()})


def fold(text: str) -> str:
    """Casefolded, without diacritics: the form in which names are compared and keyed."""
    if text.isascii():  # nothing to take apart; most of what is folded is so, and some is long
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    decomposed = unicodedata.normalize("NFKD", decomposed.casefold())  # a mathematical capital is one only now
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def _number(low: int, high: int) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not re.fullmatch(r"\d{1,3}", value) or not low <= int(value) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return str(int(value))

    return check


def _listed(*choices: str, upper: bool = False) -> Callable[[str], str]:
    def check(value: str) -> str:
        items = [v.strip().upper() if upper else v.strip() for v in value.split(",") if v.strip()]
        for item in items:
            if item not in choices:
                raise ValueError(f"one or more of {', '.join(choices)}")
        if not items:
            raise ValueError(f"one or more of {', '.join(choices)}")
        return ",".join(dict.fromkeys(items))

    return check


def _words(value: str) -> str:
    if not value:
        raise ValueError("some words")
    return value[:200]


def _day(value: str) -> str:
    parse_edtf(value)
    return value


def _in(column: str) -> Callable[[str], Clause]:
    def clause(value: str) -> Clause:
        items = value.split(",")
        return f"{column} IN ({', '.join('?' * len(items))})", tuple(items)

    return clause


def like(value: str) -> str:
    """A LIKE pattern (ESCAPE '\\') for text that contains the words as they are."""
    return "%" + re.sub(r"([\\%_])", r"\\\1", value) + "%"


def _speaker(value: str) -> Clause:
    """The plus keeps the index of speakers out: common names make it visit most of the table (a million claims: 760 ms
    against 200 for all of the index that sorts)."""
    return "+s.speaker IN (SELECT actor FROM actor_alias WHERE alias LIKE ? ESCAPE '\\')", (like(fold(value)),)


def _source(value: str) -> Clause:
    pattern = like(fold(value))
    return (
        "s.outlet IN (SELECT id FROM outlet WHERE key LIKE ? ESCAPE '\\') OR s.article IN "
        "(SELECT id FROM article WHERE outlet IS NULL AND lower(name) LIKE ? ESCAPE '\\')",
        (pattern, pattern),
    )


def _from(value: str) -> Clause:
    start = parse_edtf(value)[0].start or value
    return "coalesce(s.event_to, s.event_from) >= ?", (start[:10],)


def _to(value: str) -> Clause:
    end = parse_edtf(value)[0].end or value
    return "coalesce(s.event_from, s.event_to) <= ?", (end[:10] + "~",)


_NO_DATE = "s.event_from IS NULL AND s.event_to IS NULL"
_NAMED_UNKNOWN = (
    "EXISTS (SELECT 1 FROM timex x WHERE x.claim = s.claim AND x.role = 'event' "
    "AND x.date_from IS NULL AND x.date_to IS NULL)"
)
WHENS = ("dated", "unresolved", "undated")


def _when(value: str) -> Clause:
    """Dated, at least on one side; unresolved: a date is named, but it is not known which; undated: none is named."""
    known = {
        "dated": f"NOT ({_NO_DATE})",
        "unresolved": f"{_NO_DATE} AND {_NAMED_UNKNOWN}",
        "undated": f"{_NO_DATE} AND NOT {_NAMED_UNKNOWN}",
    }
    return " OR ".join(f"({known[v]})" for v in value.split(",")), ()


def _tagged(value: str) -> Clause:
    return (
        "s.claim IN (SELECT n.claim FROM anchored n JOIN op_head h ON h.id = n.op "
        "WHERE h.field = 'tag' AND lower(h.value) = lower(?))",
        (value.lstrip("#"),),
    )


_NO_SUPPORT = "s.shown_support IS NULL"
KINDS = ("report", "intent", "forecast", "opinion", "denial", "meta")
ATTRIBUTIONS = ("named_official", "institution", "outlet_voice", "commentator", "unnamed_described", "unspecified")

FILTERS: dict[str, FilterSpec] = {
    f.name: f
    for f in (
        FilterSpec(
            "min_support", "--min-support", "support ≥ {}", "Only claims with at least this support (5 to 95).",
            _number(0, 100), lambda v: ("s.shown_support >= ?", (int(v),)), _NO_SUPPORT,
            (("conf", ">"), ("support", ">"), ("conf", ">="), ("support", ">=")),
        ),
        FilterSpec(
            "max_support", "--max-support", "support ≤ {}", "Only claims with at most this support (5 to 95).",
            _number(0, 100), lambda v: ("s.shown_support <= ?", (int(v),)), _NO_SUPPORT,
            (("conf", "<"), ("support", "<"), ("conf", "<="), ("support", "<=")),
        ),
        FilterSpec(
            "digit", "--digit", "digit {}", "Only these credibility digits, 1 (confirmed) to 6 (cannot be judged): 1,2.",
            _listed("1", "2", "3", "4", "5", "6"), lambda v: (f"s.shown_digit IN ({v})", ()), None,
            (("digit", ":"),), ("1", "2", "3", "4", "5", "6"),
        ),
        FilterSpec(
            "letter", "--letter", "source {}", "Only sources with these reliability letters, A to F.",
            _listed("A", "B", "C", "D", "E", "F", upper=True), _in("s.letter"), None, (("letter", ":"),),
            ("A", "B", "C", "D", "E", "F"),
        ),
        FilterSpec(
            "certainty", "--certainty", "certainty {}", "Only this certainty of the speaker: CT, PR, PS or U.",
            _listed("CT", "PR", "PS", "U", upper=True), _in("s.certainty"), None, (("certainty", ":"),),
            ("CT", "PR", "PS", "U"),
        ),
        FilterSpec(
            "polarity", "--polarity", "polarity {}", "Only asserted (+), negated (-) or open (u) claims.",
            _listed("+", "-", "u"), _in("s.polarity"), None, (("polarity", ":"),), ("+", "-", "u"),
        ),
        FilterSpec(
            "kind", "--kind", "kind: {}", "Only these kinds: report, intent, forecast, opinion, denial, meta.",
            _listed(*KINDS), _in("s.kind"), None, (("kind", ":"),), KINDS,
        ),
        FilterSpec(
            "attribution", "--attribution", "said by {}", f"Only these kinds of speaker: {', '.join(ATTRIBUTIONS)}.",
            _listed(*ATTRIBUTIONS), _in("s.attribution"), None, (("attribution", ":"),), ATTRIBUTIONS,
        ),
        FilterSpec(
            "speaker", "--speaker", "speaker: {}", "Only speakers whose name, or an alias of it, holds these words.",
            _words, _speaker, None, (("speaker", ":"),),
        ),
        FilterSpec(
            "source", "--source", "source: {}", "Only outlets (or files of unknown outlets) whose name holds these words.",
            _words, _source, None, (("outlet", ":"),),
        ),
        FilterSpec(
            "from", "--from", "from {}", "Only what happened on this date or later: 2022, 2022-08 or 2022-08-15.",
            _day, _from, _NO_DATE, (("after", ":"), ("from", ":")),
        ),
        FilterSpec(
            "to", "--to", "to {}", "Only what happened on this date or earlier.",
            _day, _to, _NO_DATE, (("before", ":"), ("to", ":")),
        ),
        FilterSpec(
            "when", "--when", "{}", "Only what is dated, unresolved (a date is named, but not known) or undated (none is).",
            _listed(*WHENS), _when, None, (("when", ":"),), WHENS,
        ),
        FilterSpec(
            "text", "--text", "“{}”", "Only claims whose sentence holds these words, in this order.",
            _words, lambda v: ("s.claim IN (SELECT id FROM claim WHERE quote LIKE ? ESCAPE '\\')", (like(v),)), None,
            (("text", ":"),),
        ),
        FilterSpec(
            "tag", "--tag", "#{}", "Only claims with this tag.", _words, _tagged, None, (("tag", ":"),),
        ),
        FilterSpec(
            "article", "--article", "article {}", "Only claims of the article with this id.",
            lambda v: str(int(v)), lambda v: ("s.article = ?", (int(v),)),
        ),
        FilterSpec(
            "proposition", "--proposition", "proposition {}", "Only claims of the proposition with this id.",
            lambda v: str(int(v)), lambda v: ("s.proposition = ?", (int(v),)),
        ),
    )
}  # fmt: skip


def field_word(word: str) -> tuple[str, str] | None:
    """The filter and value that a word of the search box means (speaker:kim, conf>60), or None for a plain word."""
    match = re.match(r"(\w+)(>=|<=|[:<>])(.+)$", word)
    if not match:
        return None
    for spec in FILTERS.values():
        if (match[1].lower(), match[2]) in spec.field_words:
            try:
                return spec.name, checked(spec.name, match[3])
            except UsageError:
                return None
    return None


def names(filters: Iterable[str]) -> str:
    """Filter names as a list for a person."""
    return ", ".join(FILTERS[n].flag for n in filters)
