"""--max-cost, over all models and calls of one command: never passed, and never given up while calls are under way."""

from __future__ import annotations

import asyncio

from exams.errors import BudgetReached


class Budget:
    """Reserves the worst case of each call before it goes out, and settles it with what it came to."""

    def __init__(self, limit: float | None) -> None:
        self.limit = limit
        self.spent = 0.0
        self._reserved = 0.0
        self._settled = asyncio.Event()

    async def reserve(self, amount: float) -> float:
        """Set an amount aside. Waits while calls under way may come to less than was set aside for them; BudgetReached
        where even their end leaves too little."""
        while self.limit is not None and self.spent + self._reserved + amount > self.limit:
            if self._reserved <= 1e-12:
                raise BudgetReached(
                    f"the next call could pass --max-cost {self.limit:g} (spent {self.spent:.2f} US dollars)"
                    " -- answers so far are kept; raise the limit and rerun the same command to go on"
                )
            await self._settled.wait()
        self._reserved += amount
        return amount

    def settle(self, reserved: float, spent: float) -> None:
        """Give back what was set aside and note what was spent."""
        self._reserved = max(0.0, self._reserved - reserved)
        self.spent += spent
        self._settled.set()  # for everybody who waits now; who comes later waits for the next call to end
        self._settled = asyncio.Event()
