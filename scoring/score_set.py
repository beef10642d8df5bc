"""Score one set of questions: proportions by section, the rule, the scale, percentiles, passes, alternatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from scoring.incomplete import handed_in_empty, incomplete, too_incomplete
from scoring.interval import interval_of, proportion_draws
from scoring.item_score import ItemScore
from scoring.linking.carry import carried
from scoring.response_spread import response_spread
from scoring.rule_values import earned as earned_points
from scoring.rule_values import may_miss, rule_values
from scoring.rules.means import means_of, readings_of
from scoring.rules.rule_input import Outcome
from scoring.scales.scale import WHOLE
from scoring.scales.tables import FloatArray
from scoring.scoring_plan import ScoringPlan
from scoring.section_score import Sampled, sample_section
from scoring.standing_of import at_ceiling, scale_range, standing_of
from scoring.stratum import strata
from scoring.types import Alternative, Component, Interval, PassResult, ScoreSet

METHOD = "draws of each section's share of the points with other questions like these, carried through scales and rule"


@dataclass(frozen=True)
class _Sampling:
    n_resamples: int
    seed: int


def score_set(
    which: Literal["full", "clean", "sound"],
    plan: ScoringPlan,
    item_scores: Sequence[ItemScore],
    n_resamples: int,
    seed: int,
) -> ScoreSet:
    """Score the questions of `item_scores`. A section with no graded question makes the score n/a (value None)."""
    sampling = _Sampling(n_resamples, seed)
    earned = earned_points(plan, plan.main, item_scores)
    sampled = _sections(plan, earned, sampling)
    records = tuple(s.record for s in sampled.values())
    values, outcome = rule_values(plan, plan.main, earned, _proportions(sampled), seed)
    value, interval = _reported_value(plan, values)
    missing = _missing(plan, sampled)
    alternatives = () if value is None else _alternatives(plan, item_scores, sampled, sampling)
    by_scale = scale_range(plan, value, alternatives)
    return ScoreSet(
        which=which,
        questions=len(item_scores),
        value=value,
        text=_text(plan, value, missing or outcome.note) + _marks(outcome, earned),
        interval=interval,
        by_scale=by_scale,
        bounds=_bounds(plan, item_scores, seed),
        percent=None
        if any(too_incomplete(_of(item_scores, s.id)) for s in plan.exam.section)
        else _percent(plan, sampled),
        incomplete=incomplete(item_scores),
        handed_in_empty=handed_in_empty(item_scores),
        sections=records,
        percentiles=()
        if outcome.no_percentile
        else standing_of(plan, value, interval, by_scale=by_scale, ceiling=at_ceiling(plan, earned)),
        no_percentile=outcome.no_percentile,
        passes=_passes(plan, value, interval, sampled),
        alternatives=alternatives,
        components=_components(outcome),
        means=means_of(plan.exam, earned, n_resamples, seed),
        readings=readings_of(plan.exam, earned, n_resamples, seed),
        note=missing or outcome.note,
    )


def _of(item_scores: Sequence[ItemScore], section: str) -> list[ItemScore]:
    return [c for c in item_scores if c.section == section]


def _sections(plan: ScoringPlan, item_scores: Sequence[ItemScore], sampling: _Sampling) -> dict[str, Sampled]:
    members = {s.id: _of(item_scores, s.id) for s in plan.exam.section}
    found = [stratum for s in plan.exam.section for stratum in strata(s, members[s.id])]
    seen = response_spread(found, sampling.seed)
    return {
        s.id: sample_section(plan, s, members[s.id], sampling.n_resamples, sampling.seed, seen)
        for s in plan.exam.section
    }


def _proportions(sampled: Mapping[str, Sampled]) -> dict[str, FloatArray]:
    return {name: s.proportions for name, s in sampled.items() if s.proportions is not None}


def _reported_value(plan: ScoringPlan, values: FloatArray | None) -> tuple[float | None, Interval | None]:
    if values is None:
        return None, None
    value = round(float(values[0]), 9)
    return value, interval_of(values, METHOD) if len(values) > 1 else None


def _missing(plan: ScoringPlan, sampled: Mapping[str, Sampled]) -> str:
    reasons = [
        f"{s.name}: {sampled[s.id].record.note}"
        for s in plan.exam.section
        if s.weight and sampled[s.id].proportions is None and not may_miss(plan, s.id)
    ]
    return "; ".join(reasons)


def _text(plan: ScoringPlan, value: float | None, reason: str) -> str:
    if value is None:
        return f"n/a ({reason})" if reason else "n/a"
    score = plan.exam.score
    if score.unit == "%":
        return f"{value:g} %"
    unit = f" {score.unit}" if score.unit else ""
    return f"{value:g}{unit}" if score.max is None else f"{value:g} / {score.max:g}{unit}"


def _marks(outcome: Outcome, item_scores: Sequence[ItemScore]) -> str:
    """What must stand beside the number wherever it is told."""
    own = outcome.value is not None and any(c.self_graded and c.points is not None for c in item_scores)
    return (" (invented standings)" if outcome.no_percentile else "") + (" (self-graded)" if own else "")


def _bounds(plan: ScoringPlan, item_scores: Sequence[ItemScore], seed: int) -> tuple[float, float] | None:
    """The score if every ungraded answer got nothing, and if every one got full points; None if all are graded."""
    if all(c.points is not None for c in item_scores):
        return None
    ends = []
    for share in (0.0, 1.0):
        filled = [c if c.points is not None else replace(c, points=share * c.maximum) for c in item_scores]
        earned = earned_points(plan, plan.main, filled)
        proportions = {}
        for section in plan.exam.section:
            parts = strata(section, [c for c in earned if c.section == section.id])
            if parts:
                alone = proportion_draws(parts, 0, np.random.default_rng(0))
                proportions[section.id] = carried(plan.form, section.id, alone)
        values, _ = rule_values(plan, plan.main, earned, proportions, seed)
        if values is None:
            return None
        ends.append(float(values[0]))
    return ends[0], ends[1]


def _percent(plan: ScoringPlan, sampled: Mapping[str, Sampled]) -> float | None:
    present = [(s.weight, f) for s in plan.exam.section if (f := sampled[s.id].record.proportion) is not None]
    total = sum(weight for weight, _ in present)
    return 100 * float(sum(weight * proportion for weight, proportion in present)) / total if total else None


def _passes(
    plan: ScoringPlan, value: float | None, interval: Interval | None, sampled: Mapping[str, Sampled]
) -> tuple[PassResult, ...]:
    results = []
    for mark in plan.exam.pass_mark:
        score, ends = value, interval
        if mark.of != WHOLE:
            record = sampled[mark.of].record
            score, ends = (record.scaled, record.scaled_interval) if record.scale else _percent_of(sampled[mark.of])
        results.append(
            PassResult(
                cut_score=mark.cut_score,
                where=mark.where,
                passed=None if score is None else score >= mark.cut_score,
                certain=ends is not None and not ends.low < mark.cut_score <= ends.high,
                source=mark.provenance.source,
            )
        )
    return tuple(results)


def _percent_of(section: Sampled) -> tuple[float | None, Interval | None]:
    record = section.record
    proportion, ends = record.proportion, record.proportion_interval
    if record.linked is not None:
        proportion, ends = record.linked, record.linked_interval
    percent = None if proportion is None else 100 * proportion
    return percent, None if ends is None else ends.model_copy(update={"low": 100 * ends.low, "high": 100 * ends.high})


def _alternatives(
    plan: ScoringPlan, item_scores: Sequence[ItemScore], sampled: Mapping[str, Sampled], sampling: _Sampling
) -> tuple[Alternative, ...]:
    found = []
    for reading in plan.others:
        proportions, earned = _proportions(sampled), earned_points(plan, reading, item_scores)
        if reading.parameters is not plan.main.parameters:
            proportions = _proportions(_sections(plan, earned, sampling))
        value, interval = _reported_value(plan, rule_values(plan, reading, earned, proportions, sampling.seed)[0])
        if value is None:
            continue
        standing = standing_of(plan, value, interval)
        found.append(
            Alternative(
                name=reading.name,
                scales=tuple(c.scale.id for c in reading.conversions.values()),
                value=value,
                interval=interval,
                percentile=next((p for p in standing if p.default), None),
                note="; ".join(dict.fromkeys(c.scale.provenance.status for c in reading.conversions.values())),
            )
        )
    return tuple(found)


def _components(outcome: Outcome) -> tuple[Component, ...]:
    return tuple(
        Component(
            name=step.name,
            raw=float(step.raw[0]),
            raw_max=step.raw_max,
            value=float(step.value[0]),
            interval=interval_of(step.value, METHOD) if len(step.value) > 1 else None,
            scale=step.scale,
        )
        for step in outcome.steps
    )
