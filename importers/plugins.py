"""Readers and extractors of third parties: pluggy, entry-point group `saidby`, looked for once and only when needed.

Only import, extract and doctor come here: listing claims must not pay for anybody's plugin.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module

import pluggy

from importers.extractor import Extractor
from importers.reader import Reader
from store.errors import UsageError
from store.records.article import Problem
from store.records.text import clean_line

hookspec = pluggy.HookspecMarker("saidby")

BUILT_IN = ("text", "tables", "html", "feed", "mail", "telegram", "document", "sheets", "pressdb")
"""Modules of importers/readers that each have READER; in order of precedence where two are equally sure."""


class Hooks:
    """What a plugin may offer."""

    @hookspec
    def readers(self) -> Iterable[Reader]:  # type: ignore[empty-body]
        """Input forms that this plugin reads."""

    @hookspec
    def extractors(self) -> Iterable[Extractor]:  # type: ignore[empty-body]
        """Extractors that this plugin offers (importers/extractor.py); none is used unless SAIDBY_EXTRACTOR names it."""


@lru_cache(maxsize=1)
def manager() -> tuple[pluggy.PluginManager, tuple[Problem, ...]]:
    """The plugin manager with all entry points loaded, and what went wrong while loading: a broken plugin of
    somebody else never stops an import."""
    found = pluggy.PluginManager("saidby")
    found.add_hookspecs(Hooks)
    problems = []
    try:
        found.load_setuptools_entrypoints("saidby")
    except Exception as error:  # whatever a stranger's module raises at import
        problems.append(Problem("W_PLUGIN", clean_line(f"a plugin could not be loaded: {error}", 300), "warning"))
    return found, tuple(problems)


@lru_cache(maxsize=1)
def readers() -> dict[str, Reader]:
    """All readers by name, ours first; a plugin's reader of the same name takes the place of ours."""
    own = {}
    for name in BUILT_IN:
        reader: Reader = import_module(f"importers.readers.{name}").READER
        own[reader.name] = reader
    for offered in manager()[0].hook.readers():
        for reader in offered:
            own[reader.name] = reader
    return own


@lru_cache(maxsize=1)
def extractors() -> dict[str, Extractor]:
    """All extractors that plugins offer, by name; of two with one name the last."""
    return {one.name: one for offered in manager()[0].hook.extractors() for one in offered}


def reader_named(form: str) -> Reader:
    """The reader that a word of the command line means; UsageError, with the words there are, for another."""
    for reader in readers().values():
        if form == reader.name or form in reader.names:
            return reader
    known = sorted({n for r in readers().values() for n in (r.name, *r.names)} | {"auto"})
    raise UsageError(f"There is no form '{clean_line(form, 40)}'", hint=f"there are {', '.join(known)}")
