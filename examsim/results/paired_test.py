"""Two runs on their shared questions, tested by `scoring` and told as the comparison page wants it."""

from __future__ import annotations

from exams.errors import InputError
from reports.pages.compare_page import PairedTest
from reports.run_folder import Run
from scoring.comparisons.paired import compare


def paired_test(first: Run, second: Run) -> PairedTest | None:
    """The paired test; None if the runs share no graded question."""
    try:
        found = compare(first.grades, second.grades, n_resamples=2_000)
    except InputError:
        return None
    ends = found.interval
    return PairedTest(found.difference, ends.low, ends.high, found.p_value, found.test, found.shared)
