"""Press databases: files of Factiva, Lexis and Nexis that hold up to 500 articles each.

To any other reader such a file is one long article, without an error; so these forms are looked for first.
Marks of the forms: LexisNexisTools (https://github.com/JBGruber/LexisNexisTools), tm.plugin.factiva, newspapers' own
files. Word documents of Nexis Uni can't be told by their first bytes: the document reader hands them on.
"""

from __future__ import annotations

from collections.abc import Iterator

from importers import magic
from importers.decoding import Decoded, decode, rough
from importers.reader import ArticleDraft, Input, Reader, ReadOptions
from importers.readers.docx import docx_paragraphs
from importers.readers.factiva import factiva_articles, is_factiva
from importers.readers.nexis import is_lexis, lexis_articles, nexis_articles
from store.records.article import Problem


def _sniff(head: bytes, name: str) -> float:
    text = rough(head)
    if text is None:
        return 0.0
    if is_factiva(text) or is_lexis(text) or _is_europresse(text):
        return 0.99
    return 0.0


def _is_europresse(text: str) -> bool:
    return "europresse.com" in text[:20_000] and "cedrom" in text[:20_000]


def _read(source: Input, options: ReadOptions) -> Iterator[ArticleDraft | Problem]:
    if magic.is_zip(source.data):
        found = docx_paragraphs(source.data)
        yield from (found,) if isinstance(found, Problem) else nexis_articles([p.strip() for p in found if p.strip()])
        return
    decoded = decode(source.data, options.encoding)
    if not isinstance(decoded, Decoded):
        yield decoded
        return
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if is_factiva(text):
        yield from factiva_articles(text)
    elif is_lexis(text):
        yield from lexis_articles(text)
    else:
        yield Problem("E_NO_READER", "no reader for this press database's form yet; save it from there as text or Word")


READER = Reader("pressdb", "1", (), (), _sniff, _read, sandboxed=True, names=("factiva", "lexis", "nexis"))
