"""One `examsim run` command: every exam with every model, then the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exams.errors import InputError
from exams.exit_codes import INCOMPLETE, OK
from examsim.models.cached_client import Budget
from examsim.models.prices import price_of
from examsim.models.resources import RunResources
from examsim.models.show_progress import shown_progress
from examsim.results.steps import report_run, report_together, score_run
from examsim.run.choose import make_run_plan
from examsim.run.execute import execute
from examsim.run.fail_on import Tolerance, failures
from examsim.run.preview import estimate
from examsim.run.print_run import print_estimates, print_files, print_json, print_score
from examsim.run.run_plan import RunPlan, Settings
from examsim.run.write_run import write_run
from scoring.types import ExamScore

if TYPE_CHECKING:
    from scoring.judge.judge import Judge
    from scoring.judge.sandbox import SandboxName


@dataclass(frozen=True)
class Job:
    """The options of `examsim run`."""

    exams: tuple[str, ...]
    models: tuple[str, ...]
    form: str | None
    section: str | None
    settings: Settings
    base_url: str | None
    grader: str | None
    grader_base_url: str | None
    corpus: tuple[str, ...]
    population: str | None
    scales: tuple[str, ...]
    out: Path
    cache: Path | None
    concurrency: int
    timeout: float
    dry_run: bool
    max_cost: float | None
    price: str | None
    as_json: bool
    sandbox: SandboxName = "auto"
    unsafe_local: bool = False
    fail_on: Tolerance = field(default_factory=Tolerance)


def run_job(job: Job) -> int:
    """Plan everything first, so that a wrong name is found before anything is paid for; then run, score, report.

    The exit code: INCOMPLETE where more failed in some run than `fail_on` tolerates.
    """
    plans = [_plan(job, exam, model) for exam in _expanded(job.exams) for model in job.models]
    scales = chosen_scales(job.scales)
    _check_wishes(job, plans, scales)
    if job.dry_run:
        print_estimates([(plan, estimate(plan, job.price)) for plan in plans])
        return OK
    if job.max_cost is not None:
        _check_price(job, plans)
    resources = RunResources(
        cache=job.cache or job.out / "answers.sqlite",
        concurrency=job.concurrency,
        price=job.price,
        budget=Budget(job.max_cost),
        timeout=job.timeout,
        judge=_judge(job, plans),
    )
    scores: list[ExamScore] = []
    folders: list[Path] = []
    incomplete = False
    for plan in plans:
        folder = job.out / plan.run_id
        with shown_progress(f"{plan.exam.short} · {plan.model}", len(plan.form.questions)) as progress:
            run_result = execute(plan, resources, progress)
        write_run(run_result, folder)
        incomplete |= job.fail_on.passed(*failures(run_result))
        if job.corpus:
            audit_run(folder, job.corpus)
        score = score_run(folder, scales=scales, population=job.population, exam=plan.exam)
        files = report_run(folder)
        if not job.as_json:
            print_score(score, folder)
            print_files(files)
        scores.append(score)
        folders.append(folder)
    if len(folders) > 1:
        together = report_together(folders, job.out / "report")
        if not job.as_json:
            print_files(together)
    if job.as_json:
        print_json(scores, folders)
    return INCOMPLETE if incomplete else OK


def audit_run(folder: Path, corpus: tuple[str, ...]) -> None:
    """Check a run's questions against a corpus by every rule, examsim's own deciding; write `audit.json`."""
    from contamination.audit import audit
    from contamination.audits.audit_file import write_audit
    from contamination.search.items import items_of
    from examsim.auditing.first_compile import announce_compilation
    from reports.run_folder import read_run

    form = read_run(folder).form
    assert form is not None  # write_run put it there
    with announce_compilation(), shown_progress("contamination check", 0) as progress:
        found = audit(
            items_of(form),
            corpus,
            form=form.id,
            form_hash=form.content_hash,
            progress=lambda p: progress.say(f"{p.documents:,} documents, {p.bytes / 1e6:,.0f} MB, {p.hits} hits"),
        )
    write_audit(found, folder / "audit.json")


def chosen_scales(given: tuple[str, ...]) -> dict[str, str]:
    """`--scale mbe=july-2003` → {"mbe": "july-2003"}."""
    scales = {}
    for pair in given:
        section, equals, scale = pair.partition("=")
        if not equals:
            raise InputError(f"--scale {pair!r} names no scale", hint="give SECTION=ID, e.g. --scale mbe=july-2003")
        scales[section] = scale
    return scales


def _plan(job: Job, exam: str, model: str) -> RunPlan:
    return make_run_plan(
        exam,
        model,
        form=job.form,
        section=job.section,
        settings=job.settings,
        base_url=job.base_url,
        grader=job.grader,
        grader_base_url=job.grader_base_url,
    )


def _judge(job: Job, plans: list[RunPlan]) -> Judge | None:
    """Found before the first call is paid for: without a sandbox no program is asked for."""
    if not any(plan.asks_programs for plan in plans):
        return None
    from scoring.judge.judge import Judge
    from scoring.judge.sandbox import find_sandbox

    return Judge(find_sandbox("unsafe-local" if job.unsafe_local else job.sandbox))


def _check_wishes(job: Job, plans: list[RunPlan], scales: dict[str, str]) -> None:
    """Scales, populations and corpora that are not there are told before the first call is paid for."""
    from contamination.corpora.file_list import list_files
    from contamination.corpora.read_stats import ReadStats
    from scoring.scoring_plan import make_scoring_plan

    for plan in plans:
        make_scoring_plan(plan.exam, plan.form, scales, job.population)
    for path in job.corpus:
        if "://" not in path:
            list_files([path], ReadStats())


def _expanded(names: tuple[str, ...]) -> list[str]:
    from exams.suites.suite import expand

    return expand(list(names))


def _check_price(job: Job, plans: list[RunPlan]) -> None:
    from examsim.models.open_model import needs_prompt

    for plan in plans:
        if needs_prompt(plan.model) and price_of(plan.model, job.price) is None:
            raise InputError(
                f"no price is known for model {plan.model!r}, so --max-cost can't be kept",
                hint="give one: --price IN,OUT in dollars per million tokens",
            )
    if job.base_url and not job.price:
        raise InputError(
            "--max-cost with --base-url needs a price", hint="give one: --price IN,OUT (0,0 for your own server)"
        )
    click.echo(f"stopping before {job.max_cost:g} US dollars are spent", err=True)
