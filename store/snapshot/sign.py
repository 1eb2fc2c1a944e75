"""Signatures: `ssh-keygen -Y` over the canonical manifest, with the keys that analysts have already. Detached, optional."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from store.errors import UsageError
from store.records.text import clean_line

NAMESPACE = "saidby-snapshot"
MAX_SIGNATURE = 16_384
_SECONDS = 60

State = Literal["unsigned", "good", "unknown", "bad"]


@dataclass(frozen=True, slots=True)
class Signature:
    """What is known of a snapshot's signature; `who` is the principal of the allowed-signers file.

    "unknown" is a signature that could not be judged: no allowed signers were named, or none of them made it.
    """

    state: State
    words: str
    who: str | None = None


UNSIGNED = Signature("unsigned", "unsigned: matches its own hash only")


def signature_path(snapshot: Path) -> Path:
    """Where a snapshot's signature lies."""
    return snapshot.with_name(f"{snapshot.name}.sig")


def sign(canonical: str, key: Path) -> bytes:
    """The signature of a canonical manifest by an SSH key (a private one, or a public one whose agent runs).

    UsageError where ssh-keygen is missing or can't use the key.
    """
    if not key.is_file():
        raise UsageError(f"There is no key {key.name}", hint="name a private SSH key, such as ~/.ssh/id_ed25519")
    with tempfile.TemporaryDirectory(prefix="saidby-") as folder:
        message = Path(folder) / "manifest"
        message.write_text(canonical, encoding="utf-8")
        done = _run(
            ["-Y", "sign", "-f", os.fspath(key.absolute()), "-n", NAMESPACE, os.fspath(message)], interactive=True
        )
        made = Path(f"{message}.sig")
        if done.returncode or not made.is_file():
            raise UsageError(f"The key {key.name} can't sign", _last_line(done.stderr))
        return made.read_bytes()


def keep(signature: bytes, snapshot: Path) -> Path:
    """Write a signature beside its snapshot; gives its path."""
    path = signature_path(snapshot)
    with path.open("xb") as file:
        file.write(signature)
        file.flush()
        os.fsync(file.fileno())
    return path


def verify(canonical: str, snapshot: Path, allowed: Path | None) -> Signature:
    """What a snapshot's signature says of its manifest, under an allowed-signers file (see `man ssh-keygen`)."""
    data = _read(signature_path(snapshot))
    if data is None:
        return UNSIGNED
    if allowed is None or not allowed.is_file():
        return Signature("unknown", "signed, but no allowed signers are named to compare with")
    with tempfile.TemporaryDirectory(prefix="saidby-") as folder:
        kept = Path(folder) / "signature"
        kept.write_bytes(data)
        trusted, made = os.fspath(allowed.absolute()), os.fspath(kept)
        found = _run(["-Y", "find-principals", "-f", trusted, "-s", made])
        who = found.stdout.decode("utf-8", "replace").splitlines()
        if found.returncode or not who:
            return Signature("unknown", "signed by a key that is not among the allowed signers")
        name = who[0].split(",")[0]
        done = _run(["-Y", "verify", "-f", trusted, "-I", name, "-n", NAMESPACE, "-s", made], canonical.encode("utf-8"))
    shown = clean_line(name, 200)
    if done.returncode:
        return Signature("bad", f"the signature of {shown} does not fit this snapshot")
    return Signature("good", f"signed by {shown}", shown)


def _read(path: Path) -> bytes | None:
    """The signature's bytes: a small regular file and no link, else None as if there were none."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if stat.S_ISREG(os.fstat(handle).st_mode):
                return file.read(MAX_SIGNATURE)
    return None


def _run(
    words: list[str], said: bytes | None = None, *, interactive: bool = False
) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise UsageError("Signatures need ssh-keygen", "it is not on this machine", "it comes with OpenSSH")
    try:
        if said is not None:
            return subprocess.run([program, *words], capture_output=True, timeout=_SECONDS, check=False, input=said)
        stdin = None if interactive else subprocess.DEVNULL
        return subprocess.run([program, *words], capture_output=True, timeout=_SECONDS, check=False, stdin=stdin)
    except subprocess.TimeoutExpired as error:
        raise UsageError("ssh-keygen did not come to an end") from error


def _last_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").strip().splitlines()
    return clean_line(lines[-1], 200) if lines else ""
