"""Does a server give each token of a text the probability of its own place, or of the one after it?

llama-cpp-python, where a model has no start token (SmolLM2, Qwen), shows with `echo` the distribution *after* each
token as that token's own (its issue 1983). Nothing in the reply betrays it, and every figure from it would be nonsense.
So one text is asked for twice: as a whole, and cut before its last word, for the token that comes next.
"""

from __future__ import annotations

from collections.abc import Mapping

from examsim.models.likelihoods.continuation import TokenScores

NEAR = 0.3  # nats by which a server may differ from itself: prompts are computed in other batches than single tokens


def is_shifted(whole: TokenScores, cut: int, following: Mapping[str, float]) -> bool:
    """Whether the probabilities of a text stand one token too early. Only what is proved counts.

    `whole`: all tokens of a text; `cut`: the character at which a token of it begins; `following`: the likeliest tokens
    after the text's first `cut` characters, as the server names them where it is asked to go on.
    """
    if cut not in whole.offsets or not whole.top or not following:
        return False
    place = whole.offsets.index(cut)
    if place < 1 or _apart(whole.top[place], following) <= NEAR:
        return False
    likeliest = max(following, key=lambda token: following[token])
    before = whole.top[place - 1]
    return likeliest in before and _apart(before, following) <= NEAR


def _apart(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The largest difference over the tokens that both name; infinite where they name none in common."""
    return max((abs(one[token] - other[token]) for token in one.keys() & other.keys()), default=float("inf"))
