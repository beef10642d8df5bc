"""From the names on a command line to a plan: exam, form, worked examples, grader."""

from __future__ import annotations

from pathlib import Path

from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam
from exams.files.form_folder import development_form, load_form, practice_form
from exams.form import Form
from exams.form_sections import check_sections
from examsim.models.open_model import needs_prompt
from examsim.run.run_plan import RunPlan, Settings, sampled


def make_run_plan(
    exam_name: str,
    model: str,
    *,
    form: str | None,
    section: str | None,
    settings: Settings,
    base_url: str | None = None,
    grader: str | None = None,
    grader_base_url: str | None = None,
) -> RunPlan:
    """The plan for one exam and one model. Free responses are graded by `grader`, else by the candidate itself;
    chance and replay grade nothing unless a grader is named."""
    exam = load_exam(exam_name)
    chosen = sampled(choose_form(exam, form, section), settings.sample, settings.seed)
    if grader is None and needs_prompt(model):
        grader, grader_base_url = model, base_url
    return RunPlan(
        exam=exam,
        form=chosen,
        development=development_form(exam) if settings.layout == "few-shot" else None,
        model=model,
        base_url=base_url,
        settings=settings,
        grader=grader,
        grader_base_url=grader_base_url,
    )


def choose_form(exam: Exam, spec: str | None, section: str | None) -> Form:
    """The practice form, a form folder, or whatever a loader can read."""
    if spec is not None and not (Path(spec) / "form.toml").is_file():
        from exams.loaders import open_form

        return open_form(spec, exam=exam, section=section)
    if section is not None:
        raise InputError(
            "--section says where the questions of a file belong; a form says that itself",
            hint="leave --section out, or name a file of questions with --form",
        )
    chosen = practice_form(exam) if spec is None else load_form(Path(spec))
    check_sections(exam, chosen)
    return chosen
