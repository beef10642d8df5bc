"""A run together with its score and the page it has in a report: what tables and overviews are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exams.errors import InputError
from reports.escaping import file_stem
from reports.exam_rows import exam_rows
from reports.model_names import named, plain_name
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


def read_runs(
    folders: Sequence[Path], names: Mapping[str, str] | None = None, models: Sequence[str] = ()
) -> list[ScoredRun]:
    """Read run folders, or folders that hold run folders, in the order given. InputError if there is none.

    names: what to call models, by the name they ran under. models: report these alone, in this order, by either name.
    """
    found, _ = run_folders(folders)
    runs = named([read_run(f) for f in dict.fromkeys(p.absolute() for p in found)], names)
    if not models:
        return scored(runs)
    wanted = [(names or {}).get(m) or (names or {}).get(plain_name(m)) or plain_name(m) for m in models]
    there = [r for r in scored(runs) if r.series in wanted or r.score.model in wanted]
    absent = [m for m, w in zip(models, wanted, strict=True) if not any(w in (r.series, r.score.model) for r in there)]
    if absent:
        known = ", ".join(dict.fromkeys(r.head.model for r in runs))
        raise InputError(f"no run of model {absent[0]!r}", hint=f"choose among: {known}")
    order = {name: at for at, name in reversed(list(enumerate(wanted)))}
    return sorted(there, key=lambda r: order[r.series if r.series in order else r.score.model])


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
