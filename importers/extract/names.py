"""Names in a sentence: people with their offices, institutions, media and countries, by gazetteers and capital letters."""

from __future__ import annotations

from collections.abc import Sequence

from importers.extract.gazetteer import NameAt, can_start, is_given_name, listed_name, national, text_of, titles
from importers.extract.places import fold, place_key
from importers.extract.tokens import Token
from importers.extract.word_forms import known_words
from store.records.reading import ActorKind

_JOINERS = frozenset(
    {
        "of",
        "for",
        "de",
        "del",
        "der",
        "den",
        "van",
        "von",
        "bin",
        "ibn",
        "al",
        "la",
        "le",
        "da",
        "dos",
        "du",
        "el",
        "ul",
    }
)
_ORG_JOINERS = frozenset({"of", "for", "and", "&", "on"})
_ACRONYMS = frozenset(
    {"un", "eu", "who", "imf", "nato", "fbi", "cia", "nsa", "opec", "iaea", "osce", "unesco", "unicef", "asean"}
)
_ADDRESS = {
    "mr": "m",
    "sir": "m",
    "lord": "m",
    "mrs": "f",
    "ms": "f",
    "miss": "f",
    "lady": "f",
    "dame": "f",
    "madam": "f",
}
_LONGEST = 9


def find_names(tokens: Sequence[Token]) -> list[NameAt]:
    """Names of a sentence, left to right, not overlapping."""
    found: list[NameAt] = []
    i, n = 0, len(tokens)
    while i < n:
        token = tokens[i]
        if not can_start(token):
            i += 1
            continue
        listed = listed_name(tokens, i)
        if listed is not None:
            found.append(listed)
            i = listed.end
            continue
        if token.tag != "NNP":
            i += 1
            continue
        if (
            token.lower in titles().domains
            and i > 1
            and tokens[i - 1].lower == "of"
            and tokens[i - 2].lower in titles().offices
        ):
            i += 1
            continue
        name = _spelled(tokens, i)
        if name is None:
            i += 1
            continue
        found.append(_addressed(tokens, name))
        i = name.end
    return found


def _addressed(tokens: Sequence[Token], name: NameAt) -> NameAt:
    """The name with what the form of address before it says."""
    before = tokens[name.first - 1].lower.strip(".") if name.first else ""
    return name._replace(sex=_ADDRESS[before]) if before in _ADDRESS else name


def _spelled(tokens: Sequence[Token], i: int) -> NameAt | None:
    """A run of capitalised words: titles in front are taken off, the rest is the name."""
    words = titles()
    end = i
    organisation = False
    while end < len(tokens) and end - i < _LONGEST:
        token = tokens[end]
        low = token.lower.strip(".")
        if token.tag == "NNP" or (token.tag in ("NN", "JJ", "NNS") and token.text[:1].isupper()):
            organisation = organisation or (
                low in words.institutions and (token.text.isupper() or low not in _ACRONYMS)
            )
            end += 1
        elif (low in _JOINERS and end > i and _goes_on(tokens, end) and (organisation or low not in _ORG_JOINERS)) or (
            low == "and"
            and organisation
            and _goes_on(tokens, end)
            and any(t.lower in ("of", "for") for t in tokens[i:end])
        ):
            end += 1
        else:
            break
    given = _given_inside(tokens, i, end)
    if given is not None:
        if organisation and any(t.lower.strip(".") in words.institutions for t in tokens[i:given]):
            return _institution(tokens, i, given)
        if tokens[given - 1].lower.strip(".") not in words.offices:
            return _person_behind(tokens, i, given, end)
    start = _after_office(tokens, i, end)
    if start > i:
        return _titled(tokens, i, start, end)
    while start < end - 1 and tokens[start].lower.strip(".") in words.before | words.offices:
        start += 1
    if start == end - 1 and tokens[start].lower.strip(".") in words.before | words.offices and start > i:
        pass
    last = tokens[end - 1].lower.strip(".")
    name = text_of(tokens[start:end])
    if tokens[start].lower.strip(".") in words.before | words.offices and end - start == 1:
        return None
    if last in words.media_heads and end - start > 1:
        return NameAt(start, end, name, "media")
    if organisation and not (start > i and not organisation):
        return _institution(tokens, i if organisation else start, end)
    role, affiliation = _office_before(tokens, start)
    if role is None:
        role, affiliation = _office_of(tokens, start)
    titled = start > i or role is not None
    if role is None:
        role, affiliation_after = _office_after(tokens, end)
        affiliation = affiliation or affiliation_after
    if (
        end - start == 1
        and role is None
        and start == i
        and known_words().get(tokens[start].lower, ("", "", ""))[2] in ("NN", "N|V", "JJ", "NNS")
    ):
        return None
    kind: ActorKind = (
        "person" if titled or role is not None or (end - start > 1 and is_given_name(tokens[start].text)) else "unknown"
    )
    return NameAt(start, end, name, kind, role, affiliation, titled)


