"""Fits the figures by which readings of cues are weighed: importers/extract/lexicons/weights.toml.

    python tests/bench/extract/fit_attribution.py [--data FOLDER] [--out FILE] [--compare]

Data: PolNeAR (Newell, Margolin, Ruths 2018) as JSON lines, polnear_train.jsonl and polnear_dev.jsonl, looked for in
../shared/eval/dev/attribution beside the repository. Fitted on the training half alone; the development half only
prints the figures. Nothing of the texts gets into the file but features: tags, lemmas and lengths.

Three models, in this order, because the readings of the last are cut with the first two:
  end, begin  which boundary of a content is right: softmax over the places where it could end or begin
  accept      whether a reading is right (cue touches, contents share half, same source): logistic regression
Each is fitted by Adagrad, thinned in three rounds to the features that move most decisions (weight times the root of
how often it is seen) and fitted once more. Deterministic: one seed, sorted features, no threads; about four minutes.

The shipped file was fitted before the last rules about cues and sources were written, so a new fit differs from it:
--compare says by how much (share of common features, correlation of their figures) and writes nothing.
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from importers.extract.attribution import boundaries, weights
from importers.extract.attribution import read as reading
from importers.extract.attribution.candidate import Candidate
from importers.extract.attribution.candidates import read_cue
from importers.extract.attribution.contents import begins_before, cuts, openings
from importers.extract.attribution.cues import Cue, find_cues
from importers.extract.attribution.lines import Line
from importers.extract.attribution.quoted import Page
from importers.extract.sentences import read_sentences

HOUSE = Path(__file__).resolve().parents[3]
SHARED = HOUSE.parent / "shared" / "eval"
WEIGHTS = HOUSE / "importers" / "extract" / "lexicons" / "weights.toml"
SIZES = {"end": 1500, "begin": 250, "accept": 4000}
"""Features that each model keeps."""
MIN_SEEN = 6
SEED = 0
LINE = 118
MARKS = ("PUNCT", "''", "``")

HEAD = """\
# Figures that weigh readings of cues: log-odds in hundredths, fitted by logistic regression on the training half of
# PolNeAR (Newell, Margolin, Ruths 2018) and thinned to the features that decide most. No text of it is in here.
# accept: is a reading right; end, begin: which boundary of a content is right.
# Each template holds entries of a figure and a key, two blanks apart. Made by tests/bench/extract/fit_attribution.py

[examples]
# sentence = how many attributions must be read in it; checked by a test
"The mayor said that the bridge is safe." = 1
"The bridge is long." = 0
"The bridge is safe, according to the mayor." = 1

"""

Row = dict[str, Any]
Choice = tuple[list[list[str]], int]
"""Features of each place, and the index of the right one."""
Judged = tuple[tuple[str, ...], bool]
Weights = dict[str, float]


def main() -> int:
    """Fit, print the figures on the development half, write or compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED / "dev" / "attribution", help="folder with polnear_*.jsonl")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="the file to write")
    parser.add_argument("--compare", action="store_true", help="compare with the shipped file, write nothing")
    asked = parser.parse_args()
    if not (asked.data / "polnear_train.jsonl").exists():
        print(f"no polnear_train.jsonl in {asked.data}: nothing to fit on", file=sys.stderr)
        return 1
    sys.path.insert(0, str(SHARED))
    scorer = importlib.import_module("eval_attribution")  # its alignment says which reading is right

    shipped = {name: dict(weights.table(name)) for name in SIZES}
    train, dev = _load(asked.data / "polnear_train.jsonl"), _load(asked.data / "polnear_dev.jsonl")
    pages = [_page(row) for row in train]
    fitted = fit(train, pages, scorer)
    _report(dev, [_page(row) for row in dev], scorer)
    if asked.compare:
        _compare(shipped, fitted)
    else:
        asked.out.write_text(written(fitted), encoding="utf-8")
    return 0


def fit(rows: Sequence[Row], pages: Sequence[Page], scorer: ModuleType) -> dict[str, Weights]:
    """The three models; from here on the readings of this process are weighed by them."""
    began = time.perf_counter()
    ends, begins = _boundaries(rows, pages, scorer)
    fitted = {
        "end": _thinned(_softmax, ends, _keep_places, SIZES["end"]),
        "begin": _thinned(_softmax, begins, _keep_places, SIZES["begin"]),
    }
    weights.table = lambda name: fitted.get(name, {})  # type: ignore[assignment]
    judged = _judged(rows, pages, scorer)
    fitted["accept"] = _thinned(_logistic, judged, _keep_reading, SIZES["accept"])
    print(
        f"{len(ends)} ends, {len(begins)} beginnings, {len(judged)} readings; {time.perf_counter() - began:.0f} s",
        file=sys.stderr,
    )
    return fitted


