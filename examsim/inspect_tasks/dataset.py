"""A form as inspect_ai's samples: each question as `examsim run` would put it, its key as the target."""

from __future__ import annotations

from typing import Any

from exams.question import Question
from examsim.models.inspect.ask_inspect import messages_of
from examsim.running.requests import answer_request, first_prompt, is_long
from examsim.running.run_plan import RunPlan

STOP = "examsim_stop"  # in a sample's metadata: where the reply ends, for few-shot prompts


def samples_of(plan: RunPlan) -> list[Any]:
    """One inspect_ai Sample a question, in the form's order; pictures as data URLs where the plan shows them."""
    return [_sample(plan, question) for question in plan.form.questions]


def _sample(plan: RunPlan, question: Question) -> Any:
    from inspect_ai.dataset import Sample

    prompt = first_prompt(plan, question, () if is_long(question) else plan.prompter.examples_for(question))
    request = answer_request(plan, question, prompt)
    key = list(question.key)
    return Sample(
        id=question.id,
        input=messages_of(request),
        target=key[0] if len(key) == 1 else key,
        metadata={
            "exam": plan.exam.id,
            "form": plan.form.id,
            "section": question.section,
            "kind": question.kind,
            "points": question.points,
            STOP: list(prompt.stop),
        },
    )
