"""Questions of a form as the audit sees them: plain text."""

from __future__ import annotations

from contamination.types import Item
from exams.form import Form
from exams.question import Question


def items_of(form: Form) -> tuple[Item, ...]:
    """One item for each question, in the form's order. The answer is the text of the keyed options."""
    return tuple(_item(form, question) for question in form.questions)


def _item(form: Form, question: Question) -> Item:
    passage = form.passage_of(question)
    keyed = [o.text for o in question.options if o.label in question.key]
    return Item(
        id=question.id,
        question=question.stem,
        options=tuple(o.text for o in question.options),
        answer="\n".join(keyed or question.key) or (question.model_answer or ""),
        passage="" if passage is None else "\n".join(part for part in (passage.title, passage.text) if part),
        passage_id=question.passage,
    )
