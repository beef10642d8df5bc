"""The results as plain data, one row a run, and one row a question: numbers as numbers, nothing to take apart.

`results.csv` is what every chart is drawn from. Both are written as CSV and as Parquet, with the same columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from exams.files.atomic_write import atomic_write
from reports.escaping import one_line, spreadsheet
from reports.question_outcome import outcome_of
from reports.resources import resources_of
from reports.score_text import default_percentile, is_practice, self_graded
from reports.scored_run import ScoredRun
from scoring.types import Interval, ScoreSet

Row = dict[str, str | float | int | bool | None]


def result_rows(runs: Sequence[ScoredRun], population: str | None = None) -> list[Row]:
    """One row a run: the reported score and percentile with all that is uncertain, full and clean, what it cost."""
    return [_result(run, population) for run in runs]


def question_rows(runs: Sequence[ScoredRun]) -> list[Row]:
    """One row for each question of each run."""
    return [row for run in runs for row in _questions(run)]


def write_tidy(rows: Sequence[Row], stem: Path, *, parquet: bool = True) -> list[Path]:
    """Write `stem`.csv, and `stem`.parquet; returns the paths. No row, no file."""
    if not rows:
        return []
    paths = [stem.with_name(f"{stem.name}{suffix}") for suffix in ((".csv", ".parquet") if parquet else (".csv",))]
    for path in paths:
        write_rows(rows, path)
    return paths


def write_rows(rows: Sequence[Row], path: Path) -> None:
    """Write rows of the same columns to `path`: as Parquet where it ends in .parquet, else as CSV."""
    columns = list(rows[0]) if rows else []
    made = _parquet(rows, columns) if path.suffix == ".parquet" else _csv(rows, columns)
    with atomic_write(path, durable=False) as file:
        file.write(made)


def _csv(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    held = io.StringIO()
    lines = csv.writer(held, lineterminator="\n")
    lines.writerow(columns)
    lines.writerows([_cell(row[c]) for c in columns] for row in rows)
    return held.getvalue().encode()


def _parquet(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({c: pa.array([row[c] for row in rows], _type(pa, [row[c] for row in rows])) for c in columns})
    held = io.BytesIO()
    pq.write_table(table, held, compression="zstd")
    return held.getvalue()


def _type(pa: Any, values: Sequence[object]) -> Any:
    known = [v for v in values if v is not None]
    if known and all(isinstance(v, bool) for v in known):
        return pa.bool_()
    if known and all(isinstance(v, int) for v in known):
        return pa.int64()
    return pa.float64() if known and all(isinstance(v, int | float) for v in known) else pa.string()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return spreadsheet(one_line(value, 2_000)) if isinstance(value, str) else value


def _result(run: ScoredRun, population: str | None) -> Row:
    score, reported = run.score, run.score.reported_set
    found = default_percentile(reported, population)
    spent = resources_of(run.run)
    seen = score.contamination
    return {
        "run": run.id,
        "exam": score.exam,
        "exam_name": score.exam_name,
        "model": run.series,
        "form": score.form,
        "form_hash": score.form_hash,
        "practice_form": is_practice(score),
        "date": (run.run.head.finished or run.run.head.started)[:10] or None,
        "questions": reported.questions,
        "reported": score.reported,
        "score": reported.value,
        "score_min": score.score_min,
        "score_max": score.score_max,
        **_ends("score", reported.interval),
        **_ends("score_by_scale", reported.by_scale),
        "percent_of_points": reported.percent,
        "percentile_low": None if found is None else found.low,
        "percentile_high": None if found is None else found.high,
        "percentile_below": None if found is None else found.below,
        **_ends("percentile", None if found is None else found.interval),
        **_ends("percentile_by_scale", None if found is None else found.by_scale),
        "percentile_told": None if found is None else found.text,
        "norm": None if found is None else found.norm,
        "population": None if found is None else found.population,
        "population_period": None if found is None else found.period or found.year,
        "percentile_status": None if found is None else found.status,
        **_set("full", score.full),
        **_set("clean", score.clean),
        "flagged": None if seen is None else len(seen.flagged),
        "flagged_share": None if seen is None else seen.share,
        "self_graded": self_graded(score),
        "incomplete": bool(reported.incomplete),
        "cost_usd": spent.cost,
        "tokens_per_question": spent.tokens,
        "seconds_per_question": spent.seconds,
    }


def _ends(name: str, inside: Interval | None) -> Row:
    return {
        f"{name}_interval_low": None if inside is None else inside.low,
        f"{name}_interval_high": None if inside is None else inside.high,
    }


def _set(name: str, scores: ScoreSet | None) -> Row:
    return {
        f"{name}_score": None if scores is None else scores.value,
        f"{name}_percent": None if scores is None else scores.percent,
    }


def _questions(run: ScoredRun) -> list[Row]:
    flagged = None if run.score.contamination is None else set(run.score.contamination.flagged)
    rows: list[Row] = []
    for question in run.run.form.questions if run.run.form else ():
        answer = run.run.answer_of.get(question.id)
        outcome, points, most = outcome_of(run.run.grades_of.get(question.id, ()))
        rows.append(
            {
                "run": run.id,
                "exam": run.score.exam,
                "model": run.series,
                "question": question.id,
                "section": question.section,
                "topic": question.topic or None,
                "kind": question.kind,
                "outcome": outcome,
                "points": points,
                "max_points": most if points is not None else question.points,
                "key": " ".join(question.key) or None,
                "answered": None if answer is None else " ".join(answer.choice) or None,
                "status": None if answer is None else answer.status,
                "flagged": None if flagged is None else question.id in flagged,
                "confidence_in_key": _confidence(question.key, answer),
                "prompt_tokens": None if answer is None else answer.usage.prompt_tokens,
                "completion_tokens": None if answer is None else answer.usage.completion_tokens,
                "cost_usd": None if answer is None else answer.usage.cost,
            }
        )
    return rows


def _confidence(key: Sequence[str], answer: Any) -> float | None:
    if answer is None or not answer.confidence or len(key) != 1:
        return None
    found = answer.confidence.get(key[0], 0.0)
    return float(found)
