"""`examsim import-run`: a log's replies become run folders, read by our own rules, scored and reported like any run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exams.counted import agree, counted
from exams.errors import InputError
from exams.files.json_records import write_lines
from exams.form import Form
from exams.routing import form_of
from examsim.harness_logs.differences import Difference, differences
from examsim.harness_logs.draws import Draw, draws_of
from examsim.harness_logs.logged_model import LoggedModel
from examsim.harness_logs.logged_sample import HarnessLog, LoggedSample
from examsim.harness_logs.match_samples import Matching, match_samples
from examsim.harness_logs.option_order import as_shown, in_form, shown_order
from examsim.models.budget import Budget
from examsim.models.resources import RunResources
from examsim.models.show_progress import shown_progress
from examsim.running.accounts.history import count_start
from examsim.running.execute import RunResult, execute
from examsim.running.run_plan import RunPlan
from examsim.running.write_run import write_run
from scoring.judge.judge import Judge
from scoring.reading.key_grading import grade_by_key

DIFFERENCES = "log_differences.jsonl"
_BLOCK = 2**20


@dataclass(frozen=True)
class ImportedRun:
    """A run folder made from one draw of a log, and how its scores compare with the log's own."""

    folder: Path
    result: RunResult
    draw: Draw
    differing: tuple[Difference, ...]
    compared: int


def matched(log: HarnessLog, form: Form) -> Matching:
    """The log's replies by question. InputError where none is of the form."""
    matching = match_samples(form, log.samples)
    if not matching.matches:
        why = matching.unmatched[0][1] if matching.unmatched else "it holds no reply"
        what = f"none of its {len(log.samples)} replies is to a question of {form.id}: the first: {why}"
        raise InputError(what, where=log.path, hint="name the exam or form that was sat with --exam, --form")
    return matching


def only_matched(form: Form, matching: Matching) -> Form:
    """The part of the form that the log has replies to."""
    held = {m.question.id for m in matching.matches}
    return replace(form, questions=tuple(q for q in form.questions if q.id in held), link=None)


def import_draws(
    plan: RunPlan, log: HarnessLog, matching: Matching, out: Path, *, name: str | None, judge: Judge | None
) -> list[ImportedRun]:
    """A run folder under `out` for each model and draw of the log. `plan` says exam, form and grader."""
    digest = _digest(log.path)
    runs = []
    for draw in draws_of(matching.matches, name):
        own = replace(plan, model=f"log:{draw.model}", origin=f"{digest}:{draw.model}:{draw.number}")
        runs.append(_import(own, log, matching, draw, out / own.run_id, digest, judge))
    return runs


def _import(
    plan: RunPlan, log: HarnessLog, matching: Matching, draw: Draw, folder: Path, digest: str, judge: Judge | None
) -> ImportedRun:
    samples = {q: m.sample for q, m in draw.matches.items()}
    asked = {q.id: q for q in plan.form.questions}
    orders = {
        q: order
        for q, sample in samples.items()
        if q in asked and asked[q].options and (order := shown_order(asked[q], sample)) is not None
    }
    moved = {q: order for q, order in orders.items() if order != tuple(range(len(order)))}
    shown = tuple(as_shown(q, moved[q.id]) if q.id in moved else q for q in plan.form.questions)
    labels = {q: label for q, s in samples.items() if (label := _chosen(plan.form, q, s, orders)) is not None}
    resources = RunResources(
        cache=folder.parent / "answers.sqlite",
        budget=Budget(None),
        model=LoggedModel(draw.model, samples, labels),
        judge=judge,
    )
    count_start(folder)
    as_logged = replace(plan, form=replace(plan.form, questions=shown))
    with shown_progress(f"{plan.exam.short} · {draw.model}", len(shown)) as progress:
        result = execute(as_logged, resources, progress)
    plan = (
        replace(
            plan,
            form=form_of(plan.form, {q.id for q in result.plan.form.questions}),
            whole=plan.form,
            routed=result.plan.routed,
        )
        if result.plan.routed
        else plan
    )
    answers = [
        a.model_copy(update={"choice": in_form(asked[a.question], moved[a.question], a.choice)})
        if a.question in moved
        else a
        for a in result.answers
    ]
    by_key = {
        a.question: grade_by_key(asked[a.question], a)
        for a in answers
        if asked[a.question].kind not in ("free_response", "code")
    }
    grades = [by_key.get(g.question, g) for g in result.grades]
    keys = {q.id: q.key for q in plan.form.questions}
    differing, compared = differences(samples, answers, {g.question: g for g in grades}, keys)
    about = _about(log, matching, draw, digest, len(moved), len(differing), compared)
    result = replace(
        result, plan=plan, answers=answers, grades=grades, log=about, notes=_notes(log, about, len(plan.form.questions))
    )
    write_run(result, folder)
    write_lines(folder / DIFFERENCES, differing)
    return ImportedRun(folder, result, draw, tuple(differing), compared)


def _chosen(form: Form, question: str, sample: LoggedSample, orders: dict[str, tuple[int, ...]]) -> str | None:
    """The label, in the log's order, of an option that was chosen by its likelihood."""
    if sample.chosen is None:
        return None
    labels = [o.label for q in form.questions if q.id == question for o in q.options]
    text = sample.options[sample.chosen] if sample.chosen < len(sample.options) else ""
    if text in labels:
        return text
    return labels[sample.chosen] if question in orders and sample.chosen < len(labels) else None


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _about(
    log: HarnessLog, matching: Matching, draw: Draw, digest: str, moved: int, differing: int, compared: int
) -> dict[str, Any]:
    """What `run.json` keeps of the log."""
    return {
        "file": log.path.name,
        "sha256": digest,
        "format": log.format,
        "harness": log.harness,
        "task": log.task,
        "created": log.created,
        "parameters": log.parameters,
        "draw": draw.number,
        "draws": draw.of,
        "replies": len(draw.matches),
        "matched": {way: sum(m.way == way for m in draw.matches.values()) for way in ("id", "text", "near")},
        "unmatched": len(matching.unmatched),
        "options_in_another_order": moved,
        "scores_compared": compared,
        "scores_that_differ": differing,
        "notes": list(log.notes),
    }


def _notes(log: HarnessLog, about: dict[str, Any], questions: int) -> tuple[str, ...]:
    """What a reader of the score must know."""
    source = " ".join(x for x in (log.harness or log.format, log.task, log.created[:10]) if x)
    ways = ", ".join(f"{n} by {way}" for way, n in about["matched"].items() if n)
    lines = [
        f"no model was asked: {counted(about['replies'], 'reply', 'replies')} to {counted(questions, 'question')} "
        f"{agree(about['replies'], 'is', 'are')} read from a log "
        f"({source}; matched {ways}); prompt and parameters were the harness' own"
    ]
    if about["draws"] > 1:
        lines.append(f"draw {about['draw']} of {about['draws']} in the log")
    if about["unmatched"]:
        lines.append(
            f"{counted(about['unmatched'], 'reply', 'replies')} of the log to no question of this form: left out"
        )
    if about["options_in_another_order"]:
        n = about["options_in_another_order"]
        lines.append(f"{counted(n, 'question')} showed options in another order: letters are put back to the form's")
    if about["scores_that_differ"]:
        n, of = about["scores_that_differ"], about["scores_compared"]
        lines.append(f"the harness scored {n} of {of} replies otherwise than we do: see {DIFFERENCES}")
    return (*lines, *log.notes)