def written(models: dict[str, Weights]) -> str:
    """The file's text."""
    out = [HEAD]
    for name in ("accept", "begin", "end"):
        templates: dict[str, list[str]] = defaultdict(list)
        for feature, figure in sorted(models[name].items()):
            if round(figure * 100):
                template, key = feature.split("=", 1) if "=" in feature else ("plain", feature)
                templates[template].append(f"{round(figure * 100)} {key}")
        out.append(f"[{name}]\n")
        for template, entries in sorted(templates.items()):
            body = "\n".join(_wrapped(entries)).replace("\\", "\\\\").replace('"', '\\"')
            out.append(f'"{template}" = """\n{body}\n"""\n')
        out.append("\n")
    return "".join(out).rstrip("\n") + "\n"


def _wrapped(entries: Iterable[str]) -> Iterator[str]:
    line = ""
    for entry in entries:
        if len(line) + len(entry) > LINE:
            yield line
            line = ""
        line += ("  " if line else "") + entry
    yield line


def _load(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _page(row: Row) -> Page:
    return reading.make_page(row["text"], read_sentences(row["text"]))


def _boundaries(rows: Sequence[Row], pages: Sequence[Page], scorer: ModuleType) -> tuple[list[Choice], list[Choice]]:
    """Places at which contents of the training half could end and begin, with the right ones."""
    ends: list[Choice] = []
    begins: list[Choice] = []
    for row, page in zip(rows, pages, strict=True):
        gold = [(a["cue"], a["content"]) for a in row["attributions"] if a["cue"] and a["content"]]
        for line in page.lines:
            if line.role not in reading.READ_ROLES or not line.tokens:
                continue
            here = [g for g in gold if any(a < line.span.end and b > line.span.start for a, b in g[0])]
            if not here:
                continue
            for cue in find_cues(line):
                head = line.tokens[cue.head].start
                for spans in (content for at, content in here if any(a <= head < b for a, b in at)):
                    for span in spans:
                        start, end = scorer.trim(row["text"], *span)
                        if start < line.span.end and end > line.span.start:
                            ends.extend(_end_choices(line, cue, start, end))
                            begins.extend(_begin_choices(line, cue, start, end))
    return ends, begins


def _end_choices(line: Line, cue: Cue, start: int, end: int) -> Iterator[Choice]:
    for opening in openings(line, cue):
        first = opening.start
        if first >= len(line.tokens):
            continue
        while first < len(line.tokens) - 1 and line.tag(first) in ("``", "PUNCT"):
            first += 1
        places = cuts(line, opening.start)
        if line.tokens[first].start != start or len(places) < 2:
            continue
        right = next((k for k, cut in enumerate(places) if abs(_bare_end(line, first, cut) - end) <= 1), None)
        if right is None and end >= line.span.end - 2:
            right = len(places) - 1
        if right is not None:
            yield (
                [boundaries.end_features(line, cue, opening.start, cut, opening.frame, places[-1]) for cut in places],
                right,
            )


def _bare_end(line: Line, first: int, cut: int) -> int:
    while cut > first + 1 and line.tag(cut - 1) in MARKS:
        cut -= 1
    return line.tokens[cut - 1].end


def _begin_choices(line: Line, cue: Cue, start: int, end: int) -> Iterator[Choice]:
    if end > line.tokens[cue.start].start or start < line.span.start:
        return
    last = max((i for i, token in enumerate(line.tokens) if token.start < end), default=None)
    if last is None:
        return
    stop = last + 1
    if line.tag(stop) == "PUNCT" and line.tag(stop + 1) == "''":
        stop += 2
    elif line.tag(stop) == "''":
        stop += 1
    places = begins_before(line, stop)
    for k, place in enumerate(places):
        first = place
        while first < stop - 1 and line.tag(first) in ("``", "PUNCT"):
            first += 1
        if line.tokens[first].start == start and len(places) > 1:
            yield [boundaries.begin_features(line, cue, p, stop) for p in places], k
            return


def _judged(rows: Sequence[Row], pages: Sequence[Page], scorer: ModuleType) -> list[Judged]:
    """Every reading of the training half, and whether it is right."""
    out: list[Judged] = []
    for row, page in zip(rows, pages, strict=True):
        doc = scorer.Doc(row["text"])
        gold = doc.norm(row["attributions"])
        for line in page.lines:
            if line.role in reading.READ_ROLES and line.tokens:
                for cue in find_cues(line):
                    out.extend((c.features, _is_right(doc, gold, c, scorer)) for c in read_cue(page, line, cue))
    return out


def _is_right(doc: Any, gold: Sequence[Any], candidate: Candidate, scorer: ModuleType) -> bool:
    """Cue touches, contents share half of their words, sources share a word that counts or are both missing."""
    mine = doc.norm([_as_answer(candidate)])
    if not mine:
        return False
    for other in gold:
        if not mine[0]["t"]["cue"] & other["t"]["cue"]:
            continue
        if scorer.jac(mine[0]["t"]["content"], other["t"]["content"]) < 0.5:
            continue
        said, meant = mine[0]["t"]["source"], other["t"]["source"]
        if not said and not meant:
            return True
        telling = {k for k in meant if doc.tok[k][2] not in scorer.STOP} or meant
        if said & telling or scorer.frags(mine[0]["source"]) == scorer.frags(other["source"]):
            return True
    return False


def _as_answer(candidate: Candidate) -> Row:
    return {
        "source": candidate.source_span and list(candidate.source_span),
        "cue": list(candidate.cue_span),
        "content": [list(piece) for piece in candidate.pieces],
    }


def _thinned(
    train: Callable[[list[Any], int], Weights], data: Sequence[Any], keep: Callable[[Any, set[str]], Any], size: int
) -> Weights:
    """A model of about `size` features, fitted four times, each time on what moved most decisions the time before."""
    seen: Counter[str] = Counter(f for one in data for f in _features(one))
    kept = {f for f, n in seen.items() if n >= MIN_SEEN}
    figures: Weights = {}
    for room, rounds in ((size * 3, 3), (size * 3 // 2, 3), (size, 3), (size, 4)):
        figures = train([keep(one, kept) for one in data], rounds)
        ranked = sorted(
            ((abs(w) * math.sqrt(seen[f]), f) for f, w in figures.items() if f != "bias"),
            reverse=True,
        )
        kept = {f for _, f in ranked[:room]}
    return {f: round(w, 2) for f, w in figures.items() if f in kept or f == "bias"}


def _features(one: Any) -> Iterator[str]:
    first, _ = one
    for part in first:
        if isinstance(part, str):
            yield part
        else:
            yield from part


def _keep_places(one: Choice, kept: set[str]) -> Choice:
    return [[f for f in features if f in kept] for features in one[0]], one[1]


def _keep_reading(one: Judged, kept: set[str]) -> Judged:
    return tuple(f for f in one[0] if f in kept), one[1]


def _softmax(data: list[Choice], rounds: int, rate: float = 0.15, decay: float = 1e-4) -> Weights:
    figures: Weights = defaultdict(float)
    squares: Weights = defaultdict(lambda: 1e-6)
    chance = random.Random(SEED)
    for _ in range(rounds):
        chance.shuffle(data)
        for places, right in data:
            scores = [sum(figures[f] for f in features) for features in places]
            top = max(scores)
            shares = [math.exp(s - top) for s in scores]
            total = sum(shares)
            for k, features in enumerate(places):
                slope = shares[k] / total - (k == right)
                if abs(slope) >= 1e-3:
                    _step(figures, squares, features, slope, rate, decay)
    return figures


def _logistic(data: list[Judged], rounds: int, rate: float = 0.1, decay: float = 2e-4) -> Weights:
    figures: Weights = defaultdict(float)
    squares: Weights = defaultdict(lambda: 1e-4)
    chance = random.Random(SEED)
    for _ in range(rounds):
        chance.shuffle(data)
        for features, right in data:
            slope = weights.probability(sum(figures[f] for f in features) + figures["bias"]) - right
            if abs(slope) >= 2e-3:
                _step(figures, squares, (*features, "bias"), slope, rate, decay)
    return figures


def _step(figures: Weights, squares: Weights, features: Iterable[str], slope: float, rate: float, decay: float) -> None:
    """One step of Adagrad."""
    for f in features:
        down = slope + decay * figures[f]
        squares[f] += down * down
        figures[f] -= rate * down / math.sqrt(squares[f])


def _report(rows: Sequence[Row], pages: Sequence[Page], scorer: ModuleType) -> None:
    docs = [
        scorer.score_doc(row, [_as_answer(c) for _, c in reading.choose(page, reading.candidates_of(page))])
        for row, page in zip(rows, pages, strict=True)
    ]
    print(json.dumps(scorer.report(docs), indent=1))


def _compare(shipped: dict[str, Weights], fitted: dict[str, Weights]) -> None:
    for name, mine in fitted.items():
        common = sorted(set(mine) & set(shipped[name]))
        r = _correlation([mine[f] for f in common], [shipped[name][f] for f in common])
        print(f"{name}: {len(common)} of {len(shipped[name])} features in common, r = {r:.3f} over their figures")


def _correlation(a: Sequence[float], b: Sequence[float]) -> float:
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    both = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    return both / math.sqrt(sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b))


if __name__ == "__main__":
    sys.exit(main())
