"""Time as the model client sees it, so that a test can let minutes pass in moments."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """Seconds that pass `speed` times as fast as real ones."""

    speed: float = 1.0

    def now(self) -> float:
        """Seconds since some moment; only differences mean anything."""
        return time.monotonic() * self.speed

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds / self.speed)
