"""The cast of one article: its actors by key, and which of them a shorter name, an office or a pair stands for."""

from __future__ import annotations

from functools import lru_cache

from importers.extract.gazetteer import NameAt, gender, known_names, place_name, spellings, titles
from importers.extract.lexicon import load
from importers.extract.places import fold, place_key
from store.records.reading import Actor, ActorKind


class _Entry:
    """What is known so far of one actor."""

    __slots__ = ("affiliations", "aliases", "kind", "name", "paragraph", "roles")

    def __init__(self, name: str, kind: ActorKind) -> None:
        self.name = name
        self.kind = kind
        self.roles: list[str] = []
        self.affiliations: list[str] = []
        self.aliases: list[str] = []
        self.paragraph = -1


class Cast:
    """Actors as they are met. Keys are folded canonical names, alike in every article."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._by_last: dict[str, list[str]] = {}
        self._last_country: tuple[int, frozenset[str]] = (-1, frozenset())

    def learn(self, name: NameAt) -> None:
        """Take up a name that tells whom it means by itself: full names, institutions, media, countries."""
        if name.kind in ("organisation", "media", "place"):
            key = self.add(name.name, name.kind, None, name.affiliation)
            if name.country and name.kind == "place":
                self._entries[key].kind = "place"
            return
        parts = _parts(name.name)
        if len(parts) < 2 or name.kind != "person":
            return
        key = self.add(name.name, "person", name.role, name.affiliation)
        for short in _short_forms(parts):
            keys = self._by_last.setdefault(short, [])
            if key not in keys:
                keys.append(key)

    def add(self, name: str, kind: ActorKind, role: str | None, affiliation: str | None) -> str:
        """The key of an actor, made if it is new; a role or affiliation is kept beside it."""
        canonical, kind, country = _canonical(name.replace("’", "'"), kind)
        key = fold(canonical)
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = _Entry(canonical, kind)
        elif entry.kind == "unknown":
            entry.kind = kind
        if name != canonical and name not in entry.aliases:
            entry.aliases.append(name)
        self._note(entry, role, affiliation or country)
        return key

    def _note(self, entry: _Entry, role: str | None, affiliation: str | None) -> None:
        if role and fold(role) not in map(fold, entry.roles):
            entry.roles.append(role)
        if affiliation:
            shown = place_name(affiliation) if place_key(affiliation) == affiliation else affiliation
            if shown not in entry.affiliations and fold(shown) != fold(entry.name):
                entry.affiliations.append(shown)

    def resolve(self, name: NameAt, sentence: int, paragraph: int, countries: set[str]) -> str | None:
        """The key that a mention stands for; None where nothing says so. Mentions must come in the order of the text."""
        near = self._last_country[1] if paragraph - self._last_country[0] <= 1 else frozenset()
        nations = frozenset(fold(c) for c in countries)
        if nations:
            self._last_country = (paragraph, nations)
        key = self._resolve(name, paragraph, nations | near)
        if key is not None:
            self._entries[key].paragraph = paragraph
        return key

    def _resolve(self, name: NameAt, paragraph: int, nations: frozenset[str]) -> str | None:
        if name.kind in ("organisation", "media", "place"):
            return self.add(name.name, name.kind, None, None)
        parts = _parts(name.name)
        if len(parts) > 1:
            return self._full(name, parts)
        short = parts[0] if parts else fold(name.name)
        bearers = [k for k in self._by_last.get(short, []) if self._fits(k, name)]
        ruler = load("names")["rulers"].get(short)
        if ruler is not None and fold(ruler[1]) in nations and name.role is None:
            recent = [k for k in bearers if self._entries[k].paragraph >= paragraph - 1]
            if not recent:
                return self._alias(self.add(ruler[0], "person", None, place_name(ruler[1])), name.name)
        if bearers:
            key = max(self._by_office(bearers, name.role), key=lambda k: self._entries[k].paragraph)
            self._note(self._entries[key], name.role, name.affiliation)
            return self._alias(key, name.name)
        full = load("names")["short"].get(short)
        if full is not None:
            return self._alias(self.add(full, "person", name.role, name.affiliation), name.name)
        if name.titled or name.kind == "person":
            key = self.add(name.name, "person", name.role, name.affiliation)
            self._by_last.setdefault(short, []).append(key)
            return key
        return self.add(name.name, "unknown", None, None)

    def _full(self, name: NameAt, parts: list[str]) -> str:
        key = fold(_canonical(name.name.replace("’", "'"), "person")[0])
        if key in self._entries or name.kind == "person":
            kind: ActorKind = "person" if name.kind == "person" else self._entries[key].kind
            return self.add(name.name, kind, name.role, name.affiliation)
        return self.add(name.name, name.kind, name.role, name.affiliation)

    def _fits(self, key: str, name: NameAt) -> bool:
        """Whether a title speaks against this bearer of the name: another office of another country."""
        entry = self._entries[key]
        if name.sex is not None and gender(entry.name) not in (None, name.sex):
            return False
        if name.role is None or not name.titled or not entry.roles:
            return True
        nations = {fold(a) for a in entry.affiliations if place_key(a) is not None}
        if name.affiliation and place_key(name.affiliation) is not None and nations:
            return fold(name.affiliation) in nations
        return fold(name.role).split()[-1] in {fold(r).split()[-1] for r in entry.roles} or name.affiliation is None

    def _by_office(self, keys: list[str], role: str | None) -> list[str]:
        """Of several bearers of a name those who hold the office before it; all where none or no office is known of some."""
        office = _office(role)[-1:] if role else []
        if not office or len(keys) < 2:
            return keys
        held = [{w[-1] for w in map(_office, self._entries[k].roles) if w} for k in keys]
        return [k for k, h in zip(keys, held) if office[0] in h] or [k for k, h in zip(keys, held) if not h] or keys

    def _alias(self, key: str, name: str) -> str:
        entry = self._entries[key]
        if fold(name) != key and name not in entry.aliases:
            entry.aliases.append(name)
        return key

    def holders(self, head: str, modifiers: list[str], country: str | None) -> list[str]:
        """Who is named with this office anywhere in the article, those whose role fits best: the head, and nothing against it."""
        heads = _alike(head)
        ranked: list[tuple[int, str]] = []
        for key, entry in self._entries.items():
            if entry.kind != "person":
                continue
            nations = {fold(a) for a in entry.affiliations}
            if country and nations and fold(country) not in nations:
                continue
            fitting = [words for words in map(_office, entry.roles) if words and words[-1] in heads]
            # a leader is a president only where the country says so
            fitting = [words for words in fitting if words[-1] == head or (country and nations)]
            if fitting:
                shared = max(len(set(words[:-1]) & set(modifiers)) + 2 * (words[-1] == head) for words in fitting)
                ranked.append((shared + 4 * bool(country and nations), key))
        top = max((rank for rank, _ in ranked), default=0)
        return [key for rank, key in ranked if rank == top]

    def described(self, head: str) -> str | None:
        """The last unnamed person told by this word: "a senior official" for "the official"."""
        for key in reversed(self._entries):
            words = fold(self._entries[key].name).split()
            if self._entries[key].kind == "unknown" and len(words) > 1 and words[-1] == head:
                return key
        return None

    def administration(self, leader: str) -> str:
        """The administration of a leader or country as an actor: the Biden administration."""
        entry = self._entries[leader]
        if entry.kind == "place":
            return leader
        last = entry.name.split()[-1]
        country = entry.affiliations[0] if entry.affiliations else None
        return self.add(f"{last} administration", "organisation", None, country)

    def pair(self, one: str, other: str) -> str:
        """Two actors as one speaker: both sides."""
        names = [self._entries[k].name for k in (one, other)]
        key = self.add(" and ".join(names), "group", None, None)
        entry = self._entries[key]
        entry.affiliations = names
        self._alias(key, "both sides")
        return key

    def kind(self, key: str) -> ActorKind:
        """What an actor is."""
        return self._entries[key].kind

    def is_person(self, key: str) -> bool:
        """Whether an actor may be "he" or "she"."""
        entry = self._entries[key]
        return entry.kind == "person" or (
            entry.kind == "unknown" and not entry.name[:1].islower() and " " not in entry.name
        )

    def is_office(self, key: str) -> bool:
        """Whether an actor is one unnamed person, told by an office: the mayor, a senior official."""
        entry = self._entries[key]
        return entry.kind == "unknown" and fold(entry.name).split()[-1] in titles().offices | titles().people

    def gender(self, key: str) -> str | None:
        """ "f", "m" or None, by the given name."""
        return gender(self._entries[key].name)

    def country(self, key: str) -> str | None:
        """The country that an actor is or belongs to, as one writes it."""
        entry = self._entries[key]
        if entry.kind == "place":
            return entry.name
        return next((a for a in entry.affiliations if place_key(a) is not None), None)

    def actors(self) -> tuple[Actor, ...]:
        """All actors, in the order in which they were met."""
        return tuple(
            Actor(
                key,
                e.name,
                e.kind,
                tuple(e.roles),
                tuple(e.affiliations),
                tuple(a for a in e.aliases if fold(a) != key),
            )
            for key, e in self._entries.items()
        )


def _canonical(name: str, kind: ActorKind) -> tuple[str, ActorKind, str | None]:
    """The canonical form of a name, its kind and country, by the lexicon of names."""
    folded = fold(name)
    hit = known_names().get(folded) or known_names().get(folded.removeprefix("the "))
    if hit is not None:
        return hit
    if kind == "person":
        words = name.split()
        common = spellings().get(fold(words[-1])) if words else None
        if common is not None and fold(words[-1]) != common:
            return " ".join([*words[:-1], common.capitalize()]), kind, None
    return name, kind, None


def _parts(name: str) -> list[str]:
    return [spellings().get(fold(w), fold(w)) for w in name.split() if w.strip(".")]


def _short_forms(parts: list[str]) -> list[str]:
    """By which of its parts a full name is shortened: the last, or the first where family names stand first."""
    if parts[0] in _family_first():
        return [parts[0]]
    while len(parts) > 1 and parts[-1].strip(".") in ("jr", "sr", "ii", "iii", "iv"):
        parts = parts[:-1]
    return [parts[-1]]


def _office(role: str) -> list[str]:
    """The words of a role up to its head: "minister" of "Minister of Foreign Affairs"."""
    short = load("titles")["short"]
    words = [short.get(w.strip("."), w) for w in fold(role).replace("ex-", "").split()]
    end = next((k for k, w in enumerate(words) if k and w in ("of", "for", "to", "in", "at")), len(words))
    return words[:end]


def _alike(head: str) -> frozenset[str]:
    """Offices by which one who holds `head` may have been named: a leader may be a president."""
    return frozenset({head, *load("titles")["alike"].get(head, ())})


@lru_cache(maxsize=1)
def _family_first() -> frozenset[str]:
    return frozenset(load("names")["family_first"]["words"].split())
