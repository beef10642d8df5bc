"""The steps after the answers, each of which can be redone from the run folder with no model call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from contamination.types import Audit
from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam
from exams.files.json_records import write_json
from exams.form import Form
from examsim import __version__
from reports.run_folder import Run, read_run, read_score
from scoring.types import AgreementReport, ExamScore, Grade

if TYPE_CHECKING:
    from reports.charts.chart_set import ChartOptions
    from scoring.comparisons.draw_scores import Scored

ONE_RUN = ("result", "percentiles", "percentile-ranges", "benchmarks")  # the charts of a single run's folder


def score_run(
    folder: Path,
    *,
    scales: Mapping[str, str] | None = None,
    population: str | None = None,
    as_of: str | None = None,
    exam: Exam | None = None,
) -> ExamScore:
    """Score the grades in a run folder against its audit, if it has one; write `score.json`.

    What is not given of `scales`, `population` and `as_of` is as it was chosen for the run before; `as_of` 'today'
    takes such a choice back. Where several grades stand for one answer, those that count are written to
    `final_grades.jsonl`.
    """
    from examsim.results.kept_choice import Choice, kept_choice
    from examsim.results.present_grades import keep_final, notes_on_grades, present_grades
    from scoring.adaptive.notes import notes_on_modules
    from scoring.benchmarks.by_route import named_by_route
    from scoring.clean.tools_used import refuse_clean
    from scoring.comparisons.rescored import changes_since
    from scoring.graders.anchor_agreement import notes_on_anchors
    from scoring.graders.model_grader_scores import Ways, with_model_scores
    from scoring.graders.resolve_grades import resolve_grades
    from scoring.score_exam import score_exam

    run = read_run(folder)
    if run.form is None:
        raise InputError("the run holds no form", where=folder / "form", hint="run the exam again")
    audit, exam = audit_of(run), exam or exam_of(run)
    choice, kept = kept_choice(exam, run.score, Choice(population, as_of, scales or {}))
    present = present_grades(run)
    settled = resolve_grades(run.form, present.grades)
    keep_final(run, settled)
    agreement, form = run.agreement or AgreementReport(), run.form
    score = score_exam(
        exam,
        run.form,
        settled,
        model=run.head.model,
        audit=audit,
        scales=choice.scales,
        population=choice.population,
        as_of=choice.as_of,
        rater_sd={e.section: e.rater_sd for e in agreement.errors},
        checked=run.checked,
    )
    score = _with_draws(
        score,
        form,
        settled,
        lambda grades: (
            score_exam(
                exam,
                form,
                grades,
                model=run.head.model,
                scales=choice.scales,
                population=choice.population,
                as_of=choice.as_of,
                n_resamples=0,
            ).full
        ),
    )
    score = with_model_scores(
        score, exam, run.form, present.grades, agreement, Ways(audit, choice.scales, choice.population, choice.as_of)
    )
    score = named_by_route(score, exam, run.head.route)
    score = refuse_clean(score, sum(a.tools_used for a in run.answers), len(run.answers))
    notes = (
        *notes_on_modules(exam, run.form, run.head.routing),
        *notes_on_grades(run, present),
        *notes_on_anchors(run.form, settled, run.anchor_grades),
        *score.notes,
        *kept,
    )
    score = score.model_copy(update={"notes": notes})
    if run.score is not None:
        score = score.model_copy(update={"changes": changes_since(run.score, score)})
    score = score.model_copy(update={"examsim": __version__})
    write_json(folder / "score.json", score.model_dump(mode="json", by_alias=True))
    return score


def _with_draws(score: ExamScore, form: Form, grades: Sequence[Grade], scored: Scored) -> ExamScore:
    """The score with what several draws of each question say, where there are any."""
    from scoring.comparisons.draw_scores import draw_scores, notes_on_draws

    found = draw_scores(form, grades, scored)
    if found is None:
        return score
    return score.model_copy(update={"draws": found, "notes": (*notes_on_draws(found), *score.notes)})


def audit_of(run: Run) -> Audit | None:
    """The run's audit, if it is one of the same form; of an adaptive exam one of the form with all modules will do."""
    audit, form = run.audit, run.form
    if audit is None or form is None or audit.form_hash == form.content_hash:
        return audit
    if run.head.routing and audit.form_hash == run.head.form.whole_hash:
        asked = {q.id for q in form.questions}
        items = tuple(i for i in audit.items if i.question in asked)
        return audit.model_copy(update={"form_hash": form.content_hash, "items": items})
    raise InputError(
        f"this audit is of another form ({audit.form})",
        where=run.folder / "audit.json",
        hint=f"audit this run: examsim audit {run.folder} --corpus …",
    )


def exam_of(run: Run) -> Exam:
    """The exam a run sat: the one that ships, or the user's own folder."""
    path = run.head.exam.path
    return load_exam(path or run.head.exam.id)


def report_run(
    folder: Path,
    options: ChartOptions | None = None,
    *,
    names: Mapping[str, str] | None = None,
    say: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write `report.html`, the charts of one run and `results.csv`, `questions.csv`; the paths worth opening.

    names: what to call the model in them, by the name it ran under. say: takes a line about a script without a font.
    """
    from dataclasses import replace

    from examsim.results.chart_data import chart_data
    from reports.charts.chart_set import ChartOptions, missing_words, write_charts
    from reports.model_names import named
    from reports.pages.run_page import write_run_report
    from reports.scored_run import scored
    from reports.tables.tidy import question_rows, result_rows, write_tidy

    page = write_run_report(folder)
    runs = scored(named([read_run(folder)], names))
    options = options or ChartOptions(formats=("png", "svg"))
    charts = write_charts(runs, folder, replace(options, only=ONE_RUN), chart_data(runs))
    write_tidy(result_rows(runs), folder / "results", parquet=False)
    write_tidy(question_rows(runs), folder / "questions", parquet=False)
    missing = {script: char for chart in charts for script, char in chart.missing.items()}
    if missing and say is not None:
        say(missing_words(missing))
    return [page, *(chart.files[0] for chart in charts if chart.name in ONE_RUN[:2])]


def report_together(folders: list[Path], out: Path) -> list[Path]:
    """Pages, tables and charts of these runs and all others beside them, so that no model is lost from the report.

    What lies beside them and is no scored run that can be read is left out: it belongs to another command. The paths
    worth opening are returned.
    """
    from examsim.results.chart_data import chart_data
    from examsim.results.paired_test import paired_test
    from examsim.screen import say
    from reports.multi_run_report import ReportOptions, write_reports

    wishes = ReportOptions(chart_data=chart_data, say=lambda line: say(line, err=True))
    return write_reports(runs_beside(folders), out, wishes, paired_test)


def runs_beside(folders: list[Path]) -> list[Path]:
    """The folders with the readable scored ones beside them, in the order in which the runs were started."""
    here = {folder.absolute() for folder in folders}
    started: dict[Path, str] = {}
    for folder in sorted({found.parent for one in here for found in one.parent.glob("*/score.json")} | here):
        try:
            run = read_run(folder)
            read_score(run)
        except InputError:
            if folder in here:
                raise
            continue
        started[folder] = run.head.started
    return sorted(started, key=lambda folder: (started[folder], folder.name))
