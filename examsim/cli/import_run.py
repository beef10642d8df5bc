"""`examsim import-run`: a log of another harness becomes a run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examsim.screen import say
from reports.escaping import one_line

if TYPE_CHECKING:
    from examsim.harness_logs.import_log import ImportedRun
    from examsim.harness_logs.match_samples import Matching

SHOWN = 10  # lines of each list; the run folder holds all


@click.command("import-run")
@click.argument("log", type=click.Path(path_type=Path))
@click.option("--exam", required=True, metavar="ID", help="Exam whose scales and norms apply.")
@click.option("--form", metavar="PATH|hf:ID", help="Questions that were sat, if not the exam's practice form.")
@click.option("--section", metavar="ID", help="With --form: the section its questions belong to.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["inspect", "lm-eval", "evals", "helm", "simple-evals", "batch", "table"]),
    help="Kind of log, if the sniffing is wrong.",
)
@click.option("--name", metavar="MODEL", help="Model's name, where the log has none or another.")
@click.option("--only-matched", is_flag=True, help="Leave questions without a reply out: a run of a part of the form.")
@click.option("--grader", help="Model that grades free responses; without one they stay ungraded.")
@click.option("--grader-base-url", help="Server of the grader.")
@click.option("--corpus", multiple=True, metavar="PATH", help="Training text to check the questions against.")
@click.option("--population", help="Norm to take the percentile from (see `examsim percentile`).")
@click.option(
    "--sandbox",
    type=click.Choice(["auto", "bubblewrap", "docker", "podman"]),
    default="auto",
    show_default=True,
    help="Where programs are judged.",
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("runs"), show_default=True, help="Folder of runs.")
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
def command(
    log: Path,
    exam: str,
    form: str | None,
    section: str | None,
    format_name: str | None,
    name: str | None,
    only_matched: bool,
    grader: str | None,
    grader_base_url: str | None,
    corpus: tuple[str, ...],
    population: str | None,
    sandbox: str,
    out: Path,
    as_json: bool,
) -> None:
    """Make a run folder from LOG, a file that another harness wrote, without asking any model.

    Reads Inspect (.eval, .json), lm-evaluation-harness (samples_*.jsonl), OpenAI Evals (JSONL), HELM
    (scenario_state.json, display_predictions.json), simple-evals (HTML, JSON), batch outputs of OpenAI and Anthropic,
    and tables (question, answer, model, score). Questions are matched by id, then by text; replies are read again by
    our own rules, and where the harness scored otherwise the difference is listed. Several models or epochs give
    several runs.

    Exit codes: 0 whole, 2 unusable input, 3 incomplete (questions without a reply, or failed).
    """
    from dataclasses import replace

    from exams.exit_codes import INCOMPLETE
    from exams.files.editions import newest_edition
    from examsim.auditing.audit_run import audit_run
    from examsim.harness_logs.import_log import import_draws, matched
    from examsim.harness_logs.import_log import only_matched as part_of
    from examsim.harness_logs.open_log import open_log
    from examsim.results.steps import report_run, report_together, score_run
    from examsim.running.accounts.fail_on import Tolerance, failures
    from examsim.running.check_options import check_corpora, check_scoring_options, find_judge
    from examsim.running.choose import make_run_plan
    from examsim.running.print_run import print_files, print_json, print_score
    from examsim.running.run_plan import Settings

    opened = open_log(log, format_name)
    if (newest := newest_edition(exam)) != exam and form is None:  # `run` and Inspect's tasks take the newest
        say(f"{exam}: the edition of that id, not the newest; for a log of the newest: --exam {newest}", err=True)
    plan = make_run_plan(
        exam,
        "log:",
        form=form,
        section=section,
        settings=Settings(),
        grader=grader,
        grader_base_url=grader_base_url,
    )
    matching = matched(opened, plan.form)
    if only_matched:
        plan = replace(plan, form=part_of(plan.form, matching))
    check_scoring_options([plan], {}, population, None)
    check_corpora(corpus)
    judge = find_judge([plan], sandbox)  # type: ignore[arg-type]  # click.Choice has checked it
    runs = import_draws(plan, opened, matching, out, name=name, judge=judge)
    _print_matching(matching)
    scores = []
    for run in runs:
        if corpus:
            audit_run(run.folder, corpus)
        score = score_run(run.folder, population=population, exam=plan.exam)
        files = report_run(run.folder)
        scores.append(score)
        if not as_json:
            print_score(score, run.folder)
            _print_differences(run)
            print_files(files)
    folders = [run.folder for run in runs]
    if len(folders) > 1:
        together = report_together(folders, out / "report")
        if not as_json:
            print_files(together)
    if as_json:
        print_json(scores, folders)
    if any(Tolerance().passed(*failures(run.result)) for run in runs):
        sys.exit(INCOMPLETE)


def _print_matching(matching: Matching) -> None:
    """How many replies were matched in which way; near matches and those left out by name."""
    ways = f"{matching.count('id')} by id, {matching.count('text')} by text, {matching.count('near')} by a near text"
    say(f"{len(matching.matches)} replies matched ({ways}), {len(matching.unmatched)} left out", err=True)
    near = [m for m in matching.matches if m.way == "near"]
    for match in near[:SHOWN]:
        say(f"  near ({match.ratio:g} of 100): {match.sample.id or '?'} -> {match.question.id}", err=True)
    for sample, why in matching.unmatched[:SHOWN]:
        say(one_line(f"  left out: {sample.id or '?'}: {why}", 300), err=True)
    more = max(0, len(near) - SHOWN) + max(0, len(matching.unmatched) - SHOWN)
    if more:
        say(f"  … and {more} more", err=True)


def _print_differences(run: ImportedRun) -> None:
    """Replies that the harness scored otherwise than we do."""
    for d in run.differing[:SHOWN]:
        line = f"  {d.question}: the log says {d.log_score:g} (read {d.log_read or '?'}), we say {d.own_score:g} "
        say(one_line(f"{line}(read {d.own_read}, key {d.key})", 300))
    if len(run.differing) > SHOWN:
        say(f"  … and {len(run.differing) - SHOWN} more in log_differences.jsonl")
