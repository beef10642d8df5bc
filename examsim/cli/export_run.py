"""`examsim export-run`: a run as another harness would have logged it."""

from __future__ import annotations

from pathlib import Path

import click

from examsim.screen import say


@click.command("export-run")
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--format", "name", required=True, type=click.Choice(["inspect", "lm-eval"]), help="Whose log to write.")
def command(run: Path, target: Path, name: str) -> None:
    """Write the finished RUN folder to TARGET as a log of another harness.

    Inspect: TARGET ends in .json; `inspect view` opens it, `inspect log convert` packs it as .eval.
    lm-evaluation-harness: samples_TASK.jsonl, with results_TASK.json beside it.
    """
    from exams.errors import InputError
    from reports.run_folder import read_run

    suffix = {"inspect": ".json", "lm-eval": ".jsonl"}[name]
    if target.suffix != suffix:
        raise InputError(f"a log of {name} ends in {suffix}", where=target, hint=f"name it …{suffix}")
    read = read_run(run)
    try:
        if name == "inspect":
            from examsim.harness_logs.writers.inspect_log import write_inspect

            written = write_inspect(read, target)
        else:
            from examsim.harness_logs.writers.lm_eval_samples import write_lm_eval

            written = write_lm_eval(read, target)
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror}", where=target, hint="name another file") from None
    say(f"{target}: {written} of {len(read.answers)} answers as {name}")
