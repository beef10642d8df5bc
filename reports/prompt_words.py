"""How a run's questions were put, in words: what every page and terminal says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from exams.counted import counted


def shots_words(record: Any) -> str:
    """'shots: 5 asked; sent 5 with 196 questions, 3 with 4' out of `run.json`; '' where nothing is recorded."""
    if not isinstance(record, dict) or not isinstance(record.get("sent"), dict):
        return ""
    sent = ", ".join(f"{n} with {counted(count, 'question')}" for n, count in record["sent"].items())
    return f"shots (worked examples): {record.get('asked', 0)} asked; sent {sent or 'none'}"


LONGEST_SYSTEM = 300  # characters of a system message beside a score; all of it is in run.json
OWN = ("own", "headers")  # of `parameters` in run.json: what the user gave beside examsim's own


def persona_words(parameters: Mapping[str, Any]) -> Iterator[str]:
    """The system message and the user's own templates, out of `run.json`; none where there were none."""
    if (system := parameters.get("system")) and isinstance(system, str):
        words = " ".join(system.split())
        yield f"system message: {words[:LONGEST_SYSTEM]}{' …' if len(words) > LONGEST_SYSTEM else ''}"
    if template := parameters.get("template"):
        yield f"prompts of the user's own: {template}"


def own_words(parameters: Mapping[str, Any]) -> Iterator[str]:
    """Parameters and headers that the user gave beside examsim's own, out of `run.json`; none where none was given."""
    own, headers = (parameters.get(name) for name in OWN)
    if isinstance(own, Mapping) and own:
        yield "further parameters: " + ", ".join(f"{name} {_value(value)}" for name, value in own.items())
    if isinstance(headers, Mapping) and headers:
        yield "further headers: " + ", ".join(f"{name}: {value}" for name, value in headers.items())


def _value(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value, default=str).decode()


_WAYS = {
    "echo": "log-probabilities of the text sent (completions with echo)",
    "prompt": "log-probabilities of the text sent (prompt_logprobs)",
    "next-token": "the likeliest tokens after a running text",
    "first-token": "the likeliest first tokens of a chat's reply",
}


def route_words(record: Mapping[str, Any]) -> Iterator[str]:
    """Such as 'route: letter, by the likeliest first tokens of a chat's reply (20 shown)'; none without a route."""
    if not record:
        return
    way, draws = str(record.get("way", "")), record.get("draws")
    by = _WAYS.get(way, way)
    if draws is not None:
        by = "one letter generated at temperature 0, no probabilities" if draws == 1 else f"shares of {draws} samples"
    shown = f" ({record['shown']} shown)" if record.get("shown") else ""
    yield f"route: {record.get('route')}, by {by}{shown}"
    coverage = record.get("coverage")
    if isinstance(coverage, Mapping):
        yield f"probability on the letters: {coverage['mean']:.1%} on average, least {coverage['least']:.1%}"
    right = record.get("right")
    if isinstance(right, Mapping):
        counts = ", ".join(f"by {name} {number}" for name, number in right.items())
        yield f"right of {record.get('questions')}: {counts}; {record.get('normalisation')} counts"
