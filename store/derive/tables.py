"""The shipped tables by which claims are compared: classes of things and predicates, ladders, families, common keys.

Shipped, never counted over the corpus: a score must not change because something else was imported (HOUSE.md).
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Any]:
    """One of the TOML files beside this module."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _things() -> dict[str, str]:
    return {w: row["name"] for row in table("classes")["thing"] for w in row["words"]}


@lru_cache(maxsize=1)
def _predicates() -> dict[str, str]:
    return {w: row["name"] for row in table("classes")["predicate"] for w in row["words"]}


@lru_cache(maxsize=1)
def _steps() -> dict[str, tuple[str, int]]:
    return {
        w: (row["name"], rank)
        for row in table("classes")["ladder"]
        for rank, step in enumerate(row["steps"])
        for w in step
    }


@lru_cache(maxsize=1)
def _families() -> dict[str, tuple[str, str]]:
    return {w: (row["name"], row["kind"]) for row in table("families")["family"] for w in row["members"]}


@lru_cache(maxsize=65_536)
def thing_class(word: str) -> str:
    """The class of a counted thing ("soldiers", "volunteers" → troops), or the word's own folded stem."""
    folded = word.casefold().strip()
    things = _things()
    if folded in things:
        return things[folded]
    last = folded.rsplit(" ", 1)[-1]
    return things.get(last) or things.get(_singular(last)) or _singular(last)


@lru_cache(maxsize=16_384)
def predicate_class(predicate: str) -> str:
    """The class of a predicate ("purchase", "acquire" → buy), or the predicate itself."""
    folded = predicate.casefold()
    return _predicates().get(folded, folded)


@lru_cache(maxsize=1)
def _near() -> frozenset[frozenset[str]]:
    groups = table("classes")["near"]["groups"]
    return frozenset(frozenset((a, b)) for group in groups for a in group for b in group if a != b)


@lru_cache(maxsize=16_384)
def near_predicates(a: str, b: str) -> bool:
    """Whether two classes tell stages of one matter: who deploys troops and who lets them fight."""
    return frozenset((a, b)) in _near()


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    return {name: group[0] for group in reversed(table("classes")["near"]["groups"]) for name in group}


def near_group(name: str) -> str:
    """One name for all classes that tell stages of one matter; a class in several groups goes by the first."""
    return _groups().get(name, name)


def ladder_of(predicate: str) -> tuple[str, int] | None:
    """The ladder on which a predicate stands and how high: (deliver, 1) for "offer", (deliver, 2) for "promise"."""
    return _steps().get(predicate.casefold())


def is_common(word: str) -> bool:
    """Whether a word says too little to bring two claims together."""
    return word in _listed("common", "words")


def is_title(word: str) -> bool:
    """Whether a word only says what somebody is called: it belongs to who, not to what is told."""
    return word in _listed("titles", "words")


def family_of(name_key: str) -> tuple[str, str] | None:
    """(family, kind) of an outlet or actor by its folded name, where the shipped table knows it."""
    bare = name_key.removeprefix("the ")
    return _families().get(name_key) or _families().get(bare)


_ENDINGS = (
    "ization",
    "isation",
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "izes",
    "ize",
    "ise",
    "ed",
    "es",
    "s",
    "e",
)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word without the ending that makes a noun or verb of it: "mobilization" and "mobilize" meet."""
    word = _forms().get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    forms: dict[str, str] = table("classes")["forms"]
    return forms


def is_broad(word: str) -> bool:
    """Whether a denial in this word covers whatever its speaker is accused of ("any involvement", "the allegations")."""
    return word in _listed("broad", "words")


def is_deed(predicate: str) -> bool:
    """Whether a class of predicates is something that one can be accused of."""
    return predicate in _listed("broad", "deeds")


@lru_cache(maxsize=8)
def _listed(section: str, name: str) -> frozenset[str]:
    return frozenset(table("classes")[section][name])


@lru_cache(maxsize=65_536)
def thing_kind(word: str) -> str:
    """The wider kind of a thing's class (drones, shells and tanks are weapons), or the class itself."""
    name = thing_class(word)
    return _kinds().get(name, name)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    return {member: name for name, members in table("classes")["kinds"].items() for member in members}


def country_of(key: str) -> str | None:
    """The country of a one-word demonym ("dovanian" → "dovania"), None for what does not look like one."""
    if key.endswith(("ian", "ean")) and len(key) > 6 and " " not in key:
        return key[:-1]
    return None


@lru_cache(maxsize=65_536)
def party(key: str) -> str:
    """An actor or place as frames compare it: people and their country are one party."""
    return country_of(key) or key


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        return word[:-1]
    return word
