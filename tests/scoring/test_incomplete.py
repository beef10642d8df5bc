"""A server's failure is never a score."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_exams import exam_in, form_of, grade, score, section

from scoring.item_score import ItemScore
from scoring.notes import _as_evals_counts
from scoring.score_exam import score_exam
from scoring.types import ExamScore, Grade


def scored(folder: Path, right: int, wrong: int, **statuses: int) -> ExamScore:
    """An exam of one section: some right, some wrong, some with each status."""
    rows: list[Grade] = [grade(f"r{i}", "mc", 1.0) for i in range(right)]
    rows += [grade(f"w{i}", "mc", 0.0) for i in range(wrong)]
    for status, number in statuses.items():
        points = None if status in ("failed", "missing") else 0.0
        rows += [grade(f"{status}{i}", "mc", points, status=status) for i in range(number)]  # type: ignore[arg-type]
    exam = exam_in(folder, section("mc", len(rows), 1.0), score("percent_correct"))
    return score_exam(exam, form_of(rows), rows, model="m", n_resamples=50)


def test_where_everything_failed_there_is_no_score(tmp_path: Path) -> None:
    told = scored(tmp_path, 0, 0, failed=10).full
    assert (told.value, told.percent, told.interval) == (None, None, None)
    assert told.text == "n/a (Mc: incomplete: 10 of 10 failed)"
    assert told.bounds == (0, 100)


def test_above_the_stated_share_there_are_only_bounds(tmp_path: Path) -> None:
    told = scored(tmp_path, 6, 2, failed=2).full
    assert (told.value, told.bounds, told.sections[0].proportion, told.sections[0].points) == (
        None,
        (60, 80),
        None,
        None,
    )


def test_a_few_failures_leave_a_score_with_bounds_that_says_so(tmp_path: Path) -> None:
    result = scored(tmp_path, 15, 4, failed=1)
    assert (result.full.value, result.full.bounds) == (79, (75, 80))
    assert result.full.incomplete == "incomplete: 1 of 20 failed"
    assert result.notes[0].text.startswith(
        "incomplete: 1 of 20 failed: no score counts them: the score lies between 75"
    )


@pytest.mark.parametrize("status", ["refused", "truncated"])
def test_what_was_handed_in_empty_is_wrong_and_its_share_stands_beside(tmp_path: Path, status: str) -> None:
    result = scored(tmp_path, 6, 2, **{status: 2})
    assert (result.full.value, result.full.incomplete) == (60, "")
    assert result.full.handed_in_empty == f"2 of 10 (20 %) {status}: counted as wrong"


def test_a_grader_that_failed_is_told_apart_from_people_who_have_not_graded_yet(tmp_path: Path) -> None:
    rows = [grade(f"e{i}", "mc", None if i < 2 else 1.0) for i in range(4)]
    exam = exam_in(tmp_path, section("mc", 4, 1.0), score("percent_correct"))
    waiting = score_exam(exam, form_of(rows), rows, model="m", n_resamples=0).full
    rows = [r.model_copy(update={"failed": r.points is None}) for r in rows]
    failed = score_exam(exam, form_of(rows), rows, model="m", n_resamples=0).full
    assert (waiting.value, waiting.incomplete) == (100, "")
    assert (failed.value, failed.incomplete) == (None, "incomplete: 2 of 4 not graded, the grader failed")


def test_evals_own_number_is_beside_verdicts_that_could_not_be_read() -> None:
    def item(points: float | None, *, failed: bool = False, lowest: float | None = 0.0) -> ItemScore:
        return ItemScore(
            "q", "s", None, "c", points, 4.0, "answered", "g", False, True, failed=failed, lowest_level=lowest
        )

    graded = [item(4.0), item(2.0)]
    assert list(_as_evals_counts(graded)) == []
    assert list(_as_evals_counts([*graded, item(None, failed=True, lowest=None)])) == []
    (told,) = _as_evals_counts([*graded, item(None, failed=True, lowest=1.0)])
    assert told.startswith("1 of 3 verdicts of the grader could not be read")
    assert "the 3 answers by levels earn 58.3 %" in told
