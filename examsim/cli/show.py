"""`examsim show`: exactly what a model would be sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from examsim.cli.options import prompt_options, settings_from, setup_from
from examsim.screen import say


@click.command("show")
@click.argument("exam")
@click.option("--question", "-q", "wanted", default="1", help="Number (from 1) or id of the question.")
@prompt_options
def command(
    exam: str, wanted: str, form: str | None, section: str | None, questions: Path | None, **options: Any
) -> None:
    """Print the messages and parameters that a model would be sent for one question of EXAM."""
    from examsim.run.choose import make_run_plan
    from examsim.run.preview import preview

    settings, setup = settings_from(options), setup_from(options)
    plan = make_run_plan(exam, "MODEL", form=form, section=section, settings=settings, questions=questions, setup=setup)
    say(preview(plan, wanted))
