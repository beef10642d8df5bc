"""What the calls of one client came to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from examsim.models.request import Reply


@dataclass
class CallStats:
    """Counts of this start of a run; `value` is what all replies used cost, whenever they were paid for."""

    calls: int = 0
    cached: int = 0
    failed: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    reasoning_tokens: int = 0
    cost: float = 0.0
    value: float = 0.0
    possible_cost: float = 0.0  # of calls that timed out: the server may have answered, and charged for it
    estimated: int = 0  # replies whose tokens the server did not count
    dropped: set[str] = field(default_factory=set)
    models: Counter[str] = field(default_factory=Counter)  # the names under which the server answered
    fingerprints: Counter[str] = field(default_factory=Counter)

    def add(self, reply: Reply, cost: float, *, cached: bool) -> None:
        """Count a reply."""
        self.value += cost
        self.dropped.update(reply.dropped)
        self.estimated += not reply.usage_known
        if reply.model:
            self.models[reply.model] += 1
        if reply.fingerprint:
            self.fingerprints[reply.fingerprint] += 1
        if cached:
            self.cached += 1
            return
        self.calls += 1
        self.prompt_tokens += reply.prompt_tokens
        self.completion_tokens += reply.completion_tokens
        self.reasoning_tokens += reply.reasoning_tokens
        self.cost += cost
