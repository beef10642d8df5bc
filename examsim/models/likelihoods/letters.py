"""The probability of each option's letter after a prompt, in whichever way the server shows it.

Tokenisers hold 'A' and ' A' apart, so both are asked for and added up. A letter outside what a server shows is not
impossible: it has at most the probability of the least likely token shown, and is kept as that bound. Of a letter of
which only one spelling is shown the other is left out: it is below that bound too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from examsim.models.likelihoods.completion_scores import Ask, CompletionScores, parameters, text_request
from examsim.models.likelihoods.continuation import Continuation, TokenScores
from examsim.models.request import CallFailed, Reply, RequestMetadata
from scoring.types import Likelihoods, LikelihoodWay, OptionLikelihood

FLOOR = -9999.0  # what stands for a probability of 0


async def letters_by_text(scores: CompletionScores, prompt: str, labels: Sequence[str]) -> Likelihoods:
    """Exact probabilities: what the first answer's alternatives do not show is asked for by itself."""
    found: dict[str, float] = {}
    spanning = 0
    for form in [f" {label}" for label in labels] + list(labels):
        if form in found:
            continue
        scored = (await scores([Continuation(prompt, form)]))[0]
        if scored.offsets[0] < len(prompt):
            spanning += 1  # this spelling is no token of its own after this prompt
            continue
        if len(scored.tokens) == 1 and scored.top:
            found.update({t: v for t, v in scored.top[0].items() if t.strip() in labels and t not in found})
        found[form] = scored.total
    options = [_option(label, [v for f, v in found.items() if f.strip() == label]) for label in labels]
    return Likelihoods(way=scores.way, options=tuple(options), spanning=spanning)


async def letters_by_next_token(
    model: str, ask: Ask, prompt: str, labels: Sequence[str], top: int, metadata: RequestMetadata
) -> Likelihoods:
    """From the likeliest tokens after a running text: one request, letters outside them bounded."""
    split = Continuation(prompt.rstrip(), "")
    reply = await ask(text_request(model, split, parameters("next-token", top), metadata, generates=True))
    if reply.scores is None or not reply.scores.top:
        raise CallFailed("the reply holds no log-probabilities of the first token")
    return _shown("next-token", first_token(reply.scores), labels)


def letters_of_reply(reply: Reply, labels: Sequence[str]) -> Likelihoods | None:
    """From the likeliest first tokens of a chat's reply; None where the server sent none."""
    if not reply.confidence:
        return None
    return _shown("first-token", {t: math.log(p) if p > 0 else FLOOR for t, p in reply.confidence.items()}, labels)


def letters_of_draws(read: Sequence[str | None], labels: Sequence[str]) -> Likelihoods:
    """Shares of sampled letters; None for a reply in which none could be read. A letter never drawn has no bound that
    would be certain: its share is 0, and the number of draws says what that is worth."""
    number = len(read)
    options = [
        OptionLikelihood(label=label, logprob=math.log(n / number) if (n := read.count(label)) else FLOOR)
        for label in labels
    ]
    return Likelihoods(way="draws", options=tuple(options) if number > 1 else (), draws=number, unread=read.count(None))


def first_token(scores: TokenScores) -> Mapping[str, float]:
    """The alternatives of the first token, the one that was taken among them."""
    return {scores.tokens[0]: scores.logprobs[0], **scores.top[0]}


def _shown(way: LikelihoodWay, shown: Mapping[str, float], labels: Sequence[str]) -> Likelihoods:
    least = min(shown.values())
    options = []
    for label in labels:
        values = [v for token, v in shown.items() if token.strip() == label]
        left = math.log1p(-min(1.0 - 1e-12, sum(math.exp(v) for v in shown.values())))  # all that is not shown at all
        options.append(
            _option(label, values) if values else OptionLikelihood(label=label, logprob=min(least, left), bound=True)
        )
    return Likelihoods(way=way, options=tuple(options))


def _option(label: str, logprobs: Sequence[float]) -> OptionLikelihood:
    """A letter's spellings together."""
    if not logprobs:
        return OptionLikelihood(label=label, logprob=FLOOR)
    most = max(logprobs)
    total = most + math.log(math.fsum(math.exp(v - most) for v in logprobs))
    return OptionLikelihood(label=label, logprob=min(total, 0.0))
