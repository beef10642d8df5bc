"""From names on a command line to what the file says of them. What the file does not know stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from exams.errors import InputError
from exams.prompts.persona import system_text
from examsim.config.faults import nearest
from examsim.config.lab_file import Lab, ModelTable
from examsim.config.read_lab import OWN_SETTINGS
from examsim.models.server.headers import header
from examsim.models.setup.model_setup import NO_SETUP, Limits, ModelSetup, NamedModel

MOST_NESTED = 20


def named_model(lab: Lab | None, name: str, *, grader: bool = False) -> NamedModel | None:
    """What the file says of a model, or None; of a grader its graders are asked first.

    InputError for a header whose variable is not set.
    """
    if lab is None:
        return None
    table = (lab.file.graders.get(name) if grader else None) or lab.file.models.get(name)
    return None if table is None else _named(name, table, lab.path.parent)


def merged(model: NamedModel, typed: ModelSetup, explicit: Collection[str]) -> NamedModel:
    """The file's model with what was typed on top: parameters and headers by name, and options that were `explicit`ly
    given (typed or in the environment) in the place of the file's."""
    setup, own = typed, model.setup
    headers = {h.name.lower(): h for h in (*own.headers, *setup.headers)}
    limits = own.limits if "concurrency" not in explicit else replace(own.limits, concurrency=None)
    both = replace(
        own,
        params={**own.params, **setup.params},
        headers=tuple(headers[name] for name in sorted(headers)),
        key_variable=None if "api_key_env" in explicit else own.key_variable,
        key=None if "api_key_env" in explicit else own.key,
        price=None if "price" in explicit else own.price,
        limits=limits,
    )
    settings = {name: value for name, value in model.settings.items() if name not in explicit}
    return replace(model, setup=both, settings=settings)


def lookup(lab: Lab | None, explicit: Collection[str]) -> Callable[[str, bool], NamedModel | None]:
    """Finds the file's models and, asked so, its graders, with what was typed on top."""

    def named(name: str, grades: bool) -> NamedModel | None:
        prefix = "grader_" if grades else ""
        typed = [o.removeprefix(prefix) for o in explicit if o.startswith(prefix)]
        typed += [o for o in explicit if o in ("price", "concurrency")]
        typed += ["api_key_env"] if f"{prefix}key_variable" in explicit else []
        found = named_model(lab, name, grader=grades)
        if found is None:
            return None
        found = merged(found, NO_SETUP, typed)
        return replace(found, base_url=None) if "base_url" in typed else found

    return named


def expanded_suites(lab: Lab | None, names: Iterable[str]) -> list[str]:
    """The file's suites replaced by what is in them, suites among it; other names as they are.

    InputError for a suite that leads back to itself.
    """
    suites = lab.file.suites if lab else {}
    found: dict[str, None] = {}

    def take(name: str, above: tuple[str, ...]) -> None:
        if name in above or len(above) > MOST_NESTED:
            where = lab.path if lab else None
            raise InputError(
                f"suites.{above[0]}: leads back to itself through {name!r}", where=where, hint="break the ring"
            )
        if name not in suites:
            found.setdefault(name)
            return
        for inner in suites[name]:
            take(inner, (*above, name))

    for name in names:
        take(name, ())
    return list(found)


def corpus_paths(lab: Lab | None, names: Iterable[str]) -> tuple[str, ...]:
    """The file's corpora replaced by their paths, which are from the file's own folder; other paths as they are."""
    corpora = lab.file.corpora if lab else {}
    paths: list[str] = []
    for name in names:
        if lab is not None and name in corpora:
            paths += [p if lies_elsewhere(p) else str(lab.path.parent / p) for p in corpora[name]]
        else:
            paths.append(name)
    return tuple(paths)


def lies_elsewhere(path: str) -> bool:
    """Whether a corpus is no path here: 's3://…', 'hf:DATASET', 'infini-gram:INDEX'."""
    return re.match(r"[a-z][a-z0-9-]+:", path) is not None


def hint_for(lab: Lab | None, name: str) -> str:
    """For a model that no server knows: the entry that may be meant; '' where none is near."""
    near = nearest(name, lab.file.models) if lab and lab.file.models else ""
    return near if "did you mean" in near else ""


def _named(name: str, table: ModelTable, folder: Path) -> NamedModel:
    model = table.model or name
    settings: dict[str, Any] = {k: v for k, v in table.parameters.items() if k in OWN_SETTINGS}
    for one in ("temperature", "max_tokens"):  # the model's own: for essays too, unless they have one
        if one in settings:
            settings.setdefault(f"essay_{one}", settings[one])
    if "seed" in settings:
        settings["send_seed"] = True
    if table.vision is not None:
        settings["vision"] = table.vision
    if table.system is not None:
        settings["system"] = system_text(table.system, folder)
    setup = ModelSetup(
        params={k: v for k, v in table.parameters.items() if k not in OWN_SETTINGS},
        headers=tuple(header(title, value, f"{name}: header") for title, value in sorted(table.headers.items())),
        key_variable=table.key_variable,
        key=table.key,
        name=name,
        price=f"{table.price[0]!r},{table.price[1]!r}" if table.price else None,
        limits=Limits(**table.limits.model_dump()),
        context=table.context,
    )
    spec = f"inspect:{model}" if table.provider == "inspect" else model
    return NamedModel(spec, table.server, setup, settings)
