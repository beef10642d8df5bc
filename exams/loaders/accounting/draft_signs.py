"""Signs that a question was read wrongly, seen in the question itself: it must not be asked so."""

from __future__ import annotations

from exams.loaders.draft import Draft
from exams.question_signs import hole_in, letter_answer, letter_options, listens, missing_picture


def draft_fault(draft: Draft) -> str:
    """What is wrong with a draft that was read, or ''."""
    texts = [o.text for o in draft.options]
    shown = [draft.stem, *texts, draft.passage.text if draft.passage is not None else ""]
    pictures = len(draft.pictures) + sum(len(o.pictures) for o in draft.options)
    pictures += len(draft.passage.pictures) if draft.passage is not None else 0
    if draft.kind == "free_response" and letter_answer(draft.model_answer):
        return f"its answer is the letter {(draft.model_answer or '').strip()!r}, but no options were found"
    if letter_options(texts, draft.stem) and not pictures:
        return "its options are the bare letters of a key"
    one_for_all = draft.one_picture and pictures > 0
    if draft.kind != "code" and not one_for_all and (slot := missing_picture(shown, pictures)) != "":
        return f"it shows {slot}, and no such picture is in the question"
    if listens(draft.stem):
        return "it asks to listen, and a form holds no sound"
    if draft.kind != "code" and (hole := hole_in(draft.stem)):
        return f"its text has a hole: {hole!r}"
    return ""
