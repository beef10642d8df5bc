"""A reply as the cache holds it: JSON, and back only if every field is what it must be."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import orjson

from examsim.models.likelihoods.continuation import TokenScores
from examsim.models.request import Reply

_TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "finish": str,
    "model": str,
    "reasoning": str,
    "fingerprint": str,
    "prompt_tokens": int,
    "completion_tokens": int,
    "reasoning_tokens": int,
    "tools_used": bool,
    "usage_known": bool,
}
_NAMES = {f.name for f in fields(Reply)}


def record_of(reply: Reply) -> str:
    """The reply as JSON."""
    return orjson.dumps(reply).decode()


def reply_from_record(raw: Any) -> Reply | None:
    """The reply; None for what is no record of one. Fields of other versions are left out."""
    try:
        stored = orjson.loads(raw)
    except (orjson.JSONDecodeError, TypeError):
        return None
    if not isinstance(stored, dict) or not isinstance(stored.get("text"), str):
        return None
    known = {n: v for n, v in stored.items() if n in _NAMES}
    for name, value in known.items():
        if name in _TYPES and not isinstance(value, _TYPES[name]):
            return None
    dropped, confidence = known.get("dropped", ()), known.get("confidence")
    if not isinstance(dropped, list | tuple) or not all(isinstance(d, str) for d in dropped):
        return None
    if confidence is not None and not (
        isinstance(confidence, dict) and all(isinstance(v, int | float) for v in confidence.values())
    ):
        return None
    scores = scores_from_record(known.get("scores"))
    if known.get("scores") is not None and scores is None:
        return None
    return Reply(**{**known, "dropped": tuple(dropped), "scores": scores})


def scores_from_record(stored: Any) -> TokenScores | None:
    """Log-probabilities as they were stored; None for what is no record of them."""
    if not isinstance(stored, dict):
        return None
    columns = [stored.get(n) for n in ("tokens", "logprobs", "offsets")]
    kinds: tuple[type | tuple[type, ...], ...] = (str, (int, float), int)
    if not all(isinstance(c, list) for c in columns) or len({len(c) for c in columns if c is not None}) != 1:
        return None
    if not all(isinstance(v, kind) for c, kind in zip(columns, kinds, strict=True) for v in c or ()):
        return None
    top = stored.get("top") or []
    if not isinstance(top, list) or not all(isinstance(t, dict) for t in top):
        return None
    tokens, logprobs, offsets = (tuple(c or ()) for c in columns)
    return TokenScores(tokens, logprobs, offsets, tuple(top))
