"""A benchmark's questions: recognised in a user's folder by count and fingerprint, else taken from the hub at a pinned
revision. A set that is not the one that is known is refused, in one line: scores on it would be of another test.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from exams.benchmark import QuestionSource
from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam
from exams.form import Form, FormHead
from exams.loaders.fingerprint import fingerprint
from exams.loaders.open_form import open_form
from exams.question import Passage, Question

Role = Literal["imported", "development"]
_OWN_PLACE = re.compile(r"[a-z_]+-(?:test|dev|val|validation|train)-(\d+)")


@dataclass(frozen=True)
class QuestionSet:
    """A benchmark's questions and the examples shown before them; `examples` None where the set has none at hand."""

    form: Form
    examples: Form | None
    source: QuestionSource


def question_set(exam: Exam, folder: Path | None) -> QuestionSet:
    """The set of `exam` below `folder`, or without one that of the hub.

    InputError where the exam names no set, the folder holds none of its sets, or one that is not as it was published.
    """
    return _question_set(str(exam.folder), folder)


@lru_cache(maxsize=8)
def _question_set(exam_folder: str, folder: Path | None) -> QuestionSet:
    exam = load_exam(exam_folder)
    if not exam.source:
        raise InputError(
            f"{exam.id} names no set of questions", hint="--questions is for benchmarks; give a file with --form"
        )
    return _on_hub(exam) if folder is None else set_in_folder(exam, exam.source, folder)


def set_in_folder(exam: Exam, sources: Sequence[QuestionSource], folder: Path) -> QuestionSet:
    """The first of the sets that lies in the folder or below it. InputError where none does, or only a strange one."""
    if not folder.is_dir():
        raise InputError("no such folder", where=folder, hint="--questions takes a folder that holds the sets")
    strangers: list[InputError] = []
    for source in sources:
        for files in _groups(folder, source.files):
            try:
                form = _read(exam, source, files, "imported")
                fault = _stranger(source, form, files[0].parent)
            except InputError as error:  # a file of that name that holds something else
                strangers.append(error)
                continue
            if fault is None:
                return QuestionSet(form, _examples(exam, source, folder, form), source)
            strangers.append(fault)
    if strangers:
        raise strangers[0]
    names = sorted({pattern for source in sources for pattern in source.files})
    raise InputError(
        f"no questions of {exam.short} in this folder or below it",
        where=folder,
        hint=f"its files are named {', '.join(names)}; or leave --questions out to take the set from the hub",
    )


def _groups(folder: Path, patterns: Iterable[str]) -> Iterator[tuple[Path, ...]]:
    """The files of one folder that a pattern finds, folder by folder."""
    for pattern in patterns:
        by_parent: dict[Path, list[Path]] = {}
        for file in sorted(f for f in folder.rglob(pattern) if f.is_file()):
            by_parent.setdefault(file.parent, []).append(file)
        yield from (tuple(files) for files in by_parent.values())


def _stranger(source: QuestionSource, form: Form, where: Path) -> InputError | None:
    """Why the questions read are not those of the source; None if they are."""
    found, known = len(form.questions), source.count
    if known and found != known:
        what = f"not {source.title}: {found:,} questions, not {known:,}"
    elif source.fingerprint and (seen := fingerprint(form)) != source.fingerprint:
        what = (
            f"not {source.title} as it was published: texts or keys differ (fingerprint {seen}, {source.fingerprint})"
        )
    else:
        return None
    return InputError(what, where=where, hint="fetch the set again, or ask what is there with --form PATH")


