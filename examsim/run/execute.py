"""Carry out a plan: sit every question, grade every answer. Calls run side by side, answers keep the form's order."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from exams.errors import ExamsimError
from exams.question import Question
from examsim.grading.model_grader import ModelGrader, Way
from examsim.models.answer_cache import AnswerCache
from examsim.models.cached_client import Budget, CachedClient
from examsim.models.open_model import needs_prompt, open_model
from examsim.models.prices import price_of
from examsim.models.request import Model
from examsim.run.ask_question import QuestionRunner
from examsim.run.prompt_record import PromptRecord
from examsim.run.run_plan import RunPlan
from scoring.judge.judge import Judge
from scoring.reading.grade_by_tests import grade_by_tests
from scoring.reading.key_grading import grade_by_key
from scoring.types import Answer, Grade

Done = TypeVar("Done")
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


@dataclass(frozen=True)
class RunResources:
    """What a run may use: the cache file, calls at once, money, patience."""

    cache: Path
    concurrency: int = 8
    price: str | None = None
    budget: Budget = field(default_factory=lambda: Budget(None))
    timeout: float = 600
    model: Model | None = None  # instead of the one the plan names: for tests
    grader: Model | None = None
    judge: Judge | None = None  # for programs; a plan that asks for them cannot do without


def execute(plan: RunPlan, resources: RunResources, progress: Progress) -> RunResult:
    """Sit and grade. Everything a call returned is in the cache before the next starts."""
    return asyncio.run(_execute(plan, resources, progress))


async def _execute(plan: RunPlan, resources: RunResources, progress: Progress) -> RunResult:
    started = datetime.now(UTC)
    cache = AnswerCache(resources.cache) if needs_prompt(plan.model) or plan.grader else None
    record = PromptRecord()
    async with opened_client(
        plan.model, plan.base_url, resources, cache, plan.settings.seed, resources.model
    ) as candidate:
        runner = QuestionRunner(plan, candidate, record, resources.judge if plan.settings.show_failing else None)
        answers = await each(
            runner, plan.form.questions, resources.concurrency, lambda n, m: progress("answers", n, m, candidate)
        )
        grader: CachedClient | None = None
        same = plan.grader == plan.model and plan.grader_base_url == plan.base_url
        if same or plan.grader is None:
            grader = candidate if plan.grader else None
            grades = await _grade(plan, answers, grader, resources, progress)
        else:
            async with opened_client(
                plan.grader, plan.grader_base_url, resources, cache, 0, resources.grader
            ) as grader:
                grades = await _grade(plan, answers, grader, resources, progress)
    if cache is not None:
        cache.close()
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
    )


async def _grade(
    plan: RunPlan, answers: list[Answer], client: CachedClient | None, resources: RunResources, progress: Progress
) -> list[Grade]:
    answer_of = {a.question: a for a in answers}
    grades: dict[str, Grade] = {}
    by_rubric, by_tests = [], []
    for question in plan.form.questions:
        if question.kind == "free_response":
            by_rubric.append(question)
        elif question.kind == "code":
            by_tests.append(question)
        else:
            grades[question.id] = grade_by_key(question, answer_of[question.id])
    if by_rubric:
        way = Way(names=(plan.model,))
        model = ModelGrader(client, plan.prompter, name=plan.grader or "", self_graded=plan.self_graded, way=way)

        async def graded(question: Question) -> Grade:
            return await model(question, answer_of[question.id])

        shown = client
        given = await each(
            graded, by_rubric, resources.concurrency, lambda n, m: progress("grades", n, m, shown) if shown else None
        )
        grades.update((g.question, g) for g in given)
    if by_tests:
        judge = resources.judge
        assert judge is not None  # the job finds one before anything is asked

        async def tested(question: Question) -> Grade:
            return await asyncio.to_thread(grade_by_tests, question, answer_of[question.id], judge)

        watched = client
        judged = await each(
            tested, by_tests, os.cpu_count() or 1, lambda n, m: progress("tests", n, m, watched) if watched else None
        )
        grades.update((g.question, g) for g in judged)
    return [grades[q.id] for q in plan.form.questions]


@asynccontextmanager
async def opened_client(
    spec: str, base_url: str | None, resources: RunResources, cache: AnswerCache | None, seed: int, given: Model | None
) -> AsyncIterator[CachedClient]:
    """Whoever answers for `spec`, through the cache; its connections are closed at the end."""
    model = given or open_model(spec, base_url=base_url, seed=seed, timeout=resources.timeout)
    used = cache if needs_prompt(spec) else None
    price = price_of(spec, resources.price) if base_url is None or resources.price else None
    try:
        yield CachedClient(model, used, concurrency=resources.concurrency, price=price, budget=resources.budget)
    finally:
        close: Callable[[], Awaitable[None]] | None = getattr(model, "close", None)
        if close is not None:
            await close()


async def each(
    work: Callable[[Question], Awaitable[Done]],
    questions: Sequence[Question],
    workers: int,
    tell: Callable[[int, int], None],
) -> list[Done]:
    """Work on all questions, `workers` at a time. The first error that ends a run stops the others and is raised."""
    waiting = iter(enumerate(questions))
    done: dict[int, Done] = {}

    async def worker() -> None:
        for index, question in waiting:
            done[index] = await work(question)
            tell(len(done), len(questions))

    tell(0, len(questions))
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(max(1, min(workers, len(questions)))):
                group.create_task(worker())
    except* ExamsimError as errors:
        raise errors.exceptions[0] from None
    return [done[i] for i in range(len(questions))]
