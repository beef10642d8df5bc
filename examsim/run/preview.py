"""What would be sent, and what it would cost, without sending anything."""

from __future__ import annotations

from dataclasses import dataclass

from exams.errors import InputError
from exams.prompts.prompt import Message
from exams.question import Question
from examsim.models.open_model import needs_prompt
from examsim.models.prices import estimated_tokens, price_of
from examsim.run.run_plan import RunPlan

GRADER_REPLY_TOKENS = 400  # a JSON line of about 30 tokens for each of a dozen criteria
IMAGE_TOKENS = 765  # one 1024 x 1024 picture in the pricing of OpenAI's GPT-4o family


def preview(plan: RunPlan, wanted: str) -> str:
    """The messages for one question as text, pictures as their file names, then the parameters."""
    question = find_question(plan.form.questions, wanted)
    messages, parameters = _first_call(plan, question)
    blocks = [f"── {m.role} " + "─" * 60 + "\n" + _shown(m) for m in messages]
    blocks.append("── parameters " + "─" * 54 + "\n" + parameters)
    if plan.settings.letter == "sample" and question.kind not in ("free_response", "code"):
        more = plan.prompter.letter(question, messages, "<the explanation that was sampled>")
        tail = more[len(messages) - 1 :] if len(more) == len(messages) else more[len(messages) :]
        blocks += [f"── second call, {m.role} " + "─" * 46 + "\n" + _shown(m)[-600:] for m in tail]
    return "\n".join(blocks)


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


def estimate(plan: RunPlan, price: str | None) -> Estimate:
    """Count calls and estimate tokens from text length; replies are taken at a quarter of their limit."""
    calls = prompt = completion = 0
    for question in plan.form.questions if needs_prompt(plan.model) else ():
        messages, _ = _first_call(plan, question)
        tokens = sum(
            estimated_tokens(m.text) + IMAGE_TOKENS * sum(p.kind == "image" for p in m.parts) for m in messages
        )
        essay = question.kind in ("free_response", "code")
        reply = (plan.settings.essay_max_tokens if essay else plan.settings.max_tokens) // 4
        tries = plan.attempts if question.kind == "code" else 1
        calls, prompt, completion = calls + tries, prompt + tokens * tries, completion + reply * tries
        if not essay and plan.settings.letter == "sample":
            calls, prompt, completion = calls + 1, prompt + tokens + reply, completion + 2
        if question.rubric is not None and plan.self_graded:
            rubric = estimated_tokens(question.stem + question.rubric.model_dump_json())
            calls, prompt, completion = calls + 1, prompt + rubric + reply, completion + GRADER_REPLY_TOKENS
    known = price_of(plan.model, price) if plan.base_url is None or price else None
    cost = known.of(prompt, completion) if known else None
    return Estimate(len(plan.form.questions), calls, prompt, completion, cost, known.source if known else "")


def _first_call(plan: RunPlan, question: Question) -> tuple[tuple[Message, ...], str]:
    settings, prompter = plan.settings, plan.prompter
    if question.kind in ("free_response", "code"):
        essay = prompter.code(question) if question.kind == "code" else prompter.free_response(question)
        return essay, f"temperature {settings.essay_temperature:g}, max_tokens {settings.essay_max_tokens}"
    examples = prompter.examples_for(question)
    stop = ""
    if examples:
        until = "The answer is therefore" if settings.letter == "sample" else f"Problem {len(examples) + 1 + 1}"
        stop = f', stop "\\n{until}"'
    asked = prompter.multiple_choice(question, examples)
    return asked, f"temperature {settings.temperature:g}, max_tokens {settings.max_tokens}{stop}"


def _shown(message: Message) -> str:
    return "".join(f"\n<image {p.text}>" if p.kind == "image" else p.text for p in message.parts)
