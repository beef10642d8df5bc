"""One `examsim run` command: every exam with every model, then the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from exams.errors import InputError, ProviderError
from exams.exit_codes import INCOMPLETE, OK
from exams.files.one_writer import one_writer
from examsim.auditing.audit_run import audit_run
from examsim.config.lab_file import Lab
from examsim.config.resolve import corpus_paths, expanded_suites
from examsim.models.budget import Budget
from examsim.models.open_model import needs_prompt
from examsim.models.resources import RunResources
from examsim.models.setup.model_setup import NO_SETUP, ModelSetup, NamedModel
from examsim.models.show_progress import shown_progress
from examsim.results.steps import report_run, report_together, score_run
from examsim.running.accounts.fail_on import Tolerance, failures
from examsim.running.accounts.history import count_start, take_back_start
from examsim.running.candidates import Typed, candidate, check_key, grader, settings_for
from examsim.running.check_options import check_corpora, check_price, check_scoring_options, chosen_scales, find_judge
from examsim.running.choose import GPT4_REPORT, REPORT_YEAR, make_run_plan, newest_editions, report_editions
from examsim.running.dry_run import Estimate, estimate, looked_at
from examsim.running.execute import execute
from examsim.running.finished import MARK, finished_score, is_reported, mark_finished, state_of, unmark
from examsim.running.live_record import LiveRecord
from examsim.running.print_run import (
    print_benchmarks,
    print_candidates,
    print_estimates,
    print_files,
    print_json,
    print_languages,
    print_line,
    print_score,
    print_suite,
)
from examsim.running.run_plan import SELF, RunPlan, Settings
from examsim.running.warn import ungraded_without_grader
from examsim.running.write_run import write_run
from examsim.screen import say
from scoring.types import ExamScore

if TYPE_CHECKING:
    from scoring.judge.sandbox import SandboxName


FEW = 3  # runs of a command whose tables are all printed; of more there is one line each, and one table at the end


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
    as_of: str | None
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
    api_key_env: str | None = None
    grader_api_key_env: str | None = None
    refresh: bool = False
    method: str | None = None
    questions: Path | None = None
    quiet: bool = False
    setup: ModelSetup = NO_SETUP
    grader_setup: ModelSetup | None = None
    lab: Lab | None = None
    explicit: frozenset[str] = frozenset()
    languages: str | None = None
    silent: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a job. `code`: INCOMPLETE where more failed in some run than `fail_on` tolerates."""

    code: int
    folders: tuple[Path, ...] = ()


def run_job(job: Job) -> Outcome:
    """Plan everything first, so that a wrong name is found before anything is paid for; then run, score, report."""
    typed = Typed(job.base_url, job.setup, job.explicit)
    models = [candidate(job.lab, name, typed) for name in job.models]
    check_key(models, job.api_key_env)
    grades = grader(job.lab, job.grader, Typed(job.grader_base_url, job.grader_setup or NO_SETUP, job.explicit))
    plans = [p for exam in _expanded(job) for model in models for p in _plans(job, exam, model, grades)]
    scales = chosen_scales(job.scales)
    check_scoring_options(plans, scales, job.population, job.as_of)
    corpus = corpus_paths(job.lab, job.corpus)
    check_corpora(corpus, send=not job.dry_run)
    for exam, line in dict.fromkeys((p.exam.short, line) for p in plans if (line := ungraded_without_grader(p))):
        say(f"! {exam}: {line}", err=True)
    if job.dry_run:
        print_estimates(_estimates(job, plans))
        return Outcome(OK)
    if job.max_cost is not None:
        check_price(plans, job.max_cost, job.price)
    resources = RunResources(
        cache=job.cache or job.out / "answers.sqlite",
        concurrency=job.concurrency,
        price=job.price,
        budget=Budget(job.max_cost),
        timeout=job.timeout,
        key_variable=job.api_key_env,
        grader_key_variable=job.grader_api_key_env,
        refresh=job.refresh,
        judge=find_judge(plans, "unsafe-local" if job.unsafe_local else job.sandbox),
    )
    scores: list[ExamScore] = []
    folders: list[Path] = []
    incomplete = changed = False
    many = len(plans) > FEW
    for plan in plans:
        folder = job.out / plan.run_id
        as_of = job.as_of or (REPORT_YEAR if plan.method and job.population is None else None)
        state = state_of(plan, (job.population, as_of, job.scales), corpus)
        if (done := _finished(job, plan, folder, state)) is not None:
            scores.append(done)
            folders.append(folder)
            _print(job, done, folder, [folder / "report.html"], many=many, before=True)
            continue
        changed = True
        sat = _sit(job, plan, resources, scales, as_of, corpus, state)
        incomplete |= job.fail_on.passed(*sat.failed)
        _print(job, sat.score, folder, sat.files, many=many)
        scores.append(sat.score)
        folders.append(folder)
    if len(folders) > 1:
        together = [job.out / "report" / "index.html"]
        if changed or not is_reported(folders, together[0]):
            with one_writer(folders):
                together = report_together(folders, job.out / "report")
        if not job.as_json and not job.quiet:
            print_suite(scores)
            print_benchmarks([s for s in scores if not job.languages])
            print_languages(folders if job.languages else [])
            print_files(together)
            print_candidates(folders)
    if job.as_json:
        print_json(scores, folders)
    return Outcome(INCOMPLETE if incomplete else OK, tuple(folders))


