"""Several models on the same questions: who got what right, and whether they differ beyond chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.escaping import fragment
from reports.pages.comparison.pairs import Pair, PairedTest, comparison_sentence, pairs_of
from reports.pages.comparison.rows import compared_questions
from reports.pages.comparison.run_entry import run_entry
from reports.pages.page_parts import PartLayout, in_parts, write_with_parts
from reports.scored_run import ScoredRun, by_exam

__all__ = ["Comparison", "PairedTest", "write_comparisons"]
TAGS = ("differ", "all right", "none right", "flagged")


@dataclass(frozen=True)
class Comparison:
    """The page of one exam that several runs sat, and what it says in one sentence."""

    exam: str
    title: str
    path: Path
    runs: tuple[str, ...]
    sentence: str


def write_comparisons(
    runs: Sequence[ScoredRun],
    folder: Path,
    tests: Mapping[tuple[str, str], PairedTest],
    population: str | None = None,
) -> list[Comparison]:
    """Write a page for each exam that at least two runs sat, if they share questions; returns what was written.

    `tests` are by the names of the runs' pages; percentiles are among `population` where an exam has it.
    """
    made = []
    for exam, taken in by_exam(runs).items():
        own = sorted(taken.values(), key=_value, reverse=True)  # the better first: its differences are then positive
        if len(own) < 2:
            continue
        rows = compared_questions(own)
        if not any(sum(h is not None for h in row.held) > 1 for row in rows):
            continue
        path = folder / f"{fragment(exam)[:80]}.html"
        pairs = pairs_of(own, rows, tests)
        sentence = comparison_sentence(pairs)
        write_with_parts(
            path,
            "compare.html.jinja",
            in_parts(rows, TAGS, path.name, _layout(own[0].name)),
            title=own[0].name,
            runs=own,
            entries=[run_entry(run, population) for run in own],
            pairs=pairs,
            sentence=sentence,
            methods=_methods(pairs),
            rows=rows,
            counts=[(t, n) for t in TAGS if (n := sum(t in r.tags for r in rows))],
            topics=sorted({r.topic for r in rows if r.topic}, key=str.casefold),
            difficulties=sorted({r.difficulty for r in rows if r.difficulty}),
        )
        made.append(Comparison(exam, own[0].name, path, tuple(r.id for r in own), sentence))
    return made


def _layout(title: str) -> PartLayout:
    return PartLayout(
        article="compared_question.html.jinja",
        heading=f"{title}, compared",
        sorts=(("number", "as asked"), ("points", "fewest right first"), ("topic", "by topic")),
        legend="outcome_signs.html.jinja",
    )


def _value(run: ScoredRun) -> float:
    value = run.score.reported_set.value
    return float("-inf") if value is None else value


def _methods(pairs: Sequence[Pair]) -> list[str]:
    """The tests made, each told once."""
    return list(dict.fromkeys(pair.test.test for pair in pairs if pair.test is not None))
