"""Log-probabilities out of a completion's choice: the completions protocol's `logprobs`, and vLLM's `prompt_logprobs`.

Servers differ in what they put before the prompt (a start token, a space) and in how they show tokens that are parts of
a character. So the place of each token is found in the text itself where the tokens add up to it, and only otherwise
taken from the offsets that the server sends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from examsim.models.likelihoods.continuation import TokenScores

MOST_BEFORE = 64  # bytes that a server may put before the prompt: start tokens, a space
_SPECIAL = re.compile(r"<[^<>\s]{1,40}>")
_BYTES = re.compile(r"bytes:((?:\\x[0-9a-fA-F]{2})+)|<0x([0-9A-Fa-f]{2})>")


class NoScores(Exception):
    """The server's answer holds no log-probabilities of the text; the message says what it holds."""


@dataclass(frozen=True)
class _Raw:
    """All tokens as they came; `logprobs` None where the server gives none; `starts` in characters, where it says."""

    tokens: list[str]
    logprobs: list[float | None]
    starts: list[int]
    top: list[dict[str, float]]


def scores_of_choice(choice: Mapping[str, Any], sent: str, split: int | None) -> TokenScores:
    """Scores of what is after `split` characters of the sent text; `split` None: of the tokens that were generated.

    NoScores where the answer holds none of them.
    """
    raw = _from_prompt_logprobs(choice) or _from_logprobs(choice)
    if raw is not None and not raw.tokens and split is None:
        raise NoScores(
            "the model ended its text at once, so the server shows no token (--likelihoods first-token asks its chat)"
        )
    if raw is None or not raw.tokens:
        raise NoScores("the server sent no log-probabilities")
    if split is None:
        return _scores(raw, range(len(raw.tokens)), [0] * len(raw.tokens))
    text = _encoded(sent)
    begin = len(_encoded(sent[:split]))
    starts = _places(raw, sent)
    ends = [*starts[1:], max(len(text), starts[-1] + 1)]
    inside = [i for i, at in enumerate(starts) if 0 <= at < len(text) and (ends[i] > begin or at >= begin)]
    if not inside:
        raise NoScores("the server sent log-probabilities of its own words, not of the text it was sent")
    if raw.logprobs[inside[0]] is None and starts[inside[0]] == 0:
        inside = inside[1:]  # nothing is before the first token, so it has no probability
    return _scores(raw, inside, [len(text[: max(0, at)].decode("utf-8", "ignore")) for at in starts])


def _scores(raw: _Raw, chosen: Sequence[int], starts: Sequence[int]) -> TokenScores:
    values = [raw.logprobs[i] for i in chosen]
    if not values or any(v is None for v in values):
        raise NoScores("some tokens of the text have no log-probability")
    return TokenScores(
        tokens=tuple(raw.tokens[i] for i in chosen),
        logprobs=tuple(v for v in values if v is not None),
        offsets=tuple(starts[i] for i in chosen),
        top=tuple(raw.top[i] for i in chosen) if any(raw.top) else (),
    )


def _places(raw: _Raw, sent: str) -> list[int]:
    """The byte of the sent text at which each token begins; negative before it. NoScores where it is not there."""
    pieces = [_bytes_of(t) for t in raw.tokens]
    whole, wanted = b"".join(pieces), _encoded(sent)
    begins = [0, *accumulate(map(len, pieces))][:-1]
    first = whole.find(wanted, 0, len(wanted) + MOST_BEFORE)
    if first >= 0:
        return [at - first for at in begins]
    if not pieces[0] and raw.logprobs[0] is None and wanted.endswith(whole):  # the first token came without its text
        return [0, *(at + len(wanted) - len(whole) for at in begins[1:])]
    if wanted.startswith(b" ") and whole.startswith(wanted[1:]):  # a tokeniser that eats the first space
        return [0, *(at + 1 for at in begins[1:])]
    starts = raw.starts
    if starts and not starts[0] and starts == sorted(starts) and starts[-1] >= len(sent) - len(raw.tokens[-1]):
        special = _SPECIAL.fullmatch(raw.tokens[0]) and not sent.startswith(raw.tokens[0]) and len(starts) > 1
        before = starts[1] if special else 0
        return [len(_encoded(sent[: at - before])) if at >= before else at - before for at in starts]
    raise NoScores("the tokens that the server sent do not add up to the text it was sent")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _bytes_of(token: str) -> bytes:
    """A token's bytes: parts of a character are written bytes:\\xe2\\x80 (OpenAI) or <0xE2> (SentencePiece)."""
    if match := _BYTES.fullmatch(token):
        return bytes.fromhex(match[1].replace("\\x", "") if match[1] else match[2])
    return _encoded(token)


