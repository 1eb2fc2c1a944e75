"""Drains the queue through the stages: group, read, link, grade. It is given the extractor as a function.

Every batch is one unit of work that also takes its rows out of the queue: killed at any point, the next run goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from store import settings, stale
from store.casefile import CaseFile, Reader, Writer
from store.derive import actors
from store.derive.anchors import anchor_op, unplaced
from store.derive.articles import group
from store.derive.copies import Copies
from store.derive.events import join_events
from store.derive.outlets import sync_outlets
from store.derive.placing import drop_empty
from store.derive.propositions import Linker
from store.derive.readings import Job, Read, job, write_reading
from store.derive.standings import grade_claims
from store.derive.stories import join_stories
from store.grading.profile import Profile, profile_of, shipped_profile
from store.records.op import Target
from store.records.reading import Reading

_In = TypeVar("_In")
_Out = TypeVar("_Out")

Tell = Callable[[str, int, int], None]
"""Told (stage, done, total) after every batch; the total may grow while it runs."""

Spread = Callable[[Callable[[Job], Reading], Sequence[Job]], Iterable[Reading]]
"""Like `map`: applies a function to jobs, in order; a process pool's is one."""

_UNJOINED = """SELECT 1 FROM event_mention m JOIN article a ON a.id = m.article WHERE m.event IS NULL AND NOT a.hidden
UNION ALL SELECT 1 FROM article WHERE story IS NULL LIMIT 1"""
"""Mentions without an event and articles without a story: work that needs no row in the queue."""

_GROUP_BATCH = 500
_READ_BATCH = 64
_READ_AHEAD = 1_024
"""Articles handed to `spread` at once: where it is a pool's, that reads on while a batch is written."""
_LINK_BATCH = 1_000
_GRADE_BATCH = 1_000
_ANALYST = "analyst"
_PROFILE = "grading_profile"


def active_profile(r: Reader) -> Profile:
    """The profile that this case file is graded by: the one set with `use_profile`, else the shipped one."""
    source = settings.get(r, _PROFILE)
    return profile_of(json.loads(source)) if source else shipped_profile()


def use_profile(w: Writer, profile: Profile) -> None:
    """Grade this case file by a profile from now on: marks every claim."""
    shipped = profile.hash == shipped_profile().hash
    settings.put(w, _PROFILE, None if shipped else profile.source)
    stale.mark_query(w, "grade", "SELECT claim FROM standing")


def drain(
    case: CaseFile, read: Read, *, analyst: str | None = None, tell: Tell | None = None, spread: Spread | None = None
) -> None:
    """Bring the derived layer up to date: everything that waits in the queue is done when this returns.

    `analyst` is whose own overrides and corrections count first (else the setting `analyst`).
    """
    with case.read() as r:
        who = analyst or settings.get(r, _ANALYST)
        ops_wait = bool(unplaced(r))
    if ops_wait:
        _place_ops(case)
    report, joined = _Told(tell), False
    while True:
        with case.read() as r:
            waiting = stale.counts(r)
            unjoined = r.execute(_UNJOINED).fetchone() is not None
        queued = any(waiting.get(stage) for stage in ("group", "read", "link", "grade"))
        if not queued and (joined or not unjoined):
            break
        joined = not queued
        _group(case, who, report)
        _read(case, read, who, report, spread or _one_by_one)
        _link(case, who, report)
        _grade(case, who, report)
    if waiting.get("index"):
        with case.write() as w:
            w.execute("DELETE FROM stale WHERE stage = 'index'")


class _Told:
    def __init__(self, tell: Tell | None) -> None:
        self._tell = tell
        self._done: dict[str, int] = {}

    def __call__(self, stage: str, done: int, left: int) -> None:
        self._done[stage] = self._done.get(stage, 0) + done
        if self._tell is not None:
            self._tell(stage, self._done[stage], self._done[stage] + left)


def _left(w: Writer, stage: stale.Stage) -> int:
    return stale.counts(w).get(stage, 0)


def _place_ops(case: CaseFile) -> None:
    """Give ops on spans that arrived since (notes, merged ones) their place in the articles that are read."""
    with case.write() as w:
        for op, text, field in unplaced(w):
            anchor_op(w, op, Target.from_json(json.loads(text)["target"]), field)


def _group(case: CaseFile, analyst: str | None, report: _Told) -> None:
    copies = Copies()
    while True:
        with case.write() as w:
            bodies = stale.waiting(w, "group", _GROUP_BATCH)
            if bodies:
                group(w, bodies, analyst)
                copies.link(w, bodies)
                stale.done(w, "group", bodies)
            left = _left(w, "group")
            if not left:
                sync_outlets(w, analyst)
        if bodies:
            report("group", len(bodies), left)
        if not left:
            return


def _one_by_one(read: Callable[[Job], Reading], jobs: Sequence[Job]) -> Iterable[Reading]:
    return map(read, jobs)


def _read(case: CaseFile, read: Read, analyst: str | None, report: _Told, spread: Spread) -> None:
    def one(j: Job) -> Reading:
        return read(j.text, j.published, j.language, j.title)

    while True:
        with case.read() as r:
            articles = stale.waiting(r, "read", _READ_AHEAD)
            every = {a: job(r, a) for a in articles}
        if not articles:
            return
        jobs = [j for j in every.values() if j is not None]
        readings = iter(spread(one, jobs))
        for batch in (articles[i : i + _READ_BATCH] for i in range(0, len(articles), _READ_BATCH)):
            read_now = [(j, next(readings)) for a in batch if (j := every[a]) is not None]
            with case.write() as w:
                merged = actors.merges(w, analyst)
                finished = set(batch) - {j.article for j, _ in read_now}
                for j, reading in read_now:
                    # what was read must still be what there is: another program may have changed the date meanwhile
                    if job(w, j.article) == j:
                        write_reading(w, j, reading, merged, analyst)
                        finished.add(j.article)
                stale.done(w, "read", finished)
                left = _left(w, "read")
            report("read", len(finished), left)


def _link(case: CaseFile, analyst: str | None, report: _Told) -> None:
    linker = Linker(analyst)
    while True:
        with case.write() as w:
            done, left = linker.advance(w, _LINK_BATCH)
            if not left:
                drop_empty(w)
                join_events(w)
                join_stories(w)
        if done:
            report("link", done, left)
        if not left:
            return


def _grade(case: CaseFile, analyst: str | None, report: _Told) -> None:
    with case.read() as r:
        if not stale.waiting(r, "grade", 1):
            return
    with case.write() as w:
        actors.sync_letters(w)
    while True:
        with case.write() as w:
            claims = _of_whole_propositions(w, stale.waiting(w, "grade", _GRADE_BATCH))
            if claims:
                grade_claims(w, claims, active_profile(w), analyst)
                stale.done(w, "grade", claims)
            left = _left(w, "grade")
        if not claims:
            return
        report("grade", len(claims), left)


def _of_whole_propositions(w: Writer, claims: Sequence[int]) -> list[int]:
    """These claims and all others that wait in their propositions: what speaks for and against is brought together once."""
    marks = ",".join("?" * len(claims))
    rows = w.execute(
        "SELECT DISTINCT q.id FROM standing s JOIN standing o ON o.proposition = s.proposition "
        f"JOIN stale q ON q.stage = 'grade' AND q.id = o.claim WHERE s.claim IN ({marks})",
        tuple(claims),
    )
    return sorted({i for (i,) in rows}.union(claims))
