"""Work on many questions side by side; results keep the questions' order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from exams.errors import ExamsimError
from exams.question import Question

Done = TypeVar("Done")


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
