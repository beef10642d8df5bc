"""Take in what graders sent back: all of it checked first, then joined by token and kept beside the model's grades."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exams.errors import InputError
from exams.files.json_records import write_lines
from exams.question import Question
from examsim.grading.check_grades import Checked, ImportedGrade, check_file
from examsim.grading.packets.packet_key import Key, read_key
from examsim.grading.packets.read_packet_file import PacketFile, read_packet_file
from examsim.screen import say
from reports.packets.packet import LEVEL, PacketQuestion, packet_questions, rubric_of
from reports.run_folder import Run, read_run
from scoring.types import CriterionGrade, Grade


@dataclass(frozen=True)
class Imported:
    """What came in. `calibration`: per grader, (points given, points known, maximum) of each calibration answer."""

    grades: int
    missing: tuple[str, ...]
    calibration: dict[str, list[tuple[float, float, float]]]


def import_grades(runs: Sequence[Run], files: Sequence[Path], key_file: Path | None) -> Imported:
    """Check every file; if no line is wrong, write the grades into each run's `human_grades.jsonl`."""
    free = {r.head.id: [q for q in r.form.questions if q.kind == "free_response"] for r in runs if r.form}
    questions = {(run, q.id): q for run, own in free.items() for q in own}
    shown = {(r.head.id, q.label): q for r in runs if r.head.id in free for q in packet_questions(r, free[r.head.id])}
    checked: list[Checked] = []
    for path in files:
        key = read_key(key_file or path.parent / "key.json")
        checked.append(_checked(read_packet_file(path), key, shown))
    complete = [g for c in checked for g in c.complete]
    for run in runs:
        own = [imported_grade(run, g, questions[run.head.id, g.ticket.question]) for g in complete if _of(run, g)]
        if own:
            keep_human_grades(run, own)
    return Imported(
        grades=sum(g.ticket.known is None for g in complete),
        missing=tuple(m for c in checked for m in c.missing),
        calibration=_calibration(complete, questions),
    )


def keep_human_grades(run: Run, new: Iterable[Grade]) -> None:
    """Add grades of people to a run; one that the same person gave the same answer before is replaced."""
    kept = {_identity(g): g for g in read_run(run.folder).given if g.grader_kind == "human"}
    for grade in new:
        kept.pop(_identity(grade), None)
        kept[_identity(grade)] = grade
    write_lines(run.folder / "human_grades.jsonl", kept.values())


def _checked(file: PacketFile, key: Key, shown: dict[tuple[str, str], PacketQuestion]) -> Checked:
    checked = check_file(file, key, shown)
    for fault in checked.faults[1:]:
        say(f"{file.path}:{fault.row}: {fault.text}", err=True)
    if checked.faults:
        first, more = checked.faults[0], len(checked.faults) - 1
        hint = "correct it" + (f", and the {more} above" if more else "")
        raise InputError(first.text, where=file.path, line=first.row, hint=f"{hint}; nothing was imported")
    return checked


def _of(run: Run, given: ImportedGrade) -> bool:
    return given.ticket.run == run.head.id and given.ticket.known is None


def imported_grade(run: Run, given: ImportedGrade, question: Question) -> Grade:
    """What a person gave one answer, as the run keeps it."""
    answer = run.answer_of.get(question.id)
    criteria = tuple(CriterionGrade(criterion=c, points=p) for c, p in given.points.items())
    return Grade(
        question=question.id,
        section=question.section,
        points=_total(given, question),
        max_points=question.points,
        grader=given.packet.grader,
        grader_kind="human",
        criteria=criteria,
        status="answered" if answer is None else answer.status,
        part=question.part,
        cluster=question.passage,
        note="; ".join(given.comments),
        role=given.packet.role,
        answer_hash=given.ticket.answer_hash,
    )


def _total(given: ImportedGrade, question: Question) -> float:
    rubric = rubric_of(question)
    return max(0.0, given.points[LEVEL]) if rubric.kind == "holistic" else rubric.points(given.points)


def _calibration(
    complete: Iterable[ImportedGrade], questions: dict[tuple[str, str], Question]
) -> dict[str, list[tuple[float, float, float]]]:
    found: dict[str, list[tuple[float, float, float]]] = {}
    for given in complete:
        if given.ticket.known is not None:
            question = questions[given.ticket.run, given.ticket.question]
            row = (_total(given, question), given.ticket.known, question.points)
            found.setdefault(given.packet.grader, []).append(row)
    return found


def _identity(grade: Grade) -> tuple[str, str, str, str]:
    return grade.question, grade.grader, grade.role, grade.answer_hash
