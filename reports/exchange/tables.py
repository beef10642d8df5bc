"""Short files for three collections: Hugging Face results, the CONDA table of contamination, response tables of IRW."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import yaml

from reports.escaping import one_line
from reports.exchange.eval_ever import corpus_of, model_id
from reports.scored_run import ScoredRun

CONDA = (
    "Evaluation Dataset;Subset;Contaminated Source;Model or corpus;"
    "Train Split;Development Split;Test Split;Approach;Reference;PR"
)


def hf_results(run: ScoredRun, name: str, url: str = "") -> str:
    """One `.eval_results/*.yaml` of the hub: `name` is 'full', 'clean' or 'reported'; '' where there is no such score.

    The hub takes it only for datasets on its list of benchmarks; `source` has an address only where one is given.
    """
    score = run.score
    scores = {"full": score.full, "clean": score.clean, "reported": score.reported_set}[name]
    if scores is None or scores.value is None:
        return ""
    found = scores.interval
    span = f"; 95 % by questions {found.low:g} to {found.high:g}" if found else ""
    entry = {
        "dataset": {"id": f"examsim/{score.exam}", "task_id": f"{score.exam}.{name}", "revision": score.form_hash[:40]},
        "value": scores.value,
        "date": (run.run.head.finished or run.run.head.started)[:10],
        "source": {"name": "examsim", **({"url": url} if url else {})},
        "notes": one_line(f"{score.score_name} of {scores.questions} questions{span}; {score.coverage}", 300),
    }
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # ten times as fast, where the wheel has it
    return yaml.dump([entry], Dumper=dumper, sort_keys=False, allow_unicode=True)


def conda_row(run: ScoredRun) -> str:
    """One line of the CONDA table, in percent of the form weighted by section; '' where nobody looked."""
    seen = run.score.contamination
    if seen is None:
        return ""
    cells = (
        run.score.exam_name,
        run.score.form,
        corpus_of(run),
        "corpus",
        "",
        "",
        "" if seen.share is None else f"{100 * seen.share:.1f}",
        "data-based",
        f"examsim, rule {seen.rule}",
        "",
    )
    return ";".join(one_line(cell, 200).replace(";", ",") for cell in cells)


def irw_rows(runs: Sequence[ScoredRun]) -> str:
    """`id,item,resp`: candidate, question, 1 for full points, 0 for none, the share between. Ungraded is left out."""
    held = io.StringIO()
    lines = csv.writer(held, lineterminator="\n")
    lines.writerow(("id", "item", "resp", "date"))
    for run in runs:
        date = (run.run.head.finished or run.run.head.started)[:10]
        for question in run.run.form.questions if run.run.form else ():
            graded = [g for g in run.run.grades_of.get(question.id, ()) if g.points is not None]
            if graded and graded[-1].max_points:
                share = (graded[-1].points or 0.0) / graded[-1].max_points
                lines.writerow((model_id(run), f"{run.score.form}:{question.id}", f"{share:g}", date))
    return held.getvalue()