def _read(exam: Exam, source: QuestionSource, files: tuple[Path, ...], role: Role) -> Form:
    """The questions of some files as one form, named by section and place: the same names in every copy of the set."""
    questions: list[Question] = []
    passages: dict[str, Passage] = {}
    for file in files:
        read = open_form(str(file), exam=exam)
        prefix = f"{file.stem}-" if len(files) > 1 else ""
        passages.update(
            {f"{prefix}{p.id}": p.model_copy(update={"id": f"{prefix}{p.id}"}) for p in read.passages.values()}
        )
        questions += [
            q if q.passage is None or not prefix else q.model_copy(update={"passage": f"{prefix}{q.passage}"})
            for q in read.questions
        ]
    where = files[0].name if len(files) == 1 else f"{files[0].parent.name}, {len(files)} files"
    return _form(exam, source, questions, passages, role, f"found in {where}")


def _form(
    exam: Exam,
    source: QuestionSource,
    questions: Iterable[Question],
    passages: dict[str, Passage],
    role: Role,
    found: str,
) -> Form:
    places: dict[str, int] = {}
    named = []
    for question in questions:
        place = places.get(question.section, 0)
        places[question.section] = place + 1
        if given := _OWN_PLACE.fullmatch(question.id):  # 'anatomy/test/12': a part of the set, or another order
            place = int(given[1])
        name = question.section if len(exam.section) > 1 else exam.id
        own = "" if question.source else question.id
        named.append(question.model_copy(update={"id": f"{name}-{place}", "source": question.source or own}))
    form = Form(
        head=FormHead(id=source.id, exam=exam.id, title=source.title, role=role, licence=source.provenance.licence),
        questions=tuple(named),
        passages=passages,
        folder=Path(),
    )
    how = f"fingerprint {fingerprint(form)}"
    if role == "imported" and not source.fingerprint:
        how += ", recognised by the count alone: no fingerprint of the set is known"
    told = f"{source.provenance.source}; {found}, {len(named):,} questions, {how}"
    return replace(form, head=form.head.model_copy(update={"source": told}))


def _examples(exam: Exam, source: QuestionSource, folder: Path, form: Form) -> Form | None:
    """The worked examples beside the questions. A set of examples that differs from the known one is refused too."""
    if source.examples_within:
        return _within(form)
    strangers = []
    for files in _groups(folder, source.example_files):
        examples = _read(exam, source, files, "development")
        known = source.example_count
        seen = fingerprint(examples) if source.example_fingerprint else ""
        if len(examples.questions) == known and seen == source.example_fingerprint:
            return examples
        what = f"not the worked examples of {source.title}: {len(examples.questions):,} questions ({known:,} are known)"
        strangers.append(InputError(what, where=files[0].parent, hint="fetch the set again"))
    if strangers:
        raise strangers[0]
    return None


def _within(form: Form) -> Form:
    """The set itself as its examples, where no other split is at hand: said in the head, as their keys are shown."""
    note = "the worked examples are questions of the set itself, each shown with its key before the others"
    return replace(form, head=form.head.model_copy(update={"role": "development", "note": note}))


def _on_hub(exam: Exam) -> QuestionSet:
    pinned = [source for source in exam.source if source.hub]
    if not pinned:
        raise InputError(f"the sets of {exam.short} are not on the hub", hint="give your copy with --questions DIR")
    source = pinned[0]
    try:
        form = _from_hub(exam, source, source.split, "imported")
        examples = _from_hub(exam, source, source.example_split, "development") if source.example_split else None
    except InputError as error:
        hint = "or give a folder with your copy of the set: --questions DIR"
        raise InputError(error.what, where=error.where, hint=f"{error.hint}; {hint}".strip("; ")) from None
    if len(form.questions) != source.count:
        what = f"not {source.title}: {len(form.questions):,} questions, not {source.count:,}"
        raise InputError(what, where=f"hf:{source.hub}@{source.revision}", hint="ask another copy with --questions DIR")
    return QuestionSet(form, _within(form) if source.examples_within else examples, source)


def _from_hub(exam: Exam, source: QuestionSource, split: str, role: Role) -> Form:
    spec = f"{source.hub}:{split}@{source.revision}"
    read = open_form(f"hf:{spec}", exam=exam)
    return _form(exam, source, read.questions, dict(read.passages), role, f"hf:{spec}")
