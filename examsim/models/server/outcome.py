"""What one HTTP response means for the request behind it: the one place where a response is judged.

A reply; or again, later; or again without a parameter; or too long; or failed; or nobody need ask this server further.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import orjson

from examsim.models.likelihoods.scores_body import NoScores
from examsim.models.request import Reply
from examsim.models.server.chat_body import NotAReply, reply_from
from examsim.models.server.error import ServerError, one_line, server_error
from examsim.models.server.event_stream import is_event_stream, joined
from examsim.models.server.refused_parameter import Refused, refused_parameter
from examsim.models.server.retry_after import retry_after
from examsim.models.server.secrets import mask_all
from examsim.models.server.words import (
    FILTERED,
    LIMITED,
    LOADING,
    NO_EYES,
    NO_MODEL,
    QUOTA,
    RATE,
    TOO_LONG,
    WAIT_TOO_LONG,
)

ALIVE_SECONDS = 3600.0  # a server that wants a longer wait than this is asked no more in this run


@dataclass(frozen=True)
class Again:
    """Send the request again. `busy`: the server is well and asks for patience; `after` seconds, where it says."""

    why: str
    after: float | None = None
    busy: bool = False


@dataclass(frozen=True)
class TooLong:
    """The prompt does not fit the model's context."""

    words: str


@dataclass(frozen=True)
class Failed:
    """This request has failed for good. `denied`: the server let nobody in (401, 403, 404, a redirection)."""

    words: str
    denied: int = 0


@dataclass(frozen=True)
class Stop:
    """No request to this server can succeed before somebody does something about it."""

    words: str


Outcome = Reply | Again | Refused | TooLong | Failed | Stop


def outcome_of(
    status: int,
    headers: Mapping[str, str],
    raw: bytes,
    sent: Mapping[str, Any],
    dropped: tuple[str, ...] = (),
    scored: tuple[str, int | None] | None = None,
) -> Outcome:
    """Judge a response. `sent`: the parameters that went with the request; `dropped`: those that were left out;
    `scored`: the running text whose log-probabilities were asked for, and after how many characters."""
    kind = headers.get("content-type", "").lower()
    try:
        streamed = status == 200 and is_event_stream(kind, raw)
        body = mask_all(joined(raw) if streamed else _body(raw))
        if status == 200 and not _is_error(body):
            reply = reply_from(body, dropped, scored)
            return Refused("stream", True, reply) if streamed and not sent.get("stream") else reply
    except NoScores as fault:
        return Failed(str(fault))
    except NotAReply as fault:
        return _no_reply(str(fault), mask_all(_body(raw)))
    return _judged(server_error(status, body), headers, sent)


def _body(raw: bytes) -> Any:
    """JSON, however odd: integers of any length, lone surrogates; else the text."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            return raw.decode("utf-8", "replace")


def _is_error(body: Any) -> bool:
    """An error object in a response that says 200, or what is no completion at all."""
    if not isinstance(body, dict):
        return True
    return bool(body.get("error")) or ("choices" not in body and any(k in body for k in ("message", "detail", "msg")))


def _no_reply(fault: str, body: Any) -> Outcome:
    """200 without a reply: blocked by a filter before the model, or a fault of the server."""
    if isinstance(body, dict) and FILTERED.search(str({k: body[k] for k in body if k != "choices"})[:4000].lower()):
        return Reply("", finish="refusal")
    return Again(f"no reply in a response with status 200: {fault}")


def _judged(error: ServerError, headers: Mapping[str, str], sent: Mapping[str, Any]) -> Outcome:
    status, words = error.status, error.message
    if status == 413 or TOO_LONG.search(error.text):
        return TooLong(words)
    if status in (400, 403, 404, 409, 422, 500, 501) and (refused := refused_parameter(error, sent)):
        return refused
    spent = QUOTA.search(error.text) or "insufficient_quota" in (error.code, error.kind)
    if status == 402 or (spent and not RATE.search(error.text)):
        return Stop(f"the account's credit or quota is used up ({words}) -- add credit, then rerun")
    if status in (400, 403, 422) and FILTERED.search(error.text):
        return Reply("", finish="refusal")
    after = retry_after(headers, error.text)
    patient = status in (503, 529) and (after is not None or status == 529 or LOADING.search(error.text))
    if status == 429 or patient or (status == 200 and LIMITED.search(error.text)):
        if (after or 0.0) > ALIVE_SECONDS or (after is None and WAIT_TOO_LONG.search(error.text)):
            return Stop(f"its limit opens only in {(after or 86400) / 3600:.0f} hours ({words}) -- rerun then")
        return Again(f"status {status}", after, busy=True)
    if status == 200:
        return Again(f"no reply in a response with status 200: {words}")
    if status in (408, 409, 425) or status >= 500:
        return Again(f"status {status}", after)
    if status in (400, 404, 422) and NO_EYES.search(error.text):
        return Failed(f"this model has no eyes: leave --vision out ({words})")
    if status in (401, 403, 404) or 300 <= status < 400 or (status == 400 and NO_MODEL.search(error.text)):
        where = f", it points to {_place(headers['location'])}" if "location" in headers else ""
        return Failed(words + where, denied=status)
    return Failed(words)


def _place(location: str) -> str:
    """Where a redirection points, without what may be a secret: user, password, query."""
    try:
        parts = urlsplit(location)
    except ValueError:
        return "no address"
    host = parts.netloc.rpartition("@")[2]
    return one_line(urlunsplit((parts.scheme, host, parts.path, "", "")))
