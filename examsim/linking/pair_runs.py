"""Which runs are of one candidate who sat both forms: the same model, asked in the same way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exams.form import Form
from examsim.results.what_differs import asked, what_differs
from reports.escaping import one_line
from reports.run_folder import Run
from scoring.linking.section_shares import CommonPerson, Sheet
from scoring.types import Grade


@dataclass(frozen=True)
class PairedRuns:
    """The common persons, how many models they are of, and what was left out or differs, in words."""

    persons: tuple[CommonPerson, ...]
    models: int
    told: tuple[str, ...]


def pair_runs(runs: Sequence[Run], practice: Form, real: Form) -> PairedRuns:
    """Runs of a model on both forms with the same settings are one person's; where a model has one run on each, these
    are taken whatever their settings, and what differs is told. Of several equal ones the last counts."""
    told: list[str] = []
    held: dict[str, tuple[dict[str, Run], dict[str, Run]]] = {}
    others = 0
    for run in sorted(runs, key=lambda r: (r.head.started, r.head.id)):
        side = {practice.content_hash: 0, real.content_hash: 1}.get(run.head.form.hash)
        if side is None:
            others += 1
            continue
        held.setdefault(run.head.model, ({}, {}))[side][_settings(run)] = run
    if others:
        told.append(f"{others} runs are of neither form: left out")
    persons: list[CommonPerson] = []
    models = 0
    for model, (first, second) in held.items():
        pairs = [(first[key], second[key]) for key in first if key in second]
        if not pairs and len(first) == len(second) == 1:
            pairs = list(zip(first.values(), second.values(), strict=True))
            differs = "; ".join(what_differs(pairs[0][0].head, pairs[0][1].head))
            told.append(f"{one_line(model, 60)}: asked otherwise on the two forms ({one_line(differs, 200)})")
        if alone := len(first) + len(second) - 2 * len(pairs):
            told.append(f"{one_line(model, 60)}: {alone} runs without their like on the other form: left out")
        models += bool(pairs)
        for number, (a, b) in enumerate(pairs, 1):
            name = model if len(pairs) == 1 else f"{model} ({number})"
            persons.append(_person(name, a, b))
    return PairedRuns(tuple(persons), models, tuple(told))


def _settings(run: Run) -> str:
    return json.dumps(asked(run.head), sort_keys=True, default=str)


def _person(name: str, practice: Run, real: Run) -> CommonPerson:
    first, second = list(_sheets(practice.grades)), list(_sheets(real.grades))
    count = min(len(first), len(second))
    return CommonPerson(name, tuple(first[:count]), tuple(second[:count]), practice.head.id, real.head.id)


def _sheets(grades: Sequence[Grade]) -> Iterator[Sheet]:
    """The grades of each sitting: one, or as many as every drawn question has draws."""
    drawn = [len(g.draws) for g in grades if g.grader_kind == "key" and g.draws]
    yield grades
    for number in range(1, min(drawn, default=1)):
        yield [
            g.model_copy(update={"points": g.draws[number].points, "status": g.draws[number].status})
            if g.grader_kind == "key" and g.draws
            else g
            for g in grades
        ]
