"""A small case file with something of each kind, for the tests of the search."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from store.casefile import CaseFile
from store.records.rows import Hit

CLAIMS = (
    "Marshal Anatol Wrzesinski told reporters that 12,340 crates were unloaded at the quay",
    "The ministry in Ostrel denied that non-union dockers had moved the generators",
    "Two engineers were injured when a crane fell on the breakwater, the harbourmaster said",
    "The refinery at Sankt Moritzburg will close in winter, according to its director",
    "Muhammad Qasimi promised a parliamentary inquiry into the shipment",
    "Обстрел порта Хеспер подтвердили два чиновника",
    "港口的起重机被摧毁",
    "한국군은 북한군의 이동을 확인했다",
    "Prices of C++ courses rose by 100% at O'Brien College",
)
TITLE = "Night at the quay"
BODY = "The harbour was dark.\n\nA tugboat skipper named Ilmari saw lights on the water and heard engines until dawn."


def claim_row(w: object, number: int, text: str, article: int = 1) -> None:
    """One claim, with its standing."""
    w.execute(  # type: ignore[attr-defined]
        "INSERT INTO claim (id, key, article, start_char, end_char, quote, content_start, content_end, attribution, kind,"
        " certainty, polarity, quality, reading) VALUES (?, ?, ?, 0, 9, ?, 0, 9, 'outlet_voice', 'report', 'CT', '+', 1, '{}')",
        (number, f"c{number}", article, text),
    )
    w.execute(  # type: ignore[attr-defined]
        "INSERT INTO standing (claim, article, attribution, kind, certainty, polarity, digit, letter, inputs, shown_digit,"
        " shown_support) VALUES (?, ?, 'outlet_voice', 'report', 'CT', '+', 3, 'F', '', 3, ?)",
        (number, article, 5 * number),
    )


def make(path: Path) -> Path:
    """The case file, made under this name."""
    held = CaseFile(path)
    with held.write() as w:
        w.execute("INSERT INTO body (id, hash, chars, text) VALUES (1, ?, ?, ?)", ("0" * 64, len(BODY), BODY))
        w.execute(
            "INSERT INTO outlet (id, key, name, family, kind) VALUES (1, 'quayside times', 'Quayside Times', 'q', 'paper')"
        )
        w.execute(
            "INSERT INTO article (id, key, body, outlet, name, title, language) VALUES (1, 'a1', 1, 1, 'x.txt', ?, 'en')",
            (TITLE,),
        )
        w.execute(
            "INSERT INTO actor (id, key, name, kind) VALUES (1, 'anatol wrzesinski', 'Anatol Wrzesinski', 'person')"
        )
        w.execute(
            "INSERT INTO actor (id, key, name, kind) VALUES (2, 'league', 'League of Northern Ports', 'organisation')"
        )
        w.execute("INSERT INTO actor_alias VALUES ('LNP', 2)")
        w.execute(
            "INSERT INTO event (id, key, label, precision, role, status) VALUES (1, 'e1', 'Crane fell on the breakwater', 'day', 'event', 'reported')"
        )
        for number, text in enumerate(CLAIMS, 1):
            claim_row(w, number, text)
    held.close()
    return path


def found(hits: Sequence[Hit], kind: str = "claim") -> list[int]:
    """Ids of the hits of one kind."""
    return [h.id for h in hits if h.kind == kind]
