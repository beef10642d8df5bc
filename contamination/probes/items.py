"""A form's questions as probes read them: plain text, in the form's order."""

from __future__ import annotations

from contamination.probe_types import ProbeItem
from exams.form import Form


def probe_items(form: Form) -> tuple[ProbeItem, ...]:
    """Stem and options as a copy of the set would have them; the key is no part of the text."""
    found = []
    for question in form.questions:
        options = tuple((o.label, o.text.strip()) for o in question.options)
        lines = [question.stem.strip(), *(f"{label}. {text}" for label, text in options)]
        passage = form.passage_of(question)
        found.append(
            ProbeItem(
                id=question.id,
                text="\n".join(lines),
                stem=question.stem.strip(),
                options=options,
                key=question.key,
                block=question.section,
                passage="" if passage is None else passage.text.strip(),
                difficulty=question.difficulty,
                written="" if question.written is None else question.written.isoformat(),
            )
        )
    return tuple(found)
