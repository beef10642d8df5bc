"""`--sample`: a form's questions drawn by section, and the audit that says what they estimate."""

from __future__ import annotations

from dataclasses import replace

from contamination.audit_sample import SampledSection, estimate
from contamination.types import Audit
from exams.errors import InputError
from exams.form import Form
from exams.sampling import sampled
from examsim.auditing.target import Target
from examsim.screen import say


def draw_questions(target: Target, size: int | None, seed: int) -> Target:
    """The target with the questions to look for; InputError where a sample could not stand for what is named."""
    if size is None:
        return target
    if target.run is not None:
        raise InputError(
            "--sample estimates a form; all questions that a run asked are looked for",
            where=target.run,
            hint="leave --sample out (`examsim run --sample` draws what a run asks), or name the form",
        )
    count = len({question.section for question in target.form.questions})
    if size < count:
        raise InputError(
            f"--sample {size} is fewer than the {count} sections of {target.form.id}: some would not be seen",
            hint=f"give at least {count}",
        )
    drawn = sampled(target.form, size, seed, by_section=True)
    if drawn is target.form:
        say(f"--sample {size}: {drawn.id} has {len(drawn.questions)} questions, all of them are looked for", err=True)
        return target
    return replace(target, looked_for=drawn.questions)


def with_estimate(audit: Audit, target: Target, seed: int) -> Audit:
    """The audit with what its sample estimates; as it is where all questions were looked for."""
    if target.looked_for is None:
        return audit
    sections = _sections(target.form, {question.id for question in target.looked_for})
    return audit.model_copy(update={"sample": estimate(seed, sections, audit.flagged)})


def _sections(form: Form, drawn: set[str]) -> list[SampledSection]:
    return [
        SampledSection(
            section=section,
            questions=tuple(q.id for q in form.section_questions(section) if q.id in drawn),
            whole=len(form.section_questions(section)),
        )
        for section in dict.fromkeys(question.section for question in form.questions)
    ]
