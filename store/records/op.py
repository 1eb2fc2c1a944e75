"""Annotations as immutable, content-addressed events (SHARING.md). The form is frozen: an op's id is the hash of it.

    op = {"at", "author", "field", "nonce", "private", "reason", "supersedes", "target", "value"}

`target` holds "kind" and "key", and for places in a text "start", "end" and "quote". `supersedes` names earlier ops of
the same author; the ops that nothing supersedes are the heads. A value of null says "retracted". `at` is shown, never
compared. Unknown keys that a later program wrote are kept verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any, Literal

from store.records.edtf import parse_edtf
from store.records.keys import canonical_json, parts_key, text_key
from store.records.record import record
from store.records.span import Span
from store.records.text import clean, clean_line

TargetKind = Literal["span", "sighting", "name", "pair", "author", "body"]
"""A place in a body; what one file stated; an outlet's or actor's name; two places; the author; a whole body."""

Stage = Literal["group", "read", "link", "grade"]


@record
class Target:
    """What an op is about; never a row number.

    `key` is the body hash of a span or of a whole body, the key of a sighting, the folded name of an outlet or actor, the pair key of two
    spans, or the author's name.
    """

    kind: TargetKind
    key: str
    span: Span | None = None
    quote: str | None = None
    other: tuple[str, Span] | None = None
    """The second place of a pair: body hash and span. The first is in `first`."""
    first: tuple[str, Span] | None = None

    def as_json(self) -> dict[str, object]:
        """The target as it stands in the op's canonical JSON."""
        out: dict[str, object] = {"kind": self.kind, "key": self.key}
        if self.span is not None:
            out |= {"start": self.span.start, "end": self.span.end, "quote": self.quote}
        if self.first is not None and self.other is not None:
            out["a"] = [self.first[0], *self.first[1]]
            out["b"] = [self.other[0], *self.other[1]]
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Target:
        """Read a target back; KeyError, TypeError or ValueError when it is no target."""
        span = Span(int(data["start"]), int(data["end"])) if "start" in data else None
        ends = [(str(data[k][0]), Span(int(data[k][1]), int(data[k][2]))) if k in data else None for k in ("a", "b")]
        return cls(data["kind"], str(data["key"]), span, data.get("quote"), ends[1], ends[0])


def span_target(body: str, span: Span, quote: str) -> Target:
    """A place in a body, with the words that stand there."""
    return Target("span", body, span, quote)


def pair_target(a: tuple[str, Span], b: tuple[str, Span]) -> Target:
    """Two places, in an order that does not depend on who is named first."""
    first, second = sorted((a, b))
    return Target("pair", parts_key([first[0], *first[1]], [second[0], *second[1]]), other=second, first=first)


@record
class Op:
    """One annotation. `value` is a JSON value of the form that FIELDS asks for; None retracts."""

    author: str
    target: Target
    field: str
    value: object
    supersedes: tuple[str, ...] = ()
    private: bool = False
    reason: str | None = None
    at: str = ""
    nonce: str = ""

    def json(self) -> str:
        """The canonical JSON that is stored and hashed."""
        return canonical_json(
            {
                "at": self.at,
                "author": self.author,
                "field": self.field,
                "nonce": self.nonce,
                "private": int(self.private),
                "reason": self.reason,
                "supersedes": sorted(self.supersedes),
                "target": self.target.as_json(),
                "value": self.value,
            }
        )

    @property
    def id(self) -> str:
        """SHA-256 of the canonical JSON."""
        return text_key(self.json())


@record
class Field:
    """One kind of annotation: from this row come the subcommand, the form in the app and the checks at append and merge.

    `check` turns what a person typed (or a merged value) into the stored value, or raises ValueError with a clause
    that says what would be right. `many` fields keep several heads per author (notes, tags); the others one.
    `stage` is the one from which the derived layer must be redone.
    """

    name: str
    targets: tuple[TargetKind, ...]
    title: str
    form: str
    check: Callable[[object], object]
    stage: Stage | None = None
    needs_reason: bool = False
    many: bool = False
    commands: tuple[str, ...] = field(default=())


def _words(limit: int) -> Callable[[object], object]:
    def check(value: object) -> object:
        if not isinstance(value, str) or not value.strip():
            raise ValueError("some words are needed")
        return clean(value).strip()[:limit]

    return check


def _line(value: object) -> object:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a name is needed")
    return clean_line(value, 200)


def _tag(value: object) -> object:
    if not isinstance(value, str) or not (tag := clean_line(value.lstrip("#"), 60)):
        raise ValueError("a tag is a word or a few")
    return tag


def _one_of(*choices: str) -> Callable[[object], object]:
    def check(value: object) -> object:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return value

    return check


