"""Scoring, auditing and reporting of what lies in folders: no model is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from contamination.types import Audit
from exams.extras import need
from examsim.api.finished_run import FinishedRun, load_run
from examsim.api.frames import frame

if TYPE_CHECKING:
    import pandas as pd

    from contamination.plan import RuleName

Target = str | Path | FinishedRun


@dataclass(frozen=True)
class AuditedForm:
    """Which questions of a form were found in a corpus. `records` is what `audit.json` holds; `run` the run that was
    audited and scored again, None where a form was."""

    records: Audit
    run: FinishedRun | None

    @property
    def flagged(self) -> tuple[str, ...]:
        """Ids of the questions that count as contaminated."""
        return tuple(i.question for i in self.records.items if i.question in self.records.flagged)

    @property
    def complete(self) -> bool:
        """Whether at most 1 % of the corpus could not be read; of an incomplete audit no question is called clean."""
        return self.records.stats.complete

    def to_frame(self) -> pd.DataFrame:
        """One row a question: verdict, whether it counts as contaminated, documents with it, value of each rule."""
        flagged = self.records.flagged
        return frame(
            [
                {
                    "question": i.question,
                    "verdict": i.verdict,
                    "flagged": i.question in flagged,
                    "hits": i.hits,
                    **i.scores,
                }
                for i in self.records.items
            ]
        )


def score(
    run: Target,
    *,
    population: str | None = None,
    as_of: str | None = None,
    scales: Mapping[str, str] | None = None,
) -> FinishedRun:
    """Score a run again from its grades and its audit, and write `score.json`; the run as it then is.

    population: id or name of a norm. as_of: '2023', '2023-06' or 'today'. scales: section id or 'score' to
    a scale's id. What is not given stays as it was chosen before. InputError: no run, or a norm or scale that the
    exam doesn't have.
    """
    from examsim.results.steps import score_run

    score_run(_folder(run), scales=dict(scales or {}), population=population, as_of=as_of)
    return load_run(_folder(run))


def report(
    runs: Target | Iterable[Target],
    out: str | Path | None = None,
    *,
    population: str | None = None,
    names: Mapping[str, str] | None = None,
    models: Sequence[str] = (),
    reference: Literal["gpt4-report"] | None = None,
) -> list[Path]:
    """Write the page, charts and tables of a run into its folder, or of several runs into `out` (by default 'out').

    population: the norm of every percentile. names: model to what it is to be called. models: these alone, in this
    order. reference: published values drawn behind. The paths worth opening are returned. InputError: no scored run.
    """
    from examsim.results.chart_data import chart_data
    from examsim.results.paired_test import paired_test
    from examsim.results.steps import report_run
    from reports.charts.chart_set import ChartOptions
    from reports.multi_run_report import ReportOptions, write_reports

    given = [runs] if isinstance(runs, str | Path | FinishedRun) else list(runs)
    folders = [_folder(run) for run in given]
    if len(folders) == 1 and out is None and (folders[0] / "run.json").is_file():
        options = ChartOptions(("png", "svg"), "page", None, None, population, reference)
        return report_run(folders[0], options, names=names)
    options_of_many = ReportOptions(
        population=population, names=names or {}, models=tuple(models), reference=reference, chart_data=chart_data
    )
    return write_reports(folders, Path(out or "out"), options_of_many, paired_test)


def audit(
    target: Target,
    corpus: str | Path | Sequence[str | Path],
    *,
    rules: str = "all",
    fields: Sequence[str] = (),
    workers: int = 1,
) -> AuditedForm:
    """Look for the questions of a form or a run in a corpus. Needs `examsim[audit]`.

    target: a run (its `audit.json` and `score.json` are written again), an exam's id, a form's folder or a question
    file (nothing is written). corpus: files, folders or addresses. rules: 'all' or names with commas between. fields:
    the text fields of a record, where not every string is text. workers: processes.

    InputError: a target, corpus or rule that isn't there. What could not be read is counted: see `complete`.
    """
    need("audit", "an audit")
    from contamination.audit import audit as look_for
    from contamination.audits.audit_file import write_audit
    from contamination.plan import RULE_NAMES
    from examsim.auditing.target import find_target
    from examsim.results.steps import score_run

    found = find_target(str(target.folder if isinstance(target, FinishedRun) else target))
    places = [str(corpus)] if isinstance(corpus, str | Path) else [str(place) for place in corpus]
    named = RULE_NAMES if rules == "all" else tuple(name.strip() for name in rules.split(","))
    made = look_for(
        found.subject.items,
        places,
        form=found.form.id,
        form_hash=found.form.content_hash,
        rules=cast("tuple[RuleName, ...]", named),  # a name that is none is refused
        workers=workers,
        text_field=fields or None,
    )
    if found.run is None:
        return AuditedForm(made, None)
    write_audit(made, found.run / "audit.json")
    score_run(found.run)
    return AuditedForm(made, load_run(found.run))


def _folder(run: Target) -> Path:
    return run.folder if isinstance(run, FinishedRun) else Path(run)
