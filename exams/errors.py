"""What examsim tells a user who gave it something it cannot use.

ExamsimError            one line; exit code 2 unless told (see exit_codes)
├── InputError          a file, an option or a name is not usable: what, where, how to correct it
├── ProviderError       the model's server said no: key, address, quota
└── BudgetReached       the run stopped itself at --max-cost (exit code 3); what was paid for is kept
"""

from __future__ import annotations

from pathlib import Path

from exams.exit_codes import INCOMPLETE, UNUSABLE_INPUT


class ExamsimError(Exception):
    """Base of every error that is shown as one line instead of a traceback."""

    exit_code = UNUSABLE_INPUT


class InputError(ExamsimError):
    """Unusable input. `what` is wrong, `where` it stands (file, line, field), `hint` is how to put it right."""

    def __init__(self, what: str, *, where: str | Path | None = None, line: int | None = None, hint: str = "") -> None:
        self.what, self.where, self.line, self.hint = what, where, line, hint
        place = "" if where is None else f"{where}: " if line is None else f"{where}:{line}: "
        super().__init__(f"{place}{what}" + (f" -- {hint}" if hint else ""))


class ProviderError(ExamsimError):
    """The model's server cannot be used at all (no key, unreachable, forbidden). Never carries the key."""


class BudgetReached(ExamsimError):
    """The next call would pass --max-cost."""

    exit_code = INCOMPLETE
