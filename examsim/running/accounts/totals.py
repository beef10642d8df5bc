"""What a run has come to over all its starts, candidate and grader together; a rerun never makes it less."""

from __future__ import annotations

from typing import Any

from examsim.models.cached_client import CachedClient
from examsim.models.open_model import needs_prompt
from examsim.running.accounts.history import History
from examsim.running.ask_alone import alone_requests
from examsim.running.execute import RunResult
from examsim.running.requests import answer_request, first_prompt

COUNTS = ("calls", "failed", "prompt_tokens", "completion_tokens", "reasoning_tokens")


def totals_of(run_result: RunResult, history: History) -> dict[str, Any]:
    """Calls, tokens and dollars. `cost` is None where no price is known; it is at least what the replies in use cost,
    so a start that was killed before it could write is not lost."""
    clients = _clients(run_result)
    earlier = history.totals or {}
    totals: dict[str, Any] = {"starts": max(1, history.starts)}
    for name in COUNTS:
        totals[name] = _number(earlier.get(name)) + sum(getattr(c.tally, name) for c in clients)
    priced = [c for c in clients if c.price]
    spent = _number(earlier.get("cost")) + sum(c.tally.cost for c in priced)
    value = sum(c.tally.value for c in priced)
    known = priced or earlier.get("cost") is not None
    totals["cost"] = round(max(spent, value), 6) if known else None
    totals["possible_cost"] = round(
        _number(earlier.get("possible_cost")) + sum(c.tally.possible_cost for c in priced), 6
    )
    return totals


def sent_parameters(run_result: RunResult) -> dict[str, Any]:
    """The parameters of a first call as the server was sent them, refused ones left out or changed."""
    plan = run_result.plan
    if not needs_prompt(plan.model) or not plan.form.questions:
        return {}
    question = plan.form.questions[0]
    if run_result.way is not None and plan.asked_alone(question):
        alone = alone_requests(plan, run_result.way, question, plan.prompter.examples_for(question))[0]
        alone = plan.setup.applied(alone)
        chat = alone.endpoint == "chat"
        return run_result.candidate.state.applied(alone.params) if chat else dict(alone.params)
    request = answer_request(plan, question, first_prompt(plan, question, plan.prompter.examples_for(question)))
    return run_result.candidate.state.applied(plan.setup.applied(request).params)


def _clients(run_result: RunResult) -> list[CachedClient]:
    grader = run_result.grader
    return [run_result.candidate, *([grader] if grader is not None and grader is not run_result.candidate else [])]


def _number(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else 0
