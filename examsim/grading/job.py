"""One `examsim grade` command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exams.counted import agree, counted
from exams.errors import InputError
from examsim.grading.adjudicate import adjudication_packet, disagreements
from examsim.grading.agree_runs import agree_runs, score_again
from examsim.grading.calibration import read_calibration
from examsim.grading.packets.import_grades import Imported, import_grades
from examsim.grading.packets.make_packets import PacketOptions, export_packets
from examsim.grading.print_agreement import print_agreement, print_scores
from examsim.grading.regrade import Panel, cache_beside, regrade
from examsim.models.budget import Budget
from examsim.models.resources import RunResources
from examsim.models.setup.model_setup import NamedModel
from examsim.screen import say
from reports.run_folder import Run, read_run


@dataclass(frozen=True)
class GradeJob:
    """The options of `examsim grade`."""

    runs: tuple[Path, ...]
    out: Path | None
    graders: int
    overlap: float
    calibration: Path | None
    seed: int
    files: tuple[Path, ...]
    key: Path | None
    threshold: float | None
    models: tuple[str, ...]
    grader_base_url: str | None
    grade_by: Literal["answer", "criterion"]
    votes: int
    cache: Path | None
    concurrency: int
    timeout: float
    max_cost: float | None
    price: str | None
    grader_api_key_env: str | None = None
    grader_max_tokens: int | None = None
    named: Callable[[str, bool], NamedModel | None] = lambda _name, _grades: None


def run_grading(job: GradeJob) -> None:
    """Do what the options ask: export, import, grade with a model, or tell how things stand."""
    if sum(map(bool, (job.out, job.files, job.models))) > 1:
        raise InputError("--export, --import and --grader are three steps", hint="give one of them")
    folders = tuple(p for p in job.runs if p.is_dir() or not job.files)
    files = (*job.files, *(p for p in job.runs if p not in folders))  # --import A B C: a shell's glob
    if not folders:
        raise InputError("no run is named", hint="examsim grade RUN… --import FILE…")
    runs = [read_run(folder) for folder in folders]
    for run in runs:
        if run.form is None:
            raise InputError("the run holds no form", where=run.folder, hint="run the exam again")
    if job.out is not None:
        _export(job, runs, job.out)
    elif files:
        _import(job, runs, folders, files)
    else:
        if job.models:
            panel = Panel(job.models, job.grader_base_url, job.grade_by, job.votes, job.grader_max_tokens)
            regrade(runs, panel, _means(job))
        print_agreement([r for r in agree_runs(folders) if r.level != "criterion"])
        print_scores(score_again(folders))


def _means(job: GradeJob) -> RunResources:
    return RunResources(
        cache=job.cache or cache_beside(job.runs[0]),
        concurrency=job.concurrency,
        price=job.price,
        budget=Budget(job.max_cost),
        timeout=job.timeout,
        grader_key_variable=job.grader_api_key_env,
        named=job.named,
    )


def _export(job: GradeJob, runs: list[Run], out: Path) -> None:
    known = read_calibration(job.calibration, runs) if job.calibration else []
    for file in export_packets(runs, out, PacketOptions(job.graders, job.overlap, job.seed), known):
        say(f"  {file}")
    say(f"hand out one packet to each grader; {out / 'key.json'} stays with you")


def _import(job: GradeJob, runs: list[Run], folders: tuple[Path, ...], files: tuple[Path, ...]) -> None:
    imported = import_grades(runs, files, job.key)
    _print_imported(imported)
    runs = [read_run(folder) for folder in folders]
    disputed = disagreements(runs, job.threshold)
    limit = "a sixth of the maximum" if job.threshold is None else f"{job.threshold:g} points"
    if disputed:
        say(f"people differ by more than {limit} on {len(disputed)} answers; for an adjudicator:")
        for file in adjudication_packet(runs, disputed, job.key or files[0].parent / "key.json"):
            say(f"  {file}")
    else:
        say(f"no answer is in dispute (more than {limit} between people)")
    print_agreement([r for r in agree_runs(folders) if r.level != "criterion"])
    print_scores(score_again(folders))


def _print_imported(imported: Imported) -> None:
    say(f"{counted(imported.grades, 'grade')} of people {agree(imported.grades, 'was', 'were')} taken in")
    for line in imported.missing:
        say(f"! {line}")
    for grader, rows in sorted(imported.calibration.items()):
        exact = sum(abs(given - known) < 1e-9 for given, known, _ in rows)
        mean = sum(given - known for given, known, _ in rows) / len(rows)
        say(f"calibration of {grader}: {exact} of {len(rows)} exact, {mean:+.2f} points on average")
