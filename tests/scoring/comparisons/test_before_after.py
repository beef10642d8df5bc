"""Accuracy before and after a date, against hand-computed values."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from exams.form import Form, FormHead
from exams.question import Question
from scoring.comparisons.before_after import before_after
from scoring.types import Grade


def form_of(days: Sequence[date | None]) -> Form:
    questions = tuple(
        Question(id=f"q{i}", section="s", kind="free_response", stem="?", written=day) for i, day in enumerate(days)
    )
    return Form(head=FormHead(id="f", title="F"), questions=questions, passages={}, folder=Path())


def grades_of(points: Sequence[float | None]) -> list[Grade]:
    return [
        Grade(question=f"q{i}", section="s", points=p, max_points=1, grader="key", grader_kind="key")
        for i, p in enumerate(points)
    ]


def test_ten_of_ten_against_none_of_ten() -> None:
    """Fisher: only two of C(20, 10) = 184756 tables are as extreme."""
    form = form_of([date(2021, 5, 1)] * 10 + [date(2022, 5, 1)] * 10)
    found = before_after(form, grades_of([1.0] * 10 + [0.0] * 10), date(2021, 9, 1))
    assert (found.before.right, found.after.right) == (10, 0)
    assert found.p_value == pytest.approx(2 / 184756)
    assert found.before.interval is not None and found.after.interval is not None
    assert found.before.interval.low == pytest.approx(0.025 ** (1 / 10))
    assert found.after.interval.high == pytest.approx(1 - 0.025 ** (1 / 10))


def test_the_day_itself_counts_as_after_and_what_is_undated_or_ungraded_is_left_out() -> None:
    form = form_of([date(2021, 8, 31), date(2021, 9, 1), None, date(2020, 1, 1)])
    found = before_after(form, grades_of([1.0, 0.5, 1.0, None]), date(2021, 9, 1))
    assert (found.before.questions, found.after.questions, found.after.right) == (1, 1, 1)
    assert (found.undated, found.ungraded) == (1, 1)
    assert found.before.by_year == ((2021, 1, 1),)


def test_with_one_side_empty_nothing_is_compared() -> None:
    found = before_after(form_of([date(2020, 1, 1)]), grades_of([1.0]), date(2021, 9, 1))
    assert found.p_value is None and found.after.share is None and found.after.interval is None
