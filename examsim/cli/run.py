"""`examsim run`: the main job."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from examsim.cli import complete
from examsim.cli.lab import current_lab, explicit_options
from examsim.cli.options import prompt_options, settings_from, setup_from

if TYPE_CHECKING:
    from examsim.running.job import Job


@click.command("run")
@click.argument("exams", nargs=-1, required=True, metavar="EXAM…", shell_complete=complete.exams)
@click.option(
    "--model",
    "models",
    shell_complete=complete.models,
    multiple=True,
    required=True,
    help="gpt-4, chance, replay:FILE, a name in examsim.toml … May be repeated.",
)
@click.option("--base-url", help="An OpenAI-compatible server, e.g. http://localhost:8000/v1")
@prompt_options
@click.option(
    "--method",
    type=click.Choice(["gpt4-report"]),
    help="As the report did: few-shot, its editions, norms as of 2023; its suite implies it.",
)
@click.option(
    "--grader",
    shell_complete=complete.models,
    help="Model that grades free responses (self: the candidate its own); without one they stay ungraded.",
)
@click.option("--grader-base-url", help="Server of the grader.")
@click.option("--api-key-env", metavar="NAME", help="Environment variable with the key for --base-url's server.")
@click.option("--grader-api-key-env", metavar="NAME", help="The same for the grader's server.")
@click.option("--grader-max-tokens", type=click.IntRange(1), help="Room for a grader's reply, thought included.")
@click.option(
    "--grader-param", "grader_params", multiple=True, metavar="NAME=VALUE", help="A further parameter for the grader."
)
@click.option("--corpus", multiple=True, metavar="PATH", help="Training text to check the questions against.")
@click.option("--population", help="Norm to take the percentile from (see `examsim percentile`).")
@click.option("--as-of", metavar="YEAR", help="Tell the population first that was the newest before YEAR (or YEAR-MM).")
@click.option("--scale", "scales", multiple=True, metavar="SECTION=ID", help="Another published scale of the exam.")
@click.option(
    "--sandbox",
    type=click.Choice(["auto", "bubblewrap", "docker", "podman"]),
    default="auto",
    show_default=True,
    help="Where programs are judged; auto never takes a container engine.",
)
@click.option(
    "--unsafe-local", is_flag=True, help="Judge programs without a sandbox, as yourself. Marked in the report."
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("runs"), show_default=True, help="Folder of runs.")
@click.option("--cache", type=click.Path(path_type=Path), help="Answer cache; by default answers.sqlite under --out.")
@click.option("--refresh", is_flag=True, help="Ask again what the cache holds already.")
@click.option("--concurrency", type=click.IntRange(1, 256), default=8, show_default=True, help="Calls at once.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=300,
    show_default=True,
    help="Seconds to wait for one reply.",
)
@click.option("--dry-run", is_flag=True, help="Only print questions, tokens and cost.")
@click.option("--max-cost", type=click.FloatRange(0), metavar="DOLLARS", help="Stop before this is passed.")
@click.option("--price", metavar="IN,OUT", help="US dollars per million tokens, where the price table has none.")
@click.option(
    "--fail-on",
    default="1",
    show_default=True,
    metavar="N|N%",
    help="Failed questions from which on the exit code is 3.",
)
@click.option("--quiet", is_flag=True, help="One line a run: its folder and its score. No progress, no tables.")
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
def command(exams: tuple[str, ...], models: tuple[str, ...], **options: Any) -> None:
    """Sit each MODEL down to each EXAM: answers, grades, contamination, score, report.

    Exit codes: 0 whole, 2 unusable input, 3 incomplete (questions failed; the same command asks only them again),
    130 interrupted.
    """
    from examsim.running.job import run_job

    code = run_job(job_from({"exams": exams, "models": models, **options})).code
    if code:
        sys.exit(code)


def job_from(options: dict[str, Any]) -> Job:
    """The job that the command's parameters name. Within a click context, which knows where each came from."""
    from examsim.models.setup.model_setup import ModelSetup
    from examsim.models.setup.parameters import parameters_from
    from examsim.running.accounts.fail_on import tolerance_from
    from examsim.running.job import Job

    lab, explicit = current_lab(), explicit_options()
    settings, setup = settings_from(options), setup_from(options)
    grader_params = parameters_from(options.pop("grader_params"), option="--grader-param")
    options["fail_on"] = tolerance_from(options["fail_on"])
    return Job(
        settings=settings,
        setup=setup,
        grader_setup=ModelSetup(grader_params) if grader_params else None,
        lab=lab,
        explicit=explicit,
        **options,
    )
