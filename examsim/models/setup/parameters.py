"""`--param NAME=VALUE` and `--extra-body JSON`: parameters that examsim does not know and passes on as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from exams.errors import InputError

# what examsim itself decides, and with which option
RESERVED = {
    "temperature": "--temperature and --essay-temperature",
    "max_tokens": "--max-tokens and --essay-max-tokens",
    "seed": "--seed",
    "logprobs": "--logprobs",
    "top_logprobs": "--logprobs",
    "model": "--model",
    "n": "--draws",
    "messages": "--system and --template",
    "prompt": "--system and --template",
    "stream": "",
    "stream_options": "",
    "stop": "",
    "response_format": "",
    "echo": "--likelihoods",
    "prompt_logprobs": "--likelihoods",
}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")


def parameters_from(pairs: Sequence[str], body: str | None = None, option: str = "--param") -> dict[str, Any]:
    """The parameters given: values are JSON where they can be read so (0.9, true, {"a": 1}), else text.

    InputError for what names no parameter, for one given twice, and for those that examsim itself decides.
    """
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not _NAME.fullmatch(name):
            raise InputError(
                f"{option} {pair[:80]!r} names no parameter", hint=f"give {option} NAME=VALUE: {option} top_p=0.9"
            )
        if name in found:
            raise InputError(f"{option} {name} is given twice", hint="leave one of them out")
        found[name] = _value(text)
    if body is not None:
        for name, value in _object(body).items():
            if name in found:
                raise InputError(f"{name} is in --extra-body and in {option}", hint="give it once")
            found[name] = value
    return checked(found, option)


def checked(params: Mapping[str, Any], option: str) -> dict[str, Any]:
    """The parameters, if none of them is examsim's own and a limit is one."""
    for name in params:
        if name in RESERVED:
            by = f"give {RESERVED[name]}" if RESERVED[name] else "leave it out"
            raise InputError(f"{option} {name}: examsim itself decides this one", hint=by)
    limit = params.get("max_completion_tokens")
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 1):
        raise InputError(f"{option} max_completion_tokens is no number of tokens", hint="give a whole number above 0")
    return dict(params)


def _value(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def _object(body: str) -> dict[str, Any]:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InputError(
            f"--extra-body is no JSON: {error}", hint="""for example --extra-body '{"top_k": 20}'"""
        ) from None
    if not isinstance(value, dict):
        raise InputError("--extra-body is no JSON object", hint="""for example --extra-body '{"top_k": 20}'""")
    return value
