"""Which of several grades counts, and that the others are kept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_exam import choice, essay, make_exam

from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from exams.form import Form
from scoring.graders.resolve_grades import resolve_grades
from scoring.types import CriterionGrade, Grade


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    folder = make_exam(tmp_path_factory.mktemp("toy") / "toy", [choice(1), essay(1), essay(2)])
    return practice_form(load_exam(str(folder)))


def grade(points: float | None, grader: str, kind: str, question: str = "e1", **more: Any) -> Grade:
    return Grade(
        question=question,
        section="essay",
        points=points,
        max_points=6,
        grader=grader,
        grader_kind=kind,
        **more,
    )


MODEL = grade(5, "judge", "model")
ANN, BOB = grade(3, "ann", "human"), grade(4, "bob", "human")
CHIEF = grade(3.5, "chief", "human", role="adjudicator")
NOBODY = grade(None, "nobody", "none")


@pytest.mark.parametrize(
    ("grades", "points", "by"),
    [
        ([NOBODY], None, "nobody"),
        ([NOBODY, MODEL], 5, "judge"),
        ([MODEL, NOBODY], 5, "judge"),
        ([MODEL, ANN], 3, "ann"),
        ([ANN, MODEL], 3, "ann"),
        ([MODEL, ANN, BOB], 3.5, "mean of ann and bob"),
        ([CHIEF, MODEL, ANN, BOB], 3.5, "chief"),
        ([CHIEF, grade(2, "chief", "human", role="adjudicator")], 2, "chief"),
        ([ANN, grade(1, "ann", "human")], 1, "ann"),
        ([ANN, grade(6, "ann", "human", role="calibration")], 3, "ann"),
        ([MODEL, grade(1, "other", "model", round=1)], 1, "other"),
        ([MODEL, grade(None, "other", "none", round=1)], 5, "judge"),
        ([grade(p, "judge", "model", vote=v) for v, p in enumerate((1, 2, 6))], 2, "median of 3 votes by judge"),
        ([grade(0, "nobody", "none")], 0, "nobody"),
        ([grade(2, "tests", "tests"), MODEL], 2, "tests"),
    ],
)
def test_adjudicator_then_people_then_tests_then_model_then_nobody(
    form: Form, grades: list[Grade], points: float | None, by: str
) -> None:
    (settled,) = resolve_grades(form, grades)
    assert (settled.points, settled.grader) == (points, by)


def test_a_mean_goes_to_the_rubrics_step_half_to_even(form: Form) -> None:
    (settled,) = resolve_grades(form, [grade(3, "ann", "human"), grade(3.5, "bob", "human")])
    assert (settled.points, settled.role, settled.note) == (3, "resolved", "from 3, 3.5")
    (settled,) = resolve_grades(form, [grade(3.5, "ann", "human"), grade(4, "bob", "human")])
    assert settled.points == 4


def test_a_mean_keeps_what_was_given_by_criterion(form: Form) -> None:
    pair = [
        grade(
            p, n, "human", criteria=(CriterionGrade(criterion="c1", points=p), CriterionGrade(criterion="c2", points=0))
        )
        for p, n in ((3, "ann"), (4, "bob"))
    ]
    (settled,) = resolve_grades(form, pair)
    assert [(c.criterion, c.points) for c in settled.criteria] == [("c1", 3.5), ("c2", 0)]


def test_grades_of_other_questions_are_handed_on_so_that_scoring_can_refuse_them(form: Form) -> None:
    stray = grade(1, "ann", "human", question="elsewhere")
    assert resolve_grades(form, [stray, MODEL]) == (MODEL, stray)


any_grade = st.builds(
    grade,
    st.none() | st.sampled_from([0.0, 1, 2.5, 6]),
    st.sampled_from(["ann", "bob", "judge"]),
    st.sampled_from(["human", "model", "none"]),
    st.sampled_from(["e1", "e2"]),
    role=st.sampled_from(["", "adjudicator"]),
)


@given(st.lists(any_grade, max_size=8))
def test_one_grade_counts_for_each_question_and_a_person_always_wins(form: Form, grades: list[Grade]) -> None:
    settled = resolve_grades(form, grades)
    assert [s.question for s in settled] == [q for q in ("e1", "e2") if any(g.question == q for g in grades)]
    for s in settled:
        graded = [g for g in grades if g.question == s.question and g.points is not None]
        by_people = [g.points for g in graded if g.grader_kind == "human"]
        if by_people:
            assert s.grader_kind == "human"
            assert s.points is not None
            assert min(p for p in by_people if p is not None) <= s.points <= max(p for p in by_people if p is not None)
