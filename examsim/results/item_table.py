"""The sittings of many runs of one form, and their item analysis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exams.errors import InputError
from exams.files.editions import asked_exam
from exams.files.exam_folder import load_exam, shipped_exams
from exams.files.form_folder import practice_form
from exams.form import Form
from exams.loaders import open_form
from reports.run_folder import Run, read_run
from scoring.items.differential import DifferentialFunctioning, differential_items
from scoring.items.item_statistics import ItemAnalysis, analyse_items
from scoring.items.sitting import Sitting, family_of, sittings_of_run


@dataclass(frozen=True)
class FormItems:
    """The item analysis of a form. `families`: family → candidates; `given`: families that the user named."""

    form: Form
    analysis: ItemAnalysis
    differential: DifferentialFunctioning
    families: dict[str, tuple[str, ...]]
    given: tuple[str, ...]


def named_form(name: str) -> Form:
    """A form's folder, an exam for the practice form of its newest edition, or anything that can be imported."""
    exam = asked_exam(name)
    return practice_form(load_exam(exam)) if exam in shipped_exams() else open_form(name)


def as_families(given: Sequence[str]) -> dict[str, str]:
    """'meta=a,b' → {'a': 'meta', 'b': 'meta'}. InputError for anything else."""
    found: dict[str, str] = {}
    for one in given:
        name, sign, models = one.partition("=")
        if not (name and sign and models):
            raise InputError(f"--family {one!r} is not NAME=MODEL,…", hint="such as --family meta=llama-3,llama-2")
        found |= {model.strip(): name.strip() for model in models.split(",") if model.strip()}
    return found


def analyse(form: Form, folders: Sequence[Path], families: dict[str, str]) -> FormItems:
    """Item analysis of `form`. InputError for a run of another form, or a family of a model that has no run."""
    runs = [read_run(folder) for folder in folders]
    if absent := sorted(set(families) - {r.head.model for r in runs}):
        there = ", ".join(sorted({r.head.model for r in runs}))
        raise InputError(f"--family names {absent[0]!r}, of which there is no run", hint=f"there are: {there}")
    return analyse_sittings(form, run_sittings(form, runs, families), tuple(dict.fromkeys(families.values())))


def analyse_sittings(form: Form, sittings: Sequence[Sitting], given: tuple[str, ...] = ()) -> FormItems:
    """Item analysis of sittings, of models or of people."""
    found: dict[str, dict[str, None]] = {}
    for one in sittings:
        found.setdefault(one.family, {})[one.person] = None
    return FormItems(
        form,
        analyse_items(form, sittings),
        differential_items(sittings, [q.id for q in form.questions]),
        {family: tuple(persons) for family, persons in found.items()},
        given,
    )


def run_sittings(form: Form, runs: Sequence[Run], families: dict[str, str] | None = None) -> list[Sitting]:
    """All sittings of the runs, each run a candidate under its model's name. InputError for a run of another form."""
    found: list[Sitting] = []
    names = [r.head.model for r in runs]
    for run in runs:
        if form.content_hash not in (run.head.form.hash, run.head.form.whole_hash):
            raise InputError(
                f"the run is of another form, {run.head.form.id} ({run.head.form.hash[:12]})",
                where=run.folder,
                hint=f"give runs of {form.id} ({form.content_hash[:12]})",
            )
        model = run.head.model
        person = model if names.count(model) == 1 else f"{model} [{run.folder.name}]"
        family = (families or {}).get(model) or family_of(model)
        found += sittings_of_run(form, person, family, run.answers, run.grades)
    return found
