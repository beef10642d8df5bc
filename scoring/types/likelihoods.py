"""How likely a model found each option of a question: kept beside its answer, whichever way it was asked."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import Field

from scoring.types.record import Record

LikelihoodWay = Literal[
    "echo",  # a completions server sent the log-probabilities of the text it was sent
    "prompt",  # the same through vLLM's `prompt_logprobs`
    "next-token",  # the likeliest first tokens after a running text
    "first-token",  # the likeliest first tokens of a chat's reply
    "draws",  # shares of sampled letters; one draw is a letter without a probability
]
Normalisation = Literal["bytes", "sum", "tokens"]


class OptionLikelihood(Record):
    """One option: log p of its text (or of its letter), and how long that text is."""

    label: str
    logprob: float = Field(le=1e-6, description="natural logarithm; 0 = certain")
    bound: bool = Field(False, description="the option was outside what the server showed: log p is at most this")
    tokens: int = Field(0, ge=0, description="tokens of the scored text; 0 where letters were asked for")
    bytes: int = Field(0, ge=0, description="UTF-8 bytes of the option's own text")

    @property
    def probability(self) -> float:
        """exp(log p), at most 1."""
        return min(1.0, math.exp(self.logprob))


class Likelihoods(Record):
    """All options of one question, asked in one way. `texts`: the options' texts were scored, else their letters."""

    way: LikelihoodWay
    texts: bool = False
    options: tuple[OptionLikelihood, ...] = Field((), description="in the question's order; empty for a single draw")
    draws: int | None = Field(None, description="sampled letters; None where log-probabilities were shown")
    unread: int = Field(0, description="of them, replies in which no letter could be read")
    spanning: int = Field(0, description="scored texts whose first token begins within the prompt")

    @property
    def coverage(self) -> float | None:
        """Probability on the options' letters together, bounded ones left out; None for texts and single draws."""
        if self.texts or not self.options:
            return None
        return sum(o.probability for o in self.options if not o.bound)

    @property
    def unseen(self) -> float:
        """The most that the letters outside what was shown can have together."""
        return sum(o.probability for o in self.options if o.bound)
