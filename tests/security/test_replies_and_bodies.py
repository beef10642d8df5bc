"""Replies that would hang a reader, bodies of any shape, keys in anything that a server says."""

import dataclasses
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examsim.models.cache.record import record_of, reply_from_record
from examsim.models.request import Reply
from examsim.models.server.outcome import outcome_of
from examsim.models.server.secrets import protect
from scoring.judge.compare import same_value
from scoring.judge.extract_code import extract_code
from scoring.reading.extract import read_choice
from scoring.reading.extract_number import read_number
from scoring.reading.refusal import reads_as_refusal

KEY = "canary-7f3a91/Zz+="
anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("message", "content", "finish_reason", "index", "logprobs", "refusal", "tool_calls", "reasoning_content")


@pytest.mark.parametrize(
    "piece", ["not (A) but ", "\\boxed{\\text{", "1 000,", "```py\n", "I can't, I won't: ", "[B][", "=-"]
)
def test_anything_repeated_is_read_in_linear_time(piece: str) -> None:
    """Whole megabytes, of many more pieces: tests/scoring/reading/test_reading_time.py."""
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    options = {"A": "tin", "B": "oak", "C": "elm"}
    for read in (lambda t: read_choice(t, options), read_number, extract_code, reads_as_refusal):
        began = time.process_time()
        read(text)
        assert time.process_time() - began < 1


@given(st.dictionaries(st.sampled_from(FIELDS), anything, max_size=4), anything, st.sampled_from([200, 400, 429, 503]))
def test_a_body_of_any_shape_becomes_an_outcome_and_a_reply_is_stored_as_it_is(
    choice: dict[str, Any], usage: Any, status: int
) -> None:
    raw = json.dumps({"choices": [choice], "usage": usage}).encode("utf-8", "replace")
    found = outcome_of(status, {}, raw, {"temperature": 0.3})
    if isinstance(found, Reply):
        assert reply_from_record(record_of(found)) == found


@pytest.mark.parametrize("status", [200, 302, 400, 401, 402, 403, 404, 413, 422, 429, 500, 503])
@pytest.mark.parametrize("shape", ["error", "content", "list", "text", "location"])
def test_no_outcome_repeats_a_key(status: int, shape: str) -> None:
    protect(KEY)
    said: Any = {
        "error": {"error": {"message": f"no such key {KEY}", "param": KEY, "code": KEY}},
        "content": {"choices": [{"message": {"content": f"{KEY} ANSWER: B", "reasoning": KEY}}], "model": KEY},
        "list": [{"error": {"message": KEY}}],
        "text": f"<html><title>{KEY}</title></html>",
        "location": {"error": "moved"},
    }[shape]
    headers = {"location": f"https://user:{KEY}@elsewhere/{KEY}?token={KEY}"} if shape == "location" else {}
    raw = said.encode() if isinstance(said, str) else json.dumps(said).encode()
    found: Any = outcome_of(status, headers, raw, {"temperature": 0.3})
    assert not any(KEY in str(value) for value in dataclasses.astuple(found))


@pytest.mark.parametrize("given_value", [10**400, complex(1e308, -1e308), [10**400], {"a": 10**400}, float("nan")])
def test_no_value_that_a_program_returns_ends_the_judge(given_value: Any) -> None:
    assert same_value(given_value, 1.5 + 2j, "floats", 1e-6) is False
    assert same_value(given_value, 1.5, "floats", 1e-6) is False


@pytest.mark.parametrize("expression", ["choices[1e999]", "-1e999 + x", "x[", "x.__class__", "'a' * 10**9"])
def test_a_template_of_a_task_file_ends_in_one_line(expression: str) -> None:
    from exams.loaders.harness_tasks.sandboxed_jinja import render

    with pytest.raises(ValueError) as raised:
        render("{{ " + expression + " }}", {"choices": ["a"]})
    assert "\n" not in str(raised.value)
