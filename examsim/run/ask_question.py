"""Put one question to a model and read its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from exams.prompts.prompt import Message
from exams.question import Question
from examsim.models.cached_client import CachedClient
from examsim.models.open_model import needs_prompt
from examsim.models.request import CallFailed, ContextTooLong, Reply, Request, RequestMetadata
from examsim.run.attempts import Attempts
from examsim.run.prompt_record import PromptRecord
from examsim.run.run_plan import RunPlan
from scoring.judge.judge import Judge
from scoring.reading.extract import ParsedAnswer, read_choice, reads_as_refusal
from scoring.reading.extract_number import read_number
from scoring.types import Answer, AnswerStatus, Usage

LETTER_TOKENS = 16  # a letter and its bracket, with room for a server that counts the stop sequence
LEAST_ROOM = 256  # tokens: below this a reply can't hold an explanation, so the question is marked too long


@dataclass
class _QuestionState:
    """One question under way: its calls so far."""

    usage: Usage = field(default_factory=Usage)
    dropped_examples: int = 0
    prompt: tuple[dict[str, object], ...] = ()
    note: str = ""


class QuestionRunner:
    """Sits one plan's questions, one at a time, through an asker."""

    def __init__(self, plan: RunPlan, client: CachedClient, record: PromptRecord, judge: Judge | None = None) -> None:
        """`judge` only where a failed program is shown the example it fails (--show-failing)."""
        self._plan = plan
        self._judge = judge
        self._asker = client
        self._record = record
        self._prompter = plan.prompter
        self._promptless = not needs_prompt(plan.model)

    async def __call__(self, question: Question) -> Answer:
        """The answer to one question. A failed call is an outcome, not an error; ProviderError ends the run."""
        state = _QuestionState()
        try:
            if question.kind == "code":
                return await self._programs(question, state)
            if question.kind == "free_response":
                return await self._essay(question, state)
            return await self._choice(question, state)
        except ContextTooLong as error:
            return self._answer(question, state, "too_long", note=str(error))
        except CallFailed as error:
            return self._answer(question, state, "failed", note=str(error))

    async def _choice(self, question: Question, state: _QuestionState) -> Answer:
        settings = self._plan.settings
        params: dict[str, Any] = {"temperature": settings.temperature, "max_tokens": settings.max_tokens}
        messages, reply = await self._with_fewer_examples(question, params, state)
        if (status := _no_answer(reply)) is not None:
            return self._answer(question, state, status, reply)
        if settings.letter == "extract" or self._promptless:
            reading = _read(question, reply.text)
            return self._answer(question, state, _status(reading, reply), reply, reading)
        letter = await self._letter(question, messages, reply, state)
        reading = _read(question, letter.text.strip().lstrip("["))
        answer = self._answer(question, state, _status(reading, letter), reply, reading)
        return answer.model_copy(
            update={"letter_text": letter.text, "confidence": letter.confidence and dict(letter.confidence)}
        )

    async def _with_fewer_examples(
        self, question: Question, params: dict[str, Any], state: _QuestionState
    ) -> tuple[tuple[Message, ...], Reply]:
        """Ask; where the prompt does not fit, leave out the last worked example and ask again, then ask for less."""
        examples: Sequence[Question] = self._prompter.examples_for(question)
        while True:
            messages = () if self._promptless else self._prompter.multiple_choice(question, examples)
            stop = {"stop": _stops(self._plan.settings.letter, len(examples))} if examples else {}
            try:
                return messages, await self._ask(question, messages, {**params, **stop}, state)
            except ContextTooLong:
                if examples:
                    examples = examples[:-1]
                    state.dropped_examples += 1
                elif params["max_tokens"] // 2 >= LEAST_ROOM:
                    params = {**params, "max_tokens": params["max_tokens"] // 2}
                    state.note = f"reply limited to {params['max_tokens']} tokens to fit the context"
                else:
                    raise

    async def _letter(
        self, question: Question, messages: tuple[Message, ...], reply: Reply, state: _QuestionState
    ) -> Reply:
        """The second call of `--letter sample`: the letter at T=0 after the explanation."""
        asked = self._prompter.letter(question, messages, reply.text)
        params: dict[str, Any] = {"temperature": 0.0, "max_tokens": LETTER_TOKENS}
        if len(asked) == len(messages):
            params["stop"] = ["]"]
        if self._plan.settings.logprobs:
            params |= {"logprobs": True, "top_logprobs": 10}
        return await self._ask(question, asked, params, state, purpose="letter")

    async def _essay(self, question: Question, state: _QuestionState) -> Answer:
        messages = () if self._promptless else self._prompter.free_response(question)
        reply = await self._at_length(question, messages, state)
        return self._answer(question, state, _essay_status(reply), reply)

    async def _programs(self, question: Question, state: _QuestionState) -> Answer:
        """One program, or several: each further one is a draw of its own, kept beside the first."""
        messages = () if self._promptless else self._prompter.code(question)
        attempts = Attempts(
            question,
            messages,
            ask=lambda asked, draw: self._at_length(question, asked, state, draw),
            second_look=lambda asked, program, failed: self._prompter.second_look(question, asked, program, failed),
            status_of=_essay_status,
            judge=None if self._promptless else self._judge,
        )
        first, *others = await attempts.take(1 if self._promptless else self._plan.attempts)
        answer = self._answer(question, state, first.status)
        truncated = any(a.truncated for a in (first, *others))
        return answer.model_copy(update={"text": first.text, "truncated": truncated, "attempts": tuple(others)})

    async def _at_length(
        self, question: Question, messages: tuple[Message, ...], state: _QuestionState, draw: int = 0
    ) -> Reply:
        """A long reply; where the prompt leaves less room, a shorter one."""
        settings = self._plan.settings
        params: dict[str, Any] = {"temperature": settings.essay_temperature, "max_tokens": settings.essay_max_tokens}
        if any(p.kind == "shared" for m in messages for p in m.parts):
            params["stop"] = ["<|endofreply|>"]
        while True:
            try:
                return await self._ask(question, messages, params, state, draw=draw)
            except ContextTooLong:
                if params["max_tokens"] // 2 < LEAST_ROOM:
                    raise
                params = {**params, "max_tokens": params["max_tokens"] // 2}
                state.note = f"reply limited to {params['max_tokens']} tokens to fit the context"

    async def _ask(
        self,
        question: Question,
        messages: tuple[Message, ...],
        params: dict[str, Any],
        state: _QuestionState,
        purpose: str = "answer",
        draw: int = 0,
    ) -> Reply:
        labels = tuple(o.label for o in question.options)
        metadata = RequestMetadata(question.id, question.kind, labels, purpose)
        if purpose == "answer" and draw == 0:
            state.prompt = self._record.of(messages)
        reply, cached = await self._asker(Request(self._plan.model, messages, params, draw=draw, metadata=metadata))
        used, cost = state.usage, self._asker.cost_of(reply)
        state.usage = Usage(
            prompt_tokens=used.prompt_tokens + reply.prompt_tokens,
            completion_tokens=used.completion_tokens + reply.completion_tokens,
            calls=used.calls + 1,
            cached=used.cached + cached,
            cost=None if cost is None else (used.cost or 0.0) + cost,
        )
        return reply

    def _answer(
        self,
        question: Question,
        state: _QuestionState,
        status: AnswerStatus,
        reply: Reply | None = None,
        reading: ParsedAnswer | None = None,
        note: str = "",
    ) -> Answer:
        return Answer(
            question=question.id,
            section=question.section,
            status=status,
            text=reply.text if reply else "",
            choice=reading.choice if reading else (),
            truncated=bool(reply and reply.finish == "length"),
            dropped_examples=state.dropped_examples,
            prompt=state.prompt,
            usage=state.usage,
            note=note or state.note,
        )


def _stops(letter: str, examples: int) -> list[str]:
    """Where a worked-problem continuation ends: before the verdict if a second call asks for it, else before the
    next problem."""
    return ["\nThe answer is therefore"] if letter == "sample" else [f"\nProblem {examples + 2}"]


def _read(question: Question, text: str) -> ParsedAnswer:
    if question.kind == "numeric":
        return read_number(text)
    options = {o.label: o.text for o in question.options}
    return read_choice(text, options, several=question.kind == "multiple_select")


def _no_answer(reply: Reply) -> AnswerStatus | None:
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


def _essay_status(reply: Reply) -> AnswerStatus:
    status = _no_answer(reply)
    if status is None and len(reply.text) < 600 and reads_as_refusal(reply.text):
        return "refused"
    return status or "answered"


def _status(reading: ParsedAnswer, reply: Reply) -> AnswerStatus:
    if reading.choice:
        return "answered"
    if reply.finish == "length":
        return "truncated"
    if not reply.text.strip():
        return "empty"
    return "refused" if reads_as_refusal(reply.text) else "unparsed"
