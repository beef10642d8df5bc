"""Write a run folder: records first, `run.json` last, each file whole or not at all."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from exams.files.atomic_write import atomic_write
from exams.files.form_folder import write_form
from exams.files.json_records import write_json, write_lines
from exams.form import Form, FormHead
from examsim import __version__
from examsim.models.open_model import needs_prompt
from examsim.models.replay.model import Replay
from examsim.running.accounts.about_route import route_record
from examsim.running.accounts.history import History, history_of
from examsim.running.accounts.shots import shots_record
from examsim.running.accounts.totals import sent_parameters, totals_of
from examsim.running.execute import RunResult
from examsim.running.run_plan import RunPlan
from examsim.running.warn import warnings_of
from reports.pages.page_parts import remove_parts
from reports.run_folder import ANCHOR_GRADES, FINAL_GRADES, KNOWN_FAULTS
from scoring.types import CheckedQuestion

CONTESTS = "contests.jsonl"
PACKAGES = ("httpx2", "jinja2", "numpy", "scipy", "pydantic", "datasets", "rapidfuzz", "datasketch")


def write_run(run_result: RunResult, folder: Path) -> None:
    """Write answers, grades, a copy of the form, and what was asked of whom. Results of an earlier run of the same
    plan (score, audit, agreement, report) are taken away: they would not belong to these answers. The grades of people
    stay: each names the text it was given to."""
    for stale in ("audit.json", "score.json", *FINAL_GRADES, "agreement.json", "report.html"):
        with suppress(FileNotFoundError, NotADirectoryError):
            (folder / stale).unlink()
    remove_parts(folder / "report.html")
    copy_form(run_result.plan.form, folder / "form")
    write_lines(folder / "answers.jsonl", run_result.answers)
    write_lines(folder / "grades.jsonl", run_result.grades)
    (folder / ANCHOR_GRADES).unlink(missing_ok=True)
    if run_result.anchors:
        write_lines(folder / ANCHOR_GRADES, run_result.anchors)
    _write_checked(run_result.plan, folder / KNOWN_FAULTS)
    write_json(folder / "run.json", _head(run_result, history_of(run_result.plan, folder)))


def _write_checked(plan: RunPlan, file: Path) -> None:
    """What published lists say of the questions that were asked; the file of an earlier start is taken away."""
    asked = {q.id for q in plan.form.questions}
    checked = [CheckedQuestion(**asdict(verdict)) for verdict in plan.checked if verdict.question in asked]
    if checked:
        write_lines(file, checked)
    else:
        file.unlink(missing_ok=True)


def copy_form(form: Form, folder: Path) -> None:
    """Write a form with its pictures and contests into `folder`."""
    write_form(form, folder)
    for image in form.images:
        target = folder / "images" / image.file
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(form.image_path(image.file), target)
    _copy_contests(form, folder / CONTESTS)


def _copy_contests(form: Form, target: Path) -> None:
    """The contests whose problems are all asked: a sample of questions can't be placed in the others' standings."""
    source, asked = form.folder / CONTESTS, {q.id for q in form.questions}
    if not source.is_file():
        return
    lines = [line for line in source.read_bytes().splitlines() if line.strip()]
    try:
        whole = [line for line in lines if {p["question"] for p in orjson.loads(line)["problems"]} <= asked]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        whole = lines  # scoring reads them and says what is wrong, with the line
    if whole:
        with atomic_write(target) as file:
            file.write(b"\n".join(whole) + b"\n")


def _head(run_result: RunResult, history: History) -> dict[str, Any]:
    plan, tally = run_result.plan, run_result.candidate.tally
    totals = totals_of(run_result, history)
    return {
        "schema": "examsim.run/1",
        "id": plan.run_id,
        "exam": {
            "id": plan.exam.id,
            "name": plan.exam.name,
            "short": plan.exam.short,
            "version": plan.exam.version,
            "path": None if _ships(plan) else str(plan.exam.folder),
        },
        "form": {
            "id": plan.form.id,
            "hash": plan.form.content_hash,
            "role": plan.form.head.role,
            "title": plan.form.head.title,
            "questions": len(plan.form.questions),
            "source": plan.form.head.source,
            **({"whole_hash": plan.whole.content_hash} if plan.whole else {}),
            **({"private": True} if plan.private else {}),
            **_spoken(plan.form.head),
        },
        **({"routing": [c.model_dump(mode="json") for c in plan.routed]} if plan.routed else {}),
        "model": plan.setup.name or run_result.candidate.model.name,  # a replayed file by its name, not its path
        **({"asked_model": plan.model} if plan.setup.name not in ("", plan.model) else {}),
        "base_url": plan.server,
        "served_models": dict(tally.models.most_common()),
        "served_in_time": [*history.served, *map(asdict, tally.spells)],
        "system_fingerprints": dict(tally.fingerprints.most_common()),
        "method": plan.method or None,
        "history": {"starts": history.starts, "other_runs": list(history.others)},
        "started": run_result.started.isoformat(timespec="seconds"),
        "finished": run_result.finished.isoformat(timespec="seconds"),
        "seconds": round((run_result.finished - run_result.started).total_seconds(), 3),
        "parameters": plan.parameters if run_result.log is None else run_result.log["parameters"],
        "log": run_result.log,
        "parameters_sent": sent_parameters(run_result),
        "prompt": {
            "layout": plan.layout,
            "asked": plan.asked_layout or plan.layout,
            "letter": plan.settings.letter,
            "vision": plan.settings.vision,
            "hash": plan.prompter.templates_hash,
            "examples": len(plan.development.questions) if plan.development else 0,
            "shots": shots_record(plan, run_result.answers),
            **({"route": plan.route} if plan.route else {}),
        }
        if needs_prompt(plan.model)
        else {},
        "route": route_record(run_result),
        "seeds": {
            "model": plan.settings.seed if plan.model == "chance" or plan.settings.send_seed else None,
            "sample": plan.settings.seed,
        },
        "versions": {"examsim": __version__, "python": platform.python_version(), **_versions()},
        "replayed": _replayed(run_result),
        "grader": _grader(run_result),
        "judge": {"sandbox": run_result.judge.sandbox.name, "about": run_result.judge.sandbox.about}
        if run_result.judge
        else None,
        "counts": {
            "calls": tally.calls,
            "cached": tally.cached,
            "failed": tally.failed,
            "reasoning_tokens": tally.reasoning_tokens,
            "estimated": tally.estimated,
            "prompt_tokens": tally.prompt_tokens,
            "completion_tokens": tally.completion_tokens,
            "retried": dict(sorted(run_result.candidate.retries.counts.items())),
        },
        "totals": totals,
        "cost": totals["cost"],
        "price": asdict(run_result.candidate.price) if run_result.candidate.price else None,
        "dropped_parameters": dict(sorted(getattr(run_result.candidate.model, "dropped", {}).items())),
        "warnings": warnings_of(run_result),
        "prompts": run_result.record.texts,
    }


def _spoken(head: FormHead) -> dict[str, str]:
    """Language of the form, where it is one of several."""
    said = {n: getattr(head, n) for n in ("language", "translation_of", "translated_by")}
    return {name: value for name, value in said.items() if value}


def _replayed(run_result: RunResult) -> dict[str, Any] | None:
    """Of a replayed file, or a harness' log: its name, and what it says of how the replies came about."""
    if run_result.log is not None:
        log = run_result.log
        day = log["created"][:10]
        about = f"A log of {log['harness'] or log['format']}{': ' + log['task'] if log['task'] else ''}."
        dated = {"date": day} if len(day) == 10 and day[:4].isdigit() else {}
        return {"file": log["file"], "about": about, "parameters": log["parameters"], **dated}
    model = run_result.candidate.model
    if not isinstance(model, Replay):
        return None
    head = model.file.head.model_dump(exclude={"replay", "model"}) if model.file.head else {}
    return {"file": model.file.path.name, **head}


def _grader(run_result: RunResult) -> dict[str, Any] | None:
    """The model that graded: as asked for, or as a replayed file's grades name it."""
    plan = run_result.plan
    if plan.grader:
        own = {} if plan.grader_is_candidate else plan.grader_setup.record
        return {"name": plan.grader, "self_graded": plan.self_graded, **own}
    names = sorted({g.grader for g in run_result.grades if g.grader_kind == "model"})
    if not names:
        return None
    return {"name": ", ".join(names), "self_graded": any(g.self_graded for g in run_result.grades), "recorded": True}


def _ships(plan: Any) -> bool:
    from exams.files.exam_folder import shipped_folder

    return bool(plan.exam.folder.parent == shipped_folder())


def _versions() -> dict[str, str]:
    found = {}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
