"""A benchmark by language: score, paired difference to the original, unread replies, tokens a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.score_text import number, p_text, signed
from reports.scored_run import ScoredRun
from reports.tables.language_rows import LanguageRow, LanguageTest, language_rows, runs_by_language
from reports.tables.table import NOT_MEASURED, Cell, Column, Source, Table

COLUMNS = ("Questions", "Score", "95 %", "By question", "Difference", "95 % of it", "p", "Shared", "Unread", "Tokens")
EMPTY = Cell(NOT_MEASURED)


def language_tables(runs: Sequence[ScoredRun], tests: Mapping[str, LanguageTest]) -> list[Table]:
    """One table for each benchmark that was asked in several languages."""
    return [_table(exam, language_rows(own, tests)) for exam, own in runs_by_language(runs).items()]


def _table(exam: str, rows: Sequence[LanguageRow]) -> Table:
    columns = (
        Column("Language", numeric=False),
        Column("Tag", numeric=False),
        Column("Model", numeric=False),
        *map(Column, COLUMNS),
        Column("Translated by", numeric=False),
    )
    notes = (
        "Difference: percent right by question, minus the same model's in the original, on the questions that both "
        "have graded; its interval by resampling these questions (passages together), p by McNemar's exact test, "
        "adjusted over the languages (Holm).",
        "Unread: replies that held no answer, percent. Tokens: of the prompt, a question.",
    )
    sources = tuple(
        Source(r.run.id, exam, r.run.series, r.run.score.form_hash[:12], r.run.run.folder.name, f"runs/{r.run.page}")
        for r in rows
    )
    name = rows[0].exam
    return Table(f"languages-{exam}", f"{name} by language, percent", columns, tuple(map(_cells, rows)), notes, sources)


def _cells(row: LanguageRow) -> tuple[Cell, ...]:
    full, run, test = row.run.score.full, row.run.id, row.test
    micro = next((m for m in full.means if "question" in m.name), None)
    head = row.run.run.head.form
    paired = (EMPTY,) * 4
    if test is not None:
        paired = (
            Cell(signed(100 * test.difference), 100 * test.difference, run),
            Cell(f"{signed(100 * test.low)} to {signed(100 * test.high)}", run=run),
            Cell(p_text(test.p).removeprefix("= "), test.p, run),
            Cell(f"{test.questions:,}", test.questions, run),
        )
    return (
        Cell(row.title + (" (right to left)" if row.right_to_left else ""), run=run),
        Cell(row.tag),
        Cell(row.run.series),
        Cell(f"{full.questions:,}", full.questions, run),
        Cell(number(full.value, 2), full.value, run),
        Cell(f"{full.interval.low:.1f}–{full.interval.high:.1f}", run=run) if full.interval else EMPTY,
        Cell(f"{micro.value:.2f}", micro.value, run) if micro else EMPTY,
        *paired,
        Cell(f"{100 * row.unparsed:.1f}", 100 * row.unparsed, run),
        EMPTY if row.tokens is None else Cell(f"{row.tokens:.0f}", row.tokens, run),
        Cell(head.translated_by or "original" if head.language else ""),
    )
