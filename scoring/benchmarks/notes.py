"""What a reader of a benchmark's score must know: which mean it is, how else the answers read, what is faulty."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from exams.exam import Exam
from scoring.benchmarks.faulty import words
from scoring.comparisons.detectable import clustered_error, noticeable
from scoring.interval import clopper_pearson
from scoring.item_score import ItemScore
from scoring.types import Contamination, Faults, Mean, Note, ScoreSet


def benchmark_notes(
    exam: Exam, full: ScoreSet, faults: Faults | None, contamination: Contamination | None = None,
    item_scores: Sequence[ItemScore] = (),
) -> tuple[Note, ...]:  # fmt: skip
    """Empty for exams that are no benchmarks and have no list of faulty questions."""
    lines = []
    if full.means:
        which = "by section" if exam.score.rule == "mean_of_sections" else "by weight of the sections"
        told = "; ".join(map(_told, full.means))
        lines.append(f"percent right, all questions: {told}; the score is the mean {which}")
    if full.readings:
        lines.append(f"the same answers read otherwise: {'; '.join(map(_told, full.readings))}")
    if exam.is_benchmark and (told := _noticeable(item_scores)):
        lines.append(told)
    if full.note and full.value is not None:
        lines.append(full.note)
    if exam.is_benchmark and contamination is not None:
        lines.append(_estimate(exam, full, len(contamination.flagged)))
    if faults is not None:
        lines.append(words(faults, full.questions))
        lines += [f"list of faulty questions: {source}" for source in faults.sources]
    if exam.is_benchmark:
        lines.append(
            "a benchmark has no norm: values of people or other models beside it are references, no percentile"
        )
    return tuple(Note(level="info", text=line) for line in lines)


def _estimate(exam: Exam, full: ScoreSet, flagged: int) -> str:
    """The share found among the questions asked, as an estimate for the whole set where they are a sample of it: the
    method of the GPT-4 report's Table 11, which prints no interval."""
    whole = sum(s.questions for s in exam.section)
    share = 100 * flagged / full.questions
    if full.questions >= whole:
        return f"contaminated: {flagged:,} of all {whole:,} questions ({share:.1f} %)"
    ends = clopper_pearson(flagged, full.questions)
    return (
        f"contaminated: {flagged:,} of {full.questions:,} questions asked, so about {share:.1f} % of {whole:,} "
        f"(95 % {100 * ends.low:.1f}–{100 * ends.high:.1f}, Clopper–Pearson)"
    )


def _noticeable(item_scores: Sequence[ItemScore]) -> str:
    """What so many questions could tell of two models as good as this one. Paired, the error of the difference is
    s · √(2 (1 − ρ)) with ρ the correlation of their answers: .5 is assumed here, `examsim compare` knows it."""
    graded = [c for c in item_scores if c.points is not None]
    if len(graded) < 2:
        return ""
    points, worth = np.array([c.points for c in graded], float), np.array([c.maximum for c in graded], float)
    error, groups = clustered_error(points, worth, [c.cluster for c in graded])
    asked = f"{len(graded):,} questions" + (f" on {groups:,} passages" if groups < len(graded) else "")
    same, other = (100 * noticeable(math.sqrt(2 * (1 - rho)) * error, groups) for rho in (0.5, 0.0))
    return (
        f"{asked} would notice a true difference of {same:.1f} points between two such models that answer the same "
        f"questions (if their answers correlate at .5; `examsim compare` knows), {other:.1f} on other questions each "
        "(by question; 80 % power, two-sided 5 %)"
    )


def _told(mean: Mean) -> str:
    ends = f" ({mean.interval.low:.1f}–{mean.interval.high:.1f})" if mean.interval else ""
    return f"{mean.name} {mean.value:.2f} %{ends}"
