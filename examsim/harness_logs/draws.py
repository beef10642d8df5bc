"""A log's matched replies as runs: one for each model, and for each time that it was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from examsim.harness_logs.match_samples import Match

UNKNOWN_MODEL = "unknown model"


@dataclass(frozen=True)
class Draw:
    """One reply a question, of one model. `number` counts from 1; `of` says how many draws the model has."""

    model: str
    number: int
    of: int
    matches: dict[str, Match] = field(repr=False)


def draws_of(matches: Iterable[Match], name: str | None = None) -> list[Draw]:
    """Draws by model and number, in the log's order. The n-th reply of a model to a question belongs to its n-th draw,
    by the log's epoch first and by its place in the file after that. `name` stands in for the model's name."""
    replies: dict[str, dict[str, list[Match]]] = defaultdict(lambda: defaultdict(list))
    for match in matches:
        replies[name or match.sample.model or UNKNOWN_MODEL][match.question.id].append(match)
    draws = []
    for model, by_question in replies.items():
        most = max(map(len, by_question.values()))
        for found in by_question.values():
            found.sort(key=lambda m: m.sample.epoch)
        for number in range(most):
            held = {q: found[number] for q, found in by_question.items() if len(found) > number}
            draws.append(Draw(model, number + 1, most, held))
    return draws
