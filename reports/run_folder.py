"""A finished run, read from its folder. Nothing here asks a model or computes a score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from contamination.types import Audit
from exams.errors import InputError
from exams.files.form_folder import load_form
from exams.files.json_records import refuse_large_integers
from exams.files.regular_file import read_json, read_lines
from exams.files.toml_records import first_fault
from exams.form import Form
from scoring.types import AgreementReport, AnchorGrade, Answer, CheckedQuestion, ExamScore, Grade, SatModule

Record = TypeVar("Record", bound=BaseModel)
GRADE_FILES = ("grades.jsonl", "regrades.jsonl", "human_grades.jsonl")  # of the run, of models later on, of people
KNOWN_FAULTS = "known_faults.jsonl"  # what published lists say of the questions
ANCHOR_GRADES = "anchor_grades.jsonl"  # what grading models gave to answers whose points are known
FINAL_GRADES = ("final_grades.jsonl", "settled_grades.jsonl")  # the grades that count; the second name is of 0.1


class _Head(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class ExamHead(_Head):
    """Which exam was sat."""

    id: str
    name: str = ""
    short: str = ""
    version: str = ""
    path: str | None = Field(None, description="folder of an exam that does not ship with examsim")


class RunFormHead(_Head):
    """Which form of it."""

    id: str
    hash: str = ""
    role: str = ""
    title: str = ""
    questions: int | None = None
    whole_hash: str = Field("", description="adaptive exams: of the form with all modules; `hash` is of what was sat")
    source: str = ""
    language: str = ""
    translation_of: str = ""
    translated_by: str = ""
    private: bool = Field(False, description="questions of the user's own: not in the catalogue, not from the hub")


class RunHistory(_Head):
    """What stood in the run's folder, and beside it, before its last start."""

    starts: int = Field(1, ge=0, description="how often the run was started, this time included")
    other_runs: tuple[str, ...] = Field((), description="ids of runs of this model on this form with other settings")


class ReplayedFile(_Head):
    """A file of recorded answers that was replayed: what its first line says of them, if it has such a line."""

    file: str
    date: str = Field("", description="when the replies were recorded: 2026-11-29")
    server: str = ""
    prompt: str = ""
    parameters: dict[str, Any] = Field(default_factory=dict, description="as they were sent then")
    grader: str = ""
    about: str = ""


class RunHead(_Head):
    """What is in `run.json`, as far as a report needs it. Unknown keys are kept out, absent ones are empty."""

    schema_: Literal["examsim.run/1"] = Field("examsim.run/1", alias="schema")
    id: str
    exam: ExamHead
    form: RunFormHead
    model: str
    base_url: str | None = None
    started: str = ""
    finished: str | None = None
    seconds: float | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)
    prompt: dict[str, Any] = Field(default_factory=dict)
    route: dict[str, Any] = Field(default_factory=dict, description="how letters or likelihoods were asked for")
    routing: tuple[SatModule, ...] = Field((), description="adaptive exams: which second modules were sat, and why")
    seeds: dict[str, Any] = Field(default_factory=dict)
    versions: dict[str, Any] = Field(default_factory=dict)
    grader: dict[str, Any] | None = None
    counts: dict[str, Any] = Field(default_factory=dict)
    cost: float | None = None
    warnings: tuple[str, ...] = ()
    replayed: ReplayedFile | None = Field(None, description="the answers were recorded before and are read from a file")
    method: str | None = Field(None, description="a published method that the run follows")
    history: RunHistory = Field(default_factory=RunHistory, description="starts of this run, other runs beside it")
    totals: dict[str, Any] = Field(default_factory=dict, description="calls, tokens, dollars over all starts")
    prompts: dict[str, str] = Field(default_factory=dict, description="sha → prompt text that several questions share")


@dataclass(frozen=True)
class Run:
    """All records of one run. `form`, `audit`, `score` and `agreement` are None where the folder has none.

    `grades` are those that count, one for each question; `given` are all that were given by anybody; `grades_of` holds
    all of one question, the one that counts last.
    """

    folder: Path
    head: RunHead
    answers: tuple[Answer, ...] = ()
    grades: tuple[Grade, ...] = ()
    form: Form | None = None
    audit: Audit | None = None
    score: ExamScore | None = None
    answer_of: dict[str, Answer] = field(default_factory=dict)
    grades_of: dict[str, tuple[Grade, ...]] = field(default_factory=dict)
    given: tuple[Grade, ...] = ()
    agreement: AgreementReport | None = None
    checked: tuple[CheckedQuestion, ...] = ()
    anchor_grades: tuple[AnchorGrade, ...] = ()


