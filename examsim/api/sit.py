"""Sitting models down to exams: the job of `examsim run`, with every option of it as a keyword."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, overload

import click

from exams.errors import InputError
from examsim.api.finished_run import FinishedRun, Runs, load_run

if TYPE_CHECKING:
    from examsim.running.job import Outcome

Value = str | int | float | bool | Path | None
Option = Value | Sequence[Value] | Mapping[str, Value]
NOT_HERE = {"dry_run": "examsim run … --dry-run prints what it would cost", "json": "a run is a record: see .score"}


@overload
def run(exam: str, model: str, **options: Option) -> FinishedRun: ...
@overload
def run(exam: list[str], model: str | list[str], **options: Option) -> Runs: ...
@overload
def run(exam: str, model: list[str], **options: Option) -> Runs: ...
def run(exam: str | list[str], model: str | list[str], **options: Option) -> FinishedRun | Runs:
    """Sit `model` down to `exam`: answers, grades, audit, score, report, as `examsim run` does, in its folder.

    One exam and one model give one `FinishedRun`; a list of either gives `Runs`, exam by exam. A suite is a list:
    `run(["gpt4-table2"], model)`. options: those of the command line, with `_` for `-`: `sample=20`, `base_url=…`,
    `corpus=["crawl/"]`, `param={"top_p": 0.9}`, `out="runs"`. `examsim.toml` and the environment count as there.

    Every reply is kept as it comes: an interrupted call goes on where it was; what failed is in
    `score.full.incomplete`. Works where an event loop runs already, as in a notebook; the loop waits meanwhile: see
    `arun`. InputError: a wrong name or option, before anything is asked. ProviderError: the server cannot be used.
    """
    given = partial(_run, exam, model, options)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return given()
    with ThreadPoolExecutor(1) as away:  # a loop that runs can't be entered again
        return away.submit(given).result()


@overload
async def arun(exam: str, model: str, **options: Option) -> FinishedRun: ...
@overload
async def arun(exam: list[str], model: str | list[str], **options: Option) -> Runs: ...
@overload
async def arun(exam: str, model: list[str], **options: Option) -> Runs: ...
async def arun(exam: str | list[str], model: str | list[str], **options: Option) -> FinishedRun | Runs:
    """As `run`, in a thread of its own, while the caller's event loop goes on.

    A cancelled call stops being waited for; the run itself goes on to its end, and its replies are kept.
    """
    return await asyncio.to_thread(_run, exam, model, options)


def _run(exam: str | list[str], model: str | list[str], options: Mapping[str, Option]) -> FinishedRun | Runs:
    exams, models = _listed(exam), _listed(model)
    single = isinstance(exam, str) and isinstance(model, str)
    if single:
        from exams.suites.suite import expand

        if expand(exams) != exams:
            raise InputError(f"{exam} is a suite of several exams", hint=f"give a list: run([{exam!r}], …)")
    done = _outcome(exams, models, options)
    runs = Runs(load_run(folder) for folder in done.folders)
    return runs[0] if single and len(runs) == 1 else runs


def _outcome(exams: list[str], models: list[str], options: Mapping[str, Option]) -> Outcome:
    """The command line's own way from words to a job, so that each option means one thing."""
    from examsim.cli import cli
    from examsim.cli.run import job_from
    from examsim.running.job import run_job

    for name, hint in NOT_HERE.items():
        if options.get(name):
            raise InputError(f"{name} is not for Python", hint=hint)
    words = [*(f"--model={m}" for m in models), *_words({"quiet": True, **options}), "--", *exams]
    root = click.Context(cli, info_name="examsim")
    command = cli.get_command(root, "run")
    assert command is not None
    try:
        context = command.make_context("run", words, parent=root)
    except click.UsageError as error:
        raise InputError(" ".join(error.format_message().split()), hint="see `examsim run --help`") from None
    with context:
        return run_job(replace(job_from(dict(context.params)), silent=True))


def _words(options: Mapping[str, Option]) -> list[str]:
    """`sample=20` → `--sample=20`; True → the bare option; None and False → nothing; a list → once for each."""
    words = []
    for name, value in options.items():
        option = f"--{name.replace('_', '-')}"
        if isinstance(value, Mapping):
            words += [f"{option}={key}={_text(part)}" for key, part in value.items()]
        elif isinstance(value, Sequence) and not isinstance(value, str):
            words += [f"{option}={part}" for part in value]
        elif value is True:
            words.append(option)
        elif value is not None and value is not False:
            words.append(f"{option}={value}")
    return words


def _text(value: Value) -> str:
    if value is None or isinstance(value, bool):
        return {True: "true", False: "false", None: "null"}[value]
    return str(value)


def _listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)