@dataclass(frozen=True)
class _Sat:
    """A run that has just been made: how many of how many failed, its score, the files worth opening."""

    failed: tuple[int, int]
    score: ExamScore
    files: list[Path]


def _sit(
    job: Job,
    plan: RunPlan,
    resources: RunResources,
    scales: Mapping[str, str],
    as_of: str | None,
    corpus: tuple[str, ...],
    state: str,
) -> _Sat:
    """Ask, grade, audit, score and report one plan, in its folder."""
    folder = job.out / plan.run_id
    unmark(folder)
    count_start(folder)
    live = LiveRecord(folder, plan)
    title = f"{plan.exam.short} · {plan.name}"
    with shown_progress(title, len(plan.form.questions), quiet=job.quiet) as progress:
        try:
            run_result = execute(plan, resources, progress, live)
        except (InputError, ProviderError):
            live.end()
            take_back_start(folder)
            raise
    with one_writer([folder]):  # the same run may end in another process just now
        write_run(run_result, folder)
        live.end()
        if corpus:
            audit_run(folder, corpus)
        score = score_run(folder, scales=scales, population=job.population, as_of=as_of, exam=plan.exam)
        failed, files = failures(run_result), report_run(folder)
        if not failed[0]:
            mark_finished(folder, state)
    return _Sat(failed, score, files)


def _finished(job: Job, plan: RunPlan, folder: Path, state: str) -> ExamScore | None:
    """The score of a run that is finished already: it is not done again."""
    path = job.cache or job.out / "answers.sqlite"
    if job.refresh or not (folder / MARK).is_file():
        return None
    held = looked_at(path) if path.is_file() and needs_prompt(plan.model) else None
    try:
        return finished_score(plan, folder, state, held)
    finally:
        if held is not None:
            held.close()


def _print(job: Job, score: ExamScore, folder: Path, files: list[Path], *, many: bool, before: bool = False) -> None:
    """A run's table and files; one line of it where there are many runs, or little is to be said."""
    if job.as_json or job.silent:
        return
    if job.quiet:
        print_line(score, folder)
    elif many:
        print_line(score, folder, err=True, before=before)
    else:
        if before:
            say(f"finished before, and nothing has changed: {folder} is not done again (--refresh asks anew)", err=True)
        print_score(score, folder)
        print_files(files)


def _plans(job: Job, exam: str, model: NamedModel, grades: NamedModel | None) -> list[RunPlan]:
    """One plan, or one for each language."""
    if job.languages is None:
        return [_plan(job, exam, model, grades)]
    from examsim.running.languages import language_tags

    tags = language_tags(exam, job.questions, job.languages, job.form)
    return [_plan(job, exam, model, grades, tag) for tag in tags]


def _plan(job: Job, exam: str, model: NamedModel, grades: NamedModel | None, language: str = "") -> RunPlan:
    return make_run_plan(
        exam,
        model.spec,
        form=job.form,
        section=job.section,
        settings=settings_for(job.settings, model),
        base_url=model.base_url,
        grader=grades.spec if grades else SELF if job.grader == SELF else None,
        grader_base_url=grades.base_url if grades else job.grader_base_url,
        method=_method(job),
        questions=job.questions,
        setup=model.setup,
        grader_setup=grades.setup if grades and grades.setup != NO_SETUP else job.grader_setup,
        languages=job.languages or "",
        language=language,
    )


def _estimates(job: Job, plans: list[RunPlan]) -> list[tuple[RunPlan, Estimate]]:
    """What is still to be paid for; a cache that is not there yet is not made."""
    path = job.cache or job.out / "answers.sqlite"
    held = looked_at(path) if path.is_file() and not job.refresh else None
    try:
        return [(plan, estimate(plan, job.price, held)) for plan in plans]
    finally:
        if held is not None:
            held.close()


def _method(job: Job) -> str:
    """The published method that the run follows: as named, or as its suite implies."""
    method = job.method or (
        GPT4_REPORT if GPT4_REPORT in expanded_suites(job.lab, job.exams) and job.settings.layout == "auto" else ""
    )
    if method and job.settings.layout == "zero-shot":
        raise InputError("--method gpt4-report asks few-shot", hint="leave --prompt out, or --method")
    return method


def _expanded(job: Job) -> list[str]:
    """The exams named, suites by their exams. A bare name is the newest edition, with the report's method the report's;
    with --form it is as named."""
    from exams.suites.suite import expand

    names = expanded_suites(job.lab, job.exams)
    if job.form is not None:
        return expand(names)
    names, told = report_editions(expand(names)) if _method(job) else newest_editions(names)
    for line in told:
        say(line, err=True)
    return expand(names)
