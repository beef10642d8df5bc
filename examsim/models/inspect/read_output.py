"""What inspect_ai gives back, as our records: its outputs and its errors. No class of inspect_ai is needed for it."""

from __future__ import annotations

import math
from typing import Any

from exams.errors import ProviderError
from examsim.models.request import CallFailed, ContextTooLong, FinishReason, Reply, RequestRefused, ServerStopped
from examsim.models.server.chat_body import storable
from examsim.models.server.error import one_line
from examsim.models.server.words import FILTERED, LIMITED, NO_MODEL, QUOTA, RATE, TOO_LONG

_FINISH: dict[str, FinishReason] = {"max_tokens": "length", "model_length": "length", "content_filter": "refusal"}
_DENIED = (401, 403, 404)


def reply_of(output: Any, dropped: tuple[str, ...] = ()) -> Reply:
    """A ModelOutput as a reply. CallFailed where it holds none, ContextTooLong where the prompt left no room for it."""
    if not output.choices:
        raise CallFailed(f"no choices in the output{f': {one_line(output.error)}' if output.error else ''}")
    choice, usage = output.choices[0], output.usage
    message = choice.message
    if choice.stop_reason == "model_length" and not (usage is not None and usage.output_tokens):
        raise ContextTooLong(one_line(output.completion or "the prompt does not fit the model's context"))
    text, thought = _content(message.content)
    refused = bool(output.error) and not text
    tokens = _tokens(usage)
    return Reply(
        text=text,
        finish="refusal" if refused else _FINISH.get(choice.stop_reason, "stop"),
        prompt_tokens=tokens[0],
        completion_tokens=tokens[1],
        model=storable(output.model or "")[:200],
        dropped=dropped,
        confidence=_confidence(choice.logprobs),
        reasoning=thought,
        reasoning_tokens=tokens[2],
        tools_used=bool(getattr(message, "tool_calls", None)) or choice.stop_reason == "tool_calls",
        usage_known=usage is not None,
    )


def failure_of(error: Exception, where: str, *, answered: bool) -> Exception:
    """What an error of inspect_ai, or of the provider's package below it, means for the run.

    ProviderError where nobody is let in before anything was answered; ServerStopped where the account is spent;
    ContextTooLong; RequestRefused where the request is at fault; else CallFailed.
    """
    said = one_line(f"{type(error).__name__}: {error}")
    text, status = str(error).lower()[:20_000], _status(error)
    if TOO_LONG.search(text):
        return ContextTooLong(said)
    if QUOTA.search(text) and not RATE.search(text):
        return ServerStopped(f"{where}: the account's credit or quota is used up ({said}) -- add credit, then rerun")
    if status in _DENIED or type(error).__name__ == "PrerequisiteError" or NO_MODEL.search(text):
        if answered:
            return RequestRefused(said)
        return ProviderError(f"{where} refused: {said} -- check the key, the provider's package and the model's name")
    if FILTERED.search(text) and status in (400, 403, 422):
        return RequestRefused(said)
    if isinstance(error, TypeError | AttributeError | ImportError) and not answered:
        return ProviderError(f"{where} cannot be asked: {said}")
    if status in (400, 422) and not LIMITED.search(text):
        return RequestRefused(said)
    return CallFailed(f"no answer from {where}: {said}")


def _content(content: Any) -> tuple[str, str]:
    """Text and thought out of a message's content."""
    if isinstance(content, str):
        return storable(content), ""
    text, thought = [], []
    for part in content or ():
        kind = getattr(part, "type", "")
        if kind == "text" and isinstance(part.text, str):
            text.append(part.text)
        elif kind == "reasoning":
            hidden = getattr(part, "redacted", False)
            thought.append((getattr(part, "summary", None) or "") if hidden else part.reasoning or "")
    return storable("".join(text)), storable("\n".join(filter(None, thought)))


def _tokens(usage: Any) -> tuple[int, int, int]:
    """Prompt (what was read from or written to the provider's cache included), completion, and of it reasoning."""
    if usage is None:
        return 0, 0, 0
    cached = (usage.input_tokens_cache_read or 0) + (usage.input_tokens_cache_write or 0)
    return (usage.input_tokens or 0) + cached, usage.output_tokens or 0, usage.reasoning_tokens or 0


def _confidence(logprobs: Any) -> dict[str, float] | None:
    """Probabilities of the first token's alternatives."""
    content = getattr(logprobs, "content", None)
    top = content[0].top_logprobs if content else None
    shares: dict[str, float] = {}
    for option in top or ():
        if not option.logprob <= 1e-6:  # NaN too
            return None
        label = storable(option.token.strip())
        shares[label] = min(1.0, shares.get(label, 0.0) + math.exp(option.logprob))
    return shares or None


def _status(error: Exception) -> int:
    """The HTTP status in an error of a provider's package; 0 where it has none."""
    for name in ("status_code", "code", "status", "http_status"):
        value = getattr(error, name, None)
        if isinstance(value, int) and 100 <= value < 600:
            return value
    return 0
