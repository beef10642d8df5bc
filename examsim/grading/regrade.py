"""Grade finished runs with a model, or a panel of them. Earlier grades stay; the latest round counts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from exams.files.json_records import write_lines
from exams.prompts.prompt import Prompter
from exams.question import Question
from examsim.grading.candidate_text import gradable, is_same_model
from examsim.grading.grade_anchors import grade_anchors
from examsim.grading.model_grader import GradeBy, ModelGrader, Way, label_of
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.cached_client import CachedClient
from examsim.models.concurrency import each
from examsim.models.resources import RunResources, opened_client
from examsim.models.show_progress import Shown, shown_progress
from examsim.results.present_grades import answer_hash
from examsim.results.steps import exam_of
from reports.run_folder import ANCHOR_GRADES, Run
from scoring.types import AnchorGrade, Grade


@dataclass(frozen=True)
class Panel:
    """Who grades: models, their server, and how."""

    models: tuple[str, ...]
    base_url: str | None
    by: GradeBy = "answer"
    votes: int = 1
    max_tokens: int | None = None


def regrade(runs: Sequence[Run], panel: Panel, resources: RunResources) -> None:
    """Grade every free response that was answered; keep the grades in each run's `regrades.jsonl`."""
    for run in runs:
        free = [q for q in run.form.questions if _to_grade(run, q)] if run.form else []
        if free:
            away = f"{len(free)} written answers to {run.head.form.id}"
            own = replace(resources, leaving=away if run.head.form.private else "")
            with shown_progress(f"grading {run.head.exam.short or run.head.id}", len(free)) as progress:
                new, anchors = asyncio.run(_regrade(run, free, panel, own, progress))
            keep_regrades(run, new)
            keep_anchors(run, anchors)


def keep_regrades(run: Run, new: Sequence[Grade]) -> None:
    """Add grades of models to a run; those that the same grader gave in an earlier round are replaced."""
    graders = {g.grader for g in new if g.grader_kind == "model"}
    kept = [g for g in run.given if g.round > 0 and g.grader_kind == "model" and g.grader not in graders]
    write_lines(run.folder / "regrades.jsonl", [*kept, *new])


def keep_anchors(run: Run, new: Sequence[AnchorGrade]) -> None:
    """Add what models gave to the form's anchors; those of the same grader are replaced."""
    graders = {g.grader for g in new}
    kept = [g for g in run.anchor_grades if g.grader not in graders]
    if new:
        write_lines(run.folder / ANCHOR_GRADES, [*kept, *new])


async def _regrade(
    run: Run, free: list[Question], panel: Panel, resources: RunResources, progress: Shown
) -> tuple[list[Grade], list[AnchorGrade]]:
    cache = AnswerCache(resources.cache, refresh=resources.refresh)
    assert run.form is not None
    prompter = Prompter(exam_of(run), run.form, None, "zero-shot", False)
    way = Way(by=panel.by, round=_round(run, panel), names=(run.head.model,), max_tokens=panel.max_tokens)
    found: list[Grade] = []
    anchors: list[AnchorGrade] = []
    try:
        for model in panel.models:
            own = is_same_model(model, run.head.model)
            async with opened_client(
                model, panel.base_url, resources, cache, 0, resources.grader, grades=True
            ) as client:
                for vote in range(panel.votes):
                    grader = ModelGrader(client, prompter, name=model, self_graded=own, way=replace(way, vote=vote))

                    async def graded(question: Question, grader: ModelGrader = grader) -> Grade:
                        answer = run.answer_of[question.id]
                        given = await grader(question, answer)
                        return given.model_copy(update={"answer_hash": answer_hash(answer)})

                    step = f"{model}, vote {vote + 1}" if panel.votes > 1 else model
                    tell = partial(_print_step, progress, step, client)
                    found += await each(graded, free, resources.concurrency, tell)
                    if vote == 0:
                        anchors += await grade_anchors(
                            grader,
                            run.form,
                            free,
                            resources.concurrency,
                            partial(_print_step, progress, "anchors", client),
                        )
    finally:
        cache.close()
    return found, anchors


def _round(run: Run, panel: Panel) -> int:
    """The number of this round: the next one, or the latest if all of its grades are this panel's and so replaced.

    So the same command gives the same numbers however often it was begun, as after a kill.
    """
    rounds = [(g.round, g.grader) for g in run.given if g.grader_kind == "model"]
    latest = max((number for number, _ in rounds), default=0)
    graders = {grader for number, grader in rounds if number == latest}
    again = latest > 0 and graders <= {label_of(model, panel.by) for model in panel.models}
    return latest if again else latest + 1


def _print_step(progress: Shown, step: str, client: CachedClient, done: int, total: int) -> None:
    progress(step, done, total, client)


def _to_grade(run: Run, question: Question) -> bool:
    answer = run.answer_of.get(question.id)
    return question.kind == "free_response" and answer is not None and gradable(answer)


def cache_beside(folder: Path) -> Path:
    """The cache that `examsim run` keeps beside its runs."""
    return folder.resolve().parent / "answers.sqlite"
