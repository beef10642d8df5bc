"""Answers that were graded more than once, arranged so that two graders can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median
from typing import Literal

from exams.question import Question
from exams.rubric import Rubric
from scoring.graders.resolve_grades import model_on, people_grades, people_on, total_step
from scoring.graders.supported_points import SUFFIX, founded_only
from scoring.types import Grade

PEOPLE = "people"


@dataclass(frozen=True)
class ScoredResponse:
    """One answer of one run with all grades that were given to it."""

    run: str
    question: Question
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Points that two graders gave one answer, or one criterion of it, with its maximum and smallest step."""

    section: str
    first: float
    second: float
    maximum: float
    step: float
    criterion: str = ""


@dataclass(frozen=True)
class RaterPair:
    """Who is compared: two persons, or what people settled on with a model."""

    first: str
    second: str
    kind: Literal["people", "model"]


def comparisons(marked: Sequence[ScoredResponse]) -> dict[RaterPair, tuple[tuple[Grade, Grade, Question], ...]]:
    """Every pair of graders that share an answer, with the grades of the answers they share."""
    found: dict[RaterPair, list[tuple[Grade, Grade, Question]]] = {}
    for m in marked:
        people = people_grades(m.grades)
        for one, other in combinations(sorted(people), 2):
            found.setdefault(RaterPair(one, other, "people"), []).append((people[one], people[other], m.question))
    for m in marked:
        settled = people_on(m.question, m.grades)
        if settled is None:
            continue
        for name, by_model in _by_model(m):
            found.setdefault(RaterPair(PEOPLE, name, "model"), []).append((settled, by_model, m.question))
        for name, supported in _by_model(_founded(m)):
            found.setdefault(RaterPair(PEOPLE, name + SUFFIX, "model"), []).append((settled, supported, m.question))
    return {versus: tuple(rows) for versus, rows in found.items() if not _says_nothing_new(versus, found)}


def _founded(m: ScoredResponse) -> ScoredResponse:
    kept = (founded_only(m.question, g) if g.grader_kind == "model" else g for g in m.grades)
    return replace(m, grades=tuple(kept))


def _says_nothing_new(versus: RaterPair, found: Mapping[RaterPair, Sequence[tuple[Grade, Grade, Question]]]) -> bool:
    """Whether a model's supported points are all its points."""
    if not versus.second.endswith(SUFFIX):
        return False
    whole = found[replace(versus, second=versus.second.removesuffix(SUFFIX))]
    return all(a.points == b.points for (_, a, _), (_, b, _) in zip(whole, found[versus], strict=True))


def counting_model(m: ScoredResponse) -> str:
    """Name of the model whose grade counts where no person graded; '' if there is none."""
    grade = model_on(m.question, m.grades)
    return "" if grade is None else grade.grader.rpartition(" votes by ")[2]


def totals(rows: Iterable[tuple[Grade, Grade, Question]]) -> list[Pair]:
    """The graders' total points."""
    return [
        Pair(q.section, a.points, b.points, a.max_points, total_step(q.rubric))
        for a, b, q in rows
        if a.points is not None and b.points is not None
    ]


def by_criterion(rows: Iterable[tuple[Grade, Grade, Question]]) -> Iterator[Pair]:
    """The graders' points criterion by criterion, where both gave them."""
    for a, b, question in rows:
        if question.rubric is None:
            continue
        second = {c.criterion: c.points for c in b.criteria}
        for c in a.criteria:
            if c.criterion in second:
                step, maximum = _limits(question.rubric, c.criterion)
                name = f"{question.id}/{c.criterion}"
                yield Pair(question.section, c.points, second[c.criterion], maximum, step, name)


def _by_model(m: ScoredResponse) -> Iterator[tuple[str, Grade]]:
    """Each model that graded the answer, in its own latest round; votes become their median."""
    votes = [g for g in m.grades if g.grader_kind == "model" and g.points is not None and g.role == ""]
    for name in dict.fromkeys(g.grader for g in votes):
        own = [g for g in votes if g.grader == name]
        last = [g for g in own if g.round == own[-1].round]
        points = median(g.points for g in last if g.points is not None)
        yield name, last[0] if len(last) == 1 else last[0].model_copy(update={"points": points, "criteria": ()})
    panel, joined = counting_model(m), model_on(m.question, m.grades)
    if joined is not None and panel not in {g.grader for g in votes}:
        yield panel, joined


def _limits(rubric: Rubric, criterion: str) -> tuple[float, float]:
    for c in rubric.criteria:
        if c.id == criterion:
            return c.step, abs(c.points)
    return rubric.step, rubric.max_points