def _letter(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch("[A-Fa-f]", value.strip()):
        raise ValueError("a letter from A (reliable) to E (unreliable), or F (cannot be judged)")
    return value.strip().upper()


def _flag(value: object) -> object:
    if value not in (True, 1, "yes", "true", "on", "1"):
        raise ValueError("only yes can be said; retract it for no")
    return True


def _override(value: object) -> object:
    """A digit 1–6 or a support 5–95 in steps of 5, never the letter: {"digit": n} or {"support": n}.

    An optional "inputs" holds the hash (hex) of what the computed grade was made of when the override was set.
    """
    if isinstance(value, str) and (m := re.fullmatch(r"\s*(?:(digit|support)\s*[:=]?\s*)?(\d{1,2})\s*", value)):
        number = int(m[2])
        value = {m[1] or ("digit" if number <= 6 and number != 5 else "support"): number}
    if isinstance(value, Mapping) and len(set(value) - {"inputs"}) == 1:
        (name, number), *_ = ((k, v) for k, v in value.items() if k != "inputs")
        made_on = {"inputs": value["inputs"]} if "inputs" in value else {}
        if made_on and not re.fullmatch("[0-9a-f]{64}", str(made_on["inputs"])):
            raise ValueError("inputs is a hash of 64 hex digits")
        if name == "digit" and isinstance(number, int) and 1 <= number <= 6:
            return {"digit": number, **made_on}
        if name == "support" and isinstance(number, int) and 5 <= number <= 95 and number % 5 == 0:
            return {"support": number, **made_on}
    raise ValueError("digit:1 to digit:6, or support:5 to support:95 in steps of 5")


def _date(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("a date such as 2022-08-01, 2022-08 or 2022")
    parse_edtf(value.strip())
    return value.strip()


def _added_claim(value: object) -> object:
    if not isinstance(value, Mapping):
        raise ValueError("the parts of a claim")
    allowed = {"speaker", "kind", "polarity", "content"}
    if set(value) - allowed:
        raise ValueError(f"only {', '.join(sorted(allowed))}")
    return {k: clean_line(str(v), 500) for k, v in sorted(value.items()) if v is not None}


def _saved_view(value: object) -> object:
    if not isinstance(value, Mapping) or set(value) != {"name", "filter"} or not isinstance(value["filter"], Mapping):
        raise ValueError("a name and a filter")
    return {"name": clean_line(str(value["name"]), 60), "filter": {str(k): str(v) for k, v in value["filter"].items()}}


_KINDS = ("report", "intent", "forecast", "opinion", "denial", "meta")

FIELDS: dict[str, Field] = {
    f.name: f
    for f in (
        Field("note", ("span", "sighting", "name"), "Note", "words", _words(20_000), many=True),
        Field("tag", ("span", "sighting", "name"), "Tag", "a word or a few", _tag, many=True),
        Field("star", ("span", "sighting"), "Star", "yes", _flag),
        Field("rating", ("name",), "Source reliability", "A–F", _letter, "grade", needs_reason=True),
        Field("stake", ("span",), "Speaker has a stake", "yes", _flag, "grade", needs_reason=True),
        Field("override", ("span",), "Own grade", "digit:1–6 or support:5–95", _override, "grade", needs_reason=True),
        Field("hide", ("span", "sighting"), "Hide", "yes", _flag, "read"),
        Field("speaker", ("span",), "Speaker", "name", _line, "read"),
        Field("kind", ("span",), "Kind", "|".join(_KINDS), _one_of(*_KINDS), "read"),
        Field("polarity", ("span",), "Polarity", "+, - or u", _one_of("+", "-", "u"), "read"),
        Field("claim.add", ("span",), "Add a claim", "speaker, kind, polarity", _added_claim, "read", many=True),
        Field("claim.split", ("span",), "Split a claim", "second part", _words(500), "read", many=True),
        Field("date", ("sighting",), "Publication date", "EDTF", _date, "group", needs_reason=True),
        Field("outlet", ("sighting",), "Outlet", "name", _line, "group"),
        Field("family", ("name",), "Outlet family", "name", _line, "link", needs_reason=True),
        Field("link", ("pair",), "Link", "confirmed|rejected", _one_of("confirmed", "rejected"), "link"),
        Field("actor.merge", ("name",), "Is the same as", "name", _line, "read", needs_reason=True),
        Field("actor.part", ("span",), "Other actor", "name", _line, "read", needs_reason=True),
        Field("view", ("author",), "Saved view", "name and filter", _saved_view, many=True),
        Field("name", ("author",), "Display name", "name", _line),
        Field("tombstone", ("sighting", "body"), "Removed", "why", _words(500), "group", needs_reason=True),
    )
}


def checked_value(name: str, target: Target, value: object, reason: str | None) -> object:
    """The value in its stored form; ValueError, with what would be right, for what FIELDS does not allow."""
    spec = FIELDS.get(name)
    if spec is None:
        raise ValueError(f"there is no annotation '{name}'")
    if target.kind not in spec.targets:
        raise ValueError(f"'{name}' goes on {' or '.join(spec.targets)}, not on {target.kind}")
    if value is None:
        return None
    if spec.needs_reason and not (reason or "").strip():
        raise ValueError(f"'{name}' needs a reason")
    return spec.check(value)
