"""The probability of each option's whole text, and how long it is."""

from __future__ import annotations

from collections.abc import Mapping

from examsim.models.likelihoods.completion_scores import CompletionScores
from examsim.models.likelihoods.continuation import Continuation, continuation_of
from scoring.types import Likelihoods, OptionLikelihood


async def options_by_text(scores: CompletionScores, texts: Mapping[str, Continuation]) -> Likelihoods:
    """Score each option's text after its own prefix. Bytes are those of the text without the white space before it,
    as lm-evaluation-harness counts them for `acc_norm`; tokens are the server's own."""
    options, spanning = [], 0
    for label, wanted in texts.items():
        split = continuation_of(wanted.prefix, wanted.text)
        scored = (await scores([split]))[0]
        spanning += bool(split.prefix) and scored.offsets[0] < len(split.prefix)
        options.append(
            OptionLikelihood(
                label=label,
                logprob=min(scored.total, 0.0),
                tokens=len(scored.tokens),
                bytes=len(split.text.strip().encode("utf-8", "replace")),
            )
        )
    return Likelihoods(way=scores.way, texts=True, options=tuple(options), spanning=spanning)
