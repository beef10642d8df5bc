from pathlib import Path

import pytest
from small_exams import exam_in, form_of, graded, score, section

from scoring.comparisons.clean_change import clean_change


def test_the_change_is_the_difference_of_the_two_percents_and_lies_in_its_interval(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, section("mc", 20, 1.0), score("percent"))
    grades = graded("mc", [1.0] * 12 + [0.0] * 8)
    found = clean_change(exam, form_of(grades), grades, {f"mc-{n}" for n in range(5)})
    assert found is not None
    assert found[0] == pytest.approx(100 * 7 / 15 - 100 * 12 / 20)
    assert found[1].low < found[0] < found[1].high
    assert found[1].high - found[1].low < 30  # paired: far narrower than two percents drawn apart


def test_what_changes_nothing_in_any_draw_has_an_interval_of_no_width(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, section("mc", 10, 1.0), score("percent"))
    grades = graded("mc", [1.0] * 10)
    found = clean_change(exam, form_of(grades), grades, {"mc-0"})
    assert found is not None
    assert (found[0], found[1].low, found[1].high) == (0.0, 0.0, 0.0)


def test_nothing_flagged_or_nothing_left_has_no_change(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, section("mc", 4, 1.0), score("percent"))
    grades = graded("mc", [1.0, 0.0, 1.0, 1.0])
    assert clean_change(exam, form_of(grades), grades, set()) is None
    assert clean_change(exam, form_of(grades), grades, {f"mc-{n}" for n in range(4)}) is None
