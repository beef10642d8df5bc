"""Score one section on one set of questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from exams.exam import Section
from scoring.incomplete import incomplete, too_incomplete
from scoring.interval import MeasurementError, interval_of, proportion_draws, proportion_interval
from scoring.item_score import ItemScore, count
from scoring.linking.carry import carried
from scoring.response_spread import ResponseSpread
from scoring.scales.tables import FloatArray
from scoring.scoring_plan import ScoringPlan
from scoring.standing_of import at_ceiling, standing_of
from scoring.stratum import strata
from scoring.types import Interval, SectionScore

LINKED = "draws of the share of the points with other questions like these, and of the link to the real form"


@dataclass(frozen=True)
class Sampled:
    """A section's record, and its proportion with draws, on the real exam's form where this one is linked to it;
    `proportions` is None where nothing is graded."""

    record: SectionScore
    proportions: FloatArray | None


def sample_section(
    plan: ScoringPlan,
    section: Section,
    item_scores: Sequence[ItemScore],
    n_resamples: int,
    seed: int,
    seen: ResponseSpread,
) -> Sampled:
    """Score `item_scores` (this section's questions of the set) and draw its sampling distribution.

    `seen`: the spread of all free responses of the set. The random stream depends on seed and section alone, so equal
    sets of questions give equal draws.
    """
    parts = strata(section, item_scores)
    on_form = plan.form.section_questions(section.id)
    graded = [c for c in item_scores if c.points is not None]
    proportions, interval, lost = None, None, too_incomplete(item_scores)
    if parts and not lost:
        rng = np.random.default_rng([seed, crc32(section.id.encode())])
        proportions = proportion_draws(parts, n_resamples, rng, measurement_error(plan, section, seen))
        interval = proportion_interval(parts, proportions)
    proportion = None if proportions is None else float(proportions[0])
    linked, proportions, there = _linked(plan, section, proportions, seed)
    real, there = (proportion, interval) if linked is None else (linked, there)
    scaled, scaled_interval, scale = _scaled(plan, section, proportions, there, seed)
    standing, standing_interval = (scaled, scaled_interval) if scale else _raw(section, real, there)
    record = SectionScore(
        section=section.id,
        name=section.name,
        kind=section.kind,
        weight=section.weight,
        questions=len(item_scores),
        questions_on_form=len(on_form),
        questions_on_exam=section.questions,
        points=sum(c.points or 0.0 for c in graded) if graded and not lost else None,
        max_points=sum(c.maximum for c in graded),
        proportion=proportion,
        proportion_interval=interval,
        linked=linked,
        linked_interval=None if linked is None else there,
        raw=None if real is None else real * section.points,
        raw_max=section.points,
        scaled=scaled,
        scaled_name=section.name if scale else "",
        scaled_interval=scaled_interval,
        scale=scale,
        percentiles=standing_of(
            plan, standing, standing_interval, of=section.id, ceiling=at_ceiling(plan, item_scores)
        ),
        statuses=dict(count(c.status for c in item_scores)),
        graders=dict(count(c.grader for c in item_scores)),
        self_graded=any(c.self_graded for c in item_scores),
        ungraded=len(item_scores) - len(graded),
        note=_note(section, item_scores, len(on_form)),
    )
    return Sampled(record, proportions)


def _linked(
    plan: ScoringPlan, section: Section, proportions: FloatArray | None, seed: int
) -> tuple[float | None, FloatArray | None, Interval | None]:
    """The share on the real form, it with its draws, and its interval; None, what was given, None without a link."""
    if proportions is None or plan.form.link is None or plan.form.link.of(section.id) is None:
        return None, proportions, None
    values = carried(plan.form, section.id, proportions, seed)
    return float(values[0]), values, interval_of(values, LINKED) if len(values) > 1 else None


def measurement_error(plan: ScoringPlan, section: Section, seen: ResponseSpread) -> MeasurementError:
    """What is known of the errors of the section's free responses; `seen` is the spread of all of the exam's."""
    parameters = plan.main.parameters
    rater_sd = plan.rater_sd.get(section.id, float(parameters["rater_sd"]))
    return MeasurementError(rater_sd, float(parameters["essay_sd"]), seen)


def _scaled(
    plan: ScoringPlan, section: Section, proportions: FloatArray | None, interval: Interval | None, seed: int
) -> tuple[float | None, Interval | None, str]:
    """On the section's own scale. An estimate's error is in the draws alone: its interval is taken from them."""
    conversion = plan.main.conversions.get(section.id)
    if conversion is None or proportions is None:
        return None, None, ""
    scaled, ends = float(conversion.apply(proportions[:1])[0]), None
    if interval is not None and conversion.scale.error:
        ends = interval_of(conversion.drawn(proportions, seed), "quantiles of draws, with the scale's own error")
    elif interval is not None:
        low, high = conversion.apply(np.array([interval.low, interval.high]))
        ends = interval.model_copy(update={"low": float(low), "high": float(high)})
    return scaled, ends, conversion.scale.id


def _raw(section: Section, proportion: float | None, interval: Interval | None) -> tuple[float | None, Interval | None]:
    if proportion is None or interval is None:
        return None if proportion is None else proportion * section.points, None
    ends = {"low": interval.low * section.points, "high": interval.high * section.points}
    return proportion * section.points, interval.model_copy(update=ends)


def _note(section: Section, item_scores: Sequence[ItemScore], on_form: int) -> str:
    if not on_form:
        return "no questions on this form"
    if not item_scores:
        return "all its questions are contaminated: no clean score"
    if too_incomplete(item_scores):
        return incomplete(item_scores)
    if all(c.points is None for c in item_scores):
        return "not graded yet"
    absent = {p.id for p in section.parts if p.weight is not None} - {c.part for c in item_scores}
    if not absent or all(c.part is None for c in item_scores):
        return ""
    return f"no question of part {', '.join(sorted(absent))}: the other parts' weights are scaled up"
