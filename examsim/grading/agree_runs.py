"""Agreement over finished runs: written into each as `agreement.json`, then each is scored again with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exams.files.json_records import write_json
from examsim.results.present_grades import present_grades
from examsim.results.steps import report_run, score_run
from reports.run_folder import Run, read_run
from scoring.graders.agree_grades import agreement_rows, report_on
from scoring.graders.resolve_grades import resolve_grades
from scoring.graders.scored_responses import ScoredResponse
from scoring.types import Agreement, AgreementReport, ExamScore


def agree_runs(folders: Sequence[Path]) -> tuple[Agreement, ...]:
    """Hold all graders of these runs against each other; write `agreement.json` where there is anything to say."""
    runs = [read_run(folder) for folder in folders]
    marked = [m for run in runs for m in marked_answers(run)]
    rows = agreement_rows(marked)
    for run in runs:
        if rows and run.form is not None:
            settled = resolve_grades(run.form, present_grades(run).grades)
            write_json(run.folder / "agreement.json", _record(report_on(marked, run.head.id, settled, rows)))
        else:
            (run.folder / "agreement.json").unlink(missing_ok=True)
    return rows


def score_again(folders: Sequence[Path]) -> list[ExamScore]:
    """Score runs from the grades they now hold, with no model call, and write their pages."""
    scores = []
    for folder in folders:
        scores.append(score_run(folder))
        report_run(folder)
    return scores


def marked_answers(run: Run) -> list[ScoredResponse]:
    """The free responses of a run with all grades of each that belong to its present text."""
    if run.form is None:
        return []
    grades_of = present_grades(run).of_question
    return [
        ScoredResponse(run.head.id, q, tuple(g for g in grades_of.get(q.id, ()) if g.role != "calibration"))
        for q in run.form.questions
        if q.kind == "free_response"
    ]


def _record(report: AgreementReport) -> dict[str, object]:
    return report.model_dump(mode="json", by_alias=True, exclude_none=True)
