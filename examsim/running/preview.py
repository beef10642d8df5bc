"""What would be sent for one question, without sending anything."""

from __future__ import annotations

import orjson

from exams.errors import InputError
from exams.prompts.message import Message
from exams.question import Question
from examsim.models.likelihoods.find_way import MOST_SHOWN, FoundWay
from examsim.models.request import Request
from examsim.models.server.headers import recorded_headers
from examsim.running.ask_alone import alone_requests
from examsim.running.requests import answer_request, asks_letter, first_prompt, letter_request
from examsim.running.run_plan import RunPlan
from scoring.types import LikelihoodWay


def preview(plan: RunPlan, wanted: str) -> str:
    """The very requests for one question as text: messages, pictures as their file names, then the parameters."""
    question = find_question(plan.form.questions, wanted)
    if plan.asked_alone(question):
        return "\n".join(_alone(plan, question))
    prompt = first_prompt(plan, question, plan.prompter.examples_for(question))
    blocks = _blocks(plan, answer_request(plan, question, prompt))
    if asks_letter(plan, question):
        second = letter_request(plan, question, prompt, "<the explanation that was sampled>")
        blocks += ["", "══ second call, after the reply " + "═" * 40, *_blocks(plan, second)]
    return "\n".join(blocks)


def _alone(plan: RunPlan, question: Question) -> list[str]:
    """The requests of the routes letter and likelihood; where the server decides the way, both forms of a letter's."""
    texts, setting = plan.settings.route == "likelihood", plan.settings.likelihoods
    ways: list[LikelihoodWay] = ["echo"] if texts else ["next-token", "first-token"]
    blocks = []
    for way in ways if setting == "auto" else [setting]:
        found = FoundWay(way, 0 if texts or way in ("first-token", "draws") else MOST_SHOWN[0])
        blocks.append(f"══ {way} " + "═" * 60)
        for request in alone_requests(plan, found, question, plan.prompter.examples_for(question)):
            blocks += _blocks(plan, request)
    return blocks


def _blocks(plan: RunPlan, request: Request) -> list[str]:
    request = plan.setup.applied(request)
    shown = [f"── {m.role} " + "─" * 60 + "\n" + _shown(m) for m in request.messages]
    parameters = ", ".join(f"{name} {_value(value)}" for name, value in request.params.items())
    headers = recorded_headers(plan.setup.headers)
    further = ["── headers " + "─" * 57, *(f"{name}: {value}" for name, value in headers.items())] if headers else []
    return [*shown, "── parameters " + "─" * 54 + "\n" + parameters, *further]


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


def _shown(message: Message) -> str:
    return "".join(f"\n<image {p.text}>" if p.kind == "image" else p.text for p in message.parts)
