"""One `examsim prefer`: gather verdicts by whichever way was asked for, study them, write and print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from exams.errors import InputError
from exams.files.json_records import write_json, write_lines
from examsim.models.budget import Budget
from examsim.models.resources import RunResources
from examsim.models.setup.model_setup import NamedModel
from examsim.preferring.contestants import (
    Contestant,
    ask_contestant,
    check_contestants,
    is_folder_or_file,
    read_contestant,
)
from examsim.preferring.prompt_set import PromptSet, read_prompts, shipped_prompts
from examsim.screen import say
from scoring.preferences.read_verdicts import read_verdicts
from scoring.preferences.study import study_preferences
from scoring.types.preference import PreferenceReport, Verdict


@dataclass(frozen=True)
class PreferJob:
    """The command's arguments and options."""

    contestants: tuple[str, ...] = ()
    graders: tuple[str, ...] = ()
    grader_base_url: str | None = None
    base_url: str | None = None
    key_variable: str | None = None
    grader_key_variable: str | None = None
    packets: Path | None = None
    people: int = 2
    overlap: float = 1.0
    seed: int = 0
    files: tuple[Path, ...] = ()
    key: Path | None = None
    verdicts: tuple[Path, ...] = ()
    prompts: Path | None = None
    baseline: str | None = None
    cache: Path | None = None
    concurrency: int = 8
    timeout: float = 300
    max_cost: float | None = None
    price: str | None = None
    out: Path | None = None
    named: Callable[[str, bool], NamedModel | None] = lambda _name, _grades: None


def run_prefer(job: PreferJob, resources: RunResources | None = None) -> PreferenceReport | None:
    """Do it; None where only packets were written. InputError where nothing was asked for, or two things at once."""
    ways = [bool(job.graders), job.packets is not None, bool(job.files), bool(job.verdicts)]
    if not any(ways):
        hint = "--grader MODEL, --packets DIR for people, --import FILE of theirs, or --verdicts FILE"
        raise InputError("who compares the answers?", hint=hint)
    verdicts: list[Verdict] = []
    notes: list[str] = []
    layouts: list[str] = []
    if job.graders or job.packets is not None:
        resources = resources or RunResources(
            cache=job.cache or Path("runs") / "answers.sqlite",
            concurrency=job.concurrency,
            price=job.price,
            budget=Budget(job.max_cost),
            timeout=job.timeout,
            key_variable=job.key_variable,
            grader_key_variable=job.grader_key_variable,
            named=job.named,
        )
        contestants, prompts = gather(job, resources)
        notes += check_contestants(contestants)
        if job.packets is not None:
            _export(job, contestants, prompts, notes)
            return None
        verdicts, more = _judge(job, contestants, prompts, resources)
        notes += more
        layouts.append("judge")
    if job.files:
        from examsim.preferring.packets import import_pairs

        given, missing = import_pairs(job.files, job.key)
        verdicts += given
        notes += missing
        layouts.append("packets")
    if job.verdicts:
        read, layout, unusable = read_verdicts(job.verdicts)
        verdicts += read
        notes += unusable
        layouts.append(layout)
    source = ", ".join(p.name for p in (*job.files, *job.verdicts)) or " and ".join(job.contestants)
    report = study_preferences(verdicts, source=source, layout=", ".join(layouts), notes=notes, baseline=job.baseline)
    if job.out is not None:
        _write(job.out, report, verdicts)
    return report


def gather(job: PreferJob, resources: RunResources) -> tuple[list[Contestant], PromptSet]:
    """The contestants with their answers, and the prompts. InputError for fewer than two."""
    if len(job.contestants) < 2:
        raise InputError("fewer than two contestants", hint="two run folders, answer files or models: A B")
    prompts = read_prompts(job.prompts) if job.prompts is not None else None
    asked = prompts or shipped_prompts()
    found, shown = [], None
    for spec in job.contestants:
        if is_folder_or_file(spec):
            contestant, own = read_contestant(spec, asked)
            if Path(spec).is_dir():
                shown = own if shown is None else shown
                asked = shown
        else:
            contestant = ask_contestant(spec, job.base_url, asked, resources)
        found.append(contestant)
    return found, asked


def _judge(
    job: PreferJob, contestants: list[Contestant], prompts: PromptSet, resources: RunResources
) -> tuple[list[Verdict], list[str]]:
    from examsim.preferring.model_judge import judge_by_model

    verdicts, notes = list[Verdict](), list[str]()
    for grader in job.graders:
        judged = judge_by_model(grader, job.grader_base_url, contestants, prompts, resources)
        verdicts += judged.verdicts
        notes += judged.notes
        lost = [v for v in judged.verdicts if v.share is None]
        if lost:
            notes.append(
                f"{grader}: {len(lost)} of {len(judged.verdicts)} replies hold no verdict ({lost[0].note[:80]})"
            )
    return verdicts, notes


def _export(job: PreferJob, contestants: list[Contestant], prompts: PromptSet, notes: list[str]) -> None:
    from examsim.preferring.packets import export_pairs

    assert job.packets is not None
    for note in notes:
        say(f"note: {note}", err=True)
    files = export_pairs(contestants, prompts, job.packets, graders=job.people, overlap=job.overlap, seed=job.seed)
    for path in files:
        say(path)


def _write(out: Path, report: PreferenceReport, verdicts: list[Verdict]) -> None:
    from reports.charts.chart_set import write_chart
    from reports.charts.preference_chart import draw_preferences
    from reports.drawing.frame import SIZES
    from reports.pages.preference_page import write_preference_page
    from reports.pages.scaling_page import inline_chart

    out.mkdir(parents=True, exist_ok=True)
    write_json(out / "preference.json", report.model_dump(mode="json"))
    write_lines(out / "verdicts.jsonl", verdicts)
    chart = write_chart("preference", draw_preferences(report, SIZES["page"]), out, ("png", "svg"))
    page = write_preference_page(out / "preference.html", report, inline_chart(chart))
    for path in (out / "preference.json", out / "verdicts.jsonl", page, *chart.files):
        say(path, err=True)
