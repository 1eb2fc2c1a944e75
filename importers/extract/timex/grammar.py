"""Patterns over classes of words: how the rules of the TOML files become automata.

A pattern is a line such as `month:MONTH day:DAY ,? year:YEAR`. Upper case names a class of words, lower case and
punctuation stand for themselves, `NAME` of a macro is replaced by its pattern, `?` makes an item optional,
`( a | b )` chooses, and `name:` keeps what an item matched. There is no repetition, so that every match is short
and reading stays linear.

Each word of a text becomes one character that stands for the set of classes the word belongs to; a class is then
a character set, and a rule an ordinary regular expression over those characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

_ITEM = re.compile(
    r"(?:(?P<name>[a-z_]+):)?(?P<core>\(|[^\s()|?]+)(?P<opt>\?)?|(?P<close>\))(?P<close_opt>\?)?|(?P<bar>\|)"
)


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a pattern. `word` is a class or a literal word of a leaf; `parts` are the items or the choices."""

    kind: Literal["leaf", "sequence", "choice"]
    word: str = ""
    parts: tuple[Node, ...] = ()
    name: str = ""
    optional: bool = False


def parse(pattern: str, macros: Mapping[str, str]) -> Node:
    """The tree of a pattern, macros replaced. ValueError for unbalanced brackets or an unknown shape."""
    stack: list[tuple[list[list[Node]], str]] = [([[]], "")]
    for match in _ITEM.finditer(pattern):
        if match["bar"]:
            stack[-1][0].append([])
        elif match["close"]:
            if len(stack) == 1:
                raise ValueError(f"a bracket too many: {pattern!r}")
            choices, name = stack.pop()
            stack[-1][0][-1].append(_choice(choices, name, bool(match["close_opt"])))
        elif match["core"] == "(":
            stack.append(([[]], match["name"] or ""))
        elif match["core"] in macros:
            inner = parse(macros[match["core"]], macros)
            stack[-1][0][-1].append(
                Node("sequence", parts=(inner,), name=match["name"] or "", optional=bool(match["opt"]))
            )
        else:
            stack[-1][0][-1].append(Node("leaf", match["core"], name=match["name"] or "", optional=bool(match["opt"])))
    if len(stack) != 1:
        raise ValueError(f"a bracket is not closed: {pattern!r}")
    return _choice(stack[0][0], "", False)


def words_of(node: Node) -> set[str]:
    """Every class and literal word that the tree names."""
    if node.kind == "leaf":
        return {node.word}
    return set().union(*(words_of(part) for part in node.parts)) if node.parts else set()


def to_regex(node: Node, chars: Callable[[str], str]) -> str:
    """The regular expression of a tree; `chars` gives the characters whose words belong to a class."""
    if node.kind == "leaf":
        found = chars(node.word)
        body = f"[{re.escape(found)}]" if found else "(?!)"
    elif node.kind == "choice":
        body = "(?:" + "|".join(to_regex(part, chars) for part in node.parts) + ")"
    else:
        body = "".join(to_regex(part, chars) for part in node.parts)
    if node.name:
        body = f"(?P<{node.name}>{body})"
    elif node.optional and node.kind != "choice":
        body = f"(?:{body})"
    return body + "?" if node.optional else body


def first_of(node: Node) -> tuple[set[str], bool]:
    """The classes that a match can begin with, and whether the tree can match nothing."""
    if node.kind == "leaf":
        return {node.word}, node.optional
    if node.kind == "choice":
        pairs = [first_of(part) for part in node.parts]
        return set().union(*(first for first, _ in pairs)), node.optional or any(empty for _, empty in pairs)
    found: set[str] = set()
    for part in node.parts:
        first, empty = first_of(part)
        found |= first
        if not empty:
            return found, node.optional
    return found, True


def _choice(choices: list[list[Node]], name: str, optional: bool) -> Node:
    sequences = tuple(Node("sequence", parts=tuple(items)) for items in choices)
    if len(sequences) == 1:
        return Node("sequence", parts=sequences[0].parts, name=name, optional=optional)
    return Node("choice", parts=sequences, name=name, optional=optional)
