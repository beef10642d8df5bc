"""What a log of another harness says of one question, whatever the harness."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from exams.errors import InputError
from exams.files.regular_file import check_values, read_json
from examsim.models.request import FinishReason


@dataclass(frozen=True)
class LoggedSample:
    """One reply of one model. `prompt` is all the text that was sent, where the log has it.

    `options` are the texts of the choices in the order in which the log's letters name them; `chosen` is set where the
    log holds no text but a choice (likelihoods): its position in `options`. `score` is the harness' own, 0 to 1.
    """

    id: str
    reply: str
    model: str = ""
    prompt: str = ""
    options: tuple[str, ...] = ()
    chosen: int | None = None
    epoch: int = 1
    finish: FinishReason = "stop"
    error: str = ""
    reasoning: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    reasoning_tokens: int = 0
    tools_used: bool = False
    score: float | None = None
    read: str = ""  # what the harness itself read from the reply


@dataclass(frozen=True)
class HarnessLog:
    """A log that was read. `notes` say what of it could not be used."""

    format: str
    path: Path
    samples: tuple[LoggedSample, ...] = field(repr=False)
    harness: str = ""  # its name and version
    created: str = ""
    task: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LogReader:
    """Name of a format, whether a file is of it, and how it is read. `read` raises InputError for a broken log."""

    name: str
    about: str
    fits: Callable[[Path, bytes], bool]  # the path and the first bytes of the file
    read: Callable[[Path], HarnessLog]


def json_of(path: Path, data: bytes | None = None) -> Any:
    """The JSON value of a whole file; NaN and Infinity, which no JSON has and Inspect writes for unscored samples, as
    None. InputError where it is none."""
    if data is not None:
        check_values(data, path)
    held = read_json(path) if data is None else data
    try:
        return orjson.loads(held)
    except orjson.JSONDecodeError as error:
        if b"NaN" in held or b"Infinity" in held:
            with suppress(ValueError, RecursionError):
                return json.loads(held, parse_constant=lambda _: None)
        raise InputError(f"not JSON: {error}", where=path, hint="is the log cut short?") from None


def text_of(value: Any) -> str:
    """The text of a message's content: a string, or parts of which some are text. Thought is left out."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        kept = [part for part in value if not (isinstance(part, dict) and part.get("type") in NO_TEXT)]
        return "\n".join(t for part in kept if (t := text_of(part)))
    if isinstance(value, dict):
        return text_of(value.get("text", value.get("content", "")))
    return ""


def thought_of(value: Any) -> str:
    """The thought among a message's parts."""
    if not isinstance(value, list):
        return ""
    parts = [p for p in value if isinstance(p, dict) and p.get("type") in ("reasoning", "thinking")]
    return "\n".join(str(p.get("reasoning") or p.get("thinking") or p.get("summary") or "") for p in parts).strip()


NO_TEXT = ("reasoning", "thinking", "redacted_thinking", "tool_use", "image", "image_url")


def number_of(value: Any) -> int:
    """A count of tokens; 0 where the log has none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else 0


def score_of(value: Any) -> float | None:
    """A harness' own score as 0 to 1: a number, true or false, or Inspect's letters; None where it is none of these."""
    if isinstance(value, str):
        value = {"C": 1.0, "I": 0.0, "P": 0.5, "N": 0.0, "true": 1.0, "false": 0.0}.get(value, value)
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool | int | float) and 0 <= float(value) <= 1:
        return float(value)
    return None
