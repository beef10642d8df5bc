"""`examsim show`: exactly what a model would be sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from examsim.cli import complete
from examsim.cli.lab import current_lab, explicit_options
from examsim.cli.options import prompt_options, settings_from, setup_from
from examsim.screen import say


@click.command("show")
@click.argument("exam", shell_complete=complete.exams)
@click.option("--question", "-q", "wanted", default="1", help="Number (from 1) or id of the question.")
@click.option(
    "--model",
    "model",
    shell_complete=complete.models,
    default="MODEL",
    help="A model of examsim.toml: shown as it would be asked.",
)
@prompt_options
def command(
    exam: str,
    wanted: str,
    model: str,
    form: str | None,
    section: str | None,
    questions: Path | None,
    languages: str | None,
    **options: Any,
) -> None:
    """Print the messages and parameters that a model would be sent for one question of EXAM."""
    from exams.files.editions import newest_edition
    from examsim.running.candidates import Typed, candidate, settings_for
    from examsim.running.choose import make_run_plan
    from examsim.running.preview import preview

    settings, setup = settings_from(options), setup_from(options)
    asked = candidate(current_lab(), model, Typed(None, setup, explicit_options()))
    settings = settings_for(settings, asked)
    plan = make_run_plan(
        exam if form else newest_edition(exam),
        asked.spec,
        form=form,
        section=section,
        settings=settings,
        questions=questions,
        setup=asked.setup,
        languages=languages or "",
        language=(languages or "").split(",")[0],
    )
    say(preview(plan, wanted))
