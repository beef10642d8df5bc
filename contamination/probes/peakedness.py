"""Peakedness: does the model say nearly the same, word for word, however often it is asked?

CDD (Dong et al. 2024, arXiv 2402.15938): the share of samples whose edit distance from the greedy answer is at most
α = 5 % of its length, in tokens (words here), of at most 100. The test: mean share on the set against a sibling nobody
has seen, permutation, one-sided. Without a sibling: figures only, as published thresholds are of other models.

Limits. Short answers are always peaked, and so are answers to easy questions: answers under 20 words are left out, and
the sibling must be as hard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contamination.probe_types import Control, ProbeResult
from contamination.probes.exact_tests import mean_difference

ALPHA = 0.05
LEAST_WORDS = 20
MOST_WORDS = 100
LEAST_ITEMS = 10
MOST_ITEMS = 50  # of either form: each is asked twenty times and more
TEMPERATURE = 0.8
SOURCE = "Dong et al. 2024, arXiv 2402.15938"
LIMITS = (
    "Answers to easy questions are peaked without having been seen, short ones always: the sibling must be as hard."
)


@dataclass(frozen=True)
class Answers:
    """What was said to one question: greedily, and sampled."""

    greedy: str
    samples: tuple[str, ...]

    @property
    def long_enough(self) -> bool:
        """Whether the greedy answer has words enough."""
        return len(self.greedy.split()) >= LEAST_WORDS


def peak(answers: Answers) -> float:
    """Share of the samples within α of the greedy answer."""
    from rapidfuzz.distance import Levenshtein

    greedy = answers.greedy.split()[:MOST_WORDS]
    most = int(ALPHA * len(greedy))
    near = sum(Levenshtein.distance(greedy, s.split()[:MOST_WORDS], score_cutoff=most) <= most for s in answers.samples)
    return near / len(answers.samples)


def peakedness_result(
    answers: Sequence[Answers], control: Sequence[Answers], *, left_out: Sequence[str] = (), seed: int = 0
) -> ProbeResult:
    """Answers to the set and to its sibling, all long enough, the set's not empty."""
    peaks, fresh = [peak(a) for a in answers], [peak(a) for a in control]
    mean = sum(peaks) / len(peaks)
    p, words, value, interval = None, "no sibling form: figures only", mean, None
    controls: list[Control] = []
    if len(fresh) >= LEAST_ITEMS:
        found = mean_difference(peaks, fresh, seed=seed)
        p, words, value, interval = found.p, "", found.value, found.interval
        base = sum(fresh) / len(fresh)
        controls.append(
            Control(name="an unseen sibling form", value=base, words=f"{base:.3f} on {len(fresh)} questions")
        )
    return ProbeResult(
        test="peakedness",
        measure="share of samples near the greedy answer" + (", the set less its sibling" if p is not None else ""),
        verdict="no verdict" if p is None else "not noticed",
        words=words,
        statistic=value,
        interval=interval,
        p=p,
        n=len(peaks),
        figures={"mean of the set": mean, "samples a question": len(answers[0].samples)},
        controls=tuple(controls),
        left_out=tuple(left_out),
        asked=f"{len(peaks)} questions, each once at temperature 0 and sampled at {TEMPERATURE:g}",
        limits=LIMITS,
        source=SOURCE,
    )
