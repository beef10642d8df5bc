"""The calibration of runs: their answers as beliefs, those of one model together, ways of asking apart."""

from __future__ import annotations

from collections.abc import Sequence

from reports.charts.calibration import WAYS, Reliability, reliability_of
from reports.run_folder import Run
from reports.scored_run import ScoredRun
from scoring.calibration.beliefs import Belief, Beliefs, beliefs_of
from scoring.calibration.calibrate import Precision, calibrate
from scoring.types.calibration import BeliefWay


def run_beliefs(run: Run, *, stated: bool = False) -> Beliefs:
    """What a run's answers say of the options; none without the form."""
    return Beliefs({}, {}) if run.form is None else beliefs_of(run.form, run.answers, stated=stated)


def reliabilities(runs: Sequence[ScoredRun]) -> dict[str, Reliability]:
    """By model, in the order of the runs; a model that was asked in several ways has one entry each, named after it."""
    found: dict[str, dict[BeliefWay, list[Belief]]] = {}
    for run in runs:
        for way, own in run_beliefs(run.run).by_way.items():
            found.setdefault(run.series, {}).setdefault(way, []).extend(own)
    return {
        series if len(ways) == 1 else f"{series}, {WAYS[way]}": reliability_of(
            calibrate(own, precision=Precision(draws=0))
        )
        for series, ways in found.items()
        for way, own in ways.items()
    }
