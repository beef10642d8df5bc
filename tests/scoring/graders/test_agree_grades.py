"""The error that goes into the interval: whose it is, and how many graders share it."""

import numpy as np
import pytest

from exams.question import Question
from exams.rubric import Criterion, Rubric
from scoring.graders.agree_grades import agreement_rows, report_on
from scoring.graders.scored_responses import ScoredResponse
from scoring.types import AgreementReport, CriterionGrade, Grade, GraderKind

RUBRIC = Rubric(kind="analytic", max_points=6, criteria=(Criterion(id="c1", text="x", points=6),))


def question(number: int, section: str) -> Question:
    return Question(id=f"{section}-{number}", section=section, kind="free_response", stem="?", points=6, rubric=RUBRIC)


def grade(q: Question, points: float, grader: str, kind: GraderKind = "human", averaged: int = 1) -> Grade:
    criteria = (CriterionGrade(criterion="c1", points=points),)
    return Grade(
        question=q.id,
        section=q.section,
        points=points,
        max_points=6,
        grader=grader,
        grader_kind=kind,
        criteria=criteria,
        averaged=averaged,
    )


def marked(
    first: list[float], second: list[float], section: str = "a", model: float | None = None
) -> list[ScoredResponse]:
    found = []
    for n, (one, other) in enumerate(zip(first, second, strict=True)):
        q = question(n, section)
        grades = [grade(q, one, "ann"), grade(q, other, "bob")]
        if model is not None:
            grades.append(grade(q, model, "judge", "model"))
        found.append(ScoredResponse("run", q, tuple(grades)))
    return found


FIRST, SECOND = [3.0, 4, 2, 5, 1, 3], [3.5, 3, 2, 5, 2, 4]
SD = float(np.std((np.array(SECOND) - FIRST) / 6, ddof=1) / np.sqrt(2))


def error(report: AgreementReport, section: str = "a") -> float:
    return {e.section: e.rater_sd for e in report.errors}[section]


def test_a_single_persons_error_is_the_sd_of_the_differences_over_root_two() -> None:
    answers = marked(FIRST, SECOND)
    settled = [grade(m.question, 3, "ann") for m in answers]
    assert error(report_on(answers, "run", settled)) == pytest.approx(SD)


def test_the_mean_of_two_people_has_less_error_and_an_empty_answer_none() -> None:
    answers = marked(FIRST, SECOND)
    both = [grade(m.question, 3, "mean of ann and bob", averaged=2) for m in answers]
    assert error(report_on(answers, "run", both)) == pytest.approx(SD / np.sqrt(2))
    half_empty = [*both[:3], *(g.model_copy(update={"grader_kind": "none", "points": 0.0}) for g in both[3:])]
    assert error(report_on(answers, "run", half_empty)) < SD / np.sqrt(2)


def test_a_section_with_few_answers_marked_twice_borrows_from_all() -> None:
    answers = [*marked(FIRST, SECOND), *marked([1.0, 2], [6.0, 2], "b")]
    settled = [grade(m.question, 3, "ann") for m in answers]
    report = report_on(answers, "run", settled)
    gaps = np.array([*np.subtract(SECOND, FIRST), 5, 0]) / 6
    assert error(report, "a") == pytest.approx(SD)
    assert error(report, "b") == pytest.approx(float(gaps.std(ddof=1) / np.sqrt(2)))


def test_a_model_is_held_against_what_people_settled_on() -> None:
    answers = marked(FIRST, SECOND, model=4)
    rows = {(r.level, r.first, r.second): r for r in agreement_rows(answers)}
    row = rows["exam", "people", "judge"]
    means = np.array([3, 3.5, 2, 5, 1.5, 3.5])  # to the rubric's step, half to even: 3.25 becomes 3
    assert row.bias == pytest.approx(float((4 - means).mean()))
    assert row.bias_share == pytest.approx(row.bias / 6)
    report = report_on(answers, "run", [grade(m.question, 4, "judge", "model") for m in answers])
    assert report.bias["a"] == rows["section", "people", "judge"]
    assert error(report) == row.rater_sd


def test_no_error_is_invented_where_nobody_graded_twice() -> None:
    q = question(1, "a")
    alone = [ScoredResponse("run", q, (grade(q, 3, "ann"),))]
    assert report_on(alone, "run", [grade(q, 3, "ann")]) == AgreementReport(runs=("run",))


def test_a_grader_who_gives_all_answers_the_same_has_no_interval_of_kappa() -> None:
    row = next(r for r in agreement_rows(marked(FIRST, [3.0] * 6)) if r.level == "exam")
    assert (row.kappa, row.kappa_interval) == (0, None)
    assert row.bias_interval is not None


def test_rows_go_from_the_exam_to_its_sections_each_in_one_piece() -> None:
    answers = [*marked(FIRST, SECOND, model=4), *marked(FIRST, SECOND, "b", model=2)]
    whats = [r.what for r in agreement_rows(answers) if r.level != "criterion"]
    assert whats == ["exam"] * 2 + ["a"] * 2 + ["b"] * 2


def test_each_criterion_has_its_own_row() -> None:
    rows = [r for r in agreement_rows(marked(FIRST, SECOND)) if r.level == "criterion"]
    assert [r.what for r in rows] == [f"a-{n}/c1" for n in range(6)]
    assert {r.answers for r in rows} == {1}


def test_a_model_is_also_held_against_people_without_the_points_it_cannot_found() -> None:
    answers = marked(FIRST, SECOND, model=4)
    assert not any("supported" in r.second for r in agreement_rows(answers))  # nothing is known to be unsupported
    unsupported = CriterionGrade(criterion="c1", points=4, evidence="not there", supported=False)
    last = answers[0].grades[-1].model_copy(update={"criteria": (unsupported,)})
    answers[0] = ScoredResponse("run", answers[0].question, (*answers[0].grades[:-1], last))
    rows = {r.second: r for r in agreement_rows(answers) if r.level == "exam"}
    assert rows["judge, supported points only"].bias == pytest.approx(rows["judge"].bias - 4 / len(answers))
    report = report_on(answers, "run", [grade(m.question, 4, "judge", "model") for m in answers])
    assert report.bias["a"].second == "judge"
