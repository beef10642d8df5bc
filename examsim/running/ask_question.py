"""Put one question to a model and read its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from exams.errors import BudgetReached
from exams.prompts.message import Prompt
from exams.question import Question
from examsim.models.cached_client import CachedClient
from examsim.models.likelihoods.find_way import FoundWay
from examsim.models.open_model import needs_prompt
from examsim.models.request import CallFailed, ContextTooLong, Reply, Request
from examsim.models.room import ask_with_room
from examsim.models.server.cut_prompt import cut_prompt
from examsim.models.set_apart import why_no_answer
from examsim.running.ask_alone import ask_alone
from examsim.running.attempts import Attempts
from examsim.running.prompt_record import PromptRecord
from examsim.running.read_reply import essay_status, joined, no_answer, read_reply, status_of, why_unread
from examsim.running.requests import answer_request, asks_letter, first_prompt, letter_request, reply_limit
from examsim.running.run_plan import RunPlan
from scoring.judge.judge import Judge
from scoring.reading.extract import ParsedAnswer
from scoring.types import Answer, AnswerStatus, Usage

LEAST_ROOM = 256  # tokens: below this a reply can't hold an explanation, so the question is marked too long


@dataclass
class _QuestionState:
    """One question under way: its calls so far."""

    usage: Usage = field(default_factory=Usage)
    shots: int | None = None
    dropped_examples: int = 0
    prompt: tuple[dict[str, object], ...] = ()
    note: str = ""
    tools_used: bool = False
    sample_index: int = 0  # which of several independent answers this is


class QuestionRunner:
    """Sits one plan's questions, one at a time, through an asker."""

    def __init__(
        self,
        plan: RunPlan,
        client: CachedClient,
        record: PromptRecord,
        judge: Judge | None = None,
        way: FoundWay | None = None,
    ) -> None:
        """`judge` only where a failed program is shown the example it fails (--show-failing); `way` where letters or
        likelihoods are asked for."""
        self._way = way
        self._plan = plan
        self._judge = judge
        self._client = client
        self._record = record
        self._prompter = plan.prompter
        self._promptless = not needs_prompt(plan.model)

    async def __call__(self, question: Question, sample_index: int = 0) -> Answer:
        """The answer to one question, or with another sample index an independent one. A failed call is an outcome, not
        an error; ProviderError ends the run."""
        state = _QuestionState(sample_index=sample_index)
        try:
            if question.kind == "code":
                return await self._programs(question, state)
            if question.kind == "free_response":
                return await self._essay(question, state)
            return await self._choice(question, state)
        except ContextTooLong as error:
            return self._answer(question, state, "too_long", note=str(error))
        except (CallFailed, BudgetReached) as error:
            return self._answer(question, state, "failed", note=str(error))

    async def _choice(self, question: Question, state: _QuestionState) -> Answer:
        if self._way is not None and self._plan.asked_alone(question):
            return await self._alone(question, self._way, state)
        prompt, reply = await self._with_fewer_examples(question, state)
        if (status := no_answer(reply)) is not None:
            return self._answer(question, state, status, reply)
        if not asks_letter(self._plan, question) or self._promptless:
            reading = self._reading(question, reply.text)
            return self._answer(question, state, status_of(reading, reply), reply, reading)
        letter = await self._ask(question, letter_request(self._plan, question, prompt, reply.text), state)
        reading = read_reply(question, letter.text.strip().lstrip("["), self._plan.exam.language)
        answer = self._answer(question, state, status_of(reading, letter), reply, reading)
        return answer.model_copy(
            update={
                "letter_text": letter.text,
                "letter_reasoning": letter.reasoning,
                "confidence": letter.confidence and dict(letter.confidence),
            }
        )

    async def _alone(self, question: Question, way: FoundWay, state: _QuestionState) -> Answer:
        """The letter, or the likeliest option, without an explanation; with fewer examples where they do not fit."""
        examples: Sequence[Question] = self._prompter.examples_for(question)

        async def ask(request: Request) -> Reply:
            return await self._ask(question, request, state)

        while True:
            try:
                asked = await ask_alone(self._plan, way, question, examples, ask)
                break
            except ContextTooLong:
                if not examples:
                    raise
                examples = examples[:-1]
                state.dropped_examples += 1
        state.prompt, state.shots = self._record.of(asked.prompt.messages), len(examples)
        status: AnswerStatus = "answered" if asked.choice else "unparsed"
        if asked.reply is not None and not asked.choice:
            reading = read_reply(question, asked.reply.text, self._plan.exam.language)
            status = no_answer(asked.reply) or status_of(reading, asked.reply)
            status = "unparsed" if status == "answered" else status
        answer = self._answer(question, state, status, asked.reply, note=asked.note)
        said = {"choice": asked.choice, "likelihoods": asked.likelihoods, "confidence": asked.confidence}
        return answer.model_copy(update=said)

    async def _with_fewer_examples(self, question: Question, state: _QuestionState) -> tuple[Prompt, Reply]:
        """Ask; where the prompt does not fit, leave out the last worked example and ask again, then ask for less."""
        examples: Sequence[Question] = self._prompter.examples_for(question)
        while examples:
            prompt = self._prompt(question, examples)
            try:
                request = answer_request(self._plan, question, prompt, sample_index=state.sample_index)
                reply = await self._ask(question, request, state)
                return prompt, self._sent(reply, state, len(examples))
            except ContextTooLong:
                examples = examples[:-1]
                state.dropped_examples += 1
        prompt = self._prompt(question)
        return prompt, self._sent(await self._with_less_room(question, prompt, state), state, 0)

    def _sent(self, reply: Reply, state: _QuestionState, shots: int) -> Reply:
        state.shots = None if self._promptless else shots
        return reply

    def _reading(self, question: Question, text: str) -> ParsedAnswer:
        """What a reply answers. Under answer-only it stands first: what follows a blank line may be a next question
        that a base model made up, and is read only where nothing stands before it."""
        first = text.strip().split("\n\n", 1)[0]
        if self._plan.layout == "answer-only" and not self._promptless and first != text.strip():
            reading = read_reply(question, first, self._plan.exam.language)
            if reading.choice:
                return reading
        return read_reply(question, text, self._plan.exam.language)

    def _prompt(self, question: Question, examples: Sequence[Question] = ()) -> Prompt:
        """What is sent; nothing for models that need no prompt (chance, replay)."""
        return Prompt(()) if self._promptless else first_prompt(self._plan, question, examples)

    async def _essay(self, question: Question, state: _QuestionState) -> Answer:
        reply = await self._with_less_room(question, self._prompt(question), state)
        return self._answer(question, state, essay_status(reply), reply)

    async def _programs(self, question: Question, state: _QuestionState) -> Answer:
        """One program, or several: each further one is a sample of its own, kept beside the first."""
        attempts = Attempts(
            question,
            self._prompt(question),
            ask=lambda asked, index: self._with_less_room(question, asked, state, index),
            second_look=lambda asked, program, failed: self._prompter.second_look(question, asked, program, failed),
            status_of=essay_status,
            judge=None if self._promptless else self._judge,
        )
        first, *others = await attempts.take(1 if self._promptless else self._plan.attempts)
        answer = self._answer(question, state, first.status)
        truncated = any(a.truncated for a in (first, *others))
        said = {"text": first.text, "reasoning": first.reasoning, "note": first.note or answer.note}
        return answer.model_copy(update={**said, "truncated": truncated, "attempts": tuple(others)})

    async def _with_less_room(
        self, question: Question, prompt: Prompt, state: _QuestionState, sample_index: int | None = None
    ) -> Reply:
        """Ask; where the prompt does not fit beside the reply that is allowed, allow half as long a one."""
        room = reply_limit(self._plan, question)
        index = state.sample_index if sample_index is None else sample_index
        while True:
            try:
                return await self._ask(question, answer_request(self._plan, question, prompt, room, index), state)
            except ContextTooLong:
                if room // 2 < LEAST_ROOM:
                    raise
                room //= 2
                state.note = f"reply limited to {room} tokens to fit the context"

    async def _ask(self, question: Question, request: Request, state: _QuestionState) -> Reply:
        if request.metadata.purpose == "answer" and request.sample_index == state.sample_index:
            state.prompt = self._record.of(request.messages)
        fixed = (
            self._promptless
            or request.endpoint != "chat"
            or "top_logprobs" in request.params
            or (request.metadata.purpose == "letter" and bool(self._plan.settings.letter_max_tokens))
        )
        replies = await ask_with_room(self._client, request, fixed=fixed)
        for reply, cached in replies:
            state.usage = self._with(state.usage, reply, cached)
            state.tools_used = state.tools_used or reply.tools_used
        reply = replies[-1][0]
        if not self._promptless and (cut := cut_prompt(request, reply)):
            state.note = cut
        return reply

    def _with(self, used: Usage, reply: Reply, cached: bool) -> Usage:
        cost = self._client.cost_of(reply)
        return Usage(
            prompt_tokens=used.prompt_tokens + reply.prompt_tokens,
            completion_tokens=used.completion_tokens + reply.completion_tokens,
            calls=used.calls + 1,
            cached=used.cached + cached,
            cost=None if cost is None else (used.cost or 0.0) + cost,
            reasoning_tokens=used.reasoning_tokens + reply.reasoning_tokens,
        )

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
            reasoning=reply.reasoning if reply else "",
            choice=reading.choice if reading else (),
            truncated=bool(reply and reply.finish == "length"),
            shots=state.shots,
            dropped_examples=state.dropped_examples,
            prompt=state.prompt,
            usage=state.usage,
            note=joined(note, why_no_answer(reply) if reply else "", why_unread(reading), state.note),
            tools_used=state.tools_used,
        )
