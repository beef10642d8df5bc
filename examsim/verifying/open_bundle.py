"""Unpack a stranger's bundle: only what its list names, only below one folder, nothing larger than can be borne."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pydantic import ValidationError

from exams.errors import InputError
from exams.files.toml_records import first_fault
from examsim.harness_logs.readers.packed_eval import members
from examsim.verifying.bundle import LIST, Bundle

MOST_BYTES = 512 * 2**20  # unpacked: all of it is held until its list was read
_PART = re.compile(r"[\w@+=,()\[\] -][\w.@+=,()\[\] -]{0,199}", re.ASCII)


def unpack(source: Path, folder: Path) -> tuple[Bundle, tuple[str, ...]]:
    """The bundle's list, and what of its files is not as listed, one line each. InputError for what is no bundle."""
    if not source.is_file():
        raise InputError(
            "there is no such file", where=source, hint="`examsim report RUN… --bundle FILE.zip` makes one"
        )
    held: dict[str, bytes] = {}
    twice = set()
    for name, data in members(source, MOST_BYTES):
        if name in held:
            twice.add(name)
        held[name] = data
    if LIST not in held:
        raise InputError(f"no {LIST} in it: not a bundle of examsim", where=source, hint="see `report --bundle`")
    try:
        bundle = Bundle.model_validate_json(held.pop(LIST))
    except ValidationError as error:
        raise InputError(first_fault(error), where=f"{source}: {LIST}", hint="pack the runs again") from None
    if bundle.schema_ != "examsim.bundle/1":
        raise InputError(f"a bundle of the kind {bundle.schema_[:40]!r}", where=source, hint="use a newer examsim")
    if not bundle.runs:
        raise InputError("no run is in it: nothing to verify", where=source, hint="pack the runs again")
    faults = [f"{name} is there twice" for name in sorted(twice)]
    for file in bundle.files:
        _check_name(file.path, source)
        if file.path not in held:
            faults.append(f"{file.path} is listed and not there")
            continue
        data = held.pop(file.path)
        if hashlib.sha256(data).hexdigest() != file.sha256:
            faults.append(f"{file.path} is not what was packed: its SHA-256 differs")
        target = folder / file.path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            what = f"{file.path[:100]!r} is a file and a folder in it"
            raise InputError(what, where=source, hint="pack the runs again") from None
    faults += [f"{name[:200]} is there and not listed" for name in sorted(held)]
    for run in bundle.runs:
        for place in (run.folder, run.exam):
            _check_name(place, source)
    return bundle, tuple(faults)


def _check_name(name: str, source: Path) -> None:
    parts = name.split("/")
    if len(parts) > 12 or not all(_PART.fullmatch(part) for part in parts):
        raise InputError(f"{name[:100]!r} is no name of a file in a bundle", where=source, hint="pack the runs again")
