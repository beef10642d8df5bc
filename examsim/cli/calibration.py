"""`examsim calibration`: whether a model's confidence is right."""

from __future__ import annotations

from pathlib import Path

import click

from examsim.cli import complete


@click.command("calibration")
@click.argument(
    "runs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RUN…", shell_complete=complete.runs
)
@click.option("--bins", type=click.IntRange(2, 100), default=10, show_default=True, help="Bins of confidence.")
@click.option(
    "--of",
    type=click.Choice(["both", "options", "top"]),
    default="both",
    show_default=True,
    help="Every option of every question, as in Figure 8 of the GPT-4 report, or the likeliest one alone.",
)
@click.option("--stated", is_flag=True, help="Take the confidence that the answers state in words (Confidence: 80 %).")
@click.option(
    "--renormalise",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Divide probabilities by their sum over the options; auto: from a mean coverage of 0.9.",
)
@click.option("--draws", type=click.IntRange(0), default=1000, show_default=True, help="Draws for intervals.")
@click.option("--seed", default=0, show_default=True, help="Seed of the draws.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder for calibration.json and the diagram.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    runs: tuple[Path, ...], bins: int, of: str, stated: bool, renormalise: str, draws: int, seed: int,
    out: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Compare the confidence of finished RUNs with how often they were right. No model is called.

    Two runs or more of the same questions (a base and a tuned model, say) are put side by side in one diagram, and the
    difference of their calibration errors is given with its interval.
    """
    from examsim.results.print_calibration import CalibrationWishes, calibrate_runs

    wishes = CalibrationWishes(bins, of, stated, renormalise, draws, seed)
    calibrate_runs(runs, wishes, out, as_json)
