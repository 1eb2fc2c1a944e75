"""Numbers with what they count and what happens to it: (six) (officer) (killed), (100,000) (volunteer) (offered)."""

from __future__ import annotations

from collections.abc import Sequence

from importers.extract.clauses import NOUNS, VERBS, VerbGroup
from importers.extract.numerals import Number, bounded, fraction_at, lists, number_at, range_from
from importers.extract.predicates import class_of, class_of_word, is_light, role_of_class, whole_lemma
from importers.extract.tokens import Token, forms_of
from store.records.reading import Quantity
from store.records.span import Span

_NP_INSIDE = frozenset({"JJ", "NN", "NNS", "NNP", "VBN", "VBG", "POS", "RB", "VBD"})
_DETERMINERS = frozenset(
    {"of", "the", "its", "their", "his", "her", "our", "more", "other", "additional", "new", "these", "those"}
)


_OWNING = frozenset({"make", "have", "get", "see", "be"})
"""Light verbs that hand over to no counted noun: to make 250 shells is to shell nobody; to take 20 hostages takes them."""


def find_quantities(
    text: str,
    tokens: Sequence[Token],
    groups: Sequence[VerbGroup],
    skip: Sequence[Span] = (),
    cue: Sequence[str] = (),
) -> tuple[Quantity, ...]:
    """Quantities in these tokens, left to right, leaving out what overlaps the spans to skip (dates).

    `cue`: lemmas of the verb that introduces the tokens; what opens them is its object ("promised [18 tanks]").
    """
    found: list[Quantity] = []
    i = 0
    while i < len(tokens):
        number = fraction_at(tokens, i)
        if number is None:
            number = number_at(tokens, i)
            if number is None:
                i += 1
                continue
            number = range_from(tokens, number)
        span = Span(tokens[number.first].start, tokens[number.last].end)
        i = number.last + 1
        if any(span.overlaps(s) for s in skip) or _is_no_count(tokens, number):
            continue
        low, high, first = bounded(tokens, number)
        thing, head = _thing(tokens, number)
        role: str | None = None
        if thing is None and not (number.currency or number.percent):
            thing, role = _implied(tokens, groups, number, found)
            if thing is None:
                continue
        if thing in lists()["not_things"]:
            continue
        if role is None:
            role = _role(tokens, groups, first, head if head is not None else number.last, number)
        if role is None and first <= 1:
            role = next((role_of_class(name) for lemma in cue if (name := class_of_word(lemma)) is not None), None)
        if role is None and tokens[number.first].lower == "one":
            continue  # "one day", "one rumour follows the next"
        start = tokens[first].start
        found.append(Quantity(Span(start, span.end), text[start : span.end], low, high, thing, role))
    return tuple(found)


def _thing(tokens: Sequence[Token], number: Number) -> tuple[str | None, int | None]:
    """What is counted (a singular lemma), and the index of its head."""
    if number.percent:
        return "percent", _share_of(tokens, number)
    data = lists()
    i = number.last + 1
    while i < len(tokens) and tokens[i].lower in _DETERMINERS:
        i += 1
    head: int | None = None
    start = i
    if _is_taken(tokens, i):
        return None, None
    while i < len(tokens) and i - start < 7:
        token = tokens[i]
        if token.tag in NOUNS:
            head = i
            if token.tag == "NNS":
                if i + 1 < len(tokens) and tokens[i + 1].tag == "POS":
                    return None, None
                break
        elif token.tag not in _NP_INSIDE or (token.tag in VERBS and i > start):
            break
        i += 1
    if head is None:
        return (number.currency, None) if number.currency else (None, None)
    if number.currency:
        return number.currency, None
    word = tokens[head]
    if word.lower == "others":
        return "people", head
    return data["units"].get(word.lower, word.lemma), head


def _share_of(tokens: Sequence[Token], number: Number) -> int | None:
    """The head of what a share is a share of: 40% of the [homes]."""
    if number.last + 1 >= len(tokens) or tokens[number.last + 1].lower not in (
        "of",
        "the",
        "its",
        "his",
        "her",
        "their",
    ):
        return None
    return _thing(tokens, number._replace(percent=False, currency=None))[1]


def _implied(
    tokens: Sequence[Token], groups: Sequence[VerbGroup], number: Number, found: Sequence[Quantity]
) -> tuple[str | None, str | None]:
    """Thing and role of a bare number: 43 of 50 drones, nine were killed, 14 wounded, a toll of 56, delivered five."""
    after = number.last + 1
    if after < len(tokens) and tokens[after].lower in ("more", "others"):
        after += 1
    token = tokens[after] if after < len(tokens) else None
    if token is not None and token.lower == "of":
        start = (
            after + 2 if after + 1 < len(tokens) and tokens[after + 1].lower in ("the", "its", "their") else after + 1
        )
        whole = number_at(tokens, start) if start < len(tokens) else None
        return (_thing(tokens, whole)[0] if whole is not None and not whole.percent else None), None
    if _is_taken(tokens, after):
        return "people", role_of_class("arrest")
    if token is not None and token.tag in ("VBN", "VBD", "JJ"):
        role = lists()["adjectives"].get(token.lower) or _casualty(
            class_of_word(token.lemma) or class_of_word(token.lower)
        )
        if role is not None:
            return "people", role
    group = next((g for g in groups if g.first >= after), None)
    if group is not None and all(t.tag == "RB" for t in tokens[after : group.first]):
        role = _casualty(class_of(tokens, group)) or _adjective(tokens, group)
        if role is None and tokens[group.head].lemma in lists()["people_verbs"]:
            role = _group_role(tokens, group)
        return ("people", role) if role is not None else (None, None)
    if any(t.lower in lists()["tolls"] for t in tokens[max(0, number.first - 8) : number.first]) and (
        token is None or token.tag in ("PUNCT", "IN", "CC", "RB")
    ):
        return "people", role_of_class("kill")
    before = next((g for g in groups if g.last == number.first - 1), None)
    if before is not None and found and (token is None or token.tag in ("PUNCT", "CC")):
        thing = found[-1].thing
        if thing is not None and thing != "percent" and thing not in lists()["currencies"].values():
            role = _group_role(tokens, before)
            return (thing, role) if role is not None else (None, None)
    return None, None


