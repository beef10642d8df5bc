"""Grade programs by tests: the judge's verdict on each attempt becomes a criterion of the grade."""

from __future__ import annotations

from exams.program import program_of
from exams.question import Question
from scoring.judge.extract_code import extract_code
from scoring.judge.judge import Judge
from scoring.judge.pass_at_k import pass_at_k
from scoring.types import UNKNOWN, Answer, CriterionGrade, Grade

UNPROTECTED = "unsafe-local: judged without a sandbox"


def grade_by_tests(question: Question, answer: Answer, judge: Judge) -> Grade:
    """Points = pass@1 over the attempts x the question's points; each attempt is a criterion with all points or none.

    Where no program was asked of the model (failed, missing, too long) the answer stays ungraded. A sandbox that
    fails leaves it ungraded too: that says nothing about the program.
    """
    if answer.status in UNKNOWN:
        return _grade(question, answer, None, (), judge)
    program = program_of(question)
    texts = [answer.text] if answer.text or not answer.attempts else []
    texts += [a.text for a in answer.attempts if a.status != "failed"]
    criteria, unjudged = [], ""
    for number, text in enumerate(texts, 1):
        found = extract_code(text, entry_point=program.entry_point, starter=program.starter)
        judged = judge(program, found.source)
        if judged.verdict == "not judged":
            unjudged = judged.text
        said = judged.text if found.source is not None or not found.note else f"no code: {found.note}"
        criteria.append(
            CriterionGrade(
                criterion=f"attempt {number}", points=question.points if judged.accepted else 0.0, comment=said
            )
        )
    if unjudged:
        return _grade(question, answer, None, tuple(criteria), judge, unjudged)
    right = sum(c.points > 0 for c in criteria)
    return _grade(question, answer, question.points * right / len(criteria), tuple(criteria), judge, _note(criteria))


def _note(criteria: list[CriterionGrade]) -> str:
    if len(criteria) < 2:
        return criteria[0].comment
    n, c = len(criteria), sum(x.points > 0 for x in criteria)
    rates = ", ".join(f"pass@{k} {pass_at_k(n, c, k):.3g}" for k in sorted({1, min(5, n), n}))
    return f"{c} of {n} attempts right; {rates}"


def _grade(
    question: Question,
    answer: Answer,
    points: float | None,
    criteria: tuple[CriterionGrade, ...],
    judge: Judge,
    note: str = "",
) -> Grade:
    if not judge.sandbox.isolated and criteria:
        note = f"{UNPROTECTED}; {note}".strip("; ")
    return Grade(
        question=question.id,
        section=question.section,
        points=points,
        max_points=question.points,
        grader=f"tests in {judge.sandbox.name}",
        grader_kind="tests" if points is not None else "none",
        criteria=criteria,
        status=answer.status,
        part=question.part,
        cluster=question.passage,
        note=note,
    )
