"""A run folder as a record: the score, the answers, a table, and what a notebook shows of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from examsim.api.frames import frame
from reports.run_folder import Run, read_run
from reports.scored_run import scored
from reports.tables.tidy import question_rows, result_rows
from scoring.types import ExamScore, Percentile

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class FinishedRun:
    """One model on one exam, as it lies in its folder. `records` has all that was read: head, answers, grades, form,
    audit. The folder is read once; what is done to it later (`score`, `audit`) returns a new record."""

    records: Run

    @property
    def folder(self) -> Path:
        """Where the run lies."""
        return self.records.folder

    @property
    def score(self) -> ExamScore:
        """The score of all questions, of the clean ones, and which of the two is reported.

        InputError where the run was never scored.
        """
        return scored([self.records])[0].score

    @property
    def value(self) -> float | None:
        """The reported score on the exam's own scale; None where there is none (`score.reported_note` says why)."""
        return self.score.reported_set.value

    @property
    def percentile(self) -> Percentile | None:
        """Where the reported score stands among the people of the population told first; None without a norm."""
        return next((p for p in self.score.reported_set.percentiles if p.default), None)

    def to_frame(self) -> pd.DataFrame:
        """One row a question: section, outcome, points, key, what was answered, whether it is flagged, tokens, cost."""
        return frame(question_rows(scored([self.records])))

    def __repr__(self) -> str:
        told = self.records.score.reported_set.text if self.records.score else "not scored"
        return f"<FinishedRun {self.folder.name}: {told}>"

    def _repr_html_(self) -> str:
        from reports.pages.notebook_view import run_html

        return run_html(self.records)


class Runs(tuple[FinishedRun, ...]):
    """Several runs, in the order in which they were asked for."""

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a run: the reported score and percentile with their intervals, full and clean, cost."""
        return frame(result_rows(scored([run.records for run in self])))

    def _repr_html_(self) -> str:
        from reports.pages.notebook_view import runs_html

        return runs_html(result_rows(scored([run.records for run in self])))


def load_run(folder: str | Path) -> FinishedRun:
    """Read a run folder. InputError with file and line for the first record that cannot be read."""
    return FinishedRun(read_run(Path(folder)))


def load_runs(folders: str | Path | Iterable[str | Path]) -> Runs:
    """Read run folders, or folders that hold run folders; what was never scored among several is left out.

    InputError where no scored run is found.
    """
    from reports.scored_run import read_runs

    given = [folders] if isinstance(folders, str | Path) else list(folders)
    return Runs(FinishedRun(found.run) for found in read_runs([Path(f) for f in given]))
