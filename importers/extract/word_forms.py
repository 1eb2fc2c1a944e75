"""Forms of words: verbs by rule or table, the lexicon of known words, and a guess at the unknown by their endings."""

from __future__ import annotations

import re
from functools import lru_cache

from importers.extract.lexicon import load

Word = tuple[str, str, str]
"""A surface form as (lower, lemma, first tag); a first tag such as "N|V" is ambiguous until its neighbours are seen."""

_LOST_E = re.compile(r"(?:[cvuz]|[bdfgkptz]l|[^eo]at|dg|[aeiounr]s|[iu]r)$")
"""Stems that lost an e before -ed and -ing: voic, belittl, circulat."""
_VOWELS = frozenset("aeiou")
_SUFFIX_TAGS = (
    ("ly", "RB"),
    ("able", "JJ"), ("ible", "JJ"), ("ful", "JJ"), ("less", "JJ"), ("ous", "JJ"), ("ive", "JJ"), ("ical", "JJ"),
    ("ish", "JJ"), ("ial", "JJ"), ("ional", "JJ"), ("est", "JJ"), ("like", "JJ"),
)  # fmt: skip


def forms_of(base: str) -> tuple[str, str, str, str]:
    """The forms (-s, past, participle, -ing) of a verb by rule or, where it is irregular, by table."""
    doubled = base in _doubling()
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = base + "es"
    elif base.endswith("y") and base[-2:-1] not in _VOWELS:
        third = base[:-1] + "ies"
    else:
        third = base + "s"
    stem = base + base[-1] if doubled else base
    if base.endswith("ie"):
        gerund = base[:-2] + "ying"
    elif base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        gerund = base[:-1] + "ing"
    else:
        gerund = stem + "ing"
    if base in _irregular():
        past, participle = _irregular()[base]
    else:
        if base.endswith("e"):
            past = base + "d"
        elif base.endswith("y") and base[-2:-1] not in _VOWELS:
            past = base[:-1] + "ied"
        else:
            past = stem + "ed"
        participle = past
    return third, past, participle, gerund


def lemma_of(info: Word, tag: str) -> str:
    """The base form: nouns lose -s, verbs go to their base; names keep their lower-case form."""
    low, lemma, _ = info
    if tag == "NNP":
        return low
    if tag in ("NN", "JJ", "RB") and lemma != low and low not in _plural_table():
        return low
    if tag == "NNS" and lemma == low:
        return _singular(low)
    return lemma


