"""Lines for the horizontal charts of one exam: its populations, its topics; and MMLU by language."""

from __future__ import annotations

from collections.abc import Sequence

from reports.question_view import outcome_of
from reports.range_chart import Bar, Line
from reports.score_strip import percentile_band
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
            if question.topic and points is not None and top:
                tally = tallies.setdefault(question.topic, [[0.0, 0.0] for _ in runs])[index]
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


def language_lines(accuracies: Sequence[tuple[str, float]], baselines: Sequence[tuple[str, float]] = ()) -> list[Line]:
    """(name, percent right): the baselines first as given, then languages from high to low, ties by name."""
    ordered = sorted(accuracies, key=lambda pair: (-pair[1], pair[0]))
    lines = [Line(name, (Bar(0, value),), quiet=True) for name, value in baselines]
    return lines + [Line(name, (Bar(0, value),)) for name, value in ordered]
