"""One study from a points file and the options of the command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from exams.errors import InputError
from scoring.forecasts.points import Points
from scoring.forecasts.read_counts import read_counts
from scoring.forecasts.read_points import Columns, read_points
from scoring.types.forecast import ForecastReport, Panel

LAWS = ("loss", "joint", "pass-rate", "downstream")


@dataclass(frozen=True)
class StudyOptions:
    """What was asked for; the defaults are the command's."""

    law: str = "loss"
    hold_out: int = 0
    predict: tuple[float, ...] = ()
    tokens_per_parameter: float | None = None
    compute_column: str | None = None
    loss_column: str | None = None
    accuracy_column: str | None = None
    chance: float = 0.0
    questions: int | None = None
    buckets: int = 0
    hardest_left_out: int | None = None
    per_byte: bool = False
    without: tuple[str, ...] = ()
    unit: str = ""


def make_study(path: Path, options: StudyOptions) -> ForecastReport:
    """Read the points and study them. InputError for a file or options that cannot be used."""
    for target in options.predict:
        if not target > 0:
            raise InputError(f"--predict {target:g} is no compute", hint="give a positive number in the points' unit")
    if options.law == "pass-rate":
        panels, notes = _pass_rate(path, options)
    else:
        panels, notes = _of_points(path, options)
    law = cast(Literal["loss", "joint", "pass-rate", "downstream"], options.law)
    return ForecastReport(law=law, source=path.name, unit=options.unit, panels=tuple(panels), notes=tuple(notes))


def _of_points(path: Path, options: StudyOptions) -> tuple[Sequence[Panel], list[str]]:
    from scoring.forecasts.study_loss import study_loss
    from scoring.forecasts.study_others import study_downstream, study_joint

    points, notes = read_points(
        path,
        Columns(options.compute_column, options.loss_column, options.accuracy_column),
        need_accuracy=options.law == "downstream",
        per_byte=options.per_byte,
        without=options.without,
    )
    _check_hold_out(options.hold_out, len(points))
    common = points, options.hold_out, options.predict, _ratio(points, options)
    if options.law == "joint":
        return [study_joint(*common)], notes
    if options.law == "downstream":
        return [study_downstream(*common, chance=options.chance, questions=options.questions)], notes
    return [study_loss(*common)], notes


def _pass_rate(path: Path, options: StudyOptions) -> tuple[Sequence[Panel], list[str]]:
    from scoring.forecasts.study_pass_rate import study_pass_rate

    counts, notes = read_counts(path, options.compute_column, options.without)
    _check_hold_out(options.hold_out, len(counts.models))
    panels = study_pass_rate(counts, options.hold_out, options.predict, options.buckets, options.hardest_left_out)
    return panels, notes


def _check_hold_out(held_out: int, count: int) -> None:
    if not 0 <= held_out < count:
        raise InputError(f"--hold-out {held_out} of {count} points leaves none to fit", hint="hold out fewer")


def _ratio(points: Points, options: StudyOptions) -> float | None:
    if options.tokens_per_parameter is not None and points.ratio is None:
        hint = "give the columns params and tokens"
        raise InputError("--tokens-per-parameter, but the points do not give theirs", hint=hint)
    return options.tokens_per_parameter
