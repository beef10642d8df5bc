"""Benchmarks of one command, one line each, as the report's Table 2 has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.exam_rows import in_table_2_order
from reports.score_text import number
from scoring.types import ExamScore


def benchmark_lines(scores: Sequence[ExamScore]) -> Iterator[str]:
    """'MMLU  gpt-4  86.4 % (85.8–87.0), by question 85.9; published: GPT-4 86.4 (5-shot) …'; none for other exams."""
    for score in in_table_2_order(scores, lambda score: score):
        if score.family != "benchmark":
            continue
        full = score.full
        ends = f" ({full.interval.low:.1f}–{full.interval.high:.1f})" if full.interval else ""
        parts = [f"{score.exam_short}, {score.model}: {full.text}{ends}"]
        parts += [f"{m.name} {m.value:.2f}" for m in full.means] if len(full.sections) > 1 else []
        parts += [f"{m.name} {m.value:.2f}" for m in full.readings]
        parts += [f"clean {number(score.clean.value, 2)}"] if score.clean else []
        parts += [f"without faulty questions {number(score.sound.value, 2)}"] if score.sound else []
        beside = ", ".join(
            f"{r.name} {number(r.value)}{f' ({r.setting})' if r.setting else ''}" for r in score.references
        )
        yield "; ".join(parts) + (f"; published: {beside}" if beside else "")
