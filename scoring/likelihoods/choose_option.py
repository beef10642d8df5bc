"""Which option a model's log-probabilities choose, and how its belief is spread over the options. Pure arithmetic.

The log-probability of an option's text falls with its length, so three readings are in use (lm-evaluation-harness,
`acc` and `acc_norm`; Brown et al. 2020, section 2.4): the sum itself, the sum divided by the text's UTF-8 bytes, and
divided by its tokens. Letters are all of one length: there the three agree, and the sum is taken.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from scoring.types import Likelihoods, Normalisation, OptionLikelihood

NORMALISATIONS: tuple[Normalisation, ...] = ("sum", "bytes", "tokens")


@dataclass(frozen=True)
class Chosen:
    """The option with the highest value. `ties`: how many share it (1: none); the first in order is taken then.

    `certain`: no option that is only bounded could be above it.
    """

    label: str
    ties: int = 1
    certain: bool = True


def value_of(option: OptionLikelihood, normalisation: Normalisation) -> float:
    """Log-probability, per byte or per token where asked. ValueError for a text of no length."""
    if normalisation == "sum":
        return option.logprob
    length = option.bytes if normalisation == "bytes" else option.tokens
    if length < 1:
        raise ValueError(f"option {option.label}: its text has no {normalisation}")
    return option.logprob / length


def chosen(likelihoods: Likelihoods, normalisation: Normalisation = "sum") -> Chosen | None:
    """The option that wins; None where no option has a known likelihood. Letters are compared by their sum."""
    by = normalisation if likelihoods.texts else "sum"
    known = [o for o in likelihoods.options if not o.bound and o.logprob > -math.inf]
    if not known:
        return None
    values = [value_of(o, by) for o in known]
    best = max(values)
    certain = all(value_of(o, by) <= best for o in likelihoods.options if o.bound)
    return Chosen(known[values.index(best)].label, values.count(best), certain)


def shares(options: Sequence[OptionLikelihood]) -> dict[str, float]:
    """Probabilities of the options renormalised to sum 1, bounded ones at their bound. Empty where all are 0.

    Computed from the largest, so that texts of a thousand tokens do not all become 0.
    """
    most = max((o.logprob for o in options), default=-math.inf)
    if most == -math.inf:
        return {}
    weights = {o.label: math.exp(o.logprob - most) for o in options}
    total = sum(weights.values())
    return {label: weight / total for label, weight in weights.items()}


def true_mass(options: Sequence[OptionLikelihood], true: Collection[str]) -> float | None:
    """Share of the probability that lies on the true options: MC2 of TruthfulQA (Lin, Hilton and Evans 2021).

    Whole-text probabilities are used, as published: short options weigh more. None where nothing is known.
    """
    spread = shares(options)
    return sum(share for label, share in spread.items() if label in true) if spread else None
