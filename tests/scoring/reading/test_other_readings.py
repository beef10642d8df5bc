"""Strict and last-number readings of GSM8K, pass@k of HumanEval: beside the score, never in its place."""

from __future__ import annotations

import pytest

from exams.question import Question
from scoring.reading.key_grading import grade_by_key
from scoring.reading.other_readings import last_number, strict_number, with_other_readings
from scoring.types import Answer, CriterionGrade, Grade


@pytest.mark.parametrize(
    ("text", "strict", "last"),
    [
        ("3 + 4 = 7. The answer is 7.", "7", "7"),
        ("so 7 eggs, which took 2 days", "", "2"),
        ("The answer is therefore [1,200]", "1200", "1200"),
        ("#### 72", "72", "72"),
        ("ANSWER: $12.50 (for 3 people)", "12.50", "3"),
        ("The answer is 5. No: the answer is -6", "-6", "-6"),
        ("none at all", "", ""),
    ],
)
def test_the_two_readings(text: str, strict: str, last: str) -> None:
    assert (strict_number(text), last_number(text)) == (strict, last)


def test_a_numeric_grade_names_both() -> None:
    question = Question(id="q", section="s", kind="numeric", stem="?", key=("7",), points=2)
    answer = Answer(question="q", section="s", status="answered", text="7 eggs, it took 2 days", choice=("7",))
    assert with_other_readings(question, answer, grade_by_key(question, answer)).readings == {
        "strict": 0.0,
        "last number": 0.0,
    }


def test_pass_at_k_says_n() -> None:
    question = Question(id="q", section="s", kind="code", stem="?", program={"style": "function"})
    answer = Answer(question="q", section="s", status="answered", text="def f(): ...")
    criteria = tuple(CriterionGrade(criterion=f"attempt {i}", points=float(i == 0)) for i in range(5))
    grade = Grade(
        question="q", section="s", points=0.2, max_points=1, grader="tests", grader_kind="tests", criteria=criteria
    )
    found = with_other_readings(question, answer, grade).readings
    assert found == {"pass@1 (n = 5)": pytest.approx(0.2), "pass@5 (n = 5)": 1.0}
