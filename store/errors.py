"""The one family of errors: what happened, why, and what to do next."""

from __future__ import annotations


class SaidbyError(Exception):
    """An error that a person can act on.

    `what` is one sentence; `why` and `hint` are clauses without a final full stop, or empty.
    `exit_code` is what the command line leaves with (IMPORT.md): 1 some inputs were rejected,
    2 the command's words are off, 3 the case file can't be used.
    """

    exit_code = 1

    def __init__(self, what: str, why: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.hint = hint

    def __str__(self) -> str:
        text = self.what
        if self.why:
            text += f": {self.why}"
        if self.hint:
            text += f" ({self.hint})"
        return text


class UsageError(SaidbyError):
    """The command's words are off, or name something that isn't there."""

    exit_code = 2


class CaseFileError(SaidbyError):
    """The case file can't be used."""

    exit_code = 3


class RejectedError(SaidbyError):
    """One input can't be taken; others can."""
