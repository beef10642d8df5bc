"""Find and read `examsim.toml`: upward from the working folder, or where `--config` says."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from exams.errors import InputError
from exams.files.toml_records import MOST_BYTES, large_integer, parse_toml
from examsim.config.faults import faults_of
from examsim.config.lab_file import Lab, LabFile, ModelTable

NAME = "examsim.toml"


def found_upward(start: Path) -> Path | None:
    """The nearest `examsim.toml` in a folder or above it."""
    return next((p for folder in (start, *start.parents) if (p := folder / NAME).is_file()), None)


def read_lab(path: Path) -> Lab:
    """The file. InputError with its first fault, and how many more there are."""
    lab, faults = lab_and_faults(path)
    if lab is None:
        more = f" (and {len(faults) - 1} more: `examsim config check`)" if len(faults) > 1 else ""
        raise InputError(f"{faults[0]}{more}", where=path, hint="correct that line")
    return lab


def lab_and_faults(path: Path) -> tuple[Lab | None, list[str]]:
    """The file, or None and all that is wrong with it. InputError where it cannot be read at all."""
    data = _data(path)
    try:
        file = LabFile.model_validate(data)
    except ValidationError as error:
        return None, faults_of(error, data)
    faults = list(_clashes(file))
    return (None, faults) if faults else (Lab(path=path, file=file, warnings=tuple(_warnings(file))), [])


def _data(path: Path) -> dict[str, Any]:
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            what = "no file of a sensible size" if path.exists() else "there is no such file"
            raise InputError(what, where=path, hint="name an examsim.toml with --config")
        data = parse_toml(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not a TOML file: {error}", where=path, hint="correct the line") from None
    except (RecursionError, ValueError):
        raise InputError("not a TOML file that can be read", where=path, hint="correct it") from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from None
    if too_large := large_integer(data):
        raise InputError(f"{too_large}: an integer beyond 64 bits", where=path, hint="correct it")
    return data


def _clashes(file: LabFile) -> Iterator[str]:
    """What each field allows and all together do not."""
    from examsim.models.server.headers import header
    from examsim.models.setup.parameters import checked

    for kind, name, table in _tables(file):
        place = f"{kind}.{name}"
        if not name.strip() or name == "chance" or name.startswith(("replay:", "inspect:", "log:")):
            yield f"{place}: this name has a meaning of its own -- call the entry otherwise"
        if table.key is not None and table.key_variable is not None:
            yield f"{place}: key and key_variable are given -- leave key out"
        if table.provider == "inspect" and table.server is None and "/" not in (table.model or name):
            yield f'{place}.model: inspect_ai names models PROVIDER/MODEL -- give model = "anthropic/…"'
        try:
            checked({k: v for k, v in table.parameters.items() if k not in OWN_SETTINGS}, f"{place}.parameters")
            for title, value in table.headers.items():
                if not value.startswith("env:"):  # whether it is set matters to a run, not to the file
                    header(title, value, f"{place}.headers")
        except InputError as error:
            yield str(error)
        for setting, value in table.parameters.items():
            if setting in OWN_SETTINGS and not _fits(setting, value):
                yield f"{place}.parameters.{setting}: {value!r} is no value of it"
    for name, exams in file.suites.items():
        if name in exams:
            yield f"suites.{name}: holds itself -- give it another name than what is in it"


OWN_SETTINGS = ("temperature", "essay_temperature", "max_tokens", "essay_max_tokens", "letter_max_tokens", "seed")


def _fits(setting: str, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if "temperature" in setting:
        return value >= 0
    return isinstance(value, int) and (setting == "seed" or value >= 1)


def _warnings(file: LabFile) -> Iterator[str]:
    """Keys that stand in the file, by where they stand; they are protected from now on."""
    from examsim.models.server.headers import looks_secret, may_be_secret
    from examsim.models.server.secrets import protect

    for kind, name, table in _tables(file):
        if table.key is not None:
            protect(table.key)
            yield f"{kind}.{name}.key is a key in a file: name a variable with key_variable instead"
        for title, value in table.headers.items():
            if not value.startswith("env:") and may_be_secret(title, value):
                protect(value)
                yield f'{kind}.{name}.headers.{title} may be a key in a file: give "env:VARIABLE" instead'
        for title, value in table.parameters.items():
            if isinstance(value, str) and looks_secret(value):
                yield f"{kind}.{name}.parameters.{title} looks like a key: parameters are recorded with every run"
        if table.key_variable is not None and looks_secret(table.key_variable):
            protect(table.key_variable)
            yield f"{kind}.{name}.key_variable looks like a key, and names none: put the key into a variable"


def _tables(file: LabFile) -> Iterator[tuple[str, str, ModelTable]]:
    for kind, tables in (("models", file.models), ("graders", file.graders)):
        for name, table in tables.items():
            yield kind, name, table
