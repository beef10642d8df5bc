"""Show how a run's accuracy splits at a date."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from exams.counted import counted
from exams.errors import InputError
from examsim.screen import say
from reports.run_folder import read_run
from scoring.comparisons.before_after import BeforeAfter, Period, before_after

if TYPE_CHECKING:
    from reports.charts.cutoff_chart import Side


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
        from reports.charts.cutoff_chart import CutoffChart, draw_cutoff
        from reports.drawing.frame import SIZES
        from reports.drawing.picture_files import write_picture
        from reports.model_names import plain_name

        drawn = draw_cutoff(
            CutoffChart(
                exam=run.head.exam.short or run.head.exam.id,
                model=plain_name(run.head.model),
                cutoff=cutoff.isoformat(),
                before=_side(found.before),
                after=_side(found.after),
                p_value=found.p_value,
                left_out=tuple(f"{counted(n, 'question')} {words}" for n, words in _uncounted(found) if n),
            ),
            SIZES["page"],
        )
        for path in write_picture(drawn.scenes, chart.with_suffix(""), ("png", "svg")):
            say(path, err=True)


def _uncounted(found: BeforeAfter) -> tuple[tuple[int, str], ...]:
    return (found.undated, "have no date"), (found.ungraded, "are not graded")


def _print_change(found: BeforeAfter) -> None:
    say(f"{'published':<22}{'right':>7}{'of':>6}{'share':>8}   95 % interval")
    rows = ((f"before {found.cutoff}", found.before), (f"from {found.cutoff} on", found.after))
    for name, period in rows:
        say(f"{name:<22}{period.right:>7}{period.questions:>6}{_share(period)}")
    if found.p_value is None:
        say("one side has no question: nothing to compare")
    else:
        say(f"Fisher's exact test, two-sided: p = {found.p_value:.2g}")
    for count, words in _uncounted(found):
        if count:
            say(f"left out: {counted(count, 'question')} {words}")


def _side(period: Period) -> Side | None:
    from reports.charts.cutoff_chart import Share, Side

    def share(right: int, questions: int) -> Share:
        inside = Period(right, questions, ()).interval
        assert inside is not None
        return Share(right, questions, (inside.low, inside.high))

    if not period.questions:
        return None
    years = tuple((year, share(right, count)) for year, right, count in period.by_year)
    return Side(share(period.right, period.questions), years)


def _share(period: Period) -> str:
    if period.share is None or period.interval is None:
        return f"{'–':>8}"
    return f"{period.share:>8.1%}   {period.interval.low:.1%} – {period.interval.high:.1%}"
