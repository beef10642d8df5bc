"""What is wrong with `examsim.toml`, one line a fault, with the nearest name that would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from exams.files.toml_records import shown_name
from examsim.config.lab_file import LabFile, LimitsTable, ModelTable


def faults_of(error: ValidationError, data: Mapping[str, Any]) -> list[str]:
    """One line for each fault of a validation, in the order of the file."""
    lines = []
    for fault in error.errors(include_url=False, include_context=False):
        place = ".".join(shown_name(str(p)) for p in fault["loc"])
        if fault["type"] == "extra_forbidden":
            lines.append(f"{place}: unknown key{nearest(str(fault['loc'][-1]), _known(fault['loc']))}")
        else:
            lines.append(f"{place}: {' '.join(fault['msg'].split())}")
    return lines


def nearest(name: str, known: Iterable[str]) -> str:
    """' -- did you mean "server"?', or what there is where nothing is near."""
    known = list(known)
    near = difflib.get_close_matches(name.replace("-", "_").lower(), known, n=1, cutoff=0.6)
    return f" -- did you mean {near[0]!r}?" if near else f" -- there are: {', '.join(known)}"


def _known(place: tuple[Any, ...]) -> list[str]:
    kind: type[BaseModel] = LabFile
    if len(place) > 1:
        kind = LimitsTable if "limits" in place[2:-1] else ModelTable
    return [name for name in kind.model_fields if name != "key"]
