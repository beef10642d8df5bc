"""What a candidate's reply answers, and how it ended."""

from __future__ import annotations

from exams.question import Question
from examsim.models.request import Reply
from scoring.reading.accepted_answers import read_whole
from scoring.reading.extract import NOTHING, TOO_REPETITIVE, ParsedAnswer, read_choice
from scoring.reading.extract_number import read_number
from scoring.reading.refusal import reads_as_refusal
from scoring.reading.spans import spans_of
from scoring.types import AnswerStatus


def joined(*notes: str) -> str:
    """Notes in one line."""
    return "; ".join(note for note in notes if note)


def why_unread(reading: ParsedAnswer | None) -> str:
    """Why nothing was read from a reply that is there; '' where that needs no words."""
    repeats = reading is not None and reading.place == TOO_REPETITIVE.place
    return "unparsed: too repetitive" if repeats else ""


def read_reply(question: Question, text: str, language: str) -> ParsedAnswer:
    """The answer in a reply to a question that a key grades."""
    if question.kind == "numeric":
        return read_number(text, language=language)
    if question.matching == "spans":
        spans = spans_of(text)
        return ParsedAnswer(spans, "spans") if spans else NOTHING
    if question.kind == "short_answer":
        return read_whole(text)
    options = {o.label: o.text for o in question.options}
    return read_choice(text, options, several=question.kind == "multiple_select", language=language)


def no_answer(reply: Reply) -> AnswerStatus | None:
    """The outcome where there is nothing to read, or None where there is."""
    if reply.finish == "blank":
        return "blank"
    if reply.finish == "missing":
        return "missing"
    if reply.finish == "refusal":
        return "refused"
    if not reply.text.strip():
        return "truncated" if reply.finish == "length" else "empty"
    return None


def essay_status(reply: Reply) -> AnswerStatus:
    """The outcome of an essay or a program."""
    status = no_answer(reply)
    if status is None and len(reply.text) < 600 and reads_as_refusal(reply.text):
        return "refused"
    return status or "answered"


def status_of(reading: ParsedAnswer, reply: Reply) -> AnswerStatus:
    """The outcome of a reply that was read."""
    if reading.choice:
        return "answered"
    if reply.finish == "length":
        return "truncated"
    if not reply.text.strip():
        return "empty"
    return "refused" if reads_as_refusal(reply.text) else "unparsed"
