"""What an extractor of a third party is, and how one is chosen: all that its author needs to import, beside `hookimpl`.

None is used by default. SAIDBY_EXTRACTOR=name chooses one that an installed package offers (entry-point group `saidby`,
hook `extractors()`); then plugins are loaded, else not. Its name and version go into the hash of the rule set, so that
readings made with it are told from ours and are made anew when it changes. See docs/extractors.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from store.errors import UsageError
from store.records.reading import Reading

VARIABLE = "SAIDBY_EXTRACTOR"

Read = Callable[[str, str | None, str | None, str | None], Reading]
"""Text, publication date (EDTF) or None, language (BCP 47) or None, title or None → what is read in it."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """A way of reading. `read` is a pure function; its readings name `name` and `version` in their `rules`."""

    name: str
    version: str
    read: Read


def from_pipeline(name: str, version: str, pipeline: Callable[[str], Iterable[Any]]) -> Extractor:
    """An extractor by our rules over the tags and lemmas of a spaCy pipeline (or of anything called like one).

    `pipeline(text)` gives words with `idx`, `text`, `tag_` (Penn Treebank) and `lemma_`. Words that it cuts otherwise than
    we do keep our tags; so do marks.
    """
    from importers.extract.pipeline_tags import tagged_by
    from importers.extract.read import read, rules_of

    rules = rules_of(name, version)

    def _read(text: str, published: str | None, language: str | None, title: str | None) -> Reading:
        return read(
            text, published, language, title, tagger=lambda whole, lines: tagged_by(pipeline, whole, lines), rules=rules
        )

    return Extractor(name, version, _read)


def chosen() -> Read:
    """The function that reads articles: ours, or that of the extractor that SAIDBY_EXTRACTOR names.

    UsageError, with the names there are, where no plugin offers one of that name.
    """
    name = _name()
    if not name:
        from importers.extract.read import read

        return read
    return _offered(name).read


def chosen_rules() -> str:
    """The rule set under which the chosen extractor reads, as articles and snapshots name it; UsageError as in `chosen`."""
    from importers.extract.read import RULES, rules_of

    name = _name()
    return rules_of(name, _offered(name).version) if name else RULES


def _name() -> str:
    """The extractor that is asked for; '' for our own."""
    name = os.environ.get(VARIABLE, "").strip()
    return "" if name == "saidby" else name


@lru_cache(maxsize=4)
def _offered(name: str) -> Extractor:
    from importers.plugins import extractors

    offered = extractors()
    if name not in offered:
        known = ", ".join(["saidby", *sorted(offered)])
        raise UsageError(
            f"There is no extractor '{name[:40]}'", hint=f"there are {known}; unset {VARIABLE} to use our own"
        )
    return offered[name]
