"""All that is to be known of a colleague's snapshot before merging it, by checking it once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from store.casefile import CaseFile
from store.snapshot.diff import Diff, diff_of
from store.snapshot.inspect import inspect
from store.snapshot.manifest import Manifest
from store.snapshot.merge import Preview, preview_of
from store.snapshot.sign import Signature
from store.snapshot.watch import UNWATCHED, Watch


@dataclass(frozen=True, slots=True)
class Look:
    """What a snapshot says of itself, how it differs from the case file, and what merging it would bring.

    `derived` is as in `Inspected`: "ok", "none", "older" or why the derived rows do not hold.
    """

    name: str
    manifest: Manifest
    signature: Signature
    sha256: str
    size: int
    derived: str
    diff: Diff
    preview: Preview


def look(case: CaseFile, path: Path | str, *, signers: Path | None = None, watch: Watch = UNWATCHED) -> Look:
    """Check a snapshot whole and compare it; nothing is written. RejectedError where it does not hold."""
    with inspect(path, derived="check", signers=signers, watch=watch) as theirs, case.read() as r:
        watch.step("comparing it with the case file")
        return Look(
            theirs.name, theirs.manifest, theirs.signature, theirs.sha256, theirs.size, theirs.derived, diff_of(r, theirs),
            preview_of(r, theirs),
        )  # fmt: skip
