"""One run as an overview of several shows it: its score, and where its percentile lies on a line from 0 to 100."""

from __future__ import annotations

from dataclasses import dataclass

from reports.charts.percentile_bars import least_reported
from reports.charts.score_band import percentile_band
from reports.score_text import default_percentile, is_below, is_known
from reports.scored_run import ScoredRun
from scoring.types import Percentile


@dataclass(frozen=True)
class RunEntry:
    """`band` holds the ends that range and interval allow, `place` the lower end of what is reported, as in
    the charts; None where there is none."""

    run: ScoredRun
    percentile: Percentile | None
    band: tuple[float, float] | None
    place: float | None


def run_entry(run: ScoredRun, population: str | None = None) -> RunEntry:
    """The entry of one run, among `population` where the exam has it."""
    found = default_percentile(run.score.reported_set, population)
    if found is None or not is_known(found):
        return RunEntry(run, None, None, None)
    return RunEntry(run, found, percentile_band(found), None if is_below(found) else least_reported(found))
