"""Min-K% and Min-K%++: are a set's least probable tokens more probable than those of questions nobody has seen?

Min-K% (Shi et al. 2024, arXiv 2310.16789): mean log-probability of the k % least probable tokens of a text. Min-K%++
(Zhang et al. 2025, arXiv 2404.02936): each token's log p first standardised by mean and standard deviation of log p
under the model's own distribution at that place. A server shows the likeliest alternatives only; the rest of the
probability is taken as spread over tokens of the least probability shown, and the result says of how many.

The test: means of set and matched control, permutation, one-sided. **Never a verdict on one question.** On WikiMIA
members and non-members differ in date, so blind baselines win; on one distribution the measures are near .5 (Duan et
al. 2024). So the control must be fresh and matched (see `matched`), and without one there is no test.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from contamination.probe_types import Check, Control, ProbeResult
from contamination.probes.exact_tests import mean_difference

SHARE = 0.2
LEAST_TOKENS = 20
LEAST_ITEMS = 10
SOURCE = "Shi et al. 2024, arXiv 2310.16789"
SOURCE_PLUS = "Zhang et al. 2025, arXiv 2404.02936"
LIMITS = (
    "Says something of the set, never of one question. On one distribution such measures are near chance for large"
    " models read once; a control that differs in topic or date makes them look good."
)


def min_k(logprobs: Sequence[float], share: float = SHARE) -> float:
    """Mean of the lowest share of the values, at least one. ValueError without any."""
    if not logprobs:
        raise ValueError("no token has a log-probability")
    lowest = sorted(logprobs)[: max(1, int(len(logprobs) * share))]
    return math.fsum(lowest) / len(lowest)


def standardised(logprob: float, shown: Mapping[str, float]) -> float:
    """(log p − μ) ÷ σ, with μ and σ of log p under the distribution shown; 0 where it has no spread.

    What is not shown is counted as tokens of the least probability shown, the token itself (log p) where it is lower.
    """
    values = list(shown.values())
    least = min([*values, logprob])
    rest = max(0.0, 1 - math.fsum(math.exp(v) for v in values))
    mean = math.fsum(math.exp(v) * v for v in values) + rest * least
    square = math.fsum(math.exp(v) * v * v for v in values) + rest * least * least
    deviation = math.sqrt(max(0.0, square - mean * mean))
    return (logprob - mean) / deviation if deviation > 1e-9 else 0.0


def min_k_plus(logprobs: Sequence[float], tops: Sequence[Mapping[str, float]], share: float = SHARE) -> float:
    """Mean of the lowest share of the standardised values. ValueError without any token, or of other lengths."""
    return min_k([standardised(v, top) for v, top in zip(logprobs, tops, strict=True)], share)


def min_k_result(
    scores: Sequence[float],
    control: Sequence[float],
    checks: Sequence[Check],
    *,
    plus: int = 0,
    left_out: Sequence[str] = (),
    seed: int = 0,
) -> ProbeResult:
    """Set against matched control. `plus`: of how many alternatives the ++ form knows the probability; 0: Min-K%."""
    found = mean_difference(scores, control, seed=seed)
    half = len(control) // 2
    split = mean_difference(control[::2], control[1::2], seed=seed + 1, two_sided=True) if half else None
    failed = [c for c in checks if not c.passed]
    mean = sum(control) / len(control)
    name = f"Min-K%++ of {plus} alternatives" if plus else "Min-K%"
    controls = [Control(name="fresh questions", value=mean, words=f"{mean:.3f} on {len(control)} questions")]
    if split is not None:
        words = f"{split.value:+.3f}, p = {split.p:.2g}"
        controls.append(
            Control(name="one half of the control against the other", value=split.value, p=split.p, words=words)
        )
    return ProbeResult(
        test="min-k",
        measure=f"{name}, the set less its control",
        verdict="no verdict" if failed else "not noticed",
        words=f"no {name} test: {'; '.join(c.words for c in failed)}" if failed else "",
        statistic=found.value,
        interval=found.interval,
        p=None if failed else found.p,
        n=len(scores),
        figures={"mean of the set": sum(scores) / len(scores)},
        checks=tuple(checks),
        controls=tuple(controls),
        left_out=tuple(left_out),
        asked=f"log-probabilities of {len(scores)} questions and of {len(control)} of the control; lowest {SHARE:.0%}",
        limits=LIMITS,
        source=SOURCE_PLUS if plus else SOURCE,
    )
