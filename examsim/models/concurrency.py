"""Work on many questions, or anchors, side by side; results keep their order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from exams.errors import ExamsimError

Item = TypeVar("Item")
Done = TypeVar("Done")


async def each(
    work: Callable[[Item], Awaitable[Done]],
    items: Sequence[Item],
    workers: int,
    tell: Callable[[int, int], None],
) -> list[Done]:
    """Work on all items, `workers` at a time. The first error that ends a run stops the others and is raised."""
    waiting = iter(enumerate(items))
    done: dict[int, Done] = {}

    async def worker() -> None:
        for index, item in waiting:
            done[index] = await work(item)
            tell(len(done), len(items))

    tell(0, len(items))
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(max(1, min(workers, len(items)))):
                group.create_task(worker())
    except* ExamsimError as errors:
        raise errors.exceptions[0] from None
    return [done[i] for i in range(len(items))]