def _is_taken(tokens: Sequence[Token], i: int) -> bool:
    """Whether "taken hostage" stands here."""
    return i + 1 < len(tokens) and tokens[i].lower in ("taken", "held") and tokens[i + 1].lower in lists()["taken"]


def _casualty(name: str | None) -> str | None:
    """The role of a class whose bare numbers count people."""
    return role_of_class(name) if name is not None and name in lists()["casualties"] else None


def _adjective(tokens: Sequence[Token], group: VerbGroup) -> str | None:
    """The role that an adjective behind a verb gives: "are missing", "were left homeless"."""
    behind = tokens[group.last + 1] if group.last + 1 < len(tokens) else None
    role: str | None = lists()["adjectives"].get(behind.lower) if behind is not None else None
    return role


def _is_no_count(tokens: Sequence[Token], number: Number) -> bool:
    """Ages in parentheses, ordinals, designations, scores, bare "one"."""
    first, last = number.first, number.last
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if before is not None and before.text == "(" and after is not None and after.text == ")":
        return True
    if first > 1 and tokens[first - 1].lower == "in" and tokens[first - 2].lower == "one":
        return True  # "one in four homes"
    if tokens[first].lower == "one" and (after is None or after.tag not in ("NN", "NNP", "JJ")):
        return True
    if after is not None and after.text in (":", "/") and last + 2 < len(tokens) and tokens[last + 2].tag == "CD":
        return True
    if before is None or number.currency or number.percent:
        return False
    if before.lower in lists()["before"]:
        return True
    if before.tag == "NNP" and first == last and (tokens[first].text[0].isupper() or len(tokens[first].text) == 1):
        return True  # "World War Two", "Leopard 2"
    if before.tag == "NNP" and first == last and tokens[first].text.isdigit():
        return after is None or after.tag not in NOUNS or (number.low > 1900 and number.low < 2100)
    return False


def _role(tokens: Sequence[Token], groups: Sequence[VerbGroup], first: int, last: int, number: Number) -> str | None:
    """What happens to the counted thing, by the class of the predicate that it belongs to."""
    plain = number.percent or number.currency is not None
    left = [g for g in groups if g.last < first]
    right = [g for g in groups if g.first > last]
    following = right[0] if right else None
    if following is not None and following.first - last <= 6 and following.form in ("finite", "participle"):
        between = tokens[last + 1 : following.first]
        near = all(t.tag not in ("PUNCT", "CC", "VBD") for t in between) and not any(
            t.lower in ("that", "who", "which") for t in between[1:]
        )
        governed = (
            left
            and first - left[-1].last <= 3
            and all(t.tag in ("RB", "DT", "IN", "PRP", "NNP") for t in tokens[left[-1].last + 1 : first])
        )
        object_of_verb = (governed and left[-1].form != "finite") or (governed and following.form != "finite")
        if near and not object_of_verb:
            role = _group_role(tokens, following, plain) or _adjective(tokens, following)
            if role is not None:
                return role
    for at, group in enumerate(reversed(left[-3:])):
        if first - group.last > 25:
            break
        # a light verb hands over to a noun before the number only: "makes 250 shells" shells nobody
        name = class_of(seen := tokens[:first] if tokens[group.head].lemma in _OWNING else tokens, group)
        if name is None:
            if at == 0 and (own := _group_role(seen, group)) is not None and _is_object(tokens, group, first):
                return own
            continue
        outer = left[len(left) - at - 2] if len(left) - at - 2 >= 0 else None
        if group.form == "infinitive" and outer is not None and class_of(tokens, outer) == "offer":
            return role_of_class("offer")
        return role_of_class(name) if plain else _named(tokens[group.head].lemma, name)
    for i in range(first - 1, max(-1, first - 8), -1):
        if tokens[i].tag in NOUNS:
            name = class_of(tokens, VerbGroup(i, i, i, "finite", False, None))
            if name is not None:
                return role_of_class(name)
    return None


def _named(lemma: str, name: str) -> str:
    """The role of a class, or the word of its own that the verb has."""
    role: str = lists()["roles"].get(lemma) or role_of_class(name)
    return role


def _group_role(tokens: Sequence[Token], group: VerbGroup, plain: bool = False) -> str | None:
    """The role of a verb group's class or, where it has none and is no light verb, its participle ("unloaded")."""
    name = class_of(tokens, group)
    head = tokens[group.head]
    if name is not None:
        return role_of_class(name) if plain else _named(head.lemma, name)
    if is_light(head.lemma) or head.tag not in VERBS or not head.lemma.isalpha():
        return None
    return forms_of(whole_lemma(head))[2]


def _is_object(tokens: Sequence[Token], group: VerbGroup, first: int) -> bool:
    """Whether the number stands right behind the verb."""
    between = tokens[group.last + 1 : first]
    return len(between) <= 2 and all(t.tag in ("DT", "RB", "PRP", "PRP$", "RP", "NNP") for t in between)
