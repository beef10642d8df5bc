"""Find and read exam folders: those that ship with examsim, or one of the user's own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from exams.errors import InputError
from exams.exam import Exam
from exams.files.toml_records import read_toml


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
    """Read an exam by id, by edition (`lsat@2026`), or by path of a folder that holds `exam.toml`. InputError if it
    can't be used."""
    if "@" in name and not Path(name).is_dir():
        from exams.files.editions import edition_id

        name = edition_id(name)
    folder = shipped_folder() / name if name in shipped_exams() else Path(name)
    path = folder / "exam.toml"
    if not _is_file(path):
        import difflib

        close = difflib.get_close_matches(name[:100], shipped_exams(), n=3, cutoff=0.4)
        hint = f"did you mean {', '.join(close)}? " if close else ""
        raise InputError(f"no exam called {name[:200]!r}", hint=f"{hint}`examsim list` shows all of them")
    exam = read_exam(path)
    if name not in shipped_exams():
        return exam
    from exams.files.user_norms import read_user_norms

    return exam.model_copy(update={"norm": (*exam.norm, *read_user_norms(exam.id))})


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than a file system takes
        return False


def read_exam(path: Path) -> Exam:
    """Read one `exam.toml`."""
    exam = read_toml(Exam, path)
    exam._folder = path.parent
    return exam
