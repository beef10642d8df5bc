"""A run together with its score and the page it has in a report: what tables and overviews are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.escaping import file_stem
from reports.exam_rows import exam_rows
from reports.run_folder import Run, read_run, read_score, run_folders
from scoring.types import ExamScore


@dataclass(frozen=True)
class ScoredRun:
    """One run; `page` is its file name in the report, `row` and `series` where it stands (see `exam_rows`)."""

    run: Run
    score: ExamScore
    row: str
    name: str
    series: str
    page: str

    @property
    def id(self) -> str:
        """The run's id."""
        return self.run.head.id


def read_runs(folders: Sequence[Path]) -> list[ScoredRun]:
    """Read run folders, or folders that hold run folders, in the order given. InputError if there is none."""
    found, _ = run_folders(folders)
    return scored(tuple(read_run(f) for f in dict.fromkeys(p.absolute() for p in found)))


def scored(runs: Sequence[Run]) -> list[ScoredRun]:
    """Name the series and pages of some runs, each once."""
    scores = [read_score(run) for run in runs]
    pages: dict[str, int] = {}
    result = []
    for run, score, (row, short, series) in zip(runs, scores, exam_rows(scores), strict=True):
        stem = file_stem(run.head.id) or "run"
        pages[stem] = pages.get(stem, 0) + 1
        page = f"{stem}-{pages[stem]}.html" if pages[stem] > 1 else f"{stem}.html"
        name = score.exam_name if row == score.exam else f"{score.exam_name}: {run.head.form.title or short}"
        result.append(ScoredRun(run, score, row, name, series, page))
    return result


def by_exam(runs: Sequence[ScoredRun]) -> dict[str, dict[str, ScoredRun]]:
    """Exam (or exam and form, see `exam_rows`) → series → run, both in order of appearance."""
    grouped: dict[str, dict[str, ScoredRun]] = {}
    for run in runs:
        grouped.setdefault(run.row, {})[run.series] = run
    return grouped


def series_of(runs: Sequence[ScoredRun]) -> tuple[str, ...]:
    """All series in order of appearance."""
    return tuple(dict.fromkeys(r.series for r in runs))
