"""`examsim scaling`: what a larger model will do, from smaller ones; registered before, checked after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from examsim.screen import escape_json, say

if TYPE_CHECKING:
    from examsim.forecasting.study import StudyOptions

FILE = click.Path(path_type=Path)
LAWS = ("loss", "joint", "pass-rate", "downstream")


def _study_options(function: Callable[..., Any]) -> Callable[..., Any]:
    law = (
        "loss: L(C) = a·C^b + c; joint: L(N, D); pass-rate: −E[log p] = α·C^−k; downstream: accuracy through the loss."
    )
    ratio = "Tokens a parameter of the model to forecast, where runs differ in it; default: the median of the points."
    buckets = "pass-rate: buckets of difficulty, made from the fitted models only (the report has 6)."
    hardest = "pass-rate: problems left out of the buckets; default: the report's share, 15 of 164."
    per_byte = "Nats per token into bits per byte, by the column bytes_per_token: for different tokenizers."
    share = click.FloatRange(0, 1, max_open=True)
    options = [
        click.option("--law", type=click.Choice(LAWS), default="loss", show_default=True, help=law),
        click.option("--predict", type=float, multiple=True, metavar="C", help="Compute to forecast; may be repeated."),
        click.option("--tokens-per-parameter", type=click.FloatRange(0, min_open=True), help=ratio),
        click.option("--compute-column", help="Column of the compute, if not compute or flops."),
        click.option("--loss-column", help="Column of the loss, if not loss."),
        click.option("--accuracy-column", help="Column of the accuracy, if not accuracy."),
        click.option("--chance", type=share, default=0.0, show_default=True, help="downstream: accuracy of a guess."),
        click.option("--questions", type=click.IntRange(1), help="downstream: how many questions were asked."),
        click.option("--buckets", type=click.IntRange(0), default=0, show_default=True, help=buckets),
        click.option("--leave-out-hardest", type=click.IntRange(0), help=hardest),
        click.option("--per-byte", is_flag=True, help=per_byte),
        click.option("--without", multiple=True, metavar="MODEL", help="Leave a model out; may be repeated."),
        click.option("--unit", default="", help="Unit of the compute, for page and chart: FLOP."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@click.group("scaling")
def command() -> None:
    """Predictable scaling: forecasts of a larger model from smaller ones, with intervals that are held to account."""


@command.command("fit")
@click.argument("points", type=FILE)
@click.option(
    "--hold-out",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Points of largest compute to leave out and forecast.",
)
@_study_options
@click.option("-o", "--out", type=FILE, help="Folder for scaling.json, scaling.html and the chart.")
@click.option(
    "--as-report", is_flag=True, help="Draw compute relative to the target, as the GPT-4 report's figures do."
)
@click.option("--json", "as_json", is_flag=True, help="Print the study as JSON.")
def fit(points: Path, out: Path | None, as_report: bool, as_json: bool, **given: Any) -> None:
    """Fit a law to POINTS (CSV: model, compute, loss …) and say how far it can be trusted."""
    from examsim.forecasting.print_forecast import print_report
    from examsim.forecasting.study import make_study
    from examsim.forecasting.write_forecast import write_report

    report = make_study(points, _options(given))
    if as_json:
        say(escape_json(report.model_dump_json(indent=2)))
    else:
        print_report(report)
    for path in write_report(report, out, as_report=as_report) if out is not None else ():
        say(path, err=as_json)


@command.command("register")
@click.argument("points", type=FILE)
@_study_options
@click.option("--name", default="", help="What the forecast is of.")
@click.option("-o", "--out", type=FILE, required=True, help="File to write; it must not exist.")
def register(points: Path, name: str, out: Path, **given: Any) -> None:
    """Write down a forecast from POINTS before the result is known: hash of data, code version, date."""
    from examsim.forecasting.print_forecast import print_report
    from examsim.forecasting.register import register

    made = register(points, _options({**given, "hold_out": 0}), name, out)
    print_report(made.report)
    say(f"\nregistered {made.registered}: {out}\nsha256 {made.sha256} -- publish it, or commit the file, now")


@command.command("check")
@click.argument("forecast", type=FILE)
@click.option(
    "--result", "results", type=float, multiple=True, required=True, help="What was measured; as many as --compute."
)
@click.option(
    "--compute", "computes", type=float, multiple=True, help="Which forecast each result is of, if there are several."
)
@click.option("--panel", help="pass-rate: which panel, e.g. 'bucket 3 of 6'; default: the first.")
@click.option("--points", type=FILE, help="The points file, to see that it is unchanged.")
@click.option("-o", "--out", type=FILE, help="Folder for check.json, page and chart.")
def check(
    forecast: Path,
    results: tuple[float, ...],
    computes: tuple[float, ...],
    panel: str | None,
    points: Path | None,
    out: Path | None,
) -> None:
    """Hold a result against a registered FORECAST."""
    from exams.errors import InputError
    from examsim.forecasting.print_forecast import print_check
    from examsim.forecasting.register import check, read_forecast
    from examsim.forecasting.write_forecast import write_check

    if computes and len(computes) != len(results):
        raise InputError(f"{len(results)} results and {len(computes)} --compute", hint="give one for each result")
    made = read_forecast(forecast)
    asked = [(computes[i] if computes else None, panel, result) for i, result in enumerate(results)]
    found = check(made, asked, points)
    print_check(found)
    for path in write_check(made, found, out) if out is not None else ():
        say(path)


@command.command("collect")
@click.argument("runs", nargs=-1, required=True, metavar="RUN…", type=FILE)
@click.option("--compute", type=FILE, required=True, help="CSV: model, compute, and loss, params, tokens where known.")
@click.option("-o", "--out", type=FILE, default=Path("points.csv"), show_default=True, help="File to write.")
def collect(runs: tuple[Path, ...], compute: Path, out: Path) -> None:
    """Make the points file from RUN folders of several models on one benchmark; pass counts beside it."""
    from examsim.forecasting.collect import collect

    paths, notes = collect(runs, compute, out)
    for note in notes:
        say(f"note: {note}", err=True)
    for path in paths:
        say(path)


def _options(given: dict[str, Any]) -> StudyOptions:
    from examsim.forecasting.study import StudyOptions

    renamed = {"leave_out_hardest": "hardest_left_out"}
    return StudyOptions(**{renamed.get(key, key): value for key, value in given.items()})
