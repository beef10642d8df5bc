"""Defaults of a command's options: from `examsim.toml`, over it from the environment, over both what is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from exams.errors import InputError
from exams.files.toml_records import shown_name
from examsim.config.faults import nearest
from examsim.config.lab_file import Lab
from examsim.config.option_names import NO_DEFAULT, SHARED, key_of


def defaults_for(lab: Lab, command: click.Command, path: tuple[str, ...]) -> dict[str, Any]:
    """The file's defaults for one command, by its parameters' names. InputError for a key or a value that is none."""
    given = dict(_given(lab, path))
    options = {key_of(o): o for o in command.params if isinstance(o, click.Option)}
    found: dict[str, Any] = {}
    for key, (place, value) in given.items():
        option = options.get(key)
        if option is None and path[0] == "show" and place == f"defaults.{key}":
            continue  # of `run` alone: checked there
        if option is None or key in NO_DEFAULT:
            known = [k for k in options if k not in NO_DEFAULT]
            raise InputError(
                f"{shown_name(place)}: no option of examsim {' '.join(path)}{nearest(key, known)}", where=lab.path
            )
        found[option.name or key] = _value(option, value, place, lab)
    return found


def check_defaults(lab: Lab, commands: Mapping[str, click.Command]) -> Iterator[str]:
    """All faults of the file's defaults: `commands` are those that it names, `run` among them."""
    for name, command in commands.items():
        try:
            defaults_for(lab, command, (name,))
        except InputError as error:
            yield str(error)


def _given(lab: Lab, path: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, Any]]]:
    """Key → its place in the file and value; a table is another command's, never an option's."""
    table: Any = lab.file.defaults
    if path[0] in SHARED:
        for key, value in table.items():
            if not isinstance(value, dict):
                yield key.replace("-", "_"), (f"defaults.{key}", value)
    place = "defaults"
    for name in path:
        table, place = table.get(name, {}), f"{place}.{name}"
        if not isinstance(table, dict):
            raise InputError(f"{place}: no table of options", where=lab.path, hint=f"write [{place}]")
    for key, value in table.items():
        if not isinstance(value, dict):
            yield key.replace("-", "_"), (f"{place}.{key}", value)


def _value(option: click.Option, value: Any, place: str, lab: Lab) -> Any:
    """The value as click takes it: several where an option may be repeated."""
    if option.multiple:
        value = list(value) if isinstance(value, list) else [value]
        value = [v if isinstance(v, str) else str(v) for v in value]
    elif isinstance(value, list):
        value = ",".join(map(str, value))
    try:
        if option.is_flag and not isinstance(value, bool):
            raise click.BadParameter("give true or false")
        if isinstance(value, bool) and not option.is_flag:
            raise click.BadParameter("true and false are for switches")
        option.type_cast_value(click.Context(click.Command("x")), value)
    except click.BadParameter as error:
        said = " ".join(error.message.split())
        raise InputError(f"{shown_name(place)}: {said}", where=lab.path, hint="correct it") from None
    return value
