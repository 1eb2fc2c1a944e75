"""Words and their tags: a light tagger of our own, from closed classes, a verb lexicon, suffixes and context.

Tags are Penn Treebank's, a small set: NN NNS NNP VB VBP VBZ VBD VBN VBG MD IN TO DT PRP PRP$ JJ RB RP CD CC WDT WP WRB
POS UH `` '' PUNCT. It is meant for finding clauses and noun phrases in news, fast, not for parsing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from importers.extract.lexicon import load
from store.records.span import Span


class Token(NamedTuple):
    """A word or mark at [start, end) of the text that was read."""

    start: int
    end: int
    text: str
    lower: str
    lemma: str
    tag: str


Word = tuple[str, str, str]
"""A surface form as (lower, lemma, first tag); the tag may be ambiguous, see `_RULES`."""

_TOKEN = re.compile(
    r"(?P<clitic>['’](?:s|d|m|re|ve|ll|S|D|M|RE|VE|LL)\b|[nN]['’][tT]\b)"
    r"|(?P<word>"
    r"(?:[A-Za-z]\.){2,}(?![A-Za-z])"  # U.S. a.m.
    r"|[A-Z]\.(?=[A-Z][a-z]|\s?[A-Z])"  # N. in N.Korea, initials
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Sgt|Capt|Cpl|Adm|Sen|Rep|Gov|Rev|Hon|Jr|Sr|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|vs|Inc|Corp|Co|Ltd)\.(?=\s+[\w(])"
    r"|[$€£¥]?\d+(?:,\d{3})*(?:\.\d+)?(?:[A-Za-z]{1,3}\b|%)?(?:-[A-Za-z]+)*"
    r"|[^\W\d_]+(?=[nN]['’][tT]\b)"
    r"|[^\W\d_](?:[^\W_]|(?<=[^\W_])[&/-](?=[^\W_]))*(?:['’](?!(?:s|d|m|re|ve|ll|S|D|M|RE|VE|LL|t|T)\b)[^\W\d_]+)*"
    r")"
    r"|(?P<mark>``|''|--+|\.{2,}|[^\s\w]|_+|\w)"
)
_LONG_WORD = re.compile(r"[^\W\d_][^\W\d_’']{3,}")
_LONGEST_TITLE = 220
_VOWELS = frozenset("aeiou")
_BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "am", "'s", "’s", "'re", "’re", "'m", "’m"})
_HAVE = frozenset({"have", "has", "had", "having", "'ve", "’ve", "'d", "’d"})
_NOMINAL_LEFT = frozenset({"DT", "PRP$", "JJ", "POS", "CD"})
_SUFFIX_TAGS = (
    ("ly", "RB"),
    ("able", "JJ"), ("ible", "JJ"), ("ful", "JJ"), ("less", "JJ"), ("ous", "JJ"), ("ive", "JJ"), ("ical", "JJ"),
    ("ish", "JJ"), ("ial", "JJ"), ("ional", "JJ"), ("est", "JJ"), ("like", "JJ"),
)  # fmt: skip


def tokenize(text: str, span: Span | None = None) -> list[Token]:
    """Tokens of the text, or of the part at `span`, with tags; places are those of the whole text."""
    start, end = span if span is not None else (0, len(text))
    titled = end - start < _LONGEST_TITLE and _is_title_case(text[start:end])
    words = _known()
    surfaces: list[tuple[int, int, str]] = []
    tags: list[str] = []
    infos: list[Word] = []
    sentence_start = True
    for match in _TOKEN.finditer(text, start, end):
        place = match.start()
        form = match.group()
        kind = match.lastgroup
        if kind == "word":
            info = words.get(form)
            if info is None:
                info = _guess(form)
                if len(words) < 200_000:
                    words[form] = info
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
            info, tag = (form, form, ""), _mark_tag(form)
            if form in (".", "!", "?", ":", ";") or tag == "``" or tag == "QUOTE":
                sentence_start = True
        surfaces.append((place, match.end(), form))
        infos.append(info)
        tags.append(tag)
    _resolve(infos, tags, surfaces)
    return [Token(s[0], s[1], s[2], i[0], _lemma(i, t), t) for s, i, t in zip(surfaces, infos, tags)]


def _is_title_case(line: str) -> bool:
    """Whether a line is set like a headline, with capitals on most words, so that a capital marks no name."""
    words = _LONG_WORD.findall(line)
    return len(words) > 3 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


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


_KEEP_CAPITAL = frozenset({"MD", "PRP", "PRP$", "IN", "TO", "CC", "WP", "WDT", "WRB", "DT", "CD"})
_OPEN_GUESS = frozenset({"NN", "NNS", "NNP"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERBISH = frozenset({"VB", "VBP", "VBZ", "VBD", "VBN", "VBG", "MD"})


def _mark_tag(form: str) -> str:
    if form in ("“", "``", "«", "„"):
        return "``"
    if form in ("”", "»"):
        return "''"
    if form in ('"', "''"):
        return "QUOTE"
    if form == "&":
        return "CC"
    return "PUNCT"


def _resolve(infos: list[Word], tags: list[str], surfaces: list[tuple[int, int, str]]) -> None:
    """Turn ambiguous tags into Penn's, left to right, by the words on both sides."""
    last = len(tags) - 1
    open_quote = False
    for i, tag in enumerate(tags):
        if tag == "QUOTE":
            apart = i == 0 or surfaces[i - 1][1] < surfaces[i][0]
            joined = i < last and surfaces[i + 1][0] == surfaces[i][1]
            open_quote = apart if apart == joined else not open_quote
            tags[i] = "``" if open_quote else "''"
        elif tag in _RULES:
            left = i - 1
            while left >= 0 and (tags[left] == "RB" or tags[left] == "``" or tags[left] == "''"):
                left -= 1
            before = tags[left] if left >= 0 else "PUNCT"
            word_before = infos[left][0] if left >= 0 else ""
            after = tags[i + 1] if i < last else "PUNCT"
            word_after = infos[i + 1][0] if i < last else ""
            tags[i] = _RULES[tag](before, word_before, after, word_after)