def _singular(low: str) -> str:
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("ses", "xes", "zes", "ches", "shes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def guess(form: str) -> Word:
    """An unknown word, by its shape and ending."""
    low = form.lower()
    known = known_words().get(low)
    if known is not None:
        return known
    if form[0].isdigit() or form[0] in "$€£¥":
        return low, low, "JJ" if "-" in form else "CD"
    if "-" in low:
        tail = known_words().get(low.rsplit("-", 1)[1])
        if tail is not None and tail[2] in ("ED", "VD", "ING", "JJ", "VBN"):
            return low, low, "JJ"
    for ending, tag in _SUFFIX_TAGS:
        if low.endswith(ending) and len(low) > len(ending) + 2:
            return low, low, tag
    if low.endswith("ing") and len(low) > 5:
        return low, _strip(low, 3), "ING"
    if low.endswith("ed") and len(low) > 4:
        return low, _strip(low, 2), "ED"
    if low.endswith("s") and len(low) > 3 and not low.endswith(("ss", "us", "is")):
        return low, _singular(low), "NNS"
    return low, low, "NN"


def _strip(low: str, n: int) -> str:
    stem = low[:-n]
    if n == 2 and stem.endswith("e"):
        return low[:-1]  # freed, guaranteed
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "ls":
        return stem[:-1]
    if stem.endswith("i") and n == 2:
        return stem[:-1] + "y"
    if _LOST_E.search(stem):
        return stem + "e"
    return stem


@lru_cache(maxsize=1)
def _irregular() -> dict[str, tuple[str, str]]:
    rows = (row.split() for row in load("words")["verbs"]["irregular"].split(","))
    return {base: (past, participle) for base, past, participle in rows}


@lru_cache(maxsize=1)
def _doubling() -> frozenset[str]:
    return frozenset(load("words")["verbs"]["doubling"].split())


@lru_cache(maxsize=1)
def _plural_table() -> dict[str, str]:
    return {
        "men": "man",
        "women": "woman",
        "children": "child",
        "people": "people",
        "feet": "foot",
        "teeth": "tooth",
        "mice": "mouse",
    }


@lru_cache(maxsize=1)
def known_words() -> dict[str, Word]:
    """All listed words: form → (lower, lemma, first tag). Later entries win: closed classes over verbs over adjectives."""
    lexicon = load("words")
    words: dict[str, Word] = {}
    for word in lexicon["nouns"]["words"].split():
        words[word] = (word, word, "NN")
        if not word.endswith("s"):
            plural = forms_of(word)[0]
            words[plural] = (plural, word, "NNS")
    for word in lexicon["adjectives"]["words"].split():
        words[word] = (word, word, "JJ")
    _add_verbs(words, lexicon["verbs"]["words"].split(), noun_too=False)
    _add_verbs(words, lexicon["verbs"]["also_nouns"].split(), noun_too=True)
    _add_verbs(words, list(_irregular()), noun_too=False, but=frozenset(lexicon["verbs"]["also_nouns"].split()))
    for word in lexicon["adjectives"]["words"].split():
        if words[word][2] != "JJ":
            words[word] = (word, word, "JJ")
    for tag, listed in lexicon["closed"].items():
        for word in listed.split():
            if tag == "NN" and word in words and words[word][2] in ("N|V", "V|N", "BASE3"):
                continue
            words[word] = (word, word, "PRP$" if tag == "PRPS" else tag)
    for word in ("n't", "n’t"):
        words[word] = (word, "not", "RB")
    for plural, singular in _plural_table().items():
        words[plural] = (plural, singular, "NNS")
    for lemma, tag, listed in (
        ("be", "VBZ", "is 're ’re 'm ’m are am"),
        ("be", "VBD", "was were"),
        ("be", "VB", "be"),
        ("be", "VBN", "been"),
        ("be", "VBG", "being"),
        ("have", "VBP", "have 've ’ve"),
        ("have", "VBZ", "has"),
        ("have", "VBD", "had"),
        ("have", "VBG", "having"),
        ("do", "VBP", "do"),
        ("do", "VBZ", "does"),
        ("do", "VBD", "did"),
        ("do", "VBN", "done"),
        ("do", "VBG", "doing"),
    ):
        for word in listed.split():
            words[word] = (word, lemma, tag)
    for word in ("US", "IT", "WHO", "OR", "IN", "ME"):
        words[word] = (word.lower(), word.lower(), "NNP")
    for word, tag in (
        ("to", "TO"),
        ("that", "THAT"),
        ("her", "HER"),
        ("'s", "'S"),
        ("’s", "'S"),
        ("'d", "'D"),
        ("’d", "'D"),
    ):
        words[word] = (word, word, tag)
    return words


def _add_verbs(words: dict[str, Word], bases: list[str], noun_too: bool, but: frozenset[str] = frozenset()) -> None:
    for base in bases:
        third, past, participle, gerund = forms_of(base)
        noun = noun_too or base in but
        if past == base:
            words[base] = (base, base, "N|V" if noun else "BASE3")
        elif base not in words or words[base][2] in ("JJ", "N|V", "V|N") or not noun:
            words[base] = (base, base, "N|V" if noun else "V|N")
        words[third] = (third, base, "NS|VZ" if noun else "VZ|NS")
        words[gerund] = (gerund, base, "ING")
        if past != base:
            regular = past.endswith("ed")
            words[past] = (past, base, "ED" if regular else ("VD" if past == participle else "VBD"))
            if participle != past:
                words[participle] = (participle, base, "VBN" if participle != base else words[base][2])
