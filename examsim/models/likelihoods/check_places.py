"""Does a server give each token of a text the probability of its own place, or of the one after it?

llama-cpp-python, where a model has no start token (SmolLM2, Qwen), shows with `echo` the distribution *after* each
token as that token's own (its issue 1983). Nothing in the reply betrays it, and every figure from it would be nonsense.
So one text is asked for twice: as a whole, and cut before its last word, for the token that comes next.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from examsim.models.likelihoods.continuation import TokenScores

NEAR, FAR = 0.3, 1.0  # nats: what a server may differ from itself (prompts run in other batches), and what it may not
MOST = 5.0  # nats counted for one token at most, and for one that is not shown


def is_shifted(whole: TokenScores, cut: int, following: Mapping[str, float]) -> bool:
    """Whether the probabilities of a text stand one token too early. Only what is proved counts.

    `whole`: all tokens of a text; `cut`: the character at which a token of it begins; `following`: the likeliest tokens
    after the text's first `cut` characters, as the server names them where it is asked to go on.
    """
    if cut not in whole.offsets or not whole.top or not following:
        return False
    place = whole.offsets.index(cut)
    return place > 0 and _apart(whole.top[place], following) >= FAR and _apart(whole.top[place - 1], following) <= NEAR


def _apart(shown: Mapping[str, float], following: Mapping[str, float]) -> float:
    """The mean difference in nats over the following tokens, each weighed by its probability."""
    weights = {token: math.exp(value) for token, value in following.items()}
    apart = {t: min(MOST, abs(shown[t] - v)) if t in shown else MOST for t, v in following.items()}
    return math.fsum(weights[t] * apart[t] for t in following) / (math.fsum(weights.values()) or 1.0)
