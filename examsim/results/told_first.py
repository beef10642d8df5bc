"""Another population told first in a finished score: the one that was the newest before a date. Nothing is rescored."""

from __future__ import annotations

from exams.files.exam_folder import load_exam
from reports.run_folder import Run
from scoring.scales.newest_norm import read_as_of
from scoring.scales.percentile import choose_norm, late_note, norm_tables
from scoring.types import ExamScore, Note, ScoreSet


def told_first_as_of(run: Run, score: ExamScore, as_of: str) -> ExamScore:
    """The score with the percentile marked that was the newest before `as_of`; a note says where nothing was out yet.

    The score as it is where that percentile is not in it.
    """
    exam, date = load_exam(run.head.exam.path or run.head.exam.id), read_as_of(as_of)
    tables = norm_tables(exam)
    chosen = choose_norm(tables, None, date)
    if chosen not in {p.norm for p in score.full.percentiles}:
        return score
    late = late_note(tables, chosen, date)
    notes = (*score.notes, Note(level="warning", text=late)) if late else score.notes
    marked = {name: _marked(s, chosen) for name in SETS if (s := getattr(score, name)) is not None}
    return score.model_copy(update={**marked, "as_of": date or "", "notes": notes})


SETS = ("full", "clean", "marked")


def _marked(scores: ScoreSet, norm: str | None) -> ScoreSet:
    marked = tuple(p.model_copy(update={"default": p.norm == norm}) for p in scores.percentiles)
    return scores.model_copy(update={"percentiles": marked})
