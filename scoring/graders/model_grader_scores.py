"""What the score would be by the model's grades: alone, without what it cannot found, and corrected by its bias.

All are beside the score and are marked; neither replaces it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from contamination.types import Audit
from exams.exam import Exam
from exams.form import Form
from scoring.graders.resolve_grades import resolve_grades
from scoring.graders.supported_points import without_unsupported
from scoring.score_exam import score_exam
from scoring.types import AgreementReport, Alternative, ExamScore, Grade, ScoreSet
from scoring.types.fixed_lines import FOUNDED


@dataclass(frozen=True)
class Ways:
    """How the score itself was made, so that these are made in the same way."""

    audit: Audit | None
    scales: Mapping[str, str] | None
    population: str | None
    as_of: str | None = None


def with_model_scores(
    score: ExamScore, exam: Exam, form: Form, given: Sequence[Grade], agreement: AgreementReport, ways: Ways
) -> ExamScore:
    """`score` with up to three alternatives: by the model's grades alone, without those of their points that rest on
    words not in the answer, and with all of them corrected by a known bias.

    The first only where people's grades count in place of a model's; the second only where there are such points; the
    third only where the model was held against people on at least two answers.
    """
    others = [g for g in given if g.grader_kind != "human"]
    by_model = resolve_grades(form, others)
    if not any(g.grader_kind == "model" for g in by_model):
        return score
    readings = _readings(by_model, given, agreement)
    supported = resolve_grades(form, without_unsupported(form, others))
    if [g.points for g in supported] != [g.points for g in by_model]:
        readings.insert(0, (FOUNDED, supported, _model_error(supported, agreement, bias=False)))
    for name, grades, rater_sd in readings:
        other = score_exam(
            exam,
            form,
            grades,
            model=score.model,
            audit=ways.audit,
            scales=ways.scales,
            population=ways.population,
            as_of=ways.as_of,
            rater_sd=rater_sd,
        )
        score = _beside(score, other, name)
    return score


def corrected(grades: Sequence[Grade], agreement: AgreementReport) -> tuple[Grade, ...]:
    """A model's grades less its bias (share of the maximum, by section), kept within 0 and the maximum."""
    return tuple(_corrected(g, agreement) for g in grades)


def _readings(
    by_model: Sequence[Grade], given: Sequence[Grade], agreement: AgreementReport
) -> list[tuple[str, Sequence[Grade], Mapping[str, float]]]:
    readings: list[tuple[str, Sequence[Grade], Mapping[str, float]]] = []
    if any(g.grader_kind == "human" for g in given):
        readings.append(("by the model's grades alone", by_model, _model_error(by_model, agreement, bias=False)))
    if agreement.bias:
        seen = max(row.answers for row in agreement.bias.values())
        name = f"by the model's grades, corrected by their bias on {seen} answers that people graded too"
        readings.append((name, corrected(by_model, agreement), _model_error(by_model, agreement, bias=True)))
    return readings


def _model_error(grades: Sequence[Grade], agreement: AgreementReport, *, bias: bool) -> dict[str, float]:
    """The model's error by section. The bias has an error too, the same in all n answers: n × its variance is added,
    since the error of a mean of n answers is a single one's ÷ √n."""
    errors = {}
    for section, row in agreement.bias.items():
        if row.rater_sd is None:
            continue
        n = sum(g.section == section and g.grader_kind == "model" for g in grades)
        common = n * 2 * row.rater_sd**2 / row.answers if bias else 0.0  # SD of differences² = 2 × rater_sd²
        errors[section] = float(np.sqrt(row.rater_sd**2 + common))
    return errors


def _corrected(grade: Grade, agreement: AgreementReport) -> Grade:
    row = agreement.bias.get(grade.section)
    if grade.grader_kind != "model" or grade.points is None or row is None:
        return grade
    points = grade.points - row.bias_share * grade.max_points
    return grade.model_copy(
        update={"points": min(grade.max_points, max(0.0, points)), "grader": f"{grade.grader}, corrected"}
    )


def _beside(score: ExamScore, other: ExamScore, name: str) -> ExamScore:
    clean = None if score.clean is None or other.clean is None else _added(score.clean, other.clean, name)
    return score.model_copy(update={"full": _added(score.full, other.full, name), "clean": clean or score.clean})


def _added(to: ScoreSet, other: ScoreSet, name: str) -> ScoreSet:
    if other.value is None:
        return to
    percentile = next((p for p in other.percentiles if p.default), None)
    found = Alternative(
        name=name,
        scales=(),
        value=other.value,
        interval=other.interval,
        percentile=percentile,
        note="not the score: for comparison",
        other_grades=True,
    )
    return to.model_copy(update={"alternatives": (found, *to.alternatives)})
