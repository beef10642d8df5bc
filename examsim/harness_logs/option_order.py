"""In which order a log showed a question's options: its letters mean that order, not the form's."""

from __future__ import annotations

import re

from exams.question import Option, Question
from examsim.harness_logs.logged_sample import LoggedSample
from examsim.harness_logs.match_samples import words_in

_LINE = re.compile(r"^[ \t>*-]{0,6}[(\[]?([A-Za-z]|\d{1,2})[)\].:]{1,2}[ \t]+(\S.*)$", re.MULTILINE)


def shown_order(question: Question, sample: LoggedSample) -> tuple[int, ...] | None:
    """Positions in the form's options, in the log's order; None where the log does not say."""
    own = [_plain(o.text) for o in question.options]
    if len(set(own)) < len(own):
        return None
    for texts in (list(sample.options), _last_block(sample.prompt, len(own))):
        shown = [_plain(t) for t in texts]
        if sorted(shown) == sorted(own):
            return tuple(own.index(t) for t in shown)
    return None


def as_shown(question: Question, order: tuple[int, ...]) -> Question:
    """The question with its options in the log's order, under the form's labels; the key goes with its text."""
    labels = [o.label for o in question.options]
    options = tuple(
        Option(label=label, text=question.options[at].text, images=question.options[at].images)
        for label, at in zip(labels, order, strict=True)
    )
    label_of = {labels[at]: label for label, at in zip(labels, order, strict=True)}
    return question.model_copy(update={"options": options, "key": tuple(label_of[k] for k in question.key)})


def in_form(question: Question, order: tuple[int, ...], choice: tuple[str, ...]) -> tuple[str, ...]:
    """Labels read in the log's order, as the form has them."""
    labels = [o.label for o in question.options]
    meant = {label: labels[at] for label, at in zip(labels, order, strict=True)}
    return tuple(sorted((meant.get(c, c) for c in choice), key=lambda c: labels.index(c) if c in labels else -1))


def _plain(text: str) -> str:
    return " ".join(words_in(text)) or text.strip()


def _last_block(prompt: str, size: int) -> list[str]:
    """The last `size` labelled lines of a prompt that follow one another: 'A) …', '(B) …', 'C. …'."""
    lines = [m[2].strip() for m in _LINE.finditer(prompt)]
    return lines[-size:]
