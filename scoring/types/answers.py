"""What a model said to each question: one line of `answers.jsonl`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scoring.types.likelihoods import Likelihoods
from scoring.types.record import Record

AnswerStatus = Literal[
    "answered",  # an answer was read
    "blank",  # left blank on purpose (the chance model's essays; an exam that rewards blanks)
    "unparsed",  # the model replied, but no answer could be read from it
    "refused",  # the model declined
    "empty",  # the reply held nothing
    "truncated",  # the reply hit its length limit before an answer could be read
    "too_long",  # the question does not fit the model's context even without worked examples
    "failed",  # the server failed for good; the question was not answered
    "missing",  # replay: the file holds no answer for this question
]
# Nothing is known of what the model would have said; what fits is mostly a setting of the server's.
UNKNOWN: tuple[AnswerStatus, ...] = ("failed", "missing", "too_long")


class Usage(Record):
    """Tokens of all calls for one question; `cost` in US dollars where the price table knows the model."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    calls: int = 0
    cached: int = 0
    cost: float | None = None
    reasoning_tokens: int = Field(
        0, description="of the completion tokens, as the server counts them; 0 if it does not"
    )


class Attempt(Record):
    """A further program for the same problem, after the first in `Answer.text`."""

    text: str
    reasoning: str = Field("", description="the model's thought before this program, set apart from it")
    status: AnswerStatus = "answered"
    truncated: bool = False
    saw_failing: bool = Field(False, description="was shown the sample that the attempt before failed")
    note: str = ""


class DrawnAnswer(Record):
    """A further, independent answer to the same question (`--draws`), after the first in the answer itself."""

    status: AnswerStatus
    text: str = ""
    reasoning: str = Field("", description="the model's thought before this answer, set apart from it")
    choice: tuple[str, ...] = ()
    truncated: bool = False
    note: str = ""


class Answer(Record):
    """What the model said to one question and what was read from it."""

    question: str
    section: str
    status: AnswerStatus
    text: str = Field("", description="explanation or free response, as the model wrote it")
    reasoning: str = Field("", description="the model's thought, set apart: never read, graded or run")
    letter_text: str = Field("", description="reply to the letter prompt, with --letter sample")
    letter_reasoning: str = Field("", description="the thought before that reply, set apart from it")
    choice: tuple[str, ...] = Field((), description="labels, or the number as text")
    truncated: bool = Field(False, description="some reply hit its length limit, even if an answer was read")
    shots: int | None = Field(None, description="worked examples sent; None: no prompt was sent, or it is not known")
    dropped_examples: int = Field(0, description="worked examples left out to fit the context")
    prompt: tuple[dict[str, object], ...] = Field((), description="messages as sent; shared text by reference")
    usage: Usage = Usage()
    confidence: dict[str, float] | None = Field(None, description="probability of each letter, where known")
    likelihoods: Likelihoods | None = Field(None, description="of the options, with --route letter or likelihood")
    attempts: tuple[Attempt, ...] = Field((), description="programs: attempts 2, 3, … ; the first is `text`")
    draws: tuple[DrawnAnswer, ...] = Field((), description="independent answers 2, 3, … ; the first is this one")
    tools_used: bool = Field(False, description="the model searched the web or called a tool during the exam")
    note: str = ""
