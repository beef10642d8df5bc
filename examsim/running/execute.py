"""Carry out a plan: sit every question, grade every answer. Calls run side by side, answers keep the form's order."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from exams.errors import BudgetReached, ProviderError
from exams.question import Question
from examsim.grading.grade_anchors import grade_anchors
from examsim.grading.model_grader import ModelGrader, Way
from examsim.grading.recorded_grades import recorded_grade
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.cached_client import CachedClient
from examsim.models.concurrency import each
from examsim.models.likelihoods.find_way import FoundWay, find_way
from examsim.models.open_model import needs_prompt
from examsim.models.replay.model import Replay
from examsim.models.request import CallFailed, Model
from examsim.models.resources import RunResources, opened_client
from examsim.running.ask_question import QuestionRunner
from examsim.running.draws import drawn_answer, grade_each
from examsim.running.prompt_record import PromptRecord
from examsim.running.run_plan import RunPlan
from examsim.running.stages import ask_in_stages
from scoring.judge.judge import Judge
from scoring.reading.grade_by_tests import grade_by_tests
from scoring.reading.grade_draws import with_attempts, with_draws
from scoring.reading.key_grading import grade_by_key
from scoring.reading.other_readings import with_other_readings
from scoring.types import AnchorGrade, Answer, Grade

Done = TypeVar("Done")
Keep = Callable[[Answer | Grade], None]  # told of each answer and grade as it comes in
Progress = Callable[[str, int, int, CachedClient], None]  # step, done, all, who is asked


@dataclass
class RunResult:
    """What came of a plan, before scoring."""

    plan: RunPlan
    answers: list[Answer] = field(repr=False)
    grades: list[Grade] = field(repr=False)
    record: PromptRecord
    candidate: CachedClient
    grader: CachedClient | None
    started: datetime
    finished: datetime
    judge: Judge | None = None
    log: dict[str, Any] | None = None  # of another harness, where the replies are from
    notes: tuple[str, ...] = ()  # what a reader must know beside the warnings
    way: FoundWay | None = None
    anchors: list[AnchorGrade] = field(default_factory=list, repr=False)


def _keep_nothing(record: Answer | Grade) -> None:
    """Where nobody watches."""


def execute(plan: RunPlan, resources: RunResources, progress: Progress, keep: Keep = _keep_nothing) -> RunResult:
    """Sit and grade. Everything a call returned is in the cache before the next starts."""
    return asyncio.run(_execute(plan, resources, progress, keep))


@asynccontextmanager
async def closing(cache: AnswerCache | None) -> AsyncIterator[None]:
    """Whatever ends the run, what it paid for is written."""
    try:
        yield
    finally:
        if cache is not None:
            cache.close()


async def _execute(plan: RunPlan, resources: RunResources, progress: Progress, keep: Keep) -> RunResult:
    started = datetime.now(UTC)
    resources = replace(resources, leaving=plan.leaving)
    cache = AnswerCache(resources.cache, refresh=resources.refresh) if needs_prompt(plan.model) or plan.grader else None
    record = PromptRecord()
    async with (
        closing(cache),
        opened_client(
            plan.model, plan.base_url, resources, cache, plan.settings.seed, resources.model, setup=plan.setup
        ) as candidate,
    ):
        way = await _way(plan, candidate)
        judge = resources.judge if plan.settings.show_failing else None
        runner = QuestionRunner(plan, candidate, record, judge, way)

        async def answered(question: Question) -> Answer:
            answer = await drawn_answer(plan, runner, question)
            keep(answer)
            if question.kind not in ("free_response", "code"):
                keep(_by_key(plan, question, answer))  # whoever watches sees right and wrong at once
            return answer

        done = 0

        async def ask(questions: Sequence[Question]) -> list[Answer]:
            nonlocal done
            before, workers = done, resources.workers(plan.setup)
            done += len(questions)
            return await each(
                answered, questions, workers, lambda n, m: progress("answers", before + n, before + m, candidate)
            )

        plan, answers = await ask_in_stages(plan, ask)
        grader: CachedClient | None = None
        same = plan.grader_is_candidate
        if same or plan.grader is None:
            grader = candidate if plan.grader else None
            grades, anchors = await _grade(plan, answers, candidate.model, grader, resources, progress, keep)
        else:
            async with opened_client(
                *(plan.grader, plan.grader_base_url, resources, cache, 0, resources.grader),
                grades=True,
                setup=plan.grader_setup,
            ) as grader:
                grades, anchors = await _grade(plan, answers, candidate.model, grader, resources, progress, keep)
    return RunResult(
        plan,
        answers,
        grades,
        record,
        candidate,
        grader,
        started,
        datetime.now(UTC),
        resources.judge if plan.asks_programs else None,
        way=way,
        anchors=anchors,
    )


def _by_key(plan: RunPlan, question: Question, answer: Answer) -> Grade:
    """Points by the key; for benchmarks also what other harnesses would have read from the same answer."""
    grade = with_draws(question, answer, grade_by_key(question, answer))
    return with_other_readings(question, answer, grade) if plan.exam.is_benchmark else grade


async def _way(plan: RunPlan, candidate: CachedClient) -> FoundWay | None:
    """How letters or likelihoods are had from this server, where the plan asks for them. Found before anything is
    asked, as no number mixes two ways. ProviderError where the server cannot be asked at all."""
    if not any(plan.asked_alone(q) for q in plan.form.questions):
        return None
    try:
        texts = plan.settings.route == "likelihood"
        return await find_way(candidate, plan.settings.likelihoods, texts=texts)
    except (CallFailed, BudgetReached) as error:
        raise ProviderError(f"how to ask for likelihoods could not be found out: {error}") from None


async def _grade(
    plan: RunPlan,
    answers: list[Answer],
    candidate: Model,
    client: CachedClient | None,
    resources: RunResources,
    progress: Progress,
    keep: Keep,
) -> tuple[list[Grade], list[AnchorGrade]]:
    """The grades in the form's order, and what the grading model gave to the form's anchors."""
    answer_of = {a.question: a for a in answers}
    grades: dict[str, Grade] = {}
    by_rubric, by_tests = [], []
    anchors: list[AnchorGrade] = []
    for question in plan.form.questions:
        if question.kind == "free_response":
            by_rubric.append(question)
        elif question.kind == "code":
            by_tests.append(question)
        else:
            grades[question.id] = _by_key(plan, question, answer_of[question.id])
    if by_rubric:
        way = Way(names=plan.names, max_tokens=plan.settings.grader_max_tokens)
        model = ModelGrader(client, plan.prompter, name=plan.grader or "", self_graded=plan.self_graded, way=way)

        recorded = candidate.file if isinstance(candidate, Replay) and plan.grader is None else None

        async def graded(question: Question) -> Grade:
            answer = answer_of[question.id]
            kept = recorded_grade(recorded, question, answer, plan.name) if recorded else None
            grade = kept or await grade_each(answer, lambda one: model(question, one))
            if plan.exam.is_benchmark:
                grade = with_other_readings(question, answer, grade)
            keep(grade)
            return grade

        shown = client
        given = await each(
            graded,
            by_rubric,
            resources.workers(plan.grader_setup),
            lambda n, m: progress("grades", n, m, shown) if shown else None,
        )
        grades.update((g.question, g) for g in given)
        if client is not None:
            anchors = await grade_anchors(
                model,
                plan.form,
                by_rubric,
                resources.workers(plan.grader_setup),
                lambda n, m: progress("anchors", n, m, shown) if shown else None,
            )
    if by_tests:
        judge = resources.judge
        assert judge is not None  # the job finds one before anything is asked

        async def tested(question: Question) -> Grade:
            grade = await asyncio.to_thread(grade_by_tests, question, answer_of[question.id], judge)
            if plan.settings.draws > 1:
                grade = with_attempts(grade)
            if plan.exam.is_benchmark:
                grade = with_other_readings(question, answer_of[question.id], grade)
            keep(grade)
            return grade

        watched = client
        judged = await each(
            tested, by_tests, os.cpu_count() or 1, lambda n, m: progress("tests", n, m, watched) if watched else None
        )
        grades.update((g.question, g) for g in judged)
    return [grades[q.id] for q in plan.form.questions], anchors
