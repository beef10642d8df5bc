"""The lower of two scores is lower by chance too: how much, and how surprising the drop seen is."""

from __future__ import annotations

import numpy as np
import pytest
from small_exams import audit_of, form_of, grade

from exams.files.exam_folder import load_exam
from scoring.score_exam import score_exam
from scoring.types import ChanceDrop, Grade


def drop(grades: list[Grade], flagged: list[str], exam: str = "lsat") -> ChanceDrop:
    form = form_of(grades)
    found = score_exam(load_exam(exam), form, grades, model="m", audit=audit_of(form, flagged), n_resamples=0)
    assert found.contamination is not None and found.contamination.chance is not None
    assert any("taking away" in n.text and "at random" in n.text for n in found.notes)
    return found.contamination.chance


def paper(right: int, questions: int, section: str = "mcq") -> list[Grade]:
    return [grade(f"q{i:03}", section, float(i < right)) for i in range(questions)]


def test_the_expected_drop_is_that_of_removals_made_one_by_one() -> None:
    grades = paper(33, 40, "quant")
    found = drop(grades, [f"q{i:03}" for i in range(10)], "gre-quantitative")
    rng, points = np.random.default_rng(5), np.array([g.points or 0.0 for g in grades])
    full = np.rint(130 + 40 * points.mean())
    rest = [np.rint(130 + 40 * rng.permutation(points)[:30].mean()) for _ in range(4000)]
    by_hand = full - np.minimum(full, rest)
    assert found.expected == pytest.approx(by_hand.mean(), abs=0.08) and found.expected > 0.4
    assert found.p_value == pytest.approx((by_hand >= found.seen).mean(), abs=0.04)
    assert (found.removed, found.of) == (10, 40)


def test_only_right_answers_flagged_is_more_than_chance() -> None:
    grades = paper(76, 100)
    worst = drop(grades, [f"q{i:03}" for i in range(39)])
    assert worst.seen > 5 * worst.expected and worst.p_value < 0.002


def test_a_clean_score_that_is_higher_is_no_drop() -> None:
    found = drop(paper(76, 100), [f"q{i:03}" for i in range(76, 90)])
    assert found.seen == 0 and found.p_value == 1


def test_39_of_100_at_random_cost_about_a_point_though_nothing_was_contaminated() -> None:
    grades = paper(76, 100)
    assert drop(grades, [f"q{i:03}" for i in range(30, 69)]).expected == pytest.approx(1.1, abs=0.25)


def test_parts_of_unequal_points_are_drawn_apart() -> None:
    ube = [grade(f"m{i}", "mbe", float(i < 20)) for i in range(28)]
    ube += [grade(f"e{i}", "mee", 3.0 + i, 6) for i in range(2)] + [grade("p0", "mpt", 4.0, 6)]
    found = drop(ube, ["e0"], "ube")
    assert found.seen == 0 and found.p_value == 1 and found.expected > 0