def _from_logprobs(choice: Mapping[str, Any]) -> _Raw | None:
    """`{"tokens": […], "token_logprobs": […], "top_logprobs": […], "text_offset": […]}`, or a list `content`."""
    found = choice.get("logprobs")
    if not isinstance(found, dict):
        return None
    if isinstance(found.get("content"), list):
        return _from_content(found["content"])
    tokens, values = found.get("tokens"), found.get("token_logprobs")
    if not isinstance(tokens, list) or not isinstance(values, list) or len(tokens) != len(values):
        return None
    if not all(isinstance(t, str) for t in tokens):
        return None
    top, starts = found.get("top_logprobs"), found.get("text_offset")
    tops = [_top(t) for t in top] if isinstance(top, list) and len(top) == len(tokens) else [{} for _ in tokens]
    whole = isinstance(starts, list) and len(starts) == len(tokens) and all(type(s) is int for s in starts)
    return _Raw(tokens, [_logprob(v) for v in values], list(starts) if whole and starts else [], tops)


def _from_content(content: list[Any]) -> _Raw | None:
    """The chat protocol's list of `{"token", "logprob", "top_logprobs": [{"token", "logprob"}, …]}`."""
    if not all(isinstance(c, dict) and isinstance(c.get("token"), str) for c in content):
        return None
    tops = [
        _top({t.get("token"): t.get("logprob") for t in c.get("top_logprobs") or () if isinstance(t, dict)})
        for c in content
    ]
    return _Raw([c["token"] for c in content], [_logprob(c.get("logprob")) for c in content], [], tops)


def _from_prompt_logprobs(choice: Mapping[str, Any]) -> _Raw | None:
    """vLLM: a list of null, then for each token {id: {"logprob", "rank", "decoded_token"}}, the token itself first."""
    found = choice.get("prompt_logprobs")
    if not isinstance(found, list) or not found:
        return None
    tokens: list[str] = []
    values: list[float | None] = []
    tops: list[dict[str, float]] = []
    for entry in found:
        if entry is None:
            tokens.append("")  # the first token: nothing is said of it, not even its text
            values.append(None)
            tops.append({})
            continue
        if not isinstance(entry, dict) or not entry or not all(isinstance(v, dict) for v in entry.values()):
            return None
        shown = list(entry.values())
        own = shown[0]
        if not isinstance(own.get("decoded_token"), str):
            return None
        tokens.append(own["decoded_token"])
        values.append(_logprob(own.get("logprob")))
        tops.append(_top({v.get("decoded_token"): v.get("logprob") for v in shown}))
    return _Raw(tokens, values, [], tops)


def _top(found: Any) -> dict[str, float]:
    if not isinstance(found, dict):
        return {}
    read = {t: _logprob(v) for t, v in found.items() if isinstance(t, str)}
    return {t: v for t, v in read.items() if v is not None}


def _logprob(value: Any) -> float | None:
    """A log-probability that can be one; −inf and what servers write for it (−9999) stay finite."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return max(float(value), -9999.0) if value <= 1e-6 else None
