"""Where things lie on this machine, and what the person has set: one TOML file, read when it is needed.

analyst = "Kim"             # whose annotations these are, unless --as or SAIDBY_ANALYST says otherwise
db = "~/matters/one.saidby" # the case file, unless --db or SAIDBY_DB says otherwise
[keys]                      # the dashboard's keymap: command id = key
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from platformdirs import PlatformDirs

from store.errors import UsageError
from store.records.record import record
from store.records.text import clean_line

_DIRS = PlatformDirs("saidby", appauthor=False)
CASE_NAME = "case.saidby"
UNKNOWN_ANALYST = "analyst"


@record
class Config:
    """What the configuration file says; empty where there is none."""

    path: Path
    analyst: str | None = None
    db: str | None = None
    theme: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)


def config_path() -> Path:
    """The configuration file, whether or not it is there."""
    return _DIRS.user_config_path / "config.toml"


SIGNERS = "allowed_signers"
"""Beside the configuration file: whose signatures are known."""


def allowed_signers() -> Path | None:
    """The file of colleagues' public keys (ssh-keygen's allowed signers); None where there is none."""
    path = config_path().with_name(SIGNERS)
    return path if path.is_file() else None


def data_folder() -> Path:
    """The user's data folder; not made yet."""
    return _DIRS.user_data_path


def cache_folder() -> Path:
    """The user's cache folder; not made yet. What lies there may vanish."""
    return _DIRS.user_cache_path


def read_config(path: Path | None = None) -> Config:
    """The configuration; UsageError, naming the file, where it can't be read or says something that makes no sense."""
    where = path or config_path()
    try:
        text = where.read_text(encoding="utf-8")
        import tomllib  # not where there is no such file: a start has nothing to lose

        data = tomllib.loads(text)
    except FileNotFoundError:
        return Config(where)
    except (OSError, ValueError) as error:
        raise UsageError(f"The configuration {where} can't be read", str(error), "mend it or move it away") from error
    words = {name: data.get(name) for name in ("analyst", "db", "theme")}
    keys = data.get("keys", {})
    wrong = [n for n, v in words.items() if v is not None and not isinstance(v, str)]
    if not isinstance(keys, dict) or not all(isinstance(v, str) for v in keys.values()):
        wrong.append("keys")
    if wrong:
        raise UsageError(f"The configuration {where} is off", f"{', '.join(wrong)} must hold words")
    return Config(where, words["analyst"], words["db"], words["theme"], keys)


_THEME_LINE = re.compile(r"^theme\s*=.*$", re.MULTILINE)


def keep_theme(theme: str) -> None:
    """Write the theme into the configuration file; everything else in it stays as it is. UsageError where it can't be."""
    where = config_path()
    line = f'theme = "{theme}"'
    try:
        text = where.read_text(encoding="utf-8") if where.exists() else ""
        table = re.search(r"^\[", text, re.MULTILINE)
        head, rest = (text[: table.start()], text[table.start() :]) if table else (text, "")
        if _THEME_LINE.search(head):
            head = _THEME_LINE.sub(line, head, count=1)
        else:
            head = f"{head.rstrip()}\n{line}\n\n" if head.strip() else f"{line}\n\n" if rest else f"{line}\n"
        where.parent.mkdir(parents=True, exist_ok=True)
        part = where.with_name(f"{where.name}.part")
        part.write_text(head + rest, encoding="utf-8")
        part.replace(where)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The configuration {where} can't be written", str(error)) from error


def case_path(given: str | None) -> Path:
    """The case file: the one given, else SAIDBY_DB, else the configured one, else `case.saidby` in the data folder."""
    chosen = given or os.environ.get("SAIDBY_DB") or read_config().db
    return Path(chosen).expanduser() if chosen else data_folder() / CASE_NAME


def analyst_name(given: str | None) -> str:
    """Who annotates: the one given (`--as`), else SAIDBY_ANALYST, else the configured name, else the login name."""
    chosen = given or os.environ.get("SAIDBY_ANALYST") or read_config().analyst
    if not chosen:
        import getpass

        try:
            chosen = getpass.getuser()
        except (KeyError, OSError, ImportError):  # a user id without a name, as in containers
            chosen = UNKNOWN_ANALYST
    return clean_line(chosen, 100)
