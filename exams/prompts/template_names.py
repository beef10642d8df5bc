"""Which templates take part in a plan's prompts, by what its form holds: those that don't are left out of its hash."""

from __future__ import annotations

from exams.form import Form
from exams.question import Question

ANCHORED = "grade_anchored"
ALONE = {"letter": "letter_alone.jinja", "likelihood": "cloze.jinja"}  # routes without an explanation


def grading_template(form: Form, question: Question) -> str:
    """The grader's template: by criteria, by levels, or by levels with graded answers or a checklist beside them."""
    rubric = question.rubric
    assert rubric is not None
    anchored = any(a.question == question.id for a in form.anchors)
    if rubric.kind == "holistic" and (anchored or rubric.checklist):
        return ANCHORED
    return f"grade_{rubric.kind}"


def unused_templates(form: Form, *, bare: bool, route: str) -> set[str]:
    """File names of the templates that no prompt of this form can come from, so that other runs keep their names."""
    unused = set() if any(q.kind == "short_answer" for q in form.questions) else {"short_answer.jinja"}
    if not bare:
        unused |= {f"answer_only{piece}.jinja" for piece in ("", "_examples", "_question")}
    if not any(q.rubric is not None and grading_template(form, q) == ANCHORED for q in form.questions):
        unused.add(f"{ANCHORED}.jinja")
    return unused | {file for alone, file in ALONE.items() if alone != route}
