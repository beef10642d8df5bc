"""Ask a question without an explanation: for its letter, or for the likelihood of its options."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from exams.prompts.message import Prompt
from exams.question import Question
from examsim.models.likelihoods.completion_scores import CompletionScores, parameters, text_request
from examsim.models.likelihoods.continuation import Continuation, continuation_of
from examsim.models.likelihoods.find_way import FoundWay, first_token_parameters
from examsim.models.likelihoods.letters import (
    letters_by_next_token,
    letters_by_text,
    letters_of_draws,
    letters_of_reply,
)
from examsim.models.likelihoods.texts import options_by_text
from examsim.models.request import CallFailed, Reply, Request, RequestMetadata
from examsim.running.requests import LETTER_TOKENS
from examsim.running.run_plan import RunPlan
from scoring.likelihoods.choose_option import chosen
from scoring.reading.extract import read_choice
from scoring.types import Likelihoods

Ask = Callable[[Request], Awaitable[Reply]]


@dataclass(frozen=True)
class AskedAlone:
    """What came of it. `choice` is empty where nothing could be read or compared; `reply` is of a chat."""

    prompt: Prompt
    choice: tuple[str, ...] = ()
    likelihoods: Likelihoods | None = None
    reply: Reply | None = None
    note: str = ""

    @property
    def confidence(self) -> dict[str, float] | None:
        """Probability of each letter that was shown."""
        if self.likelihoods is None or self.likelihoods.texts or not self.likelihoods.options:
            return None
        return {o.label: o.probability for o in self.likelihoods.options if not o.bound}


async def ask_alone(
    plan: RunPlan, found: FoundWay, question: Question, examples: Sequence[Question], ask: Ask
) -> AskedAlone:
    """Ask in the way that was found for this run, and in no other. CallFailed, ContextTooLong, as any call."""
    if plan.settings.route == "likelihood":
        return await _texts(plan, found, question, examples, ask)
    if found.way in ("first-token", "draws"):
        return await _chat(plan, found, question, examples, ask)
    prompt = plan.prompter.letter_alone(question, examples)
    labels, metadata = _labels(question), _metadata(question)
    if found.way == "next-token":
        likelihoods = await letters_by_next_token(plan.model, ask, prompt.text, labels, found.top, metadata)
    else:
        likelihoods = await letters_by_text(_scores(plan, found, ask, metadata), prompt.text, labels)
    return _compared(plan, prompt, likelihoods)


def alone_requests(plan: RunPlan, found: FoundWay, question: Question, examples: Sequence[Question]) -> list[Request]:
    """The requests for a question, as far as they do not hang on replies: of letters by echo only the first."""
    metadata = _metadata(question)
    if plan.settings.route == "likelihood":
        scores = _scores(plan, found, _nobody, metadata)
        return [scores.request_of(c) for c in _continuations(plan, question, examples).values()]
    if found.way in ("first-token", "draws"):
        prompt = plan.prompter.letter_alone(question, examples, chat=True)
        return [_chat_request(plan, found, prompt, metadata, 0)]
    text = plan.prompter.letter_alone(question, examples).text
    if found.way == "next-token":
        split = Continuation(text.rstrip(), "")
        return [text_request(plan.model, split, parameters("next-token", found.top), metadata, generates=True)]
    return [_scores(plan, found, _nobody, metadata).request_of(Continuation(text, f" {_labels(question)[0]}"))]


async def _texts(
    plan: RunPlan, found: FoundWay, question: Question, examples: Sequence[Question], ask: Ask
) -> AskedAlone:
    first = plan.prompter.cloze(question, question.options[0], examples)
    if any(not o.text.strip() for o in question.options):
        return AskedAlone(first, note="an option without words has no likelihood")
    scores = _scores(plan, found, ask, _metadata(question))
    return _compared(plan, first, await options_by_text(scores, _continuations(plan, question, examples)))


async def _chat(
    plan: RunPlan, found: FoundWay, question: Question, examples: Sequence[Question], ask: Ask
) -> AskedAlone:
    prompt = plan.prompter.letter_alone(question, examples, chat=True)
    metadata, labels = _metadata(question), _labels(question)
    if found.way == "first-token":
        reply = await ask(_chat_request(plan, found, prompt, metadata, 0))
        likelihoods = letters_of_reply(reply, labels)
        if likelihoods is None and reply.finish != "refusal":
            raise CallFailed("the reply came without log-probabilities")
        return AskedAlone(prompt, reply=reply) if likelihoods is None else _compared(plan, prompt, likelihoods, reply)
    replies = [await ask(_chat_request(plan, found, prompt, metadata, n)) for n in range(plan.settings.draws)]
    read = [_letter(question, reply.text, plan.exam.language) for reply in replies]
    likelihoods = letters_of_draws(read, labels)
    if likelihoods.options:
        return _compared(plan, prompt, likelihoods, replies[0])
    return AskedAlone(prompt, (read[0],) if read[0] else (), likelihoods, replies[0])


def _compared(plan: RunPlan, prompt: Prompt, likelihoods: Likelihoods, reply: Reply | None = None) -> AskedAlone:
    best = chosen(likelihoods, plan.settings.normalise)
    if best is None or not (likelihoods.texts or likelihoods.coverage):
        return AskedAlone(prompt, (), likelihoods, reply, "no option's letter has any probability that is known")
    note = f"{best.ties} options are equally likely: the first of them is taken" if best.ties > 1 else ""
    return AskedAlone(prompt, (best.label,), likelihoods, reply, note)


def _continuations(plan: RunPlan, question: Question, examples: Sequence[Question]) -> dict[str, Continuation]:
    split = {}
    for option in question.options:
        parts = [p for m in plan.prompter.cloze(question, option, examples).messages for p in m.parts]
        before = "".join(p.text for p in parts if p.kind in ("shared", "text"))
        split[option.label] = continuation_of(before, "".join(p.text for p in parts if p.kind == "scored"))
    return split


def _scores(plan: RunPlan, found: FoundWay, ask: Ask, metadata: RequestMetadata) -> CompletionScores:
    return CompletionScores(plan.model, ask, "prompt" if found.way == "prompt" else "echo", found.top, metadata)


def _chat_request(
    plan: RunPlan, found: FoundWay, prompt: Prompt, metadata: RequestMetadata, sample_index: int
) -> Request:
    if found.way == "first-token":
        return Request(plan.model, prompt.messages, first_token_parameters(), metadata=metadata)
    params: dict[str, Any] = {
        "temperature": 1.0 if plan.settings.draws > 1 else 0.0,  # shares are probabilities at temperature 1 only
        "max_tokens": plan.settings.letter_max_tokens or LETTER_TOKENS,
    }
    return Request(plan.model, prompt.messages, params, sample_index=sample_index, metadata=metadata)


def _letter(question: Question, text: str, language: str) -> str | None:
    choice = read_choice(text, {o.label: o.text for o in question.options}, language=language).choice
    return choice[0] if len(choice) == 1 else None


def _labels(question: Question) -> tuple[str, ...]:
    return tuple(o.label for o in question.options)


def _metadata(question: Question) -> RequestMetadata:
    return RequestMetadata(question.id, question.kind, _labels(question), "letter")


async def _nobody(request: Request) -> Reply:
    raise CallFailed("nobody is asked")
