"""Rules and lexicons: TOML files beside the code, read once.

Every extract room keeps its word lists and patterns in `lexicons/<name>.toml`; none of them opens files itself.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

_FOLDER = "lexicons"
_NAME = re.compile(r"[a-z0-9_]+")


@cache
def load(name: str) -> dict[str, Any]:
    """The tables of `lexicons/<name>.toml`, read once and shared: treat them as read-only.

    ValueError for a name that is not a plain word, FileNotFoundError where there is no such file.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"not the name of a lexicon: {name!r}")
    return tomllib.loads((_folder() / f"{name}.toml").read_text(encoding="utf-8"))


def names() -> tuple[str, ...]:
    """The names of all lexicons, sorted."""
    found = (entry.name for entry in _folder().iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Twelve hex digits over all lexicon files: changes when any rule does."""
    digest = hashlib.sha256()
    for name in names():
        data = (_folder() / f"{name}.toml").read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:12]


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """The text in lower case, each letter in its place: patterns in lower case are tried on it many times faster than with
    IGNORECASE on the text itself."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(one if len(one := letter.lower()) == 1 else letter for letter in text)


def alternation(words: Iterable[str]) -> str:
    """A regular expression for any of these words or phrases, the longest first, blanks matching any run of white space.

    The words are taken literally. At most three blanks are matched between two words, so that matching stays linear. Words
    that begin alike share their beginning, so that hundreds of phrases cost a few comparisons at each place.
    """
    root: _Branch = {}
    for word in sorted(set(words)):
        node = root
        for letter in " ".join(word.split()):
            node = node.setdefault(letter, {})
        node[""] = {}
    return f"(?:{_ways(root)})"


_Branch = dict[str, "_Branch"]
"""Letter → what follows it; the key "" ends a word."""


def _ways(node: _Branch) -> str:
    """The ways on from here; what is longer is tried before what ends here."""
    found: list[str] = []
    for letter, below in node.items():
        if letter:
            head = _letter(letter)
            while len(below) == 1 and "" not in below:
                ((letter, below),) = below.items()
                head += _letter(letter)
            rest = _ways(below)
            found.append(f"{head}(?:{rest}){'?' if '' in below else ''}" if rest else head)
    return "|".join(found)


def _letter(letter: str) -> str:
    return r"\s{1,3}" if letter == " " else re.escape(letter)


def _folder() -> Traversable:
    return files(__package__ or "importers.extract") / _FOLDER
