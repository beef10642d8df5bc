"""`examsim view`: runs in the browser, while they go on."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("view")
@click.argument("runs", default="runs", metavar="[RUNS]", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free one.")
def command(runs: Path, port: int) -> None:
    """Serve the runs under RUNS (by default runs/) to this machine's browser: progress, answers and points as they
    come in, notes on a question, points by people.

    It prints the address, which holds a token; nobody else can open it. Everything that is written goes into the run
    folders (notes.jsonl, human_grades.jsonl), so it can be stopped and started again at any time.
    """
    from examsim.view.serve import serve

    serve(runs, port)
