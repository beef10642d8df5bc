"""The scorer: a reply is read and graded exactly as `examsim import-run` would read it from the log."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import cache
from typing import Any

from exams.errors import InputError
from exams.question import Question
from examsim.grading.model_grader import ModelGrader
from examsim.harness_logs.logged_model import LoggedModel
from examsim.harness_logs.logged_sample import LoggedSample
from examsim.harness_logs.readers.inspect_log import sample_of
from examsim.inspect_tasks.task_form import TaskForm, plan_of
from examsim.models.cached_client import CachedClient
from examsim.running.ask_question import QuestionRunner
from examsim.running.prompt_record import PromptRecord
from examsim.running.run_plan import RunPlan
from scoring.judge.judge import Judge
from scoring.reading.grade_by_tests import grade_by_tests
from scoring.reading.key_grading import grade_by_key
from scoring.types import Answer, Grade

# how an answer without points is called in inspect_ai's list of reasons
REASONS = {"failed": "scoring_failed", "missing": "no_response", "too_long": "scoring_failed"}


def reader(**asked: Any) -> Any:
    """The scorer of a task. `asked`: the fields of TaskForm. Its value is the share of the question's points, 0 to 1;
    NaN, inspect_ai's mark for unscored, where nothing graded the answer."""
    from inspect_ai.scorer import Score

    plan = plan_of(TaskForm(**asked))
    questions = {q.id: q for q in plan.form.questions}

    async def score(state: Any, target: Any) -> Any:
        question = questions.get(str(state.sample_id))
        if question is None:
            return Score.unscored(reason="scoring_failed", explanation="the sample is no question of the form")
        try:
            answer, grade = await read(plan, question, logged(state))
        except InputError as error:  # programs where there is no sandbox
            return Score.unscored(reason="scoring_failed", explanation=str(error))
        said = ", ".join(answer.choice) or None
        about = {"status": grade.status, "points": grade.points, "max_points": grade.max_points, "grader": grade.grader}
        note = "; ".join(n for n in (answer.note, grade.note) if n)
        if grade.points is None:
            why = note or "not graded: a written answer needs a grader" * (question.kind == "free_response")
            reason = REASONS.get(grade.status, "ungraded")
            return Score.unscored(reason=reason, answer=said, explanation=why or grade.status, metadata=about)
        if not note and grade.status != "answered":
            note = f"{grade.status}: no points"
        return Score(value=grade.points / grade.max_points, answer=said, explanation=note or None, metadata=about)

    return score


def logged(state: Any) -> LoggedSample:
    """What a log will hold of this sample."""
    output = state.output.model_dump() if state.output is not None else {}
    messages = [m.model_dump() for m in state.messages]
    return sample_of({"id": str(state.sample_id), "output": output, "messages": messages}, str(state.model))


async def read(plan: RunPlan, question: Question, sample: LoggedSample) -> tuple[Answer, Grade]:
    """The answer in a reply, and its points. InputError for a program where no sandbox is to be had."""
    client = CachedClient(LoggedModel("log", {question.id: sample}, {}), None)
    as_log = replace(plan, model="log:")  # its reply is there already: no prompt is sent
    answer = await QuestionRunner(as_log, client, PromptRecord())(question)
    if question.kind == "free_response":
        grader = ModelGrader(None, plan.prompter, name="", self_graded=False)
        return answer, await grader(question, answer)
    if question.kind == "code":
        return answer, await asyncio.to_thread(grade_by_tests, question, answer, _judge())
    return answer, grade_by_key(question, answer)


@cache
def _judge() -> Judge:
    from scoring.judge.choose_sandbox import find_sandbox
    from scoring.judge.judge import Judge

    return Judge(find_sandbox("auto"))
