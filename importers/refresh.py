"""Brings the derived layer up to date after an import, an annotation, a merge: hands the extractor to the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from importers.extractor import chosen
from importers.pool import in_order, parts, spread_over, usual_jobs
from store import ops, settings, stale
from store.casefile import CaseFile, Reader
from store.derive import refresh as derived
from store.derive.anchors import anchor_op
from store.derive.readings import Job
from store.derive.refresh import Tell
from store.errors import UsageError
from store.grading.profile import Profile, read_profile, shipped_profile
from store.records.op import Op
from store.records.reading import Reading
from store.schema.create import clear_derived

_AT_A_TIME = 8
"""Articles that a worker is given together."""
AT_ONCE = 200
"""Claims that an annotation may make stale and still be brought up to date before `annotate` returns."""


WORTH_JOBS = 200
"""Where nobody says how many processes read, more than one do from so many waiting articles on."""


def refresh(
    case: CaseFile,
    tell: Tell | None = None,
    *,
    analyst: str | None = None,
    jobs: int | None = None,
    cluster: str | None = None,
) -> None:
    """Read, link and grade everything that waits; `tell` hears (stage, done, total) after each batch.

    Reading is spread over `jobs` processes (None: as many as are worth it), or over the workers of a Dask scheduler.
    """
    if jobs is None:
        with case.read() as r:
            waiting = stale.counts(r)
        many = waiting.get("group", 0) + waiting.get("read", 0) >= WORTH_JOBS
        jobs = usual_jobs() if many else 1
    spread = spread_over(jobs, cluster)
    if spread is None:
        derived.drain(case, _read, analyst=analyst, tell=tell)
        return
    with spread as workers:

        def read_all(_: Callable[[Job], Reading], waiting: Sequence[Job]) -> Iterable[Reading]:
            tasks = ((None, part) for part in parts(waiting, _AT_A_TIME))
            return (reading for _, done in in_order(workers, _read_jobs, tasks, _read_jobs) for reading in done or ())

        derived.drain(case, _read, analyst=analyst, tell=tell, spread=read_all)


def annotate(case: CaseFile, op: Op, *, analyst: str | None = None, at_once: int | None = None) -> str:
    """Append an op durably and bring up to date what it touches; gives the id under which it is stored.

    An override keeps the hash of what its claim's grade was made of, so that it can be shown as stale later; its id is
    therefore not that of the op handed in. With `at_once`, more claims than that are left for `refresh`.
    """
    return annotate_all(case, [op], analyst=analyst, at_once=at_once)[0]


def annotate_all(
    case: CaseFile, several: Sequence[Op], *, analyst: str | None = None, at_once: int | None = None
) -> list[str]:
    """As `annotate`, for several ops in one unit of work: all are kept or none; gives their ids in order."""
    stored: list[str] = []
    with case.write(durable=True) as w:
        for op in several:
            op = _with_inputs(w, op)
            stored.append(ops.append(w, op))
            anchor_op(w, stored[-1], op.target, op.field)
        if several and settings.get(w, "analyst") is None:
            settings.put(w, "analyst", several[0].author)
        waiting = _claims_waiting(w)
    if at_once is None or waiting <= at_once:
        refresh(case, analyst=analyst)
    return stored


def regrade(case: CaseFile, profile: Path | Profile | None = None, tell: Tell | None = None) -> Profile:
    """Grade every claim again, by another profile where one is given; gives the profile. UsageError for a bad one.

    Path("shipped") stands for the profile that comes with the program.
    """
    if isinstance(profile, Path):
        profile = shipped_profile() if profile == Path("shipped") else _profile_file(profile)
    with case.write() as w:
        chosen = profile if profile is not None else derived.active_profile(w)
        derived.use_profile(w, chosen)
    refresh(case, tell)
    return chosen


def rebuild(case: CaseFile, tell: Tell | None = None) -> None:
    """Drop the derived layer and make it anew from content, rules and ops; ids are new, keys are not."""
    with case.write() as w:
        clear_derived(w)
        stale.mark_query(w, "group", "SELECT id FROM body")
    refresh(case, tell)


def _profile_file(path: Path) -> Profile:
    try:
        return read_profile(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The grading profile {path.name} can't be read", str(error)) from error


def _with_inputs(r: Reader, op: Op) -> Op:
    if op.field != "override" or not isinstance(op.value, dict) or "inputs" in op.value or op.target.span is None:
        return op
    row = r.execute(
        "SELECT s.inputs FROM standing s JOIN claim c ON c.id = s.claim JOIN article a ON a.id = c.article "
        "JOIN body b ON b.id = a.body WHERE b.hash = ? AND ((c.content_start = ? AND c.content_end = ?) OR "
        "(c.start_char = ? AND c.end_char = ?)) ORDER BY c.content_start = ? AND c.content_end = ? DESC, c.id",
        (op.target.key, *op.target.span, *op.target.span, *op.target.span),
    ).fetchone()
    return replace(op, value={**op.value, "inputs": row[0]}) if row is not None and row[0] else op


def _claims_waiting(r: Reader) -> int:
    """Claims that the next drain would at least touch: those queued, and those of queued articles."""
    waiting = stale.counts(r)
    (in_articles,) = r.execute(
        "SELECT count(*) FROM claim WHERE article IN (SELECT id FROM stale WHERE stage = 'read')"
    ).fetchone()
    return waiting.get("link", 0) + waiting.get("grade", 0) + int(in_articles)


def _read_jobs(jobs: Sequence[Job]) -> list[Reading]:
    """The task of a worker."""
    return [_read(j.text, j.published, j.language, j.title) for j in jobs]


def _read(text: str, published: str | None, language: str, title: str | None) -> Reading:
    """The extractor; where it fails on a text, an empty reading that says so, and the others go on."""
    read = chosen()
    try:
        return read(text, published, language, title)
    except Exception as error:  # a rule or a plugin that trips must not stop a thousand other articles
        return Reading((), (), (), (), (), (), (), (), None, f"failed: {type(error).__name__}")