def read_head(folder: Path) -> RunHead:
    """What was asked of whom, without the answers. InputError where the folder is no run."""
    if not (folder / "run.json").is_file():
        raise InputError("not a run folder: no run.json", where=folder, hint="`examsim run` makes one under runs/")
    return _whole(folder / "run.json", RunHead)


def read_run(folder: Path) -> Run:
    """Read a run folder. InputError with file and line for the first record that cannot be read."""
    head = read_head(folder)
    answers = tuple(_lines(folder / "answers.jsonl", Answer))
    given = tuple(g for name in GRADE_FILES for g in _lines(folder / name, Grade))
    final = next((f for name in FINAL_GRADES if (f := folder / name).is_file()), None)
    grades = tuple(_lines(final, Grade)) if final else given
    grades_of: dict[str, tuple[Grade, ...]] = {}
    for grade in (*given, *grades):
        earlier = tuple(g for g in grades_of.get(grade.question, ()) if g != grade)
        grades_of[grade.question] = (*earlier, grade)
    return Run(
        folder=folder,
        head=head,
        answers=answers,
        grades=grades,
        form=load_form(folder / "form") if (folder / "form" / "form.toml").is_file() else None,
        audit=_optional(folder / "audit.json", Audit),
        score=_optional(folder / "score.json", ExamScore),
        answer_of={a.question: a for a in answers},
        grades_of=grades_of,
        given=given,
        agreement=_optional(folder / "agreement.json", AgreementReport),
        checked=tuple(_lines(folder / KNOWN_FAULTS, CheckedQuestion)),
        anchor_grades=tuple(_lines(folder / ANCHOR_GRADES, AnchorGrade)),
    )


def run_folders(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The scored run folders among `paths` or right under them, in order, and what is no such folder.

    So `runs/*` may name the answer cache and an earlier report beside the runs. InputError where nothing is left.
    """
    found: list[Path] = []
    skipped: list[Path] = []
    for path in paths:
        inside = [path] if (path / "run.json").is_file() else sorted(p.parent for p in path.glob("*/run.json"))
        found += inside
        if not inside:
            skipped.append(path)
    if not found:
        where = skipped[0] if len(skipped) == 1 else None
        named = f"none of {len(skipped)} names is a run folder" if len(skipped) > 1 else "not a run folder"
        raise InputError(f"{named}: no run.json", where=where, hint="`examsim run` makes one under runs/")
    return list(dict.fromkeys(found)), skipped


def read_score(run: Run) -> ExamScore:
    """The score of a run; InputError where it has none yet."""
    if run.score is None:
        raise InputError("the run has no score.json", where=run.folder, hint="`examsim score RUN` makes it")
    return run.score


def read_audit(path: Path) -> Audit:
    """Read one `audit.json`, given as a file or as the folder that holds it."""
    return _whole(path / "audit.json" if path.is_dir() else path, Audit)


def _optional(path: Path, kind: type[Record]) -> Record | None:
    return _whole(path, kind) if path.is_file() else None


def _whole(path: Path, kind: type[Record]) -> Record:
    try:
        data = read_json(path)
        record = kind.model_validate_json(data)
    except ValidationError as error:
        hint = _remedy(path, "it was not written by this version")
        raise InputError(first_fault(error), where=path, hint=hint) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from None
    refuse_large_integers(record, data, path)
    return record


def _remedy(path: Path, otherwise: str) -> str:
    """What puts a record right: what `score` makes of the other records can be made again."""
    made_again = path.name in (*FINAL_GRADES, "score.json")
    return "remove it: `examsim score` makes it again" if made_again else otherwise


def _lines(path: Path, kind: type[Record]) -> Iterator[Record]:
    if not path.is_file():
        return
    for number, line in read_lines(path):
        if not line.strip():
            continue
        try:
            record = kind.model_validate_json(line)
        except ValidationError as error:
            hint = _remedy(path, "correct that field")
            raise InputError(first_fault(error), where=path, line=number, hint=hint) from None
        refuse_large_integers(record, line, path, number)
        yield record
