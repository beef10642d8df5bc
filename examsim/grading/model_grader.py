"""Grade a free response by its rubric with a model. The grader never sees who wrote the answer.

One call per answer, or one per criterion, at T=0 with the grader's own parameters. A reply that can't be read is asked
for once more; a criterion that the grader left out is asked for alone. What is still missing then leaves the answer
ungraded, and the score says so. Later votes see the rubric in another order, so that its order cannot decide.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from exams.errors import BudgetReached
from exams.prompts.message import Message, Part
from exams.prompts.prompt import Prompter
from exams.question import Question
from exams.rubric import Criterion, Rubric
from examsim.grading.candidate_text import candidate_text, gradable
from examsim.grading.evidence import is_founded, remark_on
from examsim.grading.read_grades import ParsedGrade, read_grades, repeats_form
from examsim.grading.reply_form import reply_format, reply_tokens
from examsim.models.cached_client import CachedClient
from examsim.models.request import CallFailed, ContextTooLong, Request, RequestMetadata
from examsim.models.room import ask_with_room
from scoring.graders.steering import steering
from scoring.reading.refusal import reads_as_refusal
from scoring.types import UNKNOWN, Answer, CriterionGrade, Grade

TRIES = 2
AGAIN = "That could not be read. Reply once more with the JSON object alone, in the form asked for."
GradeBy = Literal["answer", "criterion"]


@dataclass(frozen=True)
class Way:
    """How a model grades: calls per answer or per criterion, which vote of which round, names it must not see."""

    by: GradeBy = "answer"
    vote: int = 0
    round: int = 0
    names: tuple[str, ...] = ()
    max_tokens: int | None = None  # the user's own limit of a reply, thought included


class _Unreadable(Exception):
    """The grader gave nothing that could be used; the message says what it did."""


class ModelGrader:
    """Grades the free responses of one form. Without an asker, what there is to grade stays ungraded."""

    def __init__(
        self, client: CachedClient | None, prompter: Prompter, *, name: str, self_graded: bool, way: Way | None = None
    ) -> None:
        self._client = client
        self._prompter = prompter
        self._name = name
        self._self_graded = self_graded
        self._way = way or Way()

    async def __call__(self, question: Question, answer: Answer, hidden: str = "") -> Grade:
        """Points for an answer. What is not there to grade (blank, refused, empty) earns 0 without a call.
        `hidden`: the anchor that the answer is, which is then not shown among the graded answers."""
        if not gradable(answer):
            unanswered = answer.status in UNKNOWN
            return self._grade(question, answer, None if unanswered else 0.0, kind="none")
        if self._client is None:
            return self._grade(question, answer, None, kind="none", note="no grader named: see --grader")
        if question.rubric is None:
            return self._grade(question, answer, None, kind="none", note="the question has no rubric")
        text = candidate_text(answer.text, self._way.names, [c.id for c in question.rubric.criteria])
        try:
            shown = _reordered(question, self._way.vote)
            given = await self._given(self._client, shown, question.rubric, text, hidden)
        except (CallFailed, ContextTooLong, BudgetReached) as error:
            return self._grade(
                question, answer, None, kind="none", note=f"the grader could not answer: {error}", failed=True
            )
        except _Unreadable as error:
            return self._grade(question, answer, None, kind="none", note=str(error), failed=True)
        return self._graded(question, answer, question.rubric, given, text)

    async def _given(
        self, client: CachedClient, question: Question, rubric: Rubric, text: str, hidden: str
    ) -> dict[str, ParsedGrade]:
        """Points by criterion ('level' for a holistic rubric), none left out."""
        whole = self._way.by == "answer" or rubric.kind == "holistic"
        found = {g.criterion: g for g in (await self._ask(client, question, text, None, hidden) if whole else ())}
        if rubric.kind == "analytic":
            for criterion in rubric.criteria:
                if criterion.id not in found:
                    found[criterion.id] = (await self._ask(client, question, text, criterion))[0]
        return found

    async def _ask(
        self, client: CachedClient, question: Question, text: str, criterion: Criterion | None, hidden: str = ""
    ) -> list[ParsedGrade]:
        assert question.rubric is not None
        messages = self._prompter.grading(question, text, fence_for(text), criterion, hidden).messages
        wanted = {criterion.id} if criterion else None
        parameters = grader_parameters(question.rubric, criterion)
        if self._way.max_tokens is not None:
            parameters["max_tokens"] = self._way.max_tokens
        fault = ""
        for attempt in range(TRIES):
            request = Request(
                self._name,
                messages,
                parameters,
                sample_index=self._way.vote * TRIES + attempt,
                metadata=RequestMetadata(question.id, "grade", purpose="grade"),
            )
            reply, _ = (await ask_with_room(client, request, fixed=self._way.max_tokens is not None))[-1]
            given = read_grades(reply.text, question.rubric, text, wanted)
            if given is not None:
                return given
            declined = reply.finish == "refusal" or (len(reply.text) < 600 and reads_as_refusal(reply.text))
            fault = "the grader declined" if declined else "the grader's reply could not be read"
            if repeats_form(reply.text):
                fault = "the grader repeated the form asked for and judged nothing"
            said = Message("assistant", (Part("text", reply.text),))
            messages = (*messages, *((said,) if reply.text.strip() else ()), Message("user", (Part("text", AGAIN),)))
        raise _Unreadable(fault + (f" ({criterion.id})" if criterion else ""))

    def _graded(
        self, question: Question, answer: Answer, rubric: Rubric, given: dict[str, ParsedGrade], text: str
    ) -> Grade:
        if rubric.kind == "holistic":
            criteria = [_criterion_grade("level", rubric.step, (0.0, rubric.max_points), given["level"], text)]
            points = criteria[0].points
        else:
            criteria = [_criterion_grade(c.id, c.step, c.allowed, given[c.id], text) for c in rubric.criteria]
            points = rubric.points({c.criterion: c.points for c in criteria})
        remarked = sum(bool(c.comment) for c in criteria)
        notes = [f"{remarked} of {len(criteria)} criteria carry a remark on the grader"] if remarked else []
        if steers := steering(answer.text, [c.id for c in rubric.criteria]):
            notes.append(f"the answer {steers}")
        return self._grade(question, answer, points, criteria=criteria, note="; ".join(notes))

    def _grade(
        self,
        question: Question,
        answer: Answer,
        points: float | None,
        *,
        kind: Literal["model", "none"] = "model",
        criteria: Sequence[CriterionGrade] = (),
        note: str = "",
        failed: bool = False,
    ) -> Grade:
        return Grade(
            question=question.id,
            section=question.section,
            points=points,
            max_points=question.points,
            grader=self.label if kind == "model" else "nobody",
            grader_kind=kind,
            self_graded=self._self_graded and kind == "model",
            criteria=tuple(criteria),
            status=answer.status,
            part=question.part,
            cluster=question.passage,
            note=note,
            failed=failed,
            round=self._way.round,
            vote=self._way.vote,
        )

    @property
    def label(self) -> str:
        """The name under which its grades stand."""
        return label_of(self._name, self._way.by)


def label_of(name: str, by: GradeBy) -> str:
    """The name under which a model's grades stand."""
    return name if by == "answer" else f"{name} by criterion"


