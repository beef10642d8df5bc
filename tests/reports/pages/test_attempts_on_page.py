"""The programs of a code question stand on its card, each closed, with what the tests said of it."""

from __future__ import annotations

from typing import Any

import made_runs
import orjson
import pytest
from page_reader import Page

from exams.question import Question
from reports.pages.attempts_view import attempts_view
from reports.pages.run_page import write_run_report
from scoring.types import Answer, Attempt, CriterionGrade, Grade

FIRST = "```python\nprint('<script>alert(1)</script>' + a < b)\n```"
VERDICTS = ("wrong answer on test 3 of 24: printed <b>7</b>", "accepted, 24 tests")
CODE = {"kind": "code", "options": [], "key": []}


def answer(*attempts: Attempt, **fields: Any) -> Answer:
    return Answer.model_validate(
        {"question": "q", "section": "s", "status": "answered", "text": FIRST} | fields
    ).model_copy(update={"attempts": attempts})


def grade(*comments: str) -> Grade:
    given = tuple(
        CriterionGrade(criterion=f"attempt {n}", points=float(c.startswith("accepted")), comment=c)
        for n, c in enumerate(comments, 1)
    )
    return Grade(
        question="q", section="s", points=0.5, max_points=1, grader="tests in x", grader_kind="tests", criteria=given
    )


def code_question() -> Question:
    return Question.model_validate({"id": "q", "section": "s", "stem": "Sort."} | CODE)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A run's page whose first question asks for a program that was tried twice."""
    folder = made_runs.run(tmp_path_factory.mktemp("code") / "run", audited=False)
    tried = answer(
        Attempt(text="```python\nprint(sorted(x))\n```", saw_failing=True, reasoning="Sort it <b>all</b>."),
        reasoning="<script>thought</script>",
    )
    for file, fields in (
        ("form/questions.jsonl", CODE),
        (
            "answers.jsonl",
            {"text": tried.text, "reasoning": tried.reasoning, "attempts": [a.model_dump() for a in tried.attempts]},
        ),
        ("grades.jsonl", {"grader_kind": "tests", "criteria": [c.model_dump() for c in grade(*VERDICTS).criteria]}),
    ):
        first, *rest = (folder / file).read_bytes().splitlines(keepends=True)
        (folder / file).write_bytes(orjson.dumps(orjson.loads(first) | fields) + b"\n" + b"".join(rest))
    return Page(write_run_report(folder))


def test_each_attempt_is_there_with_verdict_and_program_and_closed(page: Page) -> None:
    closed = [a for a in page.all("details") if a.get("class") == "attempt"]
    assert len(closed) == 2
    assert all("open" not in a for a in closed)
    for words in (*VERDICTS, "print(sorted(x))", "saw a failing sample", "Attempt 1", "Attempt 2"):
        assert words in page.text


def test_the_thought_before_each_program_is_folded_and_set_apart(page: Page) -> None:
    folded = [a for a in page.all("details") if a.get("class") == "explanation reasoning"]
    assert len(folded) == 2
    assert all("open" not in a for a in folded)
    assert "Reasoning, set apart from the answer (24 characters)" in page.text
    assert "<script>thought" not in page.source and "<b>all</b>" not in page.source


def test_a_program_cannot_become_part_of_the_page(page: Page) -> None:
    assert "<script>alert" not in page.source
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.source
    assert "<b>7</b>" not in page.source
    assert page.unclosed == []


def test_verdicts_stand_once_and_not_in_a_rubric_again(page: Page) -> None:
    assert page.text.count(VERDICTS[1]) == 1


def test_a_call_that_failed_takes_no_verdict_from_the_next() -> None:
    tried = answer(Attempt(text="", status="failed"), Attempt(text="x = 1", truncated=True))
    views = attempts_view(code_question(), tried, (grade(*VERDICTS),))
    assert [(v.number, v.verdict, v.right) for v in views] == [
        (1, VERDICTS[0], False),
        (2, "failed", None),
        (3, VERDICTS[1], True),
    ]
    assert views[2].marks == ("cut off",)


def test_programs_nobody_judged_are_shown_as_such_and_other_questions_have_none() -> None:
    (view,) = attempts_view(code_question(), answer(truncated=True), ())
    assert (view.right, view.verdict, view.marks) == (None, "answered", ("cut off",))
    choice = Question.model_validate(
        {"id": "q", "section": "s", "stem": "?", "kind": "numeric", "key": ["1"]},
    )
    assert attempts_view(choice, answer(), ()) == []
