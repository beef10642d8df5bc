"""`examsim export-run`: a run as another harness would have logged it, or as a plain table."""

from __future__ import annotations

from pathlib import Path

import click

from examsim.cli import complete
from examsim.screen import say

SUFFIXES = {"inspect": (".json",), "lm-eval": (".jsonl",), "tidy": (".csv", ".parquet")}


@click.command("export-run")
@click.argument("run", type=click.Path(path_type=Path), shell_complete=complete.runs)
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--format", "name", required=True, type=click.Choice(list(SUFFIXES)), help="Whose log to write, or a tidy table."
)
def command(run: Path, target: Path, name: str) -> None:
    """Write the finished RUN folder to TARGET as a log of another harness, or as a table.

    Inspect: TARGET ends in .json; `inspect view` opens it, `inspect log convert` packs it as .eval.
    lm-evaluation-harness: samples_TASK.jsonl, with results_TASK.json beside it.
    tidy: TARGET ends in .csv or .parquet; one row a question, numbers as numbers.
    """
    from exams.errors import InputError
    from reports.run_folder import read_run

    if target.suffix not in SUFFIXES[name]:
        suffix = " or ".join(SUFFIXES[name])
        raise InputError(f"a file of {name} ends in {suffix}", where=target, hint=f"name it …{SUFFIXES[name][0]}")
    read = read_run(run)
    try:
        if name == "inspect":
            from examsim.harness_logs.writers.inspect_log import write_inspect

            written = write_inspect(read, target)
        elif name == "tidy":
            from reports.scored_run import scored
            from reports.tables.tidy import question_rows, write_rows

            rows = question_rows(scored([read]))
            write_rows(rows, target)
            written = len(rows)
        else:
            from examsim.harness_logs.writers.lm_eval_samples import write_lm_eval

            written = write_lm_eval(read, target)
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror}", where=target, hint="name another file") from None
    say(f"{target}: {written} of {len(read.answers)} answers as {name}")