def grader_parameters(rubric: Rubric, criterion: Criterion | None = None) -> dict[str, Any]:
    """The grader's own: greedy, held to the form of the reply where the server can, with room for that form only."""
    return {
        "temperature": 0.0,
        "max_tokens": reply_tokens(rubric, criterion),
        "response_format": reply_format(rubric, criterion),
    }


def fence_for(answer: str) -> str:
    """A line that can't be in the answer, made from it: the same answer is always asked about in the same way."""
    fence = "=" * 8 + hashlib.sha256(answer.encode("utf-8", "replace")).hexdigest()[:16] + "=" * 8
    return fence if fence not in answer else fence_for(answer + fence)


def _reordered(question: Question, vote: int) -> Question:
    """The question with its criteria shuffled (levels turned round) for every vote but the first."""
    if vote == 0 or question.rubric is None:
        return question
    criteria, levels = list(question.rubric.criteria), question.rubric.levels
    random.Random(f"{question.id} {vote}").shuffle(criteria)
    changed = {"criteria": tuple(criteria), "levels": levels[::-1] if vote % 2 else levels}
    return question.model_copy(update={"rubric": question.rubric.model_copy(update=changed)})


def _criterion_grade(
    name: str, step: float, allowed: tuple[float, float], given: ParsedGrade, text: str
) -> CriterionGrade:
    """Points on the criterion's steps and within its bounds, with remarks on what the grader got wrong."""
    low, high = allowed
    points = min(high, max(low, round(given.points / step) * step))
    beyond = f"{given.points:g} given, {low:g} to {high:g} allowed" if not low <= given.points <= high else ""
    remarks = filter(None, (beyond, remark_on(given.evidence, points, text)))
    return CriterionGrade(
        criterion=name,
        points=points,
        evidence=given.evidence,
        comment="; ".join(remarks),
        supported=is_founded(given.evidence, points, text),
    )
