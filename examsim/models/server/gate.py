"""Whose turn it is at a server that is not known yet, or has asked for patience: one request first, the others after.

So a refused parameter, a wrong key or an empty account is learnt by one request instead of by every worker, and a limit
per minute is tried by one request at a time until it opens.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from examsim.models.server.state import ServerState

HEAD_START = 10.0  # seconds that the first request has for itself; a model that thinks longer is no reason to wait


class Gate:
    """The turns of one client. Parameters of one shape (the same names) are let in together once one was answered."""

    def __init__(self, state: ServerState) -> None:
        self._state = state
        self._open: set[frozenset[str]] = set()
        self._locks: dict[frozenset[str], asyncio.Lock] = {}

    def opened(self, shape: frozenset[str]) -> None:
        """A request of this shape was answered."""
        self._open.add(shape)

    def closed(self) -> None:
        """The server asks for patience: one at a time again."""
        self._open.clear()

    @asynccontextmanager
    async def turn(self, applied: Callable[[], dict[str, Any]]) -> AsyncIterator[dict[str, Any]]:
        """Wait for a turn; yields the parameters as they are then. ServerStopped if the asking ends meanwhile."""
        state = self._state
        while True:
            await self._pause()
            params = applied()
            shape = frozenset(params)
            if shape in self._open:
                yield params
                return
            lock = self._locks.setdefault(shape, asyncio.Lock())
            held = await _acquired(lock, HEAD_START / state.clock.speed)
            if held and (frozenset(applied()) != shape or state.clock.now() < state.paused_until):
                lock.release()
                continue
            if held and shape in self._open:
                lock.release()
                held = False
            try:
                state.check()
                yield applied()
                return
            finally:
                if held:
                    lock.release()

    async def _pause(self) -> None:
        state = self._state
        state.check()
        while (left := state.paused_until - state.clock.now()) > 0:
            await state.clock.sleep(left)
            state.check()


async def _acquired(lock: asyncio.Lock, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await lock.acquire()
    except TimeoutError:
        return False
