"""One table after many runs: a row an exam, a column a model."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from exams.counted import agree, counted
from reports import score_text
from reports.escaping import one_line
from reports.exam_rows import in_table_2_order
from scoring.types import ExamScore

INCOMPLETE = "†"


def suite_table(scores: Sequence[ExamScore]) -> Table:
    """Reported scores with their percentiles; several runs of one model on one exam stand below each other."""
    models = list(dict.fromkeys(s.model for s in scores))
    ordered = in_table_2_order(scores, lambda score: score)
    exams = list(dict.fromkeys((s.exam, s.exam_short) for s in ordered))
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("exam", overflow="fold")
    for model in models:
        table.add_column(one_line(model), justify="right", overflow="fold")
    for exam, short in exams:
        cells = [[cell(s) for s in scores if (s.exam, s.model) == (exam, model)] for model in models]
        table.add_row(Text(one_line(short)), *(Text("\n".join(c) or "–") for c in cells))
    return table


def cell(score: ExamScore) -> str:
    """'163 / 180 (88th)', the lower of full and clean; marked where answers are missing or refused."""
    reported = score.reported_set
    percentile = score_text.default_percentile(reported)
    among = f" ({one_line(percentile.text)})" if percentile is not None and score_text.is_known(percentile) else ""
    clean = " clean" if score.reported == "clean" else ""
    return f"{one_line(score_text.format_score(reported))}{clean}{among}{INCOMPLETE if reported.incomplete else ''}"


def table_notes(scores: Sequence[ExamScore]) -> list[str]:
    """What the table's marks mean, and how much of what a reader must know is on the runs' own pages."""
    lines = []
    if missing := [s for s in scores if s.reported_set.incomplete]:
        lines.append(
            f"{INCOMPLETE} {len(missing)} of {counted(len(scores), 'run')} incomplete: the same command goes on"
        )
    if open_ := sum(s.reported_set.value is None for s in scores):
        lines.append(f"{open_} of {counted(len(scores), 'run')} without a score: their pages say why")
    if unlinked := sum(map(score_text.unlinked, scores)):
        lines.append(
            f"{counted(unlinked, 'percentile')} by {agree(unlinked, 'a form', 'forms')} taken to be as hard as the "
            "real exam: unchecked"
        )
    warned = [s for s in scores if any(n.level == "warning" for n in s.notes)]
    if warned:
        lines.append(
            f"{len(warned)} of {counted(len(scores), 'run')} with warnings: see "
            f"{agree(len(warned), 'its page', 'their pages')}"
        )
    return lines
