"""A chat completion's body becomes a Reply, or it is no reply. The one place where a server's fields are believed.

Every field is checked by hand: a wrong type in a field that matters makes the body no reply; in one that does not
(usage, log-probabilities, names) the field is left out. Nothing is cached that did not pass here.
"""

from __future__ import annotations

import math
import re
from typing import Any

from examsim.models.likelihoods.scores_body import scores_of_choice
from examsim.models.request import FinishReason, Reply
from examsim.models.server.tool_signs import tools_were_used

_CUT = ("length", "max_tokens", "model_length", "max_output_tokens", "incomplete")
_REFUSED = (
    *("content_filter", "content_filtered", "safety", "refusal", "recitation", "prohibited_content", "blocklist"),
    *("spii", "guardrail_intervened", "image_safety", "language"),
)
_FAULTY = ("error", "failed", "malformed_function_call", "network_error", "abort", "cancelled")
_SURROGATE = re.compile("[\ud800-\udfff\x00]")  # can't be stored as UTF-8; NUL ends a text in too many tools
_GATEWAY_WORDS = re.compile(
    r"\W*(?:\w+ )?(?:error|upstream|internal server error|bad gateway|service unavailable|gateway time-?out)\b"
    r"[^\n]{0,200}\b(?:upstream|timed? ?out|time-?out|gateway|internal server|overloaded|unavailable|rate limit)\b"
    r"[^\n]{0,80}",
    re.IGNORECASE,
)
MOST_TOKENS = 2**40


class NotAReply(Exception):
    """The server said 200 and sent something that is no chat completion; the message says what."""


def reply_from(body: Any, dropped: tuple[str, ...] = (), scored: tuple[str, int | None] | None = None) -> Reply:
    """Read a completion. NotAReply for anything that is none, however it is broken.

    `scored`: a running text whose log-probabilities were asked for, and after how many characters; NoScores where they
    did not come.
    """
    choice = _choice(body)
    finish = _finish(choice)
    message = choice.get("message")
    if message is None and isinstance(choice.get("text"), str):  # the completions protocol of old
        message = {"content": choice["text"]}
    if not isinstance(message, dict):
        raise NotAReply("a choice without a message")
    if scored is not None:
        return _scored(body, choice, scored)
    text, thought = _content(message.get("content"))
    refusal = message.get("refusal")
    if isinstance(refusal, str) and refusal.strip():
        text, finish = text or storable(refusal), "refusal"
    thought = thought or next((storable(t) for k in _REASONING if isinstance(t := message.get(k), str) and t), "")
    if is_gateway_error(text):
        raise NotAReply(f"a gateway's error in the place of an answer: {text.strip()[:120]}")
    usage, prompt, completion = _usage(body)
    details = usage.get("completion_tokens_details")
    return Reply(
        text=text,
        finish=finish,
        prompt_tokens=prompt or 0,
        completion_tokens=completion or 0,
        model=_name(body.get("model")),
        dropped=dropped,
        confidence=_confidence(choice),
        reasoning=thought,
        reasoning_tokens=_tokens(details.get("reasoning_tokens")) or 0 if isinstance(details, dict) else 0,
        tools_used=tools_were_used(body, choice, message, text + thought),
        fingerprint=_name(body.get("system_fingerprint")),
        usage_known=prompt is not None and completion is not None,
    )


def is_gateway_error(text: str) -> bool:
    """Whether a reply is nothing but the words of a server between us and the model: 'upstream request timed out'."""
    return len(text) < 300 and _GATEWAY_WORDS.fullmatch(text.strip()) is not None


def finish_of(said: Any) -> FinishReason:
    """Why a reply ended, in our words, from any server's or harness' own."""
    finish = said.strip().lower() if isinstance(said, str) else ""
    return "length" if finish in _CUT else "refusal" if finish in _REFUSED else "stop"


def _scored(body: Any, choice: dict[str, Any], scored: tuple[str, int | None]) -> Reply:
    """A reply of log-probabilities: its text is what was generated, which nobody reads."""
    _, prompt, completion = _usage(body)
    return Reply(
        text="",
        prompt_tokens=prompt or 0,
        completion_tokens=completion or 0,
        model=_name(body.get("model")),
        fingerprint=_name(body.get("system_fingerprint")),
        usage_known=prompt is not None and completion is not None,
        scores=scores_of_choice(choice, *scored),
    )


def _usage(body: Any) -> tuple[dict[str, Any], int | None, int | None]:
    """What was counted, and of it the tokens of the prompt and of the completion."""
    usage = body.get("usage") if isinstance(body.get("usage"), dict) else {}
    return usage, _tokens(usage.get("prompt_tokens")), _tokens(usage.get("completion_tokens"))


_REASONING = ("reasoning_content", "reasoning", "thinking")


def storable(text: str) -> str:
    """Text that can be written anywhere: lone surrogates and NULs become the replacement character."""
    return _SURROGATE.sub("\ufffd", text)


def _choice(body: Any) -> dict[str, Any]:
    """The first choice by its index, wherever it stands."""
    if not isinstance(body, dict):
        raise NotAReply("no JSON object")
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices:
        raise NotAReply("no choices")
    whole = [c for c in choices if isinstance(c, dict)]
    if not whole:
        raise NotAReply("a choice that is no object")
    return next((c for c in whole if c.get("index") == 0), whole[0])


def _finish(choice: dict[str, Any]) -> FinishReason:
    said = choice.get("finish_reason")
    finish = said.strip().lower() if isinstance(said, str) else ""
    if finish in _FAULTY or choice.get("error"):
        raise NotAReply(f"the server ended the reply with {finish or 'an error'}")
    return finish_of(said)


def _content(content: Any) -> tuple[str, str]:
    """The text, and thought that came as parts beside it."""
    if content is None:
        return "", ""
    if isinstance(content, str):
        return storable(content), ""
    if not isinstance(content, list):
        raise NotAReply(f"content of type {type(content).__name__}")
    text, thought = [], []
    for part in content:
        if isinstance(part, str):
            text.append(part)
        elif not isinstance(part, dict):
            raise NotAReply("a part of the content that is neither text nor object")
        elif str(part.get("type", "")).startswith(("thinking", "reasoning")):
            inner = part.get("thinking", part.get("reasoning", part.get("text", "")))
            thought.append(inner if isinstance(inner, str) else _content(inner)[0])
        elif isinstance(part.get("text"), str):
            text.append(part["text"])
    return storable("".join(text)), storable("".join(thought))


def _tokens(value: Any) -> int | None:
    """A count of tokens; None where it is none, negative or beyond belief."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= MOST_TOKENS else None


def _name(value: Any) -> str:
    return storable(value)[:200] if isinstance(value, str) else ""


def _confidence(choice: dict[str, Any]) -> dict[str, float] | None:
    """Probabilities of the first token's alternatives, where the server sends log-probabilities that can be such."""
    logprobs = choice.get("logprobs")
    tokens = logprobs.get("content") if isinstance(logprobs, dict) else None
    first = tokens[0] if isinstance(tokens, list) and tokens else None
    options = first.get("top_logprobs") if isinstance(first, dict) else None
    shares: dict[str, float] = {}
    for option in options if isinstance(options, list) else ():
        token = option.get("token") if isinstance(option, dict) else None
        logprob = option.get("logprob") if isinstance(option, dict) else None
        if not isinstance(token, str) or isinstance(logprob, bool) or not isinstance(logprob, int | float):
            return None
        if not logprob <= 1e-6:  # NaN too
            return None
        label = storable(token.strip())
        shares[label] = min(1.0, shares.get(label, 0.0) + math.exp(logprob))
    return shares or None