def _verb_follows(before: str, word_before: str) -> str | None:
    """The tag that an auxiliary on the left asks for, if one stands there."""
    if before in ("MD", "TO"):
        return "VB"
    if word_before in ("do", "does", "did"):
        return "VB"
    return None


def _noun_or_verb(before: str, word_before: str, after: str, word_after: str) -> str:
    """Base forms that are nouns more often: report, plan, claim."""
    asked = _verb_follows(before, word_before)
    if asked == "VB" and not (before == "TO" and after in _VERBISH):
        return "VB"
    if before == "PRP" and word_before in _PLURAL_SUBJECTS:
        return "VBP"
    if before == "NNS" and (after in _COMPLEMENT or word_after in _COMPLEMENT_WORDS):
        return "VBP"
    return "NN"


def _verb_or_noun(before: str, word_before: str, after: str, word_after: str) -> str:
    """Base forms that are verbs more often: say, believe."""
    if _verb_follows(before, word_before) == "VB":
        return "VB"
    if before in _NOMINAL_LEFT and word_before not in ("that", "this", "all", "both", "some", "those", "these"):
        return "NN"
    if before in ("NNS", "PRP", "NNP", "NN", "WP", "WDT", "DT"):
        return "VBP"
    if before in ("IN",):
        return "VB"
    return "VB" if before in ("PUNCT", "CC") else "VBP"


def _plural_or_third(before: str, word_before: str, after: str, word_after: str) -> str:
    """Forms in -s of verbs that are nouns as often: reports, plans, claims."""
    if before in _NOMINAL_LEFT or before in ("IN", "VB", "VBP", "VBG", "VBD", "VBZ", "MD", "TO"):
        if before == "DT" and word_before in ("this", "that") and after not in ("IN", "PUNCT", "CC"):
            return "VBZ"
        return "NNS"
    if word_before in ("he", "she", "it", "who", "which", "that"):
        return "VBZ"
    if before in ("NN", "NNP", "PRP", "''", "WP", "WDT") and (after in _COMPLEMENT or word_after in _COMPLEMENT_WORDS):
        return "VBZ"
    return "NNS"


def _third(before: str, word_before: str, after: str, word_after: str) -> str:
    """Forms in -s of words that are verbs more often: says, believes."""
    if before in ("DT", "PRP$", "JJ", "POS") and word_before not in ("that", "this"):
        return "NNS"
    return "VBZ"


