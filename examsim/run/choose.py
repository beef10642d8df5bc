"""From the names on a command line to a plan: exam, form, worked examples, grader."""

from __future__ import annotations

from pathlib import Path

from exams.exam import Exam
from exams.exam_folder import load_exam
from exams.form import Form
from exams.form_folder import development_form, load_form, practice_form
from examsim.models.open_model import needs_prompt
from examsim.run.plan import Plan, Settings, sampled


def make_plan(
    exam_name: str,
    model: str,
    *,
    form: str | None,
    section: str | None,
    settings: Settings,
    base_url: str | None = None,
    grader: str | None = None,
    grader_base_url: str | None = None,
) -> Plan:
    """The plan for one exam and one model. Free responses are graded by `grader`, else by the candidate itself;
    chance and replay grade nothing unless a grader is named."""
    exam = load_exam(exam_name)
    chosen = sampled(choose_form(exam, form, section), settings.sample, settings.seed)
    if grader is None and needs_prompt(model):
        grader, grader_base_url = model, base_url
    return Plan(
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
    if spec is None:
        return practice_form(exam)
    if (Path(spec) / "form.toml").is_file():
        return load_form(Path(spec))
    from exams.loaders import open_form

    return open_form(spec, exam=exam, section=section)
