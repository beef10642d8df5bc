"""What would be sent, and what it would cost, without sending anything."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from exams.errors import InputError
from exams.prompts.message import Message
from exams.question import Question
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.open_model import needs_prompt
from examsim.models.prices import estimated_tokens, price_of
from examsim.models.request import Request
from examsim.models.server.credentials import own_server, server_url
from examsim.run.requests import answer_request, asks_letter, first_prompt, letter_request, reply_limit
from examsim.run.run_plan import RunPlan

GRADER_REPLY_TOKENS = 400  # a JSON line of about 30 tokens for each of a dozen criteria
THOUGHT_TOKENS = 2000  # a thought before one reply; reasoning models take some hundred to many thousand
IMAGE_TOKENS = 765  # one 1024 x 1024 picture in the pricing of OpenAI's GPT-4o family


def preview(plan: RunPlan, wanted: str) -> str:
    """The very requests for one question as text: messages, pictures as their file names, then the parameters."""
    question = find_question(plan.form.questions, wanted)
    prompt = first_prompt(plan, question, plan.prompter.examples_for(question))
    blocks = _blocks(answer_request(plan, question, prompt))
    if asks_letter(plan, question):
        second = letter_request(plan, question, prompt, "<the explanation that was sampled>")
        blocks += ["", "══ second call, after the reply " + "═" * 40, *_blocks(second)]
    return "\n".join(blocks)


def _blocks(request: Request) -> list[str]:
    shown = [f"── {m.role} " + "─" * 60 + "\n" + _shown(m) for m in request.messages]
    parameters = ", ".join(f"{name} {_value(value)}" for name, value in request.params.items())
    return [*shown, "── parameters " + "─" * 54 + "\n" + parameters]


def _value(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else orjson.dumps(value).decode()


def find_question(questions: tuple[Question, ...], wanted: str) -> Question:
    """A question by its id, or by its number from 1."""
    for question in questions:
        if question.id == wanted:
            return question
    if wanted.isdigit() and 1 <= int(wanted) <= len(questions):
        return questions[int(wanted) - 1]
    raise InputError(
        f"no question {wanted!r}", hint=f"give a number from 1 to {len(questions)}, or an id like {questions[0].id}"
    )


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run would take, by estimate: calls, tokens in and at most out, dollars (None: no price known)."""

    questions: int
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None
    price_source: str
    cached: int = 0
    thinking_tokens: int = 0  # more tokens out, if the model thinks before each reply
    thinking_cost: float | None = None  # dollars then


def estimate(plan: RunPlan, price: str | None, held: AnswerCache | None = None) -> Estimate:
    """Count calls and estimate tokens from text length; replies are taken at a quarter of their limit. First calls that
    the cache holds cost nothing."""
    calls = prompt = completion = cached = 0
    graded = (0, 0, 0)  # calls, tokens in, tokens out
    for question in plan.form.questions if needs_prompt(plan.model) else ():
        prompt_sent = first_prompt(plan, question, plan.prompter.examples_for(question))
        tokens = sum(
            estimated_tokens(m.text) + IMAGE_TOKENS * sum(p.kind == "image" for p in m.parts)
            for m in prompt_sent.messages
        )
        reply = reply_limit(plan, question) // 4
        tries = plan.attempts if question.kind == "code" else 1
        calls, prompt, completion = calls + tries, prompt + tokens * tries, completion + reply * tries
        if asks_letter(plan, question):
            calls, prompt, completion = calls + 1, prompt + tokens + reply, completion + 2
        if held is not None and held.get(answer_request(plan, question, prompt_sent), server_url(plan.base_url)):
            calls, prompt, completion, cached = calls - 1, prompt - tokens, completion - reply, cached + 1
        if question.rubric is not None and plan.grader is not None:
            rubric = estimated_tokens(question.stem + question.rubric.model_dump_json())
            graded = (graded[0] + 1, graded[1] + rubric + reply, graded[2] + GRADER_REPLY_TOKENS)
    known = price_of(plan.model, price) if price or not own_server(plan.base_url) else None
    cost = known.of(prompt, completion) if known else None
    source = known.source if known else ""
    if graded[0] and plan.grader is not None:
        grader = price_of(plan.grader, price) if price or not own_server(plan.grader_base_url) else None
        cost = cost + grader.of(*graded[1:]) if cost is not None and grader else None
    thought = known.of(0, THOUGHT_TOKENS * (calls + graded[0])) if known else None
    return Estimate(
        *(len(plan.form.questions), calls + graded[0], prompt + graded[1], completion + graded[2], cost, source),
        cached=cached,
        thinking_tokens=THOUGHT_TOKENS * (calls + graded[0]),
        thinking_cost=None if cost is None or thought is None else cost + thought,
    )


def _shown(message: Message) -> str:
    return "".join(f"\n<image {p.text}>" if p.kind == "image" else p.text for p in message.parts)
