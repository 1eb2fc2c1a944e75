"""Words and their tags: a light tagger of our own, from closed classes, a verb lexicon, suffixes and context.

Tags are Penn Treebank's, a small set: NN NNS NNP VB VBP VBZ VBD VBN VBG MD IN TO DT PRP PRP$ JJ RB RP CD CC WDT WP WRB
POS UH `` '' PUNCT. It is meant for finding clauses and noun phrases in news, fast, not for parsing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from importers.extract.tagging import mark_tag, resolve
from importers.extract.word_forms import Word, forms_of, guess, known_words, lemma_of
from store.records.span import Span

__all__ = ["Token", "forms_of", "tokenize"]


class Token(NamedTuple):
    """A word or mark at [start, end) of the text that was read."""

    start: int
    end: int
    text: str
    lower: str
    lemma: str
    tag: str


_TOKEN = re.compile(
    r"(?P<clitic>['’](?:s|d|m|re|ve|ll|S|D|M|RE|VE|LL)\b|[nN]['’][tT]\b)"
    r"|(?P<word>"
    r"[a-z]{2,}(?=\x20)"  # the plain case first
    r"|"
    r"(?:[A-Za-z]\.){2,}(?![A-Za-z])"  # U.S. a.m.
    r"|[A-Z]\.(?=[A-Z][a-z]|\s?[A-Z])"  # N. in N.Korea, initials
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Sgt|Capt|Cpl|Adm|Sen|Rep|Gov|Rev|Hon|Jr|Sr|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|vs|Inc|Corp|Co|Ltd)\.(?=\s+[\w(])"
    r"|[$€£¥]?\d+(?:,\d{3})*(?:\.\d+)?(?:[A-Za-z]{1,3}\b|%)?(?:-[A-Za-z]+)*"
    r"|[^\W\d_]+(?=[nN]['’][tT]\b)"
    r"|[^\W\d_](?:[^\W_]|(?<=[^\W_])[&/-](?=[^\W_]))*(?:['’](?!(?:s|d|m|re|ve|ll|S|D|M|RE|VE|LL|t|T)\b)[^\W\d_]+)*"
    r")"
    r"|(?P<mark>``|''|--+|\.{2,}|[<>=*#~|+•·!?,;:()\[\]{}]{4,}|[^\s\w]|_+|\w)"  # rules and floods of marks are one
)
_LONG_WORD = re.compile(r"[^\W\d_][^\W\d_’']{3,}")
_LONGEST_TITLE = 220


def tokenize(text: str, span: Span | None = None) -> list[Token]:
    """Tokens of the text, or of the part at `span`, with tags; places are those of the whole text."""
    start, end = span if span is not None else (0, len(text))
    titled = end - start < _LONGEST_TITLE and _is_title_case(text[start:end])
    words = known_words()
    surfaces: list[tuple[int, int, str]] = []
    tags: list[str] = []
    infos: list[Word] = []
    sentence_start = True
    for match in _TOKEN.finditer(text, start, end):
        place = match.start()
        form = match.group()
        kind = match.lastgroup
        if kind == "word":
            info = words.get(form) or _guessed(form)
            tag = info[2]
            if form[0].isupper():
                unlisted = tag in _OPEN_GUESS and info[1] not in words
                if unlisted if sentence_start or titled else tag not in _KEEP_CAPITAL:
                    tag = "NNP"
            sentence_start = False
        elif kind == "clitic":
            info = words.get(form) or words[form.lower()]
            tag = info[2]
        else:
            info, tag = (form, form, ""), mark_tag(form)
            if form in (".", "!", "?", ":", ";") or tag == "``" or tag == "QUOTE":
                sentence_start = True
        surfaces.append((place, match.end(), form))
        infos.append(info)
        tags.append(tag)
    resolve(infos, tags, surfaces)
    made = tuple.__new__  # a fifth of the time of Token(…)
    return [made(Token, (s[0], s[1], s[2], i[0], lemma_of(i, t), t)) for s, i, t in zip(surfaces, infos, tags)]


@lru_cache(maxsize=50_000)
def _guessed(form: str) -> Word:
    """The guess at a word that no list has, kept apart from the lists: what was read before must not count as known."""
    return guess(form)


def _is_title_case(line: str) -> bool:
    """Whether a line is set like a headline, with capitals on most words, so that a capital marks no name."""
    words = _LONG_WORD.findall(line)
    return len(words) > 3 and sum(word[0].isupper() for word in words) >= 0.85 * len(words)


_KEEP_CAPITAL = frozenset({"MD", "PRP", "PRP$", "IN", "TO", "CC", "WP", "WDT", "WRB", "DT", "CD"})
_OPEN_GUESS = frozenset({"NN", "NNS", "NNP"})
