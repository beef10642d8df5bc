"""Another population told first in a finished score: the one that was the newest before a date. Nothing is rescored."""

from __future__ import annotations

from exams.files.exam_folder import load_exam
from reports.run_folder import Run
from scoring.scales.newest_norm import read_date
from scoring.scales.percentile import choose_norm, norm_tables
from scoring.types import ExamScore, ScoreSet


def told_first_as_of(run: Run, score: ExamScore, as_of: str) -> ExamScore:
    """The score with the percentile marked that was the newest before `as_of`; as it is where that one is not in it."""
    exam = load_exam(run.head.exam.path or run.head.exam.id)
    chosen = choose_norm(norm_tables(exam), None, read_date(as_of))
    if chosen not in {p.norm for p in score.full.percentiles}:
        return score
    clean = None if score.clean is None else _marked(score.clean, chosen)
    return score.model_copy(update={"full": _marked(score.full, chosen), "clean": clean, "as_of": as_of})


def _marked(scores: ScoreSet, norm: str | None) -> ScoreSet:
    marked = tuple(p.model_copy(update={"default": p.norm == norm}) for p in scores.percentiles)
    return scores.model_copy(update={"percentiles": marked})
