"""Lines for the horizontal charts of one exam: its populations, its topics; and MMLU by language."""

from __future__ import annotations

from collections.abc import Sequence

from reports.charts.range_chart import Bar, Line
from reports.charts.score_band import percentile_band
from reports.question_outcome import outcome_of, topic_of
from reports.score_text import is_known
from reports.scored_run import ScoredRun


def population_lines(runs: Sequence[ScoredRun]) -> list[Line]:
    """The reported score of each run among every population that any of them is known in."""
    names = {p.norm: p.population for run in runs for p in run.score.reported_set.percentiles if is_known(p)}
    lines = []
    for norm, name in names.items():
        bars = []
        for index, run in enumerate(runs):
            found = next((p for p in run.score.reported_set.percentiles if p.norm == norm), None)
            if found is None or not is_known(found):
                bars.append(Bar(index, None, text="unknown"))
            else:
                bars.append(Bar(index, found.low or 0.0, percentile_band(found), found.text))
        lines.append(Line(name, tuple(bars)))
    return lines


def topic_lines(runs: Sequence[ScoredRun]) -> list[Line]:
    """Percent of the points in each topic: a plain sum over graded questions, for each run."""
    tallies: dict[str, list[list[float]]] = {}
    for index, run in enumerate(runs):
        for question in run.run.form.questions if run.run.form else ():
            _, points, top = outcome_of(run.run.grades_of.get(question.id, ()))
            topic = topic_of(question)
            if topic and points is not None and top:
                tally = tallies.setdefault(topic, [[0.0, 0.0] for _ in runs])[index]
                tally[0] += points
                tally[1] += top
    lines = []
    for topic in sorted(tallies, key=str.casefold):
        bars = (
            Bar(i, 100 * got / of, None, f"{100 * got / of:.0f}%") if of else Bar(i, None, text="none")
            for i, (got, of) in enumerate(tallies[topic])
        )
        lines.append(Line(topic, tuple(bars)))
    return lines


def runs_by_form(runs: Sequence[ScoredRun]) -> dict[str, list[ScoredRun]]:
    """Exams that were sat on at least three forms, such as translations of one test: exam id → its runs."""
    exams: dict[str, list[ScoredRun]] = {}
    for run in runs:
        exams.setdefault(run.score.exam, []).append(run)
    return {exam: taken for exam, taken in exams.items() if len({r.score.form_hash for r in taken}) > 2}


def form_lines(runs: Sequence[ScoredRun]) -> tuple[list[Line], list[str]]:
    """Figure 5 of the GPT-4 report: percent of points on each form from high to low, below random guessing in grey.

    The runs are of one exam. Lines are sorted by the first model's percent, ties by name; returned with the models.
    """
    series = list(dict.fromkeys(r.series for r in runs))
    forms: dict[str, dict[str, ScoredRun]] = {}
    for run in runs:
        forms.setdefault(run.score.form_hash, {})[run.series] = run
    lines = []
    for taken in forms.values():
        head = next(iter(taken.values())).run.head.form
        lines.append(Line(head.title or head.id, tuple(_percent_bar(i, taken.get(s)) for i, s in enumerate(series))))
    lines.sort(key=lambda line: (-(line.bars[0].value or 0.0), line.name))
    guess = _guessing(runs[0])
    return ([Line("random guessing", (Bar(0, guess),), quiet=True)] if guess else []) + lines, series


def _percent_bar(index: int, run: ScoredRun | None) -> Bar:
    if run is None or run.score.reported_set.percent is None:
        return Bar(index, None, text="not taken")
    return Bar(index, run.score.reported_set.percent)


def _guessing(run: ScoredRun) -> float | None:
    """Percent that a random guesser expects on the form; None where not every question has options and one key."""
    questions = run.run.form.questions if run.run.form else ()
    if not questions or any(len(q.options) < 2 or len(q.key) != 1 for q in questions):
        return None
    return 100 * sum(q.points / len(q.options) for q in questions) / sum(q.points for q in questions)
