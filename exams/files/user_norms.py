"""Norms a user has added to exams that ship: kept in the user's own folder, read beside ours.

One CSV and one TOML a norm, under `examsim/norms/<exam>/` of the user's data folder, or of `EXAMSIM_NORMS`.
"""

from __future__ import annotations

import os
from pathlib import Path

from exams.errors import InputError
from exams.exam import Norm
from exams.files.regular_file import read_text
from exams.files.toml_records import parse_toml


def user_norm_folder() -> Path:
    """`$EXAMSIM_NORMS`, else `examsim/norms` in the user's data folder."""
    own = os.environ.get("EXAMSIM_NORMS")
    if own:
        return Path(own)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "examsim" / "norms"


def read_user_norms(exam_id: str) -> tuple[Norm, ...]:
    """The user's norms of one exam, by id, with the folder they lie in. InputError for one that cannot be read."""
    return norms_in(user_norm_folder() / exam_id)


def norms_in(folder: Path) -> tuple[Norm, ...]:
    """The norms that lie in one folder, a TOML and a CSV each. InputError for one that cannot be read."""
    norms = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            data = parse_toml(read_text(path))
            norm = Norm.model_validate({**data, "file": path.with_suffix(".csv").name})
            norm._folder = folder
            norms.append(norm)
        except (OSError, ValueError, RecursionError) as error:  # ValueError: TOML, UTF-8, pydantic, long numbers
            what = f"your own norm cannot be read: {str(error).splitlines()[0]}"
            raise InputError(what, where=path, hint="correct or delete it") from None
    return tuple(norms)
