"""Fits the weights of store/derive/stance.toml to labelled pairs of claims and articles, and says how well they hold.

    python tests/bench/related/fit_stance.py ../shared/eval/dev/stance

How well they hold is told by leaving out a tenth of the topics at a time (a topic: articles and claims that related pairs join).
"""

from __future__ import annotations

import json
import sys
from dataclasses import astuple
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from store.derive.stance import related_share, sides

Numbers = NDArray[np.float64]
LABELS = ("agree", "disagree", "discuss")
RIDGE = 5.0


def softmax_fit(x: Numbers, y: NDArray[np.int64]) -> Numbers:
    """Weights of a softmax regression with a ridge, classes weighted alike, by descent with momentum."""
    n, d = x.shape
    w = n / len(LABELS) / np.bincount(y, minlength=len(LABELS))[y]
    gold, weights, speed = np.eye(len(LABELS))[y], np.zeros((d, len(LABELS))), np.zeros((d, len(LABELS)))
    for _ in range(400):
        z = x @ weights
        p = np.exp(z - z.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        ridge = RIDGE * np.r_[weights[:-1], np.zeros((1, len(LABELS)))]
        speed = 0.9 * speed - 0.3 * (x.T @ (w[:, None] * (p - gold)) + ridge) / w.sum()
        weights = weights + speed
    return weights


def macro_f1(said: NDArray[np.int64], gold: NDArray[np.int64]) -> list[float]:
    """F1 of each class in percent."""
    return [
        200.0 * float(((said == c) & (gold == c)).sum()) / max(1, int((said == c).sum() + (gold == c).sum()))
        for c in range(len(LABELS))
    ]


def topics(pairs: list[dict[str, str]]) -> list[str]:
    """The topic of each pair's article."""
    parent: dict[str, str] = {}

    def find(a: str) -> str:
        while parent.setdefault(a, a) != a:
            a = parent[a]
        return a

    for p in pairs:
        if p["gold"] != "unrelated":
            parent[find("claim " + p["claim"])] = find("text " + p["doc"])
    return [find("text " + p["doc"]) for p in pairs]


def main() -> None:
    """Fit, print the figures and the weights for stance.toml."""
    folder = Path(sys.argv[1])
    docs = {d["id"]: d["text"] for d in map(json.loads, (folder / "fnc1.docs.jsonl").read_text("utf-8").splitlines())}
    pairs = [json.loads(line) for line in (folder / "fnc1.pairs.jsonl").read_text("utf-8").splitlines()]
    share = np.array([related_share(p["claim"], docs[p["doc"]]) for p in pairs])
    about = np.array([p["gold"] != "unrelated" for p in pairs])
    cut = max(np.linspace(0.1, 0.6, 51), key=lambda c: ((share >= c) == about).mean())
    print(f"related from {cut:.2f}: {100 * ((share >= cut) == about).mean():.2f} percent right")
    kept = [p for p in pairs if p["gold"] != "unrelated"]
    x = np.array([astuple(sides(p["claim"], docs[p["doc"]])) for p in kept])
    y = np.array([LABELS.index(p["gold"]) for p in kept])
    mean, spread = x.mean(0), x.std(0) + 1e-9
    scaled = np.c_[(x - mean) / spread, np.ones(len(x))]
    topic = np.array(topics(kept))
    order = sorted(set(topic.tolist()))
    np.random.RandomState(1).shuffle(order)
    said = np.zeros(len(y), dtype=np.int64)
    for fold in range(10):
        out = np.isin(topic, order[fold::10])
        said[out] = (scaled[out] @ softmax_fit(scaled[~out], y[~out])).argmax(1)
    print(
        "topics left out: F1",
        [round(f, 1) for f in macro_f1(said, y)],
        "mean",
        round(float(np.mean(macro_f1(said, y))), 2),
    )
    weights = softmax_fit(scaled, y)
    raw = weights[:-1] / spread[:, None]
    bias = weights[-1] - mean @ raw
    print(f"\n[weights]\nrelated_from = {cut:.2f}")
    for c, label in enumerate(LABELS):
        print(f"{label} = {[round(float(v), 2) for v in (*raw[:, c], bias[c])]}")


if __name__ == "__main__":
    main()
