"""A run of ten thousand questions: what walks all grades does it once, not once for each question."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from exams.form import Form, FormHead
from exams.question import Question
from examsim.grading.agree_runs import marked_answers
from examsim.results.present_grades import answer_hash, notes_on_grades, present_grades
from reports.run_folder import Run, RunHead
from scoring.types import Answer, Grade

MANY = 10_000
MOST_SECONDS = 2.0  # of processor time; a walk of all grades for each question takes over ten


@pytest.fixture(scope="module")
def large_run() -> Run:
    questions = tuple(Question(id=f"q{n}", section="s", kind="free_response", stem="?") for n in range(MANY))
    answers = tuple(Answer(question=q.id, section="s", text=f"text {q.id}", status="answered") for q in questions)
    grades = tuple(
        Grade(
            question=a.question,
            section="s",
            points=0.0,
            max_points=1.0,
            grader="m",
            grader_kind="model",
            status="answered",
            answer_hash=answer_hash(a) if n % 2 else "0123456789abcdef",  # half of them are stale
        )
        for n, a in enumerate(answers)
    )
    form = Form(FormHead(id="large", title="Large", schema=1), questions, {}, Path())
    head = RunHead.model_validate(
        {"id": "run", "model": "m", "exam": {"id": "toy", "version": "1"}, "form": {"id": "large", "hash": "0"}}
    )
    return Run(Path(), head, answers, grades, form, answer_of={a.question: a for a in answers}, given=grades)


def test_grades_are_walked_once(large_run: Run) -> None:
    before = time.process_time()
    present = present_grades(large_run)
    notes = notes_on_grades(large_run, present)
    marked = marked_answers(large_run)
    assert time.process_time() - before < MOST_SECONDS
    assert len(present.grades) == len(present.stale) == MANY // 2
    assert [len(m.grades) for m in marked[:4]] == [0, 1, 0, 1]
    assert notes[0].text.startswith("5,000 grades were given to answers that have changed since")
    assert "not graded: q0, q2, q4" in notes[1].text


def test_the_grades_of_a_question_keep_their_order(large_run: Run) -> None:
    present = present_grades(large_run)
    assert tuple(g for q in present.of_question.values() for g in q) == present.grades
