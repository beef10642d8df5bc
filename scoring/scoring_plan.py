"""What of an exam does not depend on the answers: rule, scales in force, alternatives, norms. Read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import Any

from exams.errors import InputError
from exams.exam import Exam, Scale
from exams.form import Form
from exams.routing import sat_module
from scoring.rules import rule_of
from scoring.rules.rule import ScoringRule
from scoring.rules.rule_input import RuleInput
from scoring.scales.newest_norm import read_as_of
from scoring.scales.percentile import choose_norm, norm_tables
from scoring.scales.place import NormTable
from scoring.scales.scale import WHOLE, Conversion, make_conversion

Chosen = Mapping[str, Scale]


@dataclass(frozen=True)
class ScoringVariant:
    """One way to score the exam: scales by section (or "score") and the rule's parameters."""

    name: str
    conversions: Mapping[str, Conversion]
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class ScoringPlan:
    """`main` makes the score, `others` are beside it. `norms` and `population` are by section id or "score".

    `rater_sd`: sections whose graders' error is known from answers graded twice, as a share of the maximum. `as_of`:
    year or month before which a norm had to be published to be reported first; None = today.
    """

    exam: Exam
    form: Form
    rule: ScoringRule
    main: ScoringVariant
    others: tuple[ScoringVariant, ...]
    norms: Mapping[str, tuple[NormTable, ...]]
    population: Mapping[str, str | None]
    rater_sd: Mapping[str, float] = field(default_factory=dict)
    as_of: str | None = None

    @cached_property
    def absent(self) -> frozenset[str]:
        """Sections of which the form holds no question."""
        return frozenset(s.id for s in self.exam.section) - {q.section for q in self.form.questions}


def make_scoring_plan(
    exam: Exam, form: Form, scales: Mapping[str, str] | None, population: str | None, as_of: str | None = None
) -> ScoringPlan:
    """Read the exam's tables. InputError for a wrong table, rule, scale or population."""
    if population is not None and as_of is not None:
        raise InputError("--population and --as-of both choose a population", hint="give one of them")
    as_of, exam = read_as_of(as_of), with_scales_as_sat(exam, form)
    rule, parameters = rule_of(exam)
    chosen = chosen_scales(exam, scales or {})
    main = _reading(exam, rule, "main", chosen, parameters)
    others = [
        _reading(exam, rule, " + ".join(s.label for s in other.values()), other, parameters)
        for other in other_choices(exam, chosen)
    ]
    others += [replace(main, name=name, parameters=changed) for name, changed in rule.variants(parameters)]
    norms = {of: norm_tables(exam, of) for of in (WHOLE, *(s.id for s in exam.section))}
    return ScoringPlan(
        exam, form, rule, main, tuple(others), norms, _populations(norms, population, as_of), as_of=as_of
    )


def with_scales_as_sat(exam: Exam, form: Form) -> Exam:
    """The exam without the scales of second modules that were not sat. Where the form does not say which was (counts
    alone, or all modules), every scale stays: the default makes the score, the others its range."""
    scales = exam.scale
    for routing in exam.routing:
        sat = sat_module(routing, form.questions)
        if any(s.section == routing.section and s.module == sat for s in scales) and sat is not None:
            scales = tuple(s for s in scales if s.section != routing.section or s.module == sat)
    return exam if scales == exam.scale else exam.model_copy(update={"scale": scales})


def chosen_scales(exam: Exam, wanted: Mapping[str, str]) -> dict[str, Scale]:
    """The scale in force for each section that has any, and for "score": the wanted one, else the default."""
    by_target = _by_target(exam)
    chosen = {target: _default(exam, target, scales) for target, scales in by_target.items()}
    for target, name in wanted.items():
        found = [s for s in by_target.get(target, ()) if s.id == name]
        if not found:
            known = ", ".join(s.id for s in by_target.get(target, ())) or "none"
            raise InputError(f"no scale {name!r} for {target!r} in {exam.id}", hint=f"known: {known}")
        chosen[target] = found[0]
    return chosen


def other_choices(exam: Exam, chosen: Chosen) -> Iterator[dict[str, Scale]]:
    """Every other published combination: chart sets as a whole, scales outside sets freely."""
    by_target = _by_target(exam)
    sets = list(dict.fromkeys(s.chart_set for s in exam.scale if s.chart_set))
    loose = {target: [s for s in scales if not s.chart_set] for target, scales in by_target.items()}
    combinations: list[dict[str, Scale]] = []
    for name in sets:
        members = {t: [s for s in scales if s.chart_set == name] for t, scales in by_target.items()}
        options = [members[t] or loose[t] or [chosen[t]] for t in by_target]
        combinations += [dict(zip(by_target, picked, strict=True)) for picked in product(*options)]
    if all(loose.values()) and loose:
        combinations += [dict(zip(by_target, picked, strict=True)) for picked in product(*loose.values())]
    present = {t: s.id for t, s in chosen.items()}
    return (c for c in combinations if {t: s.id for t, s in c.items()} != present)


def _by_target(exam: Exam) -> dict[str, list[Scale]]:
    targets: dict[str, list[Scale]] = {}
    for scale in exam.scale:
        targets.setdefault(scale.section or WHOLE, []).append(scale)
    return targets


def _default(exam: Exam, target: str, scales: list[Scale]) -> Scale:
    defaults = [s for s in scales if s.default]
    if len(defaults) != 1 and len(scales) > 1:
        raise InputError(
            f"{len(defaults)} of the scales for {target!r} are default",
            where=exam.folder / "exam.toml",
            hint="mark exactly one",
        )
    return defaults[0] if defaults else scales[0]


def _reading(exam: Exam, rule: ScoringRule, name: str, chosen: Chosen, parameters: Mapping[str, Any]) -> ScoringVariant:
    conversions = {
        target: make_conversion(exam, scale, exam.section_named(target).points)
        for target, scale in chosen.items()
        if target != WHOLE
    }
    if WHOLE in chosen:
        maximum = rule.whole_maximum(RuleInput(exam, {}, conversions, parameters))
        conversions[WHOLE] = make_conversion(exam, chosen[WHOLE], maximum)
    for needed in rule.needs(parameters):
        if needed not in conversions:
            raise InputError(f"rule {rule.name} needs a scale for {needed!r}", where=exam.folder / "exam.toml")
    return ScoringVariant(name, conversions, parameters)


def _populations(
    norms: Mapping[str, tuple[NormTable, ...]], wanted: str | None, as_of: str | None
) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    faults: list[InputError] = []
    for of, tables in norms.items():
        try:
            found[of] = choose_norm(tables, wanted, as_of)
        except InputError as error:
            found[of] = choose_norm(tables, None, as_of)
            faults.append(error)
    if len(faults) == len(norms):
        raise faults[0]
    return found
