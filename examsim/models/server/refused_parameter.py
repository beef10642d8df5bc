"""Which parameter of a request a server refuses, and what becomes of it: another name, another value, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from examsim.models.request import Reply
from examsim.models.server.error import ServerError
from examsim.models.server.words import FORM, NOT_SUPPORTED, STREAM_ONLY

LEFT_OUT = "left out"
SCHEMA_IN_OBJECT = "json_object with a schema"  # llama-cpp-python's server and some gateways know no json_schema
OPTIONAL = (
    *("temperature", "max_tokens", "max_completion_tokens", "stop", "seed", "logprobs", "top_logprobs"),
    "stream_options",
)
LEAST = 16  # tokens: a stated limit below this is no limit of a reply
_LIMIT = re.compile(
    r"(?:at most|maximum(?: (?:allowed )?(?:value|number|output|of|is|limit))*|less than or equal to|<=|up to|between"
    r" \d+ and|range of? \[?\d+,|limit (?:of|is))\D{0,20}?(\d{2,7})"
)


@dataclass(frozen=True)
class Refused:
    """Send the request again with `name` changed to `becomes`: LEFT_OUT, another name or form, a limit, True.

    `reply` is there where the server has answered all the same (a stream to a plain request)."""

    name: str
    becomes: str | int | bool
    reply: Reply | None = None


def refused_parameter(error: ServerError, sent: Mapping[str, Any]) -> Refused | None:
    """The parameter an error speaks of, among those that were sent; None where it speaks of none."""
    if not sent.get("stream") and STREAM_ONLY.search(error.text):
        return Refused("stream", True)
    if "response_format" in sent and FORM.search(error.text):
        first = sent["response_format"].get("type") == "json_schema"
        return Refused("response_format", SCHEMA_IN_OBJECT if first else LEFT_OUT)
    if error.status >= 500:
        return None
    for name in OPTIONAL:
        if name not in sent:
            continue
        named = error.param.rsplit(".", 1)[-1] == name
        spoken = named or re.search(rf"\b{name}\b", error.text)
        if not spoken:
            continue
        if name in ("max_tokens", "max_completion_tokens") and (change := _room(name, error, sent)):
            return change
        if named or NOT_SUPPORTED.search(error.text):
            return Refused(name, LEFT_OUT)
    return None


def _room(name: str, error: ServerError, sent: Mapping[str, Any]) -> Refused | None:
    """The same limit under its newer name, or as large a one as the server allows."""
    if name == "max_tokens" and "max_completion_tokens" in error.text:
        return Refused(name, "max_completion_tokens")
    limits = [int(n) for n in _LIMIT.findall(error.text) if LEAST <= int(n) < sent[name]]
    return Refused("max_tokens", max(limits)) if limits else None
