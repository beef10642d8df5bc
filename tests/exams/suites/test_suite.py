from __future__ import annotations

import pytest

from exams.errors import InputError
from exams.suites.suite import expand, load_suite, shipped_suites


def test_a_suite_expands_to_its_exams_in_order() -> None:
    exams = expand(["gpt4-report"])
    assert len(exams) == 34
    assert exams[0] == "ube" and exams[-1] == "leetcode-hard"


def test_names_that_are_no_suite_pass_through_and_stand_once() -> None:
    assert expand(["mcat", "./my-exam", "mcat"]) == ["mcat", "./my-exam"]


def test_an_exam_named_before_its_suite_keeps_its_place() -> None:
    exams = expand(["lsat", "gpt4-report"])
    assert exams[:2] == ["lsat", "ube"] and len(exams) == 34


def test_nothing_expands_to_nothing() -> None:
    assert expand([]) == []


def test_an_unknown_suite_is_one_line_that_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="gpt4-report"):
        load_suite("gpt5-report")
    assert "gpt4-report" in shipped_suites()
