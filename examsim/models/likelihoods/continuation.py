"""What is asked and what comes back where a model is asked for the probability of a text instead of for a text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Continuation:
    """A text that is scored after a prefix. White space between the two belongs to the text, as tokenisers join a
    space to the word that follows it; `continuation_of` puts it there."""

    prefix: str
    text: str


@dataclass(frozen=True)
class TokenScores:
    """Tokens of a scored text with their natural log-probabilities, each given all that is before it.

    `offsets`: the character of prefix + text at which each token begins. The first may lie before the text: then the
    token spans the border, and its probability includes the end of the prefix. Of a text without prefix the first
    token has no probability unless the server puts a start token before it: then it is left out here, and the first
    offset is greater than 0. `top`: for each token the likeliest tokens of its place, where the server sends them.
    """

    tokens: tuple[str, ...]
    logprobs: tuple[float, ...]
    offsets: tuple[int, ...]
    top: tuple[Mapping[str, float], ...] = ()

    @property
    def total(self) -> float:
        """Log-probability of the text."""
        return math.fsum(self.logprobs)


class Scores(Protocol):
    """Anything that can say how probable texts are. Beside `Model`, and cached like it."""

    async def __call__(self, requests: Sequence[Continuation]) -> list[TokenScores]:
        """One answer for each request, in order. Raises ContextTooLong, CallFailed or ProviderError."""
        ...


def continuation_of(prefix: str, text: str) -> Continuation:
    """The same whole text, split so that white space stands at the head of the text. ValueError for an empty text."""
    bare = prefix.rstrip()
    moved = Continuation(bare, prefix[len(bare) :] + text)
    if not moved.text.strip():
        raise ValueError("the text to be scored is empty")
    return moved
