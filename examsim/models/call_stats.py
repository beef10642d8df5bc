"""What the calls of one client came to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from examsim.models.request import Reply

MOST_SPELLS = 200  # of a server that changes its mind with every call, so many are written down


@dataclass
class ServedSpell:
    """Replies in a row that came under one name: `since` when, and how many."""

    model: str
    since: str
    replies: int = 1


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
    spells: list[ServedSpell] = field(default_factory=list)  # the names in time; replies from the cache left out

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
        self._note_name(reply.model)
        self.calls += 1
        self.prompt_tokens += reply.prompt_tokens
        self.completion_tokens += reply.completion_tokens
        self.reasoning_tokens += reply.reasoning_tokens
        self.cost += cost

    def _note_name(self, model: str) -> None:
        """A name other than the last one's begins a new spell."""
        if self.spells and (self.spells[-1].model == model or len(self.spells) >= MOST_SPELLS):
            self.spells[-1].replies += 1
        elif model:
            self.spells.append(ServedSpell(model, datetime.now(UTC).isoformat(timespec="milliseconds")))
