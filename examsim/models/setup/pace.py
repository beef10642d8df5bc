"""At most so many calls, and so many tokens, within any minute."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from examsim.models.server.clock import Clock

MINUTE = 60.0


@dataclass
class Turn:
    """One call: when it went out, and its tokens, by estimate until it is answered."""

    at: float
    tokens: float


class Pace:
    """Lets calls through as the limits allow. A call larger than the whole limit goes when nothing else has gone."""

    def __init__(self, calls: int | None, tokens: int | None, clock: Clock | None = None) -> None:
        self._calls = calls
        self._tokens = tokens
        self._clock = clock or Clock()
        self._last: deque[Turn] = deque()

    async def turn(self, tokens: float) -> Turn:
        """Wait until one more call of about so many tokens is within the limits."""
        while (wait := self._wait(tokens)) > 0:
            await self._clock.sleep(wait)
        turn = Turn(self._clock.now(), tokens)
        self._last.append(turn)
        return turn

    def _wait(self, tokens: float) -> float:
        now = self._clock.now()
        while self._last and self._last[0].at <= now - MINUTE:
            self._last.popleft()
        many = self._calls is not None and len(self._last) >= self._calls
        much = self._tokens is not None and self._last and sum(t.tokens for t in self._last) + tokens > self._tokens
        return self._last[0].at + MINUTE - now + 0.001 if many or much else 0.0
