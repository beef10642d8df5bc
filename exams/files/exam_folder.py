"""Find and read exam folders: those that ship with examsim, or one of the user's own."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from exams.errors import InputError
from exams.exam import Exam


def package_folder() -> Path:
    """The folder of the installed `exams` package."""
    return Path(str(files("exams")))


def shipped_folder() -> Path:
    """The folder that holds the exams that ship, one folder each: `exams/catalogue`."""
    return package_folder() / "catalogue"


@cache
def shipped_exams() -> tuple[str, ...]:
    """Ids of the exams that ship with examsim, in alphabetical order."""
    return tuple(sorted(p.parent.name for p in shipped_folder().glob("*/exam.toml")))


def load_exam(name: str) -> Exam:
    """Read an exam by id, or by path of a folder that holds `exam.toml`. InputError if it can't be used."""
    folder = shipped_folder() / name if name in shipped_exams() else Path(name)
    path = folder / "exam.toml"
    if not path.is_file():
        import difflib

        close = difflib.get_close_matches(name, shipped_exams(), n=3, cutoff=0.4)
        hint = f"did you mean {', '.join(close)}? " if close else ""
        raise InputError(f"no exam called {name!r}", hint=f"{hint}`examsim list` shows all of them")
    return read_exam(path)


def read_exam(path: Path) -> Exam:
    """Read one `exam.toml`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        exam = Exam.model_validate(data)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not a TOML file: {error}", where=path, hint="correct the line") from None
    except ValidationError as error:
        raise InputError(first_fault(error), where=path, hint="correct that field") from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from None
    exam._folder = path.parent
    return exam


def first_fault(error: ValidationError) -> str:
    """The first fault of a failed validation in one line: field and reason. Fields that are missing come together."""
    faults = error.errors(include_url=False, include_context=False)
    alike = [f for f in faults if f["type"] == "missing"][:6] if faults[0]["type"] == "missing" else faults[:1]
    place = ", ".join(".".join(str(p) for p in f["loc"]) for f in alike)
    reason = alike[0]["msg"].removeprefix("Value error, ")
    left = len(faults) - len(alike)
    more = f" (and {left} more)" if left else ""
    return f"{place}: {reason}{more}" if place else f"{reason}{more}"
