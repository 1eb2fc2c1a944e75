"""Tags of ambiguous words, by the words on both sides: "report" after "to" is a verb, after "the" a noun."""

from __future__ import annotations

from collections.abc import Callable

from importers.extract.word_forms import Word

_BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "am", "'s", "’s", "'re", "’re", "'m", "’m"})
_HAVE = frozenset({"have", "has", "had", "having", "'ve", "’ve", "'d", "’d"})
_NOMINAL_LEFT = frozenset({"DT", "PRP$", "JJ", "POS", "CD"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERBISH = frozenset({"VB", "VBP", "VBZ", "VBD", "VBN", "VBG", "MD"})
_STANDING = frozenset({"that", "which", "this", "both", "all", "some", "many", "these", "those", "neither", "another"})
"""Determiners that can be a subject by themselves."""
_PLURAL_SUBJECTS = frozenset({"i", "we", "you", "they", "who"})
_COMPLEMENT = frozenset({"DT", "PRP", "PRP$", "THAT", "NNP", "``", "TO", "HER", "WP", "WRB", "QUOTE", "CD", "MD", "EX"})
_COMPLEMENT_WORDS = frozenset({"that", "to", "how", "why", "what", "whether", "if", "as", "not", "there", "it"})


def mark_tag(form: str) -> str:
    """The tag of a mark; QUOTE where a straight quotation mark may open or close."""
    if form in ("“", "``", "«", "„"):
        return "``"
    if form in ("”", "»"):
        return "''"
    if form in ('"', "''"):
        return "QUOTE"
    if form == "&":
        return "CC"
    return "PUNCT"


def resolve(infos: list[Word], tags: list[str], surfaces: list[tuple[int, int, str]]) -> None:
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
    if before in ("DT", "PRP$", "JJ", "POS", "VB", "VBP", "VBG") and word_before not in ("that", "this"):
        return "NNS"
    return "VBZ"


def _past(before: str, word_before: str, after: str, word_after: str) -> str:
    """Forms in -ed: past tense, participle or adjective."""
    if word_before in _BE or word_before in _HAVE or word_before in ("get", "gets", "got", "being", "been"):
        return "VBN"
    if before in ("DT", "PRP$", "JJ", "POS", "CD", "IN", "CC") and after in ("NN", "NNS", "NNP", "N|V", "NS|VZ", "JJ"):
        return "VBN" if before != "CC" else "VBD"
    if before in ("IN", "TO", "VBG", "VB", "DT", "PRP$"):
        return "VBN" if word_before not in _STANDING else "VBD"
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
