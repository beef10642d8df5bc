"""What `examsim audit` is pointed at: an exam, a form, or a finished run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from exams.errors import InputError
from exams.files.editions import asked_exam
from exams.files.exam_folder import load_exam, shipped_exams
from exams.files.form_folder import load_form, practice_form
from exams.form import Form
from exams.question import Question

if TYPE_CHECKING:
    from contamination.audit import Subject


@dataclass(frozen=True, slots=True)
class Target:
    """A form to audit; `run` is the run folder that gets the audit, None where the form itself was named."""

    form: Form
    run: Path | None = None
    looked_for: tuple[Question, ...] | None = None  # a sample of the form's; None: all of them

    @property
    def subject(self) -> Subject:
        """The questions as the audit wants them."""
        from contamination.audit import Subject
        from contamination.search.items import items_of

        asked = self.form if self.looked_for is None else replace(self.form, questions=self.looked_for)
        return Subject(self.form.id, self.form.content_hash, items_of(asked))


def find_target(name: str) -> Target:
    """A run folder, a form folder, an exam (its practice form), or question files a loader can read."""
    folder = Path(name)
    if (folder / "run.json").is_file():
        return Target(run_form(folder), folder)
    if (folder / "form.toml").is_file():
        return Target(load_form(folder))
    chosen = asked_exam(name)
    if chosen in shipped_exams() or (folder / "exam.toml").is_file():
        return Target(practice_form(load_exam(chosen)))
    if folder.exists() or name.startswith("hf:"):
        from exams.loaders import open_form

        return Target(open_form(name, exam=None, section=None))
    raise InputError(
        f"no run, form or exam called {name!r}", hint="give a run folder, a form folder, or an exam of `examsim list`"
    )


def run_form(folder: Path) -> Form:
    """The form that a run asked. InputError if the folder's form is not the one that run.json names."""
    from reports.run_folder import read_run

    run = read_run(folder)
    if run.form is None:
        raise InputError("the run holds no form", where=folder / "form", hint="run the exam again")
    if run.head.form.hash and run.head.form.hash != run.form.content_hash:
        raise InputError(
            "the form in this folder is not the one that was asked: its content hash differs from run.json",
            where=folder / "form",
            hint="put the original form back, or run the exam again",
        )
    return run.form
