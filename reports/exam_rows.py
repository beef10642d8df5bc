"""Which results are on one line of a table or chart: an exam, or one form of it where forms are compared; and the order
of benchmarks: that of the GPT-4 report's Table 2."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TypeVar

from exams.suites.suite import load_suite
from scoring.types import ExamScore

T = TypeVar("T")


def exam_rows(scores: Sequence[ExamScore]) -> list[tuple[str, str, str]]:
    """(key, short name, series) of each score.

    The key is the exam; for an exam that one model sat on several forms (translations, years) it is exam and form, and
    so it is for a benchmark of which several sets were asked (TruthfulQA of 2021 and of 2025), whoever sat which. A
    model's second run of the very same form is a series of its own, 'gpt-4, run 2'. Questions asked by the likelihood
    of their options are another benchmark, in a row of its own.
    """
    forms: dict[tuple[str, str], set[str]] = {}
    sets: dict[str, set[str]] = {}
    for score in scores:
        forms.setdefault((score.exam, score.model), set()).add(score.form_hash)
        if score.family == "benchmark":
            sets.setdefault(score.exam, set()).add(score.form)
    split = {exam for (exam, _), own in forms.items() if len(own) > 1}
    split |= {exam for exam, own in sets.items() if len(own) > 1}
    taken: set[tuple[str, str]] = set()
    rows = []
    for score in scores:
        apart = score.exam in split
        key = f"{score.exam} {score.form_hash}" if apart else score.exam
        key += f" {score.asked}" if score.asked else ""
        name = f"{score.exam_short}, {score.form}" if apart else score.exam_short
        series, count = score.model, 1
        while (key, series) in taken:
            count += 1
            series = f"{score.model}, run {count}"
        taken.add((key, series))
        rows.append((key, name, series))
    return rows


def in_table_2_order(results: Iterable[T], score_of: Callable[[T], ExamScore]) -> list[T]:
    """Exams with a norm first, then the benchmarks of Table 2 as it lists them, then all others; else as given."""
    return sorted(results, key=lambda result: _place(score_of(result)))


def _place(score: ExamScore) -> int:
    places = _places()
    return places.get(score.exam, len(places)) if score.family == "benchmark" else -1


@cache
def _places() -> dict[str, int]:
    return {exam.id: place for place, exam in enumerate(load_suite("gpt4-table2").exam)}
