"""How far the model's confidence can be trusted: figure 8 of the GPT-4 report, as data.

As in the report, every option of every question counts once: x is the probability that the model gave that option, y
whether it was the key. The expected calibration error is Σ (n_b / n) · |accuracy_b − mean confidence_b| over bins of
equal width (Naeini, Cooper and Hauskrecht 2015).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.run_folder import Run


@dataclass(frozen=True)
class Bin:
    """Options whose confidence lies in [low, high): how many, their mean confidence, the share that was the key."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Reliability:
    """Filled bins of one model, and its expected calibration error over `options` options of `questions` questions."""

    bins: tuple[Bin, ...]
    error: float
    options: int
    questions: int


def confidences(run: Run) -> list[tuple[float, bool]]:
    """(probability, was it the key) for each option of each single-key question that has probabilities."""
    found = []
    for question in run.form.questions if run.form else ():
        answer = run.answer_of.get(question.id)
        if answer is None or not answer.confidence or len(question.key) != 1 or not question.options:
            continue
        found += [(answer.confidence.get(o.label, 0.0), o.label in question.key) for o in question.options]
    return found


def reliability(runs: Iterable[Run], bins: int = 10) -> Reliability | None:
    """Reliability over all options of the runs; None where no answer has probabilities."""
    runs = list(runs)
    pairs = [pair for run in runs for pair in confidences(run)]
    if not pairs:
        return None
    filled: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, right in pairs:
        filled[min(bins - 1, max(0, int(confidence * bins)))].append((confidence, right))
    made = tuple(_bin(index, bins, held) for index, held in enumerate(filled) if held)
    error = sum(b.count * abs(b.accuracy - b.confidence) for b in made) / len(pairs)
    questions = sum(1 for run in runs for a in run.answers if a.confidence)
    return Reliability(made, error, len(pairs), questions)


def _bin(index: int, bins: int, held: Sequence[tuple[float, bool]]) -> Bin:
    return Bin(
        low=index / bins,
        high=(index + 1) / bins,
        count=len(held),
        confidence=sum(c for c, _ in held) / len(held),
        accuracy=sum(right for _, right in held) / len(held),
    )
