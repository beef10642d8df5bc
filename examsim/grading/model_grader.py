"""Grade a free response by its rubric with a model. The grader never sees who wrote the answer.

One call per answer at T=0 with the grader's own parameters. A reply that can't be read is asked for once more; then
the answer stays ungraded, and the score says so.
"""

from __future__ import annotations

import hashlib

from exams.prompt import Prompter
from exams.question import Question
from exams.rubric import Criterion, Rubric
from examsim.grading.read_grades import Given, read_grades
from examsim.models.asker import Asker
from examsim.models.request import About, CallFailed, ContextTooLong, Request
from scoring.types import Answer, CriterionGrade, Grade

GRADER_PARAMETERS = {"temperature": 0.0, "max_tokens": 2048}
TRIES = 2


class ModelGrader:
    """Grades the free responses of one form. Without an asker, what there is to grade stays ungraded."""

    def __init__(self, asker: Asker | None, prompter: Prompter, *, name: str, self_graded: bool) -> None:
        self._asker = asker
        self._prompter = prompter
        self._name = name
        self._self_graded = self_graded

    async def __call__(self, question: Question, answer: Answer) -> Grade:
        """Points for an answer. What is not there to grade (blank, refused, empty) earns 0 without a call."""
        if answer.status != "answered":
            unanswered = answer.status in ("missing", "failed", "too_long")
            return self._grade(question, answer, None if unanswered else 0.0, kind="none")
        if self._asker is None:
            return self._grade(question, answer, None, kind="none", note="no grader named: see --grader")
        if question.rubric is None:
            return self._grade(question, answer, None, kind="none", note="the question has no rubric")
        messages = self._prompter.grading(question, answer.text, fence_for(answer.text))
        note = ""
        for attempt in range(TRIES):
            request = Request(
                self._name,
                messages,
                GRADER_PARAMETERS,
                draw=attempt,
                about=About(question.id, "grade", purpose="grade"),
            )
            try:
                reply, _ = await self._asker(request)
            except (CallFailed, ContextTooLong) as error:
                return self._grade(question, answer, None, kind="none", note=f"the grader could not answer: {error}")
            given = read_grades(reply.text, question.rubric)
            if given is not None:
                return self._graded(question, answer, question.rubric, given)
            note = "the grader's reply could not be read"
        return self._grade(question, answer, None, kind="none", note=note)

    def _graded(self, question: Question, answer: Answer, rubric: Rubric, given: list[Given]) -> Grade:
        if rubric.kind == "holistic":
            points = min(rubric.max_points, max(0.0, given[0].points))
            level = CriterionGrade(criterion="level", points=points, evidence=given[0].evidence)
            return self._grade(question, answer, points, criteria=(level,))
        by_id = {g.criterion: g for g in given}
        criteria = tuple(_criterion_grade(c, by_id.get(c.id)) for c in rubric.criteria)
        return self._grade(
            question, answer, rubric.points({c.criterion: c.points for c in criteria}), criteria=criteria
        )

    def _grade(
        self,
        question: Question,
        answer: Answer,
        points: float | None,
        *,
        kind: str = "model",
        criteria: tuple[CriterionGrade, ...] = (),
        note: str = "",
    ) -> Grade:
        return Grade.model_validate(
            {
                "question": question.id,
                "section": question.section,
                "points": points,
                "max_points": question.points,
                "grader": self._name if kind == "model" else "nobody",
                "grader_kind": kind,
                "self_graded": self._self_graded and kind == "model",
                "criteria": criteria,
                "status": answer.status,
                "part": question.part,
                "cluster": question.passage,
                "note": note,
            }
        )


def fence_for(answer: str) -> str:
    """A line that can't stand in the answer, made from it: the same answer is always asked about in the same way."""
    fence = "=" * 8 + hashlib.sha256(answer.encode("utf-8", "replace")).hexdigest()[:16] + "=" * 8
    return fence if fence not in answer else fence_for(answer + fence)


def _criterion_grade(criterion: Criterion, given: Given | None) -> CriterionGrade:
    """A grade within the criterion's bounds and on its steps; a criterion the grader left out earns nothing."""
    if given is None:
        return CriterionGrade(criterion=criterion.id, points=0.0, comment="left out by the grader")
    low, high = criterion.allowed
    stepped = round(given.points / criterion.step) * criterion.step
    return CriterionGrade(criterion=criterion.id, points=min(high, max(low, stepped)), evidence=given.evidence)
