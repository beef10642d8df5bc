"""form.toml, and whether questions fit the exam that it names: sections, parts, kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from exams.checks.finding import Finding
from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam, read_exam, shipped_exams
from exams.files.regular_file import read_text
from exams.files.toml_records import first_fault, parse_toml
from exams.form import FormHead
from exams.question import Question

_KINDS = {"free_response": ("free_response",), "code": ("code",)}
_BY_KEY = ("multiple_choice", "multiple_select", "numeric", "short_answer")


@dataclass(frozen=True)
class HeadRules:
    """The exam that the form is for, None where it names none that is known; whether questions are alike by design.

    `examples`: worked examples belong to no module of an adaptive exam.
    """

    exam: Exam | None = None
    alike: bool = False
    examples: bool = False

    def faults(self, question: Question) -> Iterator[str]:
        """Why a question does not fit the exam."""
        if self.exam is None:
            return
        section = next((s for s in self.exam.section if s.id == question.section), None)
        if section is None:
            names = ", ".join(s.id for s in self.exam.section)
            yield f"section {question.section!r} is none of {self.exam.id}: {names}"
            return
        if question.kind not in _KINDS.get(section.kind, _BY_KEY):
            yield f"a question of kind {question.kind!r} in section {section.id!r} of kind {section.kind!r}"
        parts = [part.id for part in section.parts]
        if parts and question.part is not None and question.part not in parts:
            yield f"part {question.part!r} is none of section {section.id!r}: {', '.join(parts)}"
        routing = next((r for r in self.exam.routing if r.section == section.id), None)
        if routing is not None and not self.examples and question.module not in routing.modules:
            named = f"module {question.module!r} is none" if question.module else "it names no module"
            yield f"{named} of the adaptive section {section.id!r}: {', '.join(routing.modules)}"
        elif routing is None and question.module is not None:
            yield f"module {question.module!r}, but {self.exam.id} routes nothing in section {section.id!r}"
        part = next((p for p in section.parts if p.id == question.part), None)
        most = part.points if part else section.points
        if question.kind == "free_response" and question.points > most:
            name = f"part {part.id!r}" if part else f"section {section.id!r}"
            yield f"{question.points:g} points, but {name} gives {most:g} in all"


def head_rules(folder: Path) -> tuple[HeadRules, list[Finding]]:
    """What the head demands of the questions, and what is wrong with the head."""
    path = folder / "form.toml"
    try:
        head = FormHead.model_validate(parse_toml(read_text(path)))
    except OSError:
        return HeadRules(), [Finding("error", "there is no form.toml", str(path))]
    except InputError as error:  # a pipe, or too large
        return HeadRules(), [Finding("error", str(error), str(path))]
    except RecursionError:
        return HeadRules(), [Finding("error", "not a TOML file: nested too deeply", str(path))]
    except ValidationError as error:
        return HeadRules(), [Finding("error", first_fault(error), str(path))]
    except ValueError as error:  # no TOML, no UTF-8, or a number of thousands of digits
        return HeadRules(), [Finding("error", f"not a TOML file: {str(error).splitlines()[0]}", str(path))]
    found = []
    if head.role in ("practice", "development") and not head.canary:
        found.append(Finding("warning", "a form of our own without a canary: its leaks cannot be found", str(path)))
    exam = None
    if head.exam in shipped_exams():
        try:
            exam = load_exam(head.exam)
        except InputError as error:
            found.append(Finding("error", str(error), str(path)))
    elif head.exam is not None and (own := folder.resolve().parent.parent / "exam.toml").is_file():
        try:
            exam = read_exam(own)
        except InputError as error:
            found.append(Finding("error", str(error), str(path)))
    elif head.exam is not None:
        found.append(Finding("warning", f"exam {head.exam!r} does not ship: sections are not checked", str(path)))
    return HeadRules(exam, head.alike, head.role == "development"), found
