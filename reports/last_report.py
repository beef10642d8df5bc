"""What a report of several runs held, so that the next one into the same folder can say what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from exams.errors import InputError
from exams.files.atomic_write import write_text
from exams.files.regular_file import read_json
from reports.escaping import one_line
from reports.score_text import default_percentile, format_score
from reports.scored_run import ScoredRun
from reports.words import about

FILE = "report.json"


class HeldRun(BaseModel):
    """One run as the report told it."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    exam: str
    model: str
    score: str
    percentile: str = ""


class ReportState(BaseModel):
    """The runs of a report by their ids, and those of the different one before it (None: there was none)."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    runs: dict[str, HeldRun] = Field(default_factory=dict)
    before: dict[str, HeldRun] | None = None


def changes_since_last(runs: Sequence[ScoredRun], folder: Path) -> tuple[str, ...]:
    """Compare with the report that `folder` holds, note the new one there, and tell what changed, a line each.

    The same runs again tell the same changes again, so that a report that is redone is byte for byte the same.
    """
    now = {run.page: _held(run) for run in runs}
    last = _read(folder / FILE)
    before = last.before if last is not None and last.runs == now else last.runs if last is not None else None
    write_text(folder / FILE, ReportState(runs=now, before=before).model_dump_json(indent=1) + "\n")
    return () if before is None else tuple(_changes(before, now))


def _held(run: ScoredRun) -> HeldRun:
    found = default_percentile(run.score.reported_set)
    percentile = about(found.text) if found is not None else ""
    model = one_line(run.series)
    return HeldRun(exam=run.name, model=model, score=format_score(run.score.reported_set), percentile=percentile)


def _changes(before: Mapping[str, HeldRun], now: Mapping[str, HeldRun]) -> list[str]:
    lines = []
    for name, run in now.items():
        old = before.get(name)
        if old is None:
            lines.append(f"new: {run.model} on {run.exam}: {_told(run)}")
        elif (old.score, old.percentile) != (run.score, run.percentile):
            lines.append(f"changed: {run.model} on {run.exam}: {_told(old)} is now {_told(run)}")
    gone = [run for name, run in before.items() if name not in now]
    return [*lines, *(f"no longer here: {run.model} on {run.exam}: {_told(run)}" for run in gone)]


def _told(run: HeldRun) -> str:
    return f"{run.score} ({run.percentile})" if run.percentile else run.score


def _read(path: Path) -> ReportState | None:
    """The state of the last report; None where there is none, or one that is not ours: nothing depends on it."""
    try:
        return ReportState.model_validate_json(read_json(path))
    except (OSError, InputError, ValidationError):
        return None
