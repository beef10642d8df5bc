"""Whatever stands in a file, opening it ends in a form or in one clear line. `benchmarks/fuzz_readers.py` does more."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reader_samples import lines, made_up, mutated, samples

from exams.checks.check_source import check_source
from exams.errors import InputError
from exams.loaders import open_form

SAMPLES = samples()


def no_hub(spec: str) -> NoReturn:
    """A mutated task may name a set on the hub; these tests have no network."""
    raise InputError(f"no hub here for {spec!r}")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("exams.loaders.hub.hub_rows", no_hub)
    (tmp_path / "data.jsonl").write_bytes(lines({"question": "Which?", "choices": ["tin", "oak"], "answer": 1}))


def opens_or_says_why(path: Path, content: bytes, format: str | None) -> None:
    path.write_bytes(content)
    try:
        assert open_form(str(path), format=format).questions
    except InputError as error:
        assert str(error)
        assert "\n" not in str(error)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sound_sample_opens_as_what_it_is(tmp_path: Path, name: str) -> None:
    file, content = SAMPLES[name]
    (tmp_path / file).write_bytes(content)
    assert f"read as {name.split()[0]}" == open_form(str(tmp_path / file)).head.note.split(";")[0]


@pytest.mark.parametrize("name", SAMPLES)
@given(seed=st.integers(0, 10**9))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mutated_file_is_a_form_or_one_line(tmp_path: Path, name: str, seed: int) -> None:
    file, content = SAMPLES[name]
    chance = random.Random(seed)
    forced = name.split()[0] if chance.random() < 0.7 else None
    opens_or_says_why(tmp_path / file, mutated(content, chance), forced)


@pytest.mark.parametrize("name", SAMPLES)
def test_noise_is_a_form_or_one_line(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    for _ in range(30):
        opens_or_says_why(tmp_path / SAMPLES[name][0], made_up(chance), name.split()[0])


@pytest.mark.parametrize("name", SAMPLES)
def test_checking_a_mutated_file_ends_in_findings(tmp_path: Path, name: str) -> None:
    file, content = SAMPLES[name]
    for seed in range(8):
        (tmp_path / file).write_bytes(mutated(content, random.Random(seed)))
        assert all(str(finding).startswith(str(tmp_path)) for finding in check_source(str(tmp_path / file)))


@pytest.mark.slow  # a megabyte in each format
@pytest.mark.parametrize("name", SAMPLES)
def test_a_flood_of_one_mark_takes_no_more_than_linear_time(tmp_path: Path, name: str) -> None:
    """40 KB of a mark that some pattern looks for, in the middle of a text: what backtracks over it would hang."""
    file, content = SAMPLES[name]
    at = max(content.find(b"Q"), 0)
    for mark in (b"\n", b" ", b"{", b"<", b"A. ", b"[tag:", b"![", b"::", b"<![", b"1", b"\\", b"[", b"'"):
        data = content[:at] + mark * (40_000 // len(mark)) + content[at:]
        before = time.process_time()
        opens_or_says_why(tmp_path / file, data, name.split()[0])
        assert time.process_time() - before < 5
