"""Shares of the points by section as a score is made of them: the exam's weights of parts, its points for blanks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exams.errors import InputError
from exams.exam import Exam
from exams.form import Form
from scoring.incomplete import too_incomplete
from scoring.item_score import credits_of
from scoring.linking.common_persons import CommonPersons
from scoring.rule_values import earned
from scoring.scales.tables import FloatArray
from scoring.scoring_plan import ScoringPlan, make_scoring_plan
from scoring.stratum import strata
from scoring.types import Grade

NOT_BY_SHARES = ("equilibrium_rating",)  # rules that look at single questions, where a link of shares changes nothing

Sheet = Sequence[Grade]  # one sitting's grades, one a question


@dataclass(frozen=True)
class CommonPerson:
    """Who sat both forms, with the same number of sittings of each."""

    name: str
    practice: tuple[Sheet, ...]
    real: tuple[Sheet, ...]
    practice_run: str = ""
    real_run: str = ""


def plan_of(exam: Exam, form: Form) -> ScoringPlan:
    """How `form` is scored. InputError for an exam whose score is no function of the shares of its sections."""
    plan = make_scoring_plan(exam, form, None, None)
    if plan.rule.name in NOT_BY_SHARES:
        raise InputError(f"{exam.id} is scored question by question ({plan.rule.name}): forms of it can't be linked")
    return plan


def common_persons(
    persons: Sequence[CommonPerson], section: str, practice: ScoringPlan, real: ScoringPlan
) -> tuple[CommonPersons, tuple[str, ...]]:
    """One section of the persons who have a share on both forms, and the names of the others."""
    names: list[str] = []
    left_out: list[str] = []
    index: list[int] = []
    shares: list[tuple[float, float]] = []
    items: tuple[list[FloatArray], list[FloatArray]] = ([], [])
    for person in persons:
        whole = 0
        for a, b in zip(person.practice, person.real, strict=True):
            one, other = _share(practice, section, a), _share(real, section, b)
            if one is not None and other is not None:
                whole += 1
                shares.append((one, other))
                items[0].append(_items(practice, section, a))
                items[1].append(_items(real, section, b))
        if whole:
            index += [len(names)] * whole
            names.append(person.name)
        else:
            left_out.append(person.name)
    told = np.array(shares, dtype=float).reshape(-1, 2)
    person_of = np.array(index, dtype=np.int64)
    data = CommonPersons(tuple(names), person_of, told[:, 0], told[:, 1], _stacked(items[0]), _stacked(items[1]))
    return data, tuple(left_out)


def _stacked(rows: Sequence[FloatArray]) -> FloatArray:
    return np.stack(rows) if rows else np.zeros((0, 0))


def _share(plan: ScoringPlan, section: str, grades: Sheet) -> float | None:
    scores = earned(plan, plan.main, credits_of(plan.exam, plan.form, grades))
    own = [c for c in scores if c.section == section]
    parts = strata(plan.exam.section_named(section), own)
    return None if not parts or too_incomplete(own) else sum(p.weight * p.proportion for p in parts)


def _items(plan: ScoringPlan, section: str, grades: Sheet) -> FloatArray:
    by_question = {g.question: g for g in grades if g.points is not None}
    own = [by_question.get(q.id) for q in plan.form.section_questions(section)]
    return np.array([np.nan if g is None else (g.points or 0.0) / g.max_points for g in own])
