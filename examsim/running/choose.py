"""From the names on a command line to a plan: exam, form, worked examples, grader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from exams.errors import InputError
from exams.exam import Exam
from exams.files.editions import editions_of, newest_edition
from exams.files.exam_folder import load_exam
from exams.files.form_folder import development_form, load_form, practice_form
from exams.files.private_form import is_private
from exams.form import Form
from exams.form_sections import check_sections
from exams.loaders.known_faults import Verdict
from exams.sampling import sampled
from examsim.models.open_model import needs_prompt
from examsim.models.request import NEWER_LIMIT
from examsim.models.setup.model_setup import NO_SETUP, ModelSetup
from examsim.running.draws import check_draws
from examsim.running.languages import in_language
from examsim.running.run_plan import SELF, RunPlan, Settings

REPORT_YEAR = "2023"  # the report compares with norms published before it
GPT4_REPORT = "gpt4-report"  # a suite, and the method of the report it is from: few-shot prompts


def make_run_plan(
    exam_name: str,
    model: str,
    *,
    form: str | None,
    section: str | None,
    settings: Settings,
    base_url: str | None = None,
    grader: str | None = None,
    grader_base_url: str | None = None,
    method: str = "",
    questions: Path | None = None,
    setup: ModelSetup = NO_SETUP,
    grader_setup: ModelSetup | None = None,
    languages: str = "",
    language: str = "",
) -> RunPlan:
    """The plan for one exam and one model. Free responses are graded by `grader`, and by nobody where none is
    named; SELF = by the candidate itself, which chance and replay can't. `questions`: folder of the user's copies of
    benchmarks.
    `languages`: which translations are asked together ('all', 'sw,zu'), `language`: the one of this plan."""
    exam = load_exam(exam_name)
    setup = setup if needs_prompt(model) else NO_SETUP  # chance and replayed files are sent nothing
    asked, settings = settings.layout, settled(settings, exam, model, method)
    if (limit := setup.params.get(NEWER_LIMIT)) is not None:
        settings = replace(settings, max_tokens=limit, essay_max_tokens=limit)
    check_recipe(exam, settings, questions)
    check_draws(settings)
    checked: tuple[Verdict, ...] = ()
    told: tuple[str, ...] = ()
    private = False
    if languages:
        spoken = in_language(exam, settings, questions, languages, language)
        exam, settings, whole, development, told = spoken
    elif form is None and exam.source:
        from exams.loaders.known_faults import known_faults
        from exams.loaders.question_set import question_set

        found = question_set(exam, questions)
        whole, development = found.form, found.examples
        checked = known_faults(exam, whole, questions)
    else:
        whole, development = choose_form(exam, form, section), development_form(exam)
        private = is_private(form, exam.folder)
    chosen = sampled(whole, settings.sample, settings.seed, by_section=exam.is_benchmark or bool(exam.routing))
    if grader == SELF:
        grader, grader_base_url = (model, base_url) if needs_prompt(model) else (None, None)
    if grader_setup is None:
        grader_setup = setup if (grader, grader_base_url) == (model, base_url) else NO_SETUP
    return RunPlan(
        exam=exam,
        form=chosen,
        development=None if settings.layout == "zero-shot" else development,
        model=model,
        base_url=base_url,
        settings=settings,
        grader=grader,
        grader_base_url=grader_base_url,
        method=method,
        asked_layout=asked,
        checked=checked,
        setup=setup,
        grader_setup=grader_setup,
        told=told,
        private=private,
    )


def settled(settings: Settings, exam: Exam, model: str, method: str = "") -> Settings:
    """The settings with nothing left open: which layout `auto` means here, and whether a seed is sent.

    Chat models answer a few-shot continuation in their own form, so `auto` asks them the bare question; a published
    method, or an exam that brings a few-shot template of its own, decides otherwise.
    """
    if not needs_prompt(model):
        settings = replace(settings, send_seed=False)
    settings = by_recipe(settings, exam)
    if settings.layout != "auto":
        return settings
    own_recipe = (exam.folder / "prompts" / "multiple_choice_few_shot.jinja").is_file()
    few_shot = method == GPT4_REPORT or own_recipe or not needs_prompt(model)
    return replace(settings, layout="few-shot" if few_shot else "zero-shot")


def by_recipe(settings: Settings, exam: Exam) -> Settings:
    """The settings with what the user left open as the exam's recipe has it."""
    left, recipe = settings.left_open, exam.recipe
    settings = replace(settings, left_open=())
    if recipe is None:
        return settings
    told: dict[str, Any] = {"temperature": recipe.temperature, "max_tokens": recipe.max_tokens}
    if recipe.route == "run":
        told["essay_temperature"] = recipe.temperature
    if settings.route is None and recipe.route == "likelihood":
        settings = replace(settings, route="likelihood")
    if settings.route == "likelihood" and recipe.likelihood is not None:
        told["normalise"] = recipe.likelihood.normalise
    settings = replace(settings, **{name: value for name, value in told.items() if name in left})
    return replace(settings, layout=recipe.layout) if settings.layout == "auto" else settings


def check_recipe(exam: Exam, settings: Settings, questions: Path | None) -> None:
    """InputError for what is asked of a benchmark and cannot be had, or of a running text."""
    if settings.system and settings.route == "likelihood":
        raise InputError(
            "--route likelihood sends running texts, which have no system message", hint="leave --system out"
        )
    if questions is not None and not exam.source:
        raise InputError(
            f"{exam.id} names no set of questions", hint="--questions is for benchmarks; give a file with --form"
        )


def newest_editions(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The newest edition in the place of a bare name, and a line about each; `lsat@2024` and suites stay as named."""
    chosen: list[str] = []
    told: list[str] = []
    for name in names:
        newest = newest_edition(name)
        if newest != name:
            older = ", ".join(f"{name}@{year}" for year, of in editions_of(name).items() if of != newest and year)
            told.append(f"{name}: the newest edition, {newest} ({load_exam(newest).version}); older: {older}")
        chosen.append(newest)
    return chosen, told


def report_editions(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The exams of the GPT-4 report's time (2017 to 2022) in the place of later editions, and what was exchanged."""
    chosen: list[str] = []
    exchanged: list[str] = []
    for name in names:
        exam = load_exam(name)
        earlier = [e for e in exam.earlier_editions if exam.gpt4_report is None and load_exam(e).gpt4_report]
        if earlier:
            exchanged.append(
                f"--method gpt4-report: {exam.id} ({exam.version}): "
                f"the report's edition is {', '.join(earlier)}, asked instead"
            )
        chosen += earlier or [name]
    return list(dict.fromkeys(chosen)), exchanged


def choose_form(exam: Exam, spec: str | None, section: str | None) -> Form:
    """The practice form, a form folder, or whatever a loader can read."""
    if spec is not None and not (Path(spec) / "form.toml").is_file():
        from exams.loaders import open_form

        return open_form(spec, exam=exam, section=section)
    if section is not None:
        raise InputError(
            "--section says where the questions of a file belong; a form says that itself",
            hint="leave --section out, or name a file of questions with --form",
        )
    chosen = practice_form(exam) if spec is None else load_form(Path(spec))
    check_sections(exam, chosen)
    return chosen
