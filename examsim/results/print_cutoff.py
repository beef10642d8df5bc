"""Show how a run's accuracy splits at a date."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from exams.errors import InputError
from examsim.screen import say
from reports.run_folder import read_run
from scoring.comparisons.before_after import BeforeAfter, Period, before_after

if TYPE_CHECKING:
    from reports.charts.cutoff_chart import Bar


def print_cutoff(folder: Path, cutoff: date, chart: Path | None, as_json: bool) -> None:
    """Print the table, or JSON; draw the chart where one is asked for."""
    run = read_run(folder)
    if run.form is None:
        raise InputError("the run holds no form", where=folder / "form", hint="run the exam again")
    found = before_after(run.form, run.grades, cutoff)
    if not found.before.questions and not found.after.questions:
        raise InputError(
            "no graded question has a date", where=folder, hint="give the questions their day of publication: written"
        )
    if as_json:
        import json

        say(json.dumps({**asdict(found), "cutoff": cutoff.isoformat()}, indent=2))
    else:
        _print_change(found)
    if chart is not None:
        from reports.charts.cutoff_chart import draw_cutoff

        title = f"{run.head.exam.short} · {run.head.model}: published before and from {cutoff}"
        for path in draw_cutoff(title, _bars(found), chart.with_suffix("")):
            say(path, err=True)


def _print_change(found: BeforeAfter) -> None:
    say(f"{'published':<22}{'right':>7}{'of':>6}{'share':>8}   95 % interval")
    rows = ((f"before {found.cutoff}", found.before), (f"from {found.cutoff} on", found.after))
    for name, period in rows:
        say(f"{name:<22}{period.right:>7}{period.questions:>6}{_share(period)}")
    if found.p_value is None:
        say("one side has no question: nothing to compare")
    else:
        say(f"Fisher's exact test, two-sided: p = {found.p_value:.2g}")
    for count, words in ((found.undated, "have no date"), (found.ungraded, "are not graded")):
        if count:
            say(f"left out: {count} questions {words}")


def _bars(found: BeforeAfter) -> list[Bar]:
    from reports.charts.cutoff_chart import Bar

    bars = []
    for name, period, before in (("before", found.before, True), ("after", found.after, False)):
        inside = period.interval
        bounds = (inside.low, inside.high) if inside is not None else None
        bars.append(Bar(name, period.right, period.questions, bounds, before))
        bars += [Bar(str(year), right, count, None, before) for year, right, count in period.by_year]
    return bars


def _share(period: Period) -> str:
    if period.share is None or period.interval is None:
        return f"{'–':>8}"
    return f"{period.share:>8.1%}   {period.interval.low:.1%} – {period.interval.high:.1%}"