def _past(before: str, word_before: str, after: str, word_after: str) -> str:
    """Forms in -ed: past tense, participle or adjective."""
    if word_before in _BE or word_before in _HAVE or word_before in ("get", "gets", "got", "being", "been"):
        return "VBN"
    if before in ("DT", "PRP$", "JJ", "POS", "CD", "IN", "CC") and after in ("NN", "NNS", "NNP", "N|V", "NS|VZ", "JJ"):
        return "VBN" if before != "CC" else "VBD"
    if before in ("IN", "TO", "VBG", "VB", "DT", "PRP$"):
        return "VBN" if word_before not in ("that", "which", "this") else "VBD"
    if after == "IN" and word_after == "by":
        return "VBN"
    return "VBD"


def _past_only(before: str, word_before: str, after: str, word_after: str) -> str:
    """Irregular pasts that are also participles: said, told, held."""
    if word_before in _BE or word_before in _HAVE or word_before in ("get", "gets", "got"):
        return "VBN"
    if after == "IN" and word_after == "by":
        return "VBN"
    return "VBD"


def _same_form(before: str, word_before: str, after: str, word_after: str) -> str:
    """Verbs with one form for base and past: put, read, set."""
    if _verb_follows(before, word_before):
        return "VB"
    if word_before in _BE or word_before in _HAVE:
        return "VBN"
    if before in _NOMINAL_LEFT:
        return "NN"
    if word_before in _PLURAL_SUBJECTS:
        return "VBP"
    return "VBD"


def _that(before: str, word_before: str, after: str, word_after: str) -> str:
    if after in ("NN", "N|V", "CD") and before in ("PUNCT", "IN", "VB", "CC"):
        return "DT"
    if before in ("NN", "NNS", "NNP") and (after in _VERBISH or after in ("ED", "VD", "VZ|NS", "V|N", "RB", "'S")):
        return "WDT"
    if after in ("PUNCT", "''"):
        return "DT"
    return "IN"


def _her(before: str, word_before: str, after: str, word_after: str) -> str:
    return "PRP$" if after in ("NN", "NNS", "NNP", "JJ", "N|V", "NS|VZ", "CD", "ED", "ING", "V|N", "VZ|NS") else "PRP"


def _clitic_s(before: str, word_before: str, after: str, word_after: str) -> str:
    if before in ("PRP", "WP", "WDT", "EX") or word_before in ("that", "there", "here", "what", "let", "where", "how"):
        return "VBZ"
    if after in ("DT", "ING", "PRP", "IN") or word_after in ("not", "been"):
        return "VBZ"
    return "POS"


def _clitic_d(before: str, word_before: str, after: str, word_after: str) -> str:
    return "VBD" if after in ("ED", "VD", "VBN") else "MD"


def _ing(before: str, word_before: str, after: str, word_after: str) -> str:
    if before == "NN" and after in _FINITE:
        return "NN"
    if before in ("DT", "PRP$", "JJ", "POS") and after not in ("DT", "PRP", "PRP$", "THAT"):
        return "NN" if after not in ("NN", "NNS", "NNP", "N|V", "NS|VZ") else "VBG"
    return "VBG"


_RULES: dict[str, Callable[[str, str, str, str], str]] = {
    "N|V": _noun_or_verb,
    "V|N": _verb_or_noun,
    "NS|VZ": _plural_or_third,
    "VZ|NS": _third,
    "ED": _past,
    "VD": _past_only,
    "BASE3": _same_form,
    "THAT": _that,
    "HER": _her,
    "'S": _clitic_s,
    "'D": _clitic_d,
    "ING": _ing,
}
_PLURAL_SUBJECTS = frozenset({"i", "we", "you", "they", "who"})
_COMPLEMENT = frozenset({"DT", "PRP", "PRP$", "THAT", "NNP", "``", "TO", "HER", "WP", "WRB", "QUOTE", "CD", "MD", "EX"})
_COMPLEMENT_WORDS = frozenset({"that", "to", "how", "why", "what", "whether", "if", "as", "not", "there", "it"})


def _lemma(info: Word, tag: str) -> str:
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


def _guess(form: str) -> Word:
    """An unknown word, by its shape and ending."""
    low = form.lower()
    known = _known().get(low)
    if known is not None:
        return known
    if form[0].isdigit() or form[0] in "$€£¥":
        return low, low, "JJ" if "-" in form else "CD"
    if "-" in low:
        tail = _known().get(low.rsplit("-", 1)[1])
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
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "ls":
        return stem[:-1]
    if stem.endswith("i") and n == 2:
        return stem[:-1] + "y"
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
def _known() -> dict[str, Word]:
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
