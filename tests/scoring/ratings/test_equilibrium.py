"""The Codeforces equilibrium rating."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.errors import InputError
from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from exams.form import Form, FormHead
from exams.question import Question
from scoring.ratings.equilibrium import Chances, Contest, Problem, equilibrium_rating, seed, simulate
from scoring.score_exam import score_exam
from scoring.types import CriterionGrade, Grade

FIELD = np.array([800.0, 1000.0, 1200.0, 1400.0, 1600.0, 1600.0])


def contest_of(points: float | None = None, problems: int = 2) -> Contest:
    solved = np.array([0, 0, 1, 1, 2, 2], dtype=float)
    worth = solved if points is None else solved * points
    tries = tuple(Problem(f"p{i}", points) for i in range(problems))
    return Contest("c", tries, FIELD, worth, np.zeros(6))


def test_the_seed_is_one_plus_the_chances_to_be_beaten() -> None:
    by_hand = 1 + sum(1 / (1 + 10 ** ((1300 - r) / 400)) for r in FIELD)
    assert math.isclose(float(seed(1300, FIELD)), by_hand)


@given(st.floats(1.5, 6.0), st.lists(st.integers(400, 3000), min_size=6, max_size=40))
def test_the_equilibrium_rating_expects_the_place_it_reached(place: float, ratings: list[int]) -> None:
    field = np.array(ratings, dtype=float)
    rating = float(equilibrium_rating(np.array([place]), field)[0])
    if 0.1 < rating < field.max() + 99.9:
        assert math.isclose(float(seed(rating, field)), place, rel_tol=1e-6)


def test_an_impossibly_bad_place_is_rated_zero_and_first_place_a_hundred_above_the_best() -> None:
    low, high = equilibrium_rating(np.array([1000.0, 1.0]), FIELD)
    assert low < 0.01 and math.isclose(high, 1700, abs_tol=0.01)


def test_a_better_place_is_a_higher_rating() -> None:
    ratings = equilibrium_rating(np.arange(2.0, 7.0), FIELD)
    assert (np.diff(ratings) < 0).all()


def test_solving_nothing_is_rated_zero() -> None:
    found = simulate(contest_of(), [Chances(0.0), Chances(0.0)], 10, 50, np.random.default_rng(0))
    assert (found == 0).all()


def test_half_the_runs_are_rated_zero_when_half_solve_nothing() -> None:
    once_in_ten_tries = 1 - 0.5 ** (1 / 10)
    contest = contest_of(problems=1)
    found = simulate(contest, [Chances(once_in_ten_tries)], 10, 20_000, np.random.default_rng(0))
    assert abs((found == 0).mean() - 0.5) < 0.01


def test_wrong_tries_cost_points_down_to_a_floor() -> None:
    contest = Contest("c", (Problem("p", 500.0),), FIELD, np.array([100, 149, 150, 151, 450, 500.0]), np.zeros(6))
    late = simulate(contest, [Chances(attempts=(False,) * 30 + (True,))], 31, 4000, np.random.default_rng(0))
    # the floor is 150 of 500: never behind the contestants with 100 and 149
    assert math.isclose(late.min(), float(equilibrium_rating(np.array([5.0]), FIELD)[0]), abs_tol=1e-6)


def test_attempts_seen_are_taken_in_random_order_without_replacement() -> None:
    contest = contest_of(problems=1)
    one_of_four = [Chances(attempts=(True, False, False, False))]
    always = simulate(contest, one_of_four, 4, 500, np.random.default_rng(0))
    sometimes = simulate(contest, one_of_four, 2, 20_000, np.random.default_rng(0))
    assert (always > 0).all() and abs((sometimes > 0).mean() - 0.5) < 0.02


def codeforces_form(folder: Path, contests: list[dict[str, object]] | None) -> Form:
    questions = tuple(
        Question(id=f"{c}-{p}", section="contests", kind="code", stem="?") for c in ("x", "y") for p in "ab"
    )
    if contests is not None:
        (folder / "contests.jsonl").write_bytes(b"\n".join(orjson.dumps(c) for c in contests))
    return Form(FormHead(id="cf", title="cf"), questions, {}, folder)


def two_contests() -> list[dict[str, object]]:
    standings = [[r, p, 0] for r, p in zip(FIELD.tolist(), [0, 0, 1, 1, 2, 2], strict=True)]
    return [{"id": c, "problems": [{"question": f"{c}-{p}"} for p in "ab"], "standings": standings} for c in "xy"]


def grades_of(form: Form, share: float) -> list[Grade]:
    return [
        Grade(question=q.id, section=q.section, points=share, max_points=1, grader="tests", grader_kind="tests")
        for q in form.questions
    ]


def test_the_exam_is_scored_through_the_ordinary_path(tmp_path: Path) -> None:
    exam, form = load_exam("codeforces"), codeforces_form(tmp_path, two_contests())
    low = score_exam(exam, form, grades_of(form, 0.05), model="m")
    high = score_exam(exam, form, grades_of(form, 0.5), model="m")
    assert low.full.value is not None and high.full.value is not None
    assert 0 < low.full.value < high.full.value < 1700
    assert high.full.percentiles and high.full.interval is not None


def test_every_attempt_solved_equals_probability_one(tmp_path: Path) -> None:
    exam, form = load_exam("codeforces"), codeforces_form(tmp_path, two_contests())
    tries = tuple(CriterionGrade(criterion=f"attempt-{i}", points=1) for i in range(10))
    seen = [g.model_copy(update={"criteria": tries}) for g in grades_of(form, 1.0)]
    by_tries = score_exam(exam, form, seen, model="m").full.value
    assert by_tries == score_exam(exam, form, grades_of(form, 1.0), model="m").full.value


def test_without_standings_there_is_no_rating_and_the_reason_is_told(tmp_path: Path) -> None:
    exam, form = load_exam("codeforces"), codeforces_form(tmp_path, None)
    score = score_exam(exam, form, grades_of(form, 0.5), model="m")
    assert score.full.value is None and "standings" in score.full.text


def test_a_contest_with_an_unknown_problem_is_refused_with_its_line(tmp_path: Path) -> None:
    contests = two_contests()
    contests[1]["problems"] = [{"question": "z-a"}]
    form = codeforces_form(tmp_path, contests)
    with pytest.raises(InputError, match=r"contests\.jsonl:2: .*z-a"):
        score_exam(load_exam("codeforces"), form, grades_of(form, 0.5), model="m")


def test_invented_standings_give_a_rating_that_says_so_and_no_percentile(tmp_path: Path) -> None:
    contests = two_contests()
    contests[1]["invented"] = True
    form = codeforces_form(tmp_path, contests)
    score = score_exam(load_exam("codeforces"), form, grades_of(form, 0.5), model="m")
    assert score.full.value is not None and "invented standings" in score.full.text
    assert score.full.percentiles == ()
    assert any("1 of 2 contests have invented standings" in n.text and n.level == "warning" for n in score.notes)


def test_a_dozen_problems_leave_a_rating_open_even_when_all_are_solved() -> None:
    exam = load_exam("codeforces")
    form = practice_form(exam)
    solved = grades_of(form, 1.0)
    half = [g.model_copy(update={"points": float(g.question[1] in "abc")}) for g in solved]
    for grades, least in ((solved, 60), (half, 300)):
        full = score_exam(exam, form, grades, model="m").full
        assert full.value is not None and full.interval is not None
        assert full.interval.low <= full.value <= full.interval.high
        assert full.interval.high - full.interval.low > least
