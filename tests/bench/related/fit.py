"""Fits the weights of store/derive/similarity.py to labelled pairs of articles, and says how well they hold.

    python tests/bench/related/fit.py ../shared/eval/dev/sameevent

Weights are fitted on the two sets of whole articles together, one score and one cut for both; how well they hold is told
by leaving out a fifth of the topics of the one set, and of the events of the other, at a time.
"""

from __future__ import annotations

import json
import sys
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from store.derive.gist import Gist, gist
from store.derive.similarity import Signs, gap, headline_signs, signs

Numbers = NDArray[np.float64]
RIDGE = 3.0


def rows(path: Path) -> list[dict[str, object]]:
    """The lines of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def pairs(folder: Path, name: str) -> tuple[list[tuple[Gist, Gist]], Numbers, list[dict[str, object]]]:
    """The pairs of a set as gists, their labels, and their rows."""
    docs = {
        d["id"]: gist(str(d["text"]), str(d["title"]) if d.get("title") else None, str(d["date"]) if d.get("date") else None)
        for d in rows(folder / f"{name}.docs.jsonl")
    }  # fmt: skip
    listed = rows(folder / f"{name}.pairs.jsonl")
    gold = np.array([float(str(p["gold"])) for p in listed])
    return [(docs[p["a"]], docs[p["b"]]) for p in listed], gold, listed


def with_one(x: Numbers) -> Numbers:
    """A column of ones for the bias."""
    return np.concatenate([x, np.ones((len(x), 1))], axis=1)


def fitted(x: Numbers, y: Numbers, offset: Numbers) -> Numbers:
    """Weights and bias of a logistic regression with a ridge, by Newton's method."""
    mean, spread = x.mean(0), x.std(0) + 1e-9
    x = with_one((x - mean) / spread)
    ridge = np.eye(x.shape[1]) * RIDGE
    ridge[-1, -1] = 0
    b = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(np.clip(offset - x @ b, -30, 30)))
        w = p * (1 - p) + 1e-9
        b += np.linalg.solve((x * w[:, None]).T @ x + ridge, x.T @ (y - p) - ridge @ b)
    raw = b[:-1] / spread
    return np.asarray(np.r_[raw, b[-1] - mean @ raw], dtype=np.float64)


def auc(score: Numbers, gold: Numbers) -> float:
    """Area under the curve; ties count a half."""
    one, none = score[gold > 0.5], score[gold < 0.5]
    order = np.sort(none)
    below = np.searchsorted(order, one, "left") + np.searchsorted(order, one, "right")
    return float(below.sum() / 2 / len(one) / len(none))


def f1(score: Numbers, gold: Numbers) -> float:
    """F1 in percent where 0 is the cut of the score before the logistic curve."""
    said = score >= 0
    return 200 * float((said & (gold > 0.5)).sum()) / float(said.sum() + (gold > 0.5).sum())


def components(listed: list[dict[str, object]]) -> list[int]:
    """For each pair the number of the event of its first article: articles that pairs of one event join."""
    parent: dict[object, object] = {}

    def find(a: object) -> object:
        while parent.setdefault(a, a) != a:
            a = parent[a]
        return a

    for p in listed:
        if p["gold"]:
            parent[find(p["a"])] = find(p["b"])
    numbers: dict[object, int] = {}
    return [numbers.setdefault(find(p["a"]), len(numbers)) for p in listed]


def main() -> None:
    """Fit, print the figures and the weights."""
    folder = Path(sys.argv[1])
    names = [f.name for f in fields(Signs)]
    ecb, ecb_gold, ecb_rows = pairs(folder, "ecbplus")
    news, news_gold, news_rows = pairs(folder, "news_cluster")
    x, n = (np.array([astuple(signs(a, b)) for a, b in p]) for p in (ecb, news))
    gx, gn = (np.array([gap(a, b) for a, b in p]) for p in (ecb, news))
    topics = np.array([int(str(r["a"]).split("_")[0]) for r in ecb_rows])
    events = np.array(components(news_rows))
    hard = np.array([r["kind"] != "easy" for r in ecb_rows])
    score, other = np.zeros(len(ecb_gold)), np.zeros(len(news_gold))
    order, others = sorted(set(topics.tolist())), sorted(set(events.tolist()))
    for fold in range(5):
        out, left = np.isin(topics, order[fold::5]), np.isin(events, others[fold::5])
        b = fitted(np.r_[x[~out], n[~left]], np.r_[ecb_gold[~out], news_gold[~left]], np.r_[gx[~out], gn[~left]])
        score[out] = with_one(x[out]) @ b - gx[out]
        other[left] = with_one(n[left]) @ b - gn[left]
    print(f"topics left out: AUC of hard pairs {auc(score[hard], ecb_gold[hard]):.4f}, F1 {f1(score, ecb_gold):.2f}")
    print(
        f"events of the other set left out: AUC {auc(other, news_gold):.4f}, F1 at the same cut {f1(other, news_gold):.2f}"
    )
    b = fitted(np.r_[x, n], np.r_[ecb_gold, news_gold], np.r_[gx, gn])
    print({k: round(float(v), 2) for k, v in zip([*names, "bias"], b)})
    heads, grades, _ = pairs(folder, "sts_headlines")
    h = np.array([headline_signs(a, b) for a, b in heads])
    b = fitted(h, (grades / 5).clip(0, 1), np.zeros(len(h)))
    print(
        "headlines",
        [round(float(v), 2) for v in b],
        "r",
        round(float(np.corrcoef(1 / (1 + np.exp(-with_one(h) @ b)), grades)[0, 1]), 4),
    )


if __name__ == "__main__":
    main()
