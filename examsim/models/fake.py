"""A model for tests: says what a function or a list tells it to, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable

from examsim.models.request import Reply, Request


class FakeModel:
    """`answer` maps a request to a reply, a text, or an error to raise."""

    def __init__(self, answer: Callable[[Request], Reply | str | Exception], name: str = "fake") -> None:
        self.name = name
        self.asked: list[Request] = []
        self._answer = answer

    async def __call__(self, request: Request) -> Reply:
        """Remember the request, then reply or raise."""
        self.asked.append(request)
        said = self._answer(request)
        if isinstance(said, Exception):
            raise said
        return Reply(said) if isinstance(said, str) else said