def _given_inside(tokens: Sequence[Token], i: int, end: int) -> int | None:
    """Where a given name begins a person's name behind other capitals: Foreign Affairs | Jane Doe; Chief Anchor | Jane Doe."""
    if is_given_name(tokens[i].text) or tokens[i].text.isupper():
        return None
    for k in range(i + 1, min(i + 7, end - 1)):
        if is_given_name(tokens[k].text):
            behind = tokens[k + 1 : end]
            plain = len(behind) <= 3 and all(t.tag == "NNP" or t.lower in _JOINERS for t in behind)
            single = k - i == 1 and tokens[i].lower.strip(".") in titles().before
            named = any(t.lower in titles().institutions | titles().media_heads for t in behind)
            return k if plain and not single and not named and len(tokens[i].text) > 2 else None
    return None


def _person_behind(tokens: Sequence[Token], i: int, given: int, end: int) -> NameAt:
    """A person's name behind what he is or heads: (Minister of) Foreign Affairs Jane Doe."""
    role, affiliation = _office_of(tokens, given)
    if role is None:
        role, affiliation = _split_office(tokens, i, given)
    return NameAt(given, end, text_of(tokens[given:end]), "person", role, affiliation, True)


def _office_of(tokens: Sequence[Token], start: int) -> tuple[str | None, str | None]:
    """The office before a name, with what it is of: Ambassador to the U.S. NAME, Minister of Foreign Affairs NAME."""
    k = start
    while k > 0 and start - k < 7 and (tokens[k - 1].tag in ("NNP", "CD", "PUNCT") or tokens[k - 1].text[:1].isupper()):
        if tokens[k - 1].tag == "PUNCT" and tokens[k - 1].text not in ("(", ")", "-", "–"):
            return None, None
        k -= 1
    of = k - 1 if k and tokens[k - 1].tag == "DT" else k
    if k == start or of < 2 or tokens[of - 1].lower not in ("of", "to", "for", "in"):
        return None, None
    office = tokens[of - 2].lower.removeprefix("ex-")
    if office not in titles().offices:
        return None, None
    first = of - 2
    while first > 0 and tokens[first - 1].tag in ("JJ", "NN", "NNP") and of - first < 6:
        first -= 1
    own, country = _split_office(tokens, first, of - 1)
    listed = next((n for n in (listed_name(tokens, j) for j in range(k, start)) if n is not None), None)
    whose = (listed.country if listed.kind == "place" else listed.name) if listed is not None else None
    abroad = tokens[of - 1].lower in ("to", "in")
    return own, country or (None if abroad else whose)


def _institution(tokens: Sequence[Token], start: int, end: int) -> NameAt:
    """An institution; one with a general name is told apart by its country: Peru's General Staff is the Peruvian General Staff."""
    name = text_of(tokens[start:end])
    owner = _owner_before(tokens, start)
    country = owner if owner is not None and place_key(owner) is not None else None
    return NameAt(start, end, national(name, country), "organisation", affiliation=owner)


def _after_office(tokens: Sequence[Token], i: int, end: int) -> int:
    """The place after the last office inside a run: Harbour Board Spokesman | Jane Doe; `i` where there is none."""
    words = titles()
    for k in range(end - 2, i, -1):
        low = tokens[k].lower.strip(".")
        if (
            low in words.offices
            and 0 < end - k - 1 <= 4
            and not any(t.lower in words.institutions for t in tokens[k + 1 : end])
        ):
            return k + 1
    return i


