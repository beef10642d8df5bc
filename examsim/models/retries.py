"""Tries that a server left unanswered, counted as they happen: a long silence has a name on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Retries:
    """Why requests were sent again, and how often. `watch` is called at each one, so that it is seen at once."""

    counts: Counter[str] = field(default_factory=Counter)
    watch: Callable[[], None] = lambda: None

    def note(self, why: str) -> None:
        """A request is about to be sent again."""
        self.counts[why] += 1
        self.watch()

    def __str__(self) -> str:
        """'2 retries: time-out after 120 s', '3 retries: 2 × time-out after 120 s, 1 × status 429'; '' without any."""
        number = self.counts.total()
        if not number:
            return ""
        whys = [f"{n} × {why}" for why, n in self.counts.most_common()] if len(self.counts) > 1 else [*self.counts]
        return f"{number} {'retry' if number == 1 else 'retries'}: {', '.join(whys)}"
