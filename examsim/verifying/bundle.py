"""Pack runs with all that their numbers follow from: form, answers, grades, audit, score, the exam's tables and norms.

`bundle.json` lists every file with its SHA-256. The same runs give the same bytes: members are in the order of their
names and carry one fixed time.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict, Field

from exams.errors import InputError
from exams.files.atomic_write import atomic_write
from exams.files.regular_file import read_bytes
from exams.files.user_norms import user_norm_folder
from examsim import __version__
from examsim.results.steps import exam_of
from reports.run_folder import FINAL_GRADES, GRADE_FILES, KNOWN_FAULTS, Run, read_score

RECORDS = ("run.json", "answers.jsonl", *GRADE_FILES, *FINAL_GRADES, KNOWN_FAULTS, "agreement.json", "audit.json")
LIST = "bundle.json"
NOT_OF_THE_SCORE = frozenset({"forms", "prompts", "demo-corpus", "__pycache__"})  # parts of an exam's folder
_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold


class PackedFile(BaseModel):
    """One file of the bundle."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    path: str
    sha256: str
    bytes: int = Field(ge=0)


class PackedRun(BaseModel):
    """Where a run and its exam lie in the bundle."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    folder: str
    exam: str


class Bundle(BaseModel):
    """What `bundle.json` says."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    schema_: str = Field("examsim.bundle/1", alias="schema")
    examsim: str = ""
    runs: tuple[PackedRun, ...]
    files: tuple[PackedFile, ...]


def pack(runs: Sequence[Run], target: Path) -> Bundle:
    """Write the bundle of scored `runs` to `target`. InputError for a run without form or score, or two of one id."""
    held: dict[str, bytes] = {}
    packed: list[PackedRun] = []
    for run in runs:
        read_score(run)
        if run.form is None:
            raise InputError("the run holds no form", where=run.folder / "form", hint="run the exam again")
        folder, exam = f"runs/{run.head.id}", f"exams/{run.head.exam.id}"
        if any(p.folder == folder for p in packed):
            raise InputError(f"two of the runs are called {run.head.id}", where=run.folder, hint="name each once")
        held |= dict(_of_run(run, folder))
        held |= dict(_of_exam(run, exam))
        packed.append(PackedRun(folder=folder, exam=exam))
    files = tuple(
        PackedFile(path=path, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
        for path, data in sorted(held.items())
    )
    bundle = Bundle(examsim=__version__, runs=tuple(packed), files=files)
    held[LIST] = orjson.dumps(bundle.model_dump(mode="json", by_alias=True), option=orjson.OPT_INDENT_2)
    with atomic_write(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in (LIST, *sorted(held.keys() - {LIST})):
            archive.writestr(zipfile.ZipInfo(path, _TIME), held[path], zipfile.ZIP_DEFLATED)
    return bundle


def _of_run(run: Run, folder: str) -> Iterator[tuple[str, bytes]]:
    for name in (*RECORDS, "score.json"):
        if (run.folder / name).is_file():
            yield f"{folder}/{name}", read_bytes(run.folder / name)
    yield from _tree(run.folder / "form", f"{folder}/form")


def _of_exam(run: Run, folder: str) -> Iterator[tuple[str, bytes]]:
    """The exam's own tables, and the norms that the user has added to it."""
    exam = exam_of(run)
    for path, data in _tree(exam.folder, folder):
        if path.removeprefix(f"{folder}/").partition("/")[0] not in NOT_OF_THE_SCORE:
            yield path, data
    own = user_norm_folder() / exam.id
    if own.is_dir():
        yield from _tree(own, f"norms/{exam.id}")


def _tree(folder: Path, inside: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not path.is_symlink() and "__pycache__" not in parts:
            yield f"{inside}/{'/'.join(parts)}", read_bytes(path)
