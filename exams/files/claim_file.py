"""Read the public claims that ship: `exams/catalogue/claims/claims.csv`, and the rows of the GPT-4 report's Table 1."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from exams.claim import Claim
from exams.errors import InputError
from exams.files.csv_records import csv_records
from exams.files.exam_folder import load_exam, shipped_folder
from exams.files.report_counts import report_counts
from exams.files.toml_records import first_fault

REPORT = "GPT-4 Technical Report (arXiv 2303.08774v6), Table 1"
MODELS = (("gpt4", "gpt-4"), ("gpt4_novision", "gpt-4 (no vision)"), ("gpt35", "gpt-3.5"))


@cache
def read_claims() -> tuple[Claim, ...]:
    """All claims, the GPT-4 report's first. InputError for a row that cannot be used."""
    folder = shipped_folder()
    rows = [*_report_rows(folder / "gpt4-report" / "table1.csv"), *_rows(folder / "claims" / "claims.csv")]
    claims: list[Claim] = []
    for path, line, row in rows:
        try:
            claim = Claim.model_validate({name: value for name, value in row.items() if value != ""})
        except ValidationError as error:
            raise InputError(first_fault(error), where=path, line=line) from None
        if claim.id in {c.id for c in claims}:
            raise InputError(f"two claims share the id {claim.id!r}", where=path, line=line)
        claims.append(claim)
    return tuple(claims)


def _rows(path: Path) -> Iterator[tuple[Path, int, dict[str, str]]]:
    for line, row in csv_records(path)[1]:
        yield path, line, row


def _report_rows(path: Path) -> Iterator[tuple[Path, int, dict[str, str]]]:
    """Table 1 by model, with the counts that are published; the run without vision only where its score is another."""
    rows = list(_rows(path))
    sections = {row["exam"]: frozenset(s.id for s in load_exam(row["exam"]).section) for _, _, row in rows}
    counts = report_counts(path.parent, sections)
    for at, line, row in rows:
        for column, model in MODELS:
            score = row[f"{column}_score"]
            if column == "gpt4_novision" and score == row["gpt4_score"]:
                continue
            low, _, high = row[f"{column}_percentile"].partition("-")
            below = low.startswith("<")
            yield (
                at,
                line,
                {
                    "id": f"gpt-4-report.{row['exam']}.{column.replace('_', '-')}",
                    "by": "OpenAI, GPT-4 Technical Report",
                    "said": "2023-03",
                    "model": model,
                    "name": row["name"],
                    "exam": row["exam"],
                    "score": score,
                    "raw": counts.get((row["exam"], column), ""),
                    "low": "0" if below else low,
                    "high": low.removeprefix("<") if below else high,
                    "source": REPORT,
                    "seen": "verbatim",
                },
            )
