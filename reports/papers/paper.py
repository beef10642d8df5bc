"""What a candidate is shown of a form: sections with their time, passages, questions; no key, no explanation."""

from __future__ import annotations

from dataclasses import dataclass

from exams.errors import InputError
from exams.exam import Exam
from exams.form import Form
from exams.question import Question
from reports.pages.question_view import Picture, pictures_of


@dataclass(frozen=True)
class PaperOption:
    """One choice."""

    label: str
    text: str
    pictures: tuple[Picture, ...]
    group: str = ""


@dataclass(frozen=True)
class PaperPassage:
    """A text that the questions below it share."""

    title: str
    text: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class PaperQuestion:
    """One question. `passage` stands with the first question that leans on it; `leans_on` names it on the others."""

    number: int
    id: str
    kind: str
    stem: str
    options: tuple[PaperOption, ...]
    pictures: tuple[Picture, ...]
    passage: PaperPassage | None
    points: float


@dataclass(frozen=True)
class PaperSection:
    """One section; `minutes` are the real exam's, cut to the share of its questions that the form has; None: no limit
    is known."""

    id: str
    name: str
    minutes: int | None
    questions: tuple[PaperQuestion, ...]
    told: str


_MODULES_SAT = 2  # of an adaptive section: the first one, and the second one that it leads to


@dataclass(frozen=True)
class Paper:
    """A whole form as a candidate sees it."""

    title: str
    exam: str
    form: str
    form_hash: str
    sections: tuple[PaperSection, ...]

    @property
    def questions(self) -> tuple[PaperQuestion, ...]:
        """All questions in order."""
        return tuple(q for s in self.sections for q in s.questions)


def paper_of(form: Form, exam: Exam | None, minutes: int | None = None) -> Paper:
    """The paper of a form. minutes: for every section, instead of the exam's.

    InputError for an adaptive form with all its modules: which of them a candidate sees hangs on the answers.
    """
    for part in dict.fromkeys(q.section for q in form.questions):
        if len({q.module for q in form.section_questions(part) if q.module}) > _MODULES_SAT:
            raise InputError(
                f"{form.id} is adaptive: its second modules hang on the answers to the first",
                hint="one paper for each second module: --module ID",
            )
    names = {} if exam is None else {s.id: s for s in exam.section}
    seen: set[str] = set()
    sections, number = [], 0
    for name in dict.fromkeys(q.section for q in form.questions):
        own = form.section_questions(name)
        shown = []
        for question in own:
            number += 1
            shown.append(_question(form, question, number, seen))
        section = names.get(name)
        limit, told = minutes, f"{len(own)} question{'s' if len(own) > 1 else ''}"
        if section is not None and minutes is None and section.minutes:
            limit = max(1, round(section.minutes * min(1.0, len(own) / section.questions)))
        if section is not None and len(own) < section.questions:
            told += f" (the real exam has {section.questions})"
        sections.append(PaperSection(name, section.name if section else name, limit, tuple(shown), told))
    return Paper(form.head.title, exam.name if exam else "", form.id, form.content_hash, tuple(sections))


def _question(form: Form, question: Question, number: int, seen: set[str]) -> PaperQuestion:
    passage = form.passage_of(question)
    first = passage is not None and passage.id not in seen
    if passage is not None:
        seen.add(passage.id)
    return PaperQuestion(
        number=number,
        id=question.id,
        kind=question.kind,
        stem=question.stem,
        options=tuple(PaperOption(o.label, o.text, pictures_of(form, o.images), o.group) for o in question.options),
        pictures=pictures_of(form, question.images),
        passage=PaperPassage(passage.title, passage.text, pictures_of(form, passage.images))
        if first and passage is not None
        else None,
        points=question.points,
    )
