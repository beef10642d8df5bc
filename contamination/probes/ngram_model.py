"""A language model of a few lines, for power: what would a test notice of a model that has seen this set once?

Interpolated n-gram over words with the smoothing of Witten and Bell (1991). It is exact and deterministic, learns and
unlearns a text in no time, and what it knows of a set is known: it is the planted positive of every self-test.
"""

from __future__ import annotations

import heapq
import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from random import Random

_TOKEN = re.compile(r"\n+| ?[^\W\d_]+| ?\d+| ?[^\w\s]|[^\S\n]+|_+")
START = "\x02"
END = "\x03"
MOST_CANDIDATES = 50  # tokens that a continuation is chosen from


@lru_cache(maxsize=4096)  # a self-test reads the same texts hundreds of times
def tokens_of(text: str) -> tuple[str, ...]:
    """Tokens that add up to the text: words with the space before them, figures, signs, line breaks."""
    return tuple(_TOKEN.findall(text))


class NgramModel:
    """`order` 4 looks three tokens back. Probabilities are over the vocabulary seen so far and one unknown token."""

    def __init__(self, texts: Iterable[str] = (), order: int = 4) -> None:
        self.order = order
        self._after: dict[tuple[str, ...], dict[str, int]] = {}
        self._total: dict[tuple[str, ...], int] = {}
        for text in texts:
            self.learn(text)

    def learn(self, text: str, times: int = 1) -> None:
        """Count a text, or with `times` -1 take it away again. Nothing else may have been taken away of it."""
        tokens = [START, *tokens_of(text), END]
        for at in range(1, len(tokens)):
            token = tokens[at]
            for length in range(min(self.order, at + 1)):
                context = tuple(tokens[at - length : at])
                counts = self._after.setdefault(context, {})
                left = counts.get(token, 0) + times
                if left:
                    counts[token] = left
                else:
                    del counts[token]
                self._total[context] = self._total.get(context, 0) + times

    def probability(self, token: str, history: Sequence[str]) -> float:
        """p(token | the last tokens of history)."""
        after, size = self._after, len(history)
        value = 1 / (len(after.get((), ())) + 1)
        recent = tuple(history[max(0, size - self.order + 1) :])
        for start in range(len(recent), -1, -1):
            context = recent[start:]
            counts = after.get(context)
            if not counts:
                break
            kinds = len(counts)
            value = (counts.get(token, 0) + kinds * value) / (self._total[context] + kinds)
        return value

    def logprobs(self, tokens: Sequence[str], before: Sequence[str] = (START,)) -> list[float]:
        """Natural log p of each token given those before it."""
        whole = [*before, *tokens]
        head = len(before)
        return [
            math.log(self.probability(whole[at], whole[max(0, at - self.order + 1) : at]))
            for at in range(head, len(whole))
        ]

    def likeliest(self, history: Sequence[str]) -> str:
        """The token that follows most probably; among equals the one first in the alphabet."""
        found = self._candidates(history)
        if len(found) == 1:
            return next(iter(found))
        return max(sorted(found), key=lambda t: self.probability(t, history))

    def top(self, history: Sequence[str], many: int) -> dict[str, float]:
        """Tokens that were seen to follow, and their log-probabilities, at most `many`."""
        found = {t: math.log(self.probability(t, history)) for t in self._candidates(history)}
        return dict(sorted(found.items(), key=lambda pair: -pair[1])[:many])

    def go_on(self, text: str, tokens: int, random: Random | None = None, temperature: float = 0.8) -> str:
        """A text gone on with: greedily, or sampled at a temperature over the continuations that were seen."""
        history = [START, *tokens_of(text)]
        said: list[str] = []
        for _ in range(tokens):
            token = self.likeliest(history) if random is None else self._sampled(history, random, temperature)
            if token == END:
                break
            said.append(token)
            history.append(token)
        return "".join(said)

    def _sampled(self, history: Sequence[str], random: Random, temperature: float) -> str:
        found = sorted(self._candidates(history))
        if len(found) == 1:
            return found[0]
        weights = [self.probability(t, history) ** (1 / temperature) for t in found]
        return random.choices(found, weights)[0]

    def _candidates(self, history: Sequence[str]) -> dict[str, int]:
        """Tokens seen after the longest context that was seen at all: the most frequent of them, with their counts."""
        for length in range(min(self.order - 1, len(history)), -1, -1):
            context = tuple(history[len(history) - length :]) if length else ()
            if counts := self._after.get(context):
                if len(counts) <= MOST_CANDIDATES:
                    return counts
                return dict(heapq.nsmallest(MOST_CANDIDATES, counts.items(), key=lambda pair: (-pair[1], pair[0])))
        return {END: 1}