def _titled(tokens: Sequence[Token], i: int, start: int, end: int) -> NameAt:
    """A person whose office, and often whose institution, stands in the same run before the name."""
    words = titles()
    split = next((k for k in range(start - 2, i - 1, -1) if tokens[k].lower in words.institutions), None)
    affiliation = text_of(tokens[i : split + 1]) if split is not None and split < start - 1 else None
    role, country = _split_office(tokens, i if affiliation is None else (split or 0) + 1, start)
    before = _office_before(tokens, i)[1] if affiliation is None and country is None else None
    owner = _owner_before(tokens, i)
    return NameAt(
        start, end, text_of(tokens[start:end]), "person", role, affiliation or country or before or owner, True
    )


def _owner_before(tokens: Sequence[Token], i: int) -> str | None:
    """The country or institution right before an office: French Foreign Minister, Peru's Prime Minister."""
    k = i - 1 if i and tokens[i - 1].tag == "POS" else i
    for size in range(1, 5):
        if k - size < 0:
            return None
        listed = listed_name(tokens, k - size) if can_start(tokens[k - size]) else None
        if listed is not None and listed.end == k:
            return listed.name
    return None


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1].tag == "NNP"


def _office_before(tokens: Sequence[Token], start: int) -> tuple[str | None, str | None]:
    """The office right before a name and whose it is: Lima's defense minister NAME."""
    words = titles()
    i = start
    while i > 0 and start - i < 8:
        token = tokens[i - 1]
        low = token.lower.strip(".")
        if i == start:
            if low not in words.offices | words.commentators | words.before and not (
                low in words.domains and i > 1 and tokens[i - 2].lower == "of"
            ):
                return None, None
        elif low == "of" and i - 2 >= 0 and tokens[i - 2].lower in words.offices and tokens[i].lower in words.domains:
            pass
        elif token.tag not in ("NN", "NNP", "JJ", "NNS", "POS", "VBN") and low != "us":
            break
        i -= 1
    if i == start:
        return None, None
    return _split_office(tokens, i, start)


def _split_office(tokens: Sequence[Token], first: int, end: int) -> tuple[str | None, str | None]:
    """An office phrase as (role, affiliation)."""
    affiliation: str | None = None
    begin = first
    k = first
    while k < end:
        listed = listed_name(tokens, k) if can_start(tokens[k]) else None
        if listed is not None and listed.end <= end:
            affiliation = listed.name if listed.kind != "place" else listed.country
            begin = k = listed.end
            continue
        if tokens[k].tag == "POS":
            begin = k + 1
        k += 1
    role = text_of(tokens[begin:end]).strip()
    if fold(role).strip(".") in ("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lady", "lord", "prof"):
        role = ""
    return role or None, affiliation


def _office_after(tokens: Sequence[Token], end: int) -> tuple[str | None, str | None]:
    """The office in an apposition: NAME, the head of the agency,."""
    k = end
    if k < len(tokens) and tokens[k].lower == "(":
        close = next((j for j in range(k, min(k + 6, len(tokens))) if tokens[j].lower == ")"), None)
        k = close + 1 if close is not None else k
    if k + 1 >= len(tokens) or tokens[k].lower != ",":
        return None, None
    words = titles()
    start = k + 1
    if tokens[start].tag in ("DT", "PRP$"):
        start += 1
    head: int | None = None
    for j in range(start, min(start + 8, len(tokens))):
        if tokens[j].tag not in ("NN", "NNP", "JJ", "POS", "NNS", "VBG", "CC") and tokens[j].lower != "us":
            break
        if tokens[j].lower in words.offices or tokens[j].lower in words.commentators:
            head = j
    if head is None:
        return None, None
    role, affiliation = _split_office(tokens, start, head + 1)
    if affiliation is None:
        for j in range(head + 1, min(head + 6, len(tokens))):
            listed = listed_name(tokens, j) if can_start(tokens[j]) else None
            if listed is not None:
                affiliation = listed.name
                break
            if tokens[j].tag in ("PUNCT", "VBD", "VBZ"):
                break
    return role, affiliation
