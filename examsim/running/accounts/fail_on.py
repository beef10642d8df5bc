"""How many failed questions make a run incomplete in the eyes of whoever reads the exit code: `--fail-on N|N%`."""

from __future__ import annotations

from dataclasses import dataclass

from exams.errors import InputError
from examsim.running.execute import RunResult
from scoring.types import UNKNOWN


@dataclass(frozen=True)
class Tolerance:
    """From how many failed questions on the exit code is 3: a number, or a percentage of the form."""

    least: float = 1
    percent: bool = False

    def passed(self, failed: int, total: int) -> bool:
        """Whether so many failures are too many."""
        return failed > 0 and failed >= (self.least * total / 100 if self.percent else self.least)


def tolerance_from(text: str) -> Tolerance:
    """'3' or '10%'."""
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        number = -1.0
    percent = text.endswith("%")
    if not 0 <= number < float("inf") or (percent and number > 100):
        raise InputError(f"--fail-on {text!r} is no number of questions", hint="give --fail-on 3 or --fail-on 10%")
    return Tolerance(number, percent)


def failures(run_result: RunResult) -> tuple[int, int]:
    """Questions that failed, at the candidate's server or at the grader's, and all questions."""
    failed = {a.question for a in run_result.answers if a.status in UNKNOWN}
    failed |= {g.question for g in run_result.grades if g.failed}
    return len(failed), len(run_result.answers)
