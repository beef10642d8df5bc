"""Several models on the same questions: who got what right, and whether they differ beyond chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exams.question import Question
from reports.escaping import fragment, one_line
from reports.pages.templating import write_page
from reports.question_outcome import outcome_of
from reports.scored_run import ScoredRun, by_exam


@dataclass(frozen=True)
class PairedTest:
    """What a paired test of two runs says; made outside, since reports compute no statistic. Shares are 0–1."""

    difference: float
    low: float
    high: float
    p_value: float
    test: str
    questions: int


@dataclass(frozen=True)
class Comparison:
    """The page of one exam that several runs sat."""

    exam: str
    title: str
    path: Path
    runs: tuple[str, ...]


@dataclass(frozen=True)
class _Pair:
    first: str
    second: str
    shared: int
    both: int
    only_first: int
    only_second: int
    neither: int
    test: PairedTest | None


@dataclass(frozen=True)
class _Held:
    """One model's answer to one question."""

    outcome: str
    points: float | None
    max_points: float | None
    text: str
    choice: str
    page: str


@dataclass(frozen=True)
class _Row:
    number: int
    id: str
    anchor: str
    preview: str
    tags: tuple[str, ...]
    question: Question | None
    held: tuple[_Held | None, ...]


def write_comparisons(
    runs: Sequence[ScoredRun], folder: Path, tests: Mapping[tuple[str, str], PairedTest]
) -> list[Comparison]:
    """Write a page for each exam that at least two runs sat, if they share questions; returns what was written."""
    made = []
    for exam, taken in by_exam(runs).items():
        own = list(taken.values())
        rows = _rows(own)
        if len(own) < 2 or not any(sum(h is not None for h in row.held) > 1 for row in rows):
            continue
        path = folder / f"{fragment(exam)[:80]}.html"
        title = own[0].name
        tags = [t for t in ("differ", "all right", "none right") if any(t in r.tags for r in rows)]
        counts = [(t, sum(t in r.tags for r in rows)) for t in tags]
        write_page(
            path, "compare.html.jinja", title=title, runs=own, pairs=_pairs(own, rows, tests), rows=rows, counts=counts
        )
        made.append(Comparison(exam, title, path, tuple(r.id for r in own)))
    return made


def _rows(runs: Sequence[ScoredRun]) -> list[_Row]:
    asked: dict[str, Question | None] = {}
    for run in runs:
        asked |= {q.id: q for q in run.run.form.questions if run.run.form} if run.run.form else {}
    for run in runs:
        asked |= {a.question: None for a in run.run.answers if a.question not in asked}
    rows = []
    for number, (name, question) in enumerate(asked.items(), 1):
        held = tuple(_held(run, name) for run in runs)
        preview = one_line(question.stem if question else "", 150)
        rows.append(_Row(number, name, f"q-{fragment(name)}", preview, _tags(held), question, held))
    return rows


def _held(run: ScoredRun, name: str) -> _Held | None:
    answer, grades = run.run.answer_of.get(name), run.run.grades_of.get(name, ())
    if answer is None and not grades:
        return None
    outcome, points, top = outcome_of(grades)
    return _Held(
        outcome,
        points,
        top,
        text=answer.text if answer else "",
        choice=", ".join(answer.choice) if answer else "",
        page=f"../runs/{run.page}#q-{fragment(name)}",
    )


def _tags(held: Sequence[_Held | None]) -> tuple[str, ...]:
    seen = {h.outcome for h in held if h is not None}
    shares = {round(h.points / h.max_points, 6) for h in held if h and h.points is not None and h.max_points}
    tags = []
    if len(shares) > 1:
        tags.append("differ")
    if seen == {"right"}:
        tags.append("all right")
    if seen and "right" not in seen and "partly" not in seen:
        tags.append("none right")
    return tuple(tags)


def _pairs(runs: Sequence[ScoredRun], rows: Sequence[_Row], tests: Mapping[tuple[str, str], PairedTest]) -> list[_Pair]:
    pairs = []
    for i, first in enumerate(runs):
        for j in range(i + 1, len(runs)):
            second = runs[j]
            shared = [(r.held[i], r.held[j]) for r in rows]
            graded = [(a, b) for a, b in shared if a and b and a.points is not None and b.points is not None]
            right = [(a.outcome == "right", b.outcome == "right") for a, b in graded]
            pairs.append(
                _Pair(
                    first.series,
                    second.series,
                    len(right),
                    sum(a and b for a, b in right),
                    sum(a and not b for a, b in right),
                    sum(b and not a for a, b in right),
                    sum(not a and not b for a, b in right),
                    tests.get((first.id, second.id)),
                )
            )
    return pairs
