"""The exam that a form is for."""

from __future__ import annotations

from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam
from exams.form import Form


def exam_of_form(form: Form, named: str | None) -> Exam | None:
    """The exam named, else the form's own; of a form inside an exam's folder that one. None where nothing names any."""
    if named is not None:
        return load_exam(named)
    around = form.folder.parent.parent
    if (around / "exam.toml").is_file():
        return load_exam(str(around))
    if form.head.exam is None:
        return None
    try:
        return load_exam(form.head.exam)
    except InputError:
        return None
