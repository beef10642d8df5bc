"""What a reader of the result must know of how it came about, in words."""

from __future__ import annotations

from collections import Counter

from exams.counted import agree, counted
from examsim.models.open_model import needs_prompt
from examsim.models.server.cut_prompt import CUT
from examsim.running.accounts.about_route import about_route
from examsim.running.accounts.about_servers import about_servers
from examsim.running.accounts.shots import about_shots
from examsim.running.draws import about_draws
from examsim.running.execute import RunResult
from examsim.running.run_plan import RunPlan
from examsim.running.stages import about_modules

_STATUS_WORDS = {
    "unparsed": "no answer could be read from the reply",
    "refused": "the model declined",
    "empty": "the reply was empty",
    "truncated": "the reply hit its length limit before an answer",
    "too_long": "the question does not fit the context that the server gives: nothing is known, so they are ungraded",
    "failed": "the server failed, so nothing is known: they are ungraded",
    "missing": "the replayed file or log holds no answer",
}


def warnings_of(run_result: RunResult) -> list[str]:
    """One line for each thing that went otherwise than asked."""
    lines = [*run_result.notes, *run_result.plan.told]
    statuses = Counter(a.status for a in run_result.answers)
    for status, words in _STATUS_WORDS.items():
        if statuses[status]:  # type: ignore[index]  # the keys are statuses
            lines.append(f"{statuses[status]} of {counted(len(run_result.answers), 'question')} {status}: {words}")  # type: ignore[index]
    if cut := sum(a.truncated and a.status == "answered" for a in run_result.answers):
        lines.append(
            f"{counted(cut, 'reply', 'replies')} hit {agree(cut, 'its', 'their')} length limit but still held an answer"
        )
    if fewer := [a for a in run_result.answers if a.dropped_examples]:
        most = max(a.dropped_examples for a in fewer)
        lines.append(
            f"worked examples left out to fit the context in {counted(len(fewer), 'question')} (up to {most} of them)"
        )
    if shortened := [a.note for a in run_result.answers if CUT in a.note]:
        lines.append(f"{counted(len(shortened), 'question')}: {shortened[0]}")
    if noted := sum("to fit the context" in a.note and a.status == "answered" for a in run_result.answers):
        lines.append(
            f"{counted(noted, 'question was', 'questions were')} asked with a shorter reply allowed, to fit the context"
        )
    if run_result.candidate.retries.counts:
        lines.append(f"the server had to be asked again: {run_result.candidate.retries}")
    if run_result.grader not in (None, run_result.candidate) and run_result.grader.retries.counts:
        lines.append(f"the grader's server had to be asked again: {run_result.grader.retries}")
    for name, became in sorted(getattr(run_result.candidate.model, "dropped", {}).items()):
        instead = "left out" if became == "left out" else f"sent as {became}"
        lines.append(f"parameter not applied: the server refuses {name}, it was {instead}")
    cached_drops = run_result.candidate.tally.dropped - set(getattr(run_result.candidate.model, "dropped", {}))
    lines += [f"parameter not applied in cached answers: {name}" for name in sorted(cached_drops)]
    lines += about_route(run_result)
    lines += about_draws(run_result.plan, run_result.answers)
    lines += about_modules(run_result.plan)
    lines += about_servers(run_result)
    if run_result.plan.method and run_result.plan.exam.gpt4_report is None:
        lines.append("the GPT-4 report sat no edition of this exam: only its way of asking and its year are taken over")
    if any(g.self_graded for g in run_result.grades):
        lines.append(
            "self-graded: free responses are graded by the candidate itself, so the score is no one else's view"
        )
    if any(g.grader == "tests in unsafe-local" for g in run_result.grades):
        lines.append("unsafe-local: the programs were judged without a sandbox")
    if nobody := ungraded_without_grader(run_result.plan):
        lines.append(nobody)
    elif ungraded := sum(g.points is None for g in run_result.grades):
        lines.append(counted(ungraded, "answer is not graded", "answers are not graded"))
    lines += about_shots(run_result.plan, run_result.answers)
    return lines


def ungraded_without_grader(plan: RunPlan) -> str:
    """What stays ungraded because no grader was named, and how to name one; '' where nothing does."""
    essays = sum(q.kind == "free_response" for q in plan.form.questions)
    if plan.grader is not None or not essays or not needs_prompt(plan.model):
        return ""
    return (
        f"{counted(essays, 'free response stays', 'free responses stay')} ungraded: "
        "no grader is named. --grader MODEL grades them; --grader self lets "
        "the candidate mark its own work, which is told beside the score; people: examsim grade RUN --export DIR"
    )
