"""The digital SAT's form: each section is routed by its own first module and scored on the scale of what was sat."""

import pytest

from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from exams.question import Question
from scoring.adaptive.choose_module import choose_modules, form_as_sat
from scoring.reading.key_grading import grade_by_key
from scoring.score_exam import score_exam
from scoring.types import Answer, ExamScore, Grade

EXAM = load_exam("digital-sat")
FORM = practice_form(EXAM)


def graded(question: Question, right: bool) -> Grade:
    wrong = (
        "99999" if question.kind == "numeric" else next(o.label for o in question.options if o.label != question.key[0])
    )
    choice = question.key[:1] if right else (wrong,)
    return grade_by_key(
        question, Answer(question=question.id, section=question.section, status="answered", choice=choice)
    )


def sat(first: dict[str, int]) -> tuple[dict[str, str], ExamScore]:
    """Second modules and score of someone with so many right in each first module, and all of the second ones."""
    given = dict(first)
    grades = []
    for question in FORM.questions:
        right = True
        if question.module == "first":
            right = given[question.section] > 0
            given[question.section] -= 1
        grades.append(graded(question, right))
    chosen = choose_modules(EXAM, FORM, grades)
    asked = form_as_sat(FORM, chosen)
    kept = [g for g in grades if g.question in {q.id for q in asked.questions}]
    return {c.section: c.module for c in chosen}, score_exam(EXAM, asked, kept, model="m", n_resamples=50)


@pytest.mark.parametrize(
    ("rw", "math", "modules", "sections"),
    [
        (27, 22, ("harder", "harder"), (800, 800)),
        (18, 13, ("harder", "easier"), (650, 560)),  # 45 of 54 is 55 of the chart's 66; 200 + 35/44 of 450
        (17, 14, ("easier", "harder"), (570, 650)),  # 200 + 44/54 of 450; 36 of 44 is 44 of the chart's 54
    ],
)
def test_each_section_has_its_own_route_and_scale(
    rw: int, math: int, modules: tuple[str, str], sections: tuple[float, float]
) -> None:
    chosen, score = sat({"rw": rw, "math": math})
    assert (chosen["rw"], chosen["math"]) == modules
    assert tuple(s.scaled for s in score.full.sections) == sections
    assert score.full.value == sum(sections)
    assert sum(s.max_points for s in score.full.sections) == 98
