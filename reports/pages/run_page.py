"""The page of one run: an HTML file that needs nothing beside it but, of a long run, the pages of its questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import orjson

from reports.exchange.datasets import dataset_blocks
from reports.pages.page_parts import PartLayout, Parts, in_parts, write_with_parts
from reports.pages.question_view import ROW, QuestionView
from reports.pages.run_view import TAGS, run_view
from reports.run_folder import Run, read_run

QUESTION_ORDERS = (
    ("number", "as asked"),
    ("points", "least points first"),
    ("topic", "by topic"),
    ("tokens", "longest answers first"),
)


def write_run_report(run_folder: Path) -> Path:
    """Write `report.html` into a finished run's folder from its records; returns the path."""
    return write_run_page(read_run(run_folder), run_folder / "report.html")


def write_run_page(
    run: Run,
    path: Path,
    *,
    index: str = "",
    siblings: Sequence[tuple[str, str]] = (),
    comparison: str = "",
    exchange: str = "",
) -> Path:
    """Write the page of one run as `path`.

    Relative links: `index` back to the page of all runs, `siblings` (model, page) to other runs of the exam,
    `comparison` to the page that compares them, `exchange` to the folder with the form and the norms as datasets.
    """
    view = run_view(run)
    parts = run_parts(run, view.questions, view.section_names, path.name)
    return write_with_parts(
        path,
        "run.html.jinja",
        parts,
        view=view,
        orders=QUESTION_ORDERS,
        index=index,
        siblings=siblings,
        comparison=comparison,
        datasets=dataset_blocks(run, run.score, exchange),
    )


def run_parts(
    run: Run, questions: Sequence[QuestionView], section_names: Sequence[tuple[str, str]], page: str
) -> Parts | None:
    """The questions of a run in parts, if they are too many for its page; `page` is that page's file name."""
    layout = PartLayout(
        article="question.html.jinja",
        heading=f"{run.head.exam.short or run.head.exam.name or run.head.exam.id} · {run.head.model}",
        sorts=QUESTION_ORDERS,
        section_names=tuple(section_names),
        lengths=True,
        download=f"{run.head.id}-questions",
        columns=orjson.dumps(ROW).decode(),
    )
    return in_parts(questions, TAGS, page, layout)
