"""How far the model's confidence can be trusted: figure 8 of the GPT-4 report, as data.

As in the report, every option of every question counts once: x is the probability that the model gave that option, y
whether it was the key. The expected calibration error is Σ (n_b / n) · |accuracy_b − mean confidence_b| over bins of
equal width (Naeini, Cooper and Hauskrecht 2015). Wrong options, which nobody believes in, rule its lowest bin; so the
same error is reported of the likeliest option of each question alone as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.run_folder import Run


@dataclass(frozen=True)
class Bin:
    """Options whose confidence lies in [low, high): how many, their mean confidence, the share that was the key, its
    95 % interval (Wilson 1927)."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float
    interval: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True)
class Reliability:
    """Filled bins of one model, and its expected calibration error over `options` options of `questions` questions.

    `chosen_error` is that of the likeliest option of each question alone."""

    bins: tuple[Bin, ...]
    error: float
    options: int
    questions: int
    chosen_error: float = 0.0


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
    made = _bins(pairs, bins)
    chosen = [pair for run in runs for pair in likeliest(run)]
    questions = sum(1 for run in runs for a in run.answers if a.confidence)
    return Reliability(made, _error(made, len(pairs)), len(pairs), questions, _error(_bins(chosen, bins), len(chosen)))


def likeliest(run: Run) -> list[tuple[float, bool]]:
    """(probability, was it the key) of the likeliest option of each single-key question that has probabilities."""
    found = []
    for question in run.form.questions if run.form else ():
        answer = run.answer_of.get(question.id)
        if answer is not None and answer.confidence and len(question.key) == 1 and question.options:
            label, confidence = max(answer.confidence.items(), key=lambda item: item[1])
            found.append((confidence, label in question.key))
    return found


def wilson(successes: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % score interval (1927) of a share."""
    z, p = 1.959963984540054, successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, centre - half), min(1.0, centre + half)


def _bins(pairs: Sequence[tuple[float, bool]], bins: int) -> tuple[Bin, ...]:
    filled: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, right in pairs:
        filled[min(bins - 1, max(0, int(confidence * bins)))].append((confidence, right))
    return tuple(_bin(index, bins, held) for index, held in enumerate(filled) if held)


def _error(bins: Sequence[Bin], count: int) -> float:
    return sum(b.count * abs(b.accuracy - b.confidence) for b in bins) / count if count else 0.0


def _bin(index: int, bins: int, held: Sequence[tuple[float, bool]]) -> Bin:
    return Bin(
        low=index / bins,
        high=(index + 1) / bins,
        count=len(held),
        confidence=sum(c for c, _ in held) / len(held),
        accuracy=sum(right for _, right in held) / len(held),
        interval=wilson(sum(right for _, right in held), len(held)),
    )
