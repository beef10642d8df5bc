"""The requests of a plan: what exactly is sent for a question. Asking and `examsim show` both build them here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exams.prompts.message import Prompt
from exams.question import Question
from examsim.models.request import Request, RequestMetadata
from examsim.running.run_plan import RunPlan

LETTER_TOKENS = 16  # a letter and its bracket, with room for a server that counts the stop sequence


def is_long(question: Question) -> bool:
    """Whether the reply is an essay, a worked answer or a program, rather than a choice or a number."""
    return question.kind in ("free_response", "code")


def asks_letter(plan: RunPlan, question: Question) -> bool:
    """Whether a second call asks for the bare letter or number; a short answer is all of its reply, and so is an
    answer without explanation."""
    if plan.layout == "answer-only":
        return False
    return plan.settings.letter == "sample" and not is_long(question) and question.kind != "short_answer"


def first_prompt(plan: RunPlan, question: Question, examples: Sequence[Question]) -> Prompt:
    """What a question's first call says."""
    if question.kind == "code":
        return plan.prompter.code(question)
    if question.kind == "free_response":
        return plan.prompter.free_response(question)
    return plan.prompter.multiple_choice(question, examples, letter_apart=plan.settings.letter == "sample")


def answer_request(
    plan: RunPlan, question: Question, prompt: Prompt, max_tokens: int | None = None, sample_index: int = 0
) -> Request:
    """A question's first call with `prompt`; `max_tokens` instead of the plan's where the context leaves less room."""
    params: dict[str, Any] = {
        "temperature": plan.temperature(question),
        "max_tokens": max_tokens or reply_limit(plan, question),
    }
    return _request(plan, question, prompt, params, sample_index=sample_index)


def letter_request(plan: RunPlan, question: Question, prompt: Prompt, explanation: str) -> Request:
    """The second call of `--letter sample`: the letter at temperature 0 after the explanation."""
    params: dict[str, Any] = {"temperature": 0.0, "max_tokens": plan.settings.letter_max_tokens or LETTER_TOKENS}
    if plan.settings.logprobs:
        params |= {"logprobs": True, "top_logprobs": 10}
    asked = plan.prompter.letter(question, prompt, explanation)
    return _request(plan, question, asked, params, purpose="letter")


def reply_limit(plan: RunPlan, question: Question) -> int:
    """Most tokens that a reply may have, as the settings say."""
    return plan.settings.essay_max_tokens if is_long(question) else plan.settings.max_tokens


def _request(
    plan: RunPlan,
    question: Question,
    prompt: Prompt,
    params: dict[str, Any],
    *,
    purpose: str = "answer",
    sample_index: int = 0,
) -> Request:
    if plan.settings.send_seed:
        params["seed"] = plan.settings.seed + sample_index  # one seed for all would make all samples one
    if prompt.stop:
        params["stop"] = list(prompt.stop)
    labels = tuple(o.label for o in question.options)
    groups = tuple(o.group for o in question.options if o.group)
    metadata = RequestMetadata(question.id, question.kind, labels, purpose, groups)
    return Request(plan.model, prompt.messages, params, sample_index=sample_index, metadata=metadata)
