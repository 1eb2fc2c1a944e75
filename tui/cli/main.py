"""The script `saidby`: the dashboard at once, or the command line; every error one sentence and an exit code.

The command line (click, a table of subcommands, options) takes 45 ms to import, which a dashboard need not wait for:
where only `--db` and `--view` are given there is nothing to parse. A test holds both ways to the same meaning.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

INTERRUPTED = 130
PLAIN_OPTIONS = {"--db": "db", "--view": "pane"}
"""Options of the dashboard that take one value, which is handed on as it is."""


def run() -> None:
    """The script `saidby`: never returns."""
    sys.exit(main(sys.argv[1:]))


def plain_start(words: Sequence[str]) -> dict[str, str] | None:
    """What is given by words that only open the dashboard; None for words that the command line must read."""
    given: dict[str, str] = {}
    rest = list(words)
    while rest:
        name, is_joined, value = rest.pop(0).partition("=")
        if not is_joined:
            value = rest.pop(0) if rest else ""
        if name not in PLAIN_OPTIONS or PLAIN_OPTIONS[name] in given or not value or value.startswith("-"):
            return None
        given[PLAIN_OPTIONS[name]] = value
    return given


def main(words: Sequence[str]) -> int:
    """Run one command line; gives the exit code. Errors are said on standard error, never as a traceback."""
    _speak_utf8()
    debug = "--debug" in words
    collects = gc.isenabled()
    gc.disable()  # a start makes much and throws little away
    try:
        given = plain_start(words) if "_SAIDBY_COMPLETE" not in os.environ else None  # a shell asks what may follow
        if given is None:
            from tui.cli.group import read_words

            if collects:
                gc.enable()
            code = read_words(words)
        else:
            from tui.cli.open import open_case_file

            code = open_case_file(given.get("db"), {}, given.get("pane"))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _drop_stdout()
        return 0
    except Exception as error:
        if debug:
            import traceback

            traceback.print_exc()
        return _code_of(error)
    finally:
        if collects:
            gc.enable()


def _code_of(error: Exception) -> int:
    """Say an error in one line, and give its exit code. What SQLite says of a damaged file is the case file's fault,
    not the program's."""
    from store.errors import SaidbyError

    if isinstance(error, SaidbyError):
        say(str(error))
        return error.exit_code
    words = f"{type(error).__name__}: {error}"
    if type(error).__module__ == "sqlite3":
        say(f"The case file can't be used: {error} (saidby doctor tells more)")
        return 3
    if isinstance(error, OSError):
        say(words)
        return 1
    say(f"Something went wrong that should not: {words} (--debug shows where)")
    return 1


def say(sentence: str) -> None:
    """One line on standard error."""
    from store.records.text import clean_line

    print(f"saidby: {clean_line(sentence, 2000)}", file=sys.stderr, flush=True)


def _speak_utf8() -> None:
    """UTF-8 on every stream, in the C locale too; what UTF-8 has no form of is shown as its escape."""
    for stream in (sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_stdout() -> None:
    """Whoever read has gone: let nothing more be written, so that the interpreter's last flush is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
