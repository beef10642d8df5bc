"""How far the model's confidence can be trusted: figure 8 of the GPT-4 report, as data for its chart.

As in the report, every option of every question counts once: x is the probability that the model gave that option, y
whether it was the key. Wrong options, which nobody believes in, rule its lowest bin; so the same error is reported of
the likeliest option of each question alone as well. `scoring` computes it.
"""

from __future__ import annotations

from dataclasses import dataclass

from scoring.types.calibration import BeliefWay, Calibration, CalibrationBin

WAYS: dict[BeliefWay, str] = {
    "echo": "by letter or text",
    "prompt": "by letter or text",
    "next-token": "by letter",
    "first-token": "by letter",
    "letter": "letter after an explanation",
    "draws": "shares of sampled letters",
    "stated": "in the model's own words",
}


@dataclass(frozen=True)
class Reliability:
    """Filled bins of one model, and its expected calibration error over `options` options of `questions` questions.

    `chosen_error` is that of the likeliest option of each question alone; `told` says how it was asked and what of it
    was seen.
    """

    bins: tuple[CalibrationBin, ...]
    error: float
    options: int
    questions: int
    chosen_error: float = 0.0
    told: str = ""


def reliability_of(found: Calibration) -> Reliability:
    """What the chart shows of one model; of confidence in words there is only the answer given."""
    shown = found.options or found.top
    told = [WAYS[found.way] + (f", {found.draws} each" if found.draws else "")]
    if found.coverage is not None:
        told.append(f"{100 * found.coverage:.0f} % on the options")
    if found.unseen:
        told.append(f"{found.unseen:,} not seen")
    return Reliability(shown.bins, shown.ece, shown.count, found.questions, found.top.ece, ", ".join(told))


def wilson(successes: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % score interval (1927) of a share."""
    z, p = 1.959963984540054, successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, centre - half), min(1.0, centre + half)
