"""What a notebook shows of a run: the page's sentence, its chart, the score in full and clean, and what to know."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

from exams.files.regular_file import read_bytes
from reports.pages.result_summary import result_summary
from reports.pages.templating import environment
from reports.run_folder import Run, read_score

COLUMNS = (
    "exam",
    "model",
    "questions",
    "score",
    "score_interval_low",
    "score_interval_high",
    "percentile_told",
    "population",
    "reported",
    "flagged",
    "cost_usd",
)


def run_html(run: Run) -> str:
    """A fragment of HTML without script or style; its chart is the `result.svg` of the run's folder, if it is there."""
    score = read_score(run)
    chart = run.folder / "result.svg"
    picture = base64.b64encode(read_bytes(chart)).decode() if chart.is_file() else ""
    made = environment().get_template("notebook.html.jinja")
    return made.render(summary=result_summary(run, score), score=score, picture=picture)


def runs_html(rows: Sequence[Mapping[str, object]]) -> str:
    """A table of runs, one row each, of the columns that tell most."""
    columns = [c for c in COLUMNS if rows and c in rows[0]]
    return environment().get_template("notebook_table.html.jinja").render(columns=columns, rows=rows)
