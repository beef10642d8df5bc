"""Charts of rows for one exam: its populations, its topics, its forms (MMLU by language, figure 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exams.counted import counted
from reports.charts.calibration import wilson
from reports.charts.percentile_bars import percent_interval, short_text
from reports.question_outcome import outcome_of, topic_of
from reports.row_charts.rows import PERCENT_AXIS, PERCENTILE_AXIS, Axis, Row, RowChart, Value
from reports.score_text import is_known, signed
from reports.scored_run import ScoredRun
from scoring.types import Percentile

MANY = 6  # periods of one group of people: more stand as marks on one line


def population_chart(runs: Sequence[ScoredRun], order: Sequence[str]) -> RowChart:
    """The reported score of each run among every population that any of them is known in; the one told first on top.

    Many years of the same people are on one line: the newest in colour with its range, the others grey.
    """
    of = {r.series: r for r in runs}
    series = [s for s in order if s in of]
    norms: dict[str, Percentile] = {}
    for run in runs:
        norms |= {p.norm: p for p in run.score.reported_set.percentiles if is_known(p) and p.norm not in norms}
    groups: dict[str, list[Percentile]] = {}
    for norm in norms.values():
        groups.setdefault(norm.group or norm.population, []).append(norm)
    rows = []
    for group, own in groups.items():
        if len(own) > MANY:
            ends = sorted(year for p in own if (year := (p.ends or p.year)[:4]))
            name = (
                f"{group}, {len(own)} tables that end in {ends[0]} to {ends[-1]}"
                if ends
                else f"{group}, {len(own)} tables"
            )
            rows.append((own, Row(_named(own, name), _lanes(own, of, series))))
        else:
            rows += [([p], Row(_named([p], _people(p)), _lanes([p], of, series))) for p in own]
    rows.sort(key=lambda r: not any(p.default for p in r[0]))
    return RowChart(tuple(row for _, row in rows), tuple(series), PERCENTILE_AXIS)


def _people(percentile: Percentile) -> str:
    """'LSAT takers, 2023–26': people's words, never an id."""
    if percentile.group and percentile.period and percentile.group != percentile.population:
        return f"{percentile.group}, {percentile.period}"
    return percentile.population


def _named(own: Sequence[Percentile], name: str) -> str:
    return f"{name} (told first)" if any(p.default for p in own) else name


def _lanes(
    own: Sequence[Percentile], of: Mapping[str, ScoredRun], series: Sequence[str]
) -> tuple[tuple[Value, ...], ...]:
    lanes = []
    for index, name in enumerate(series):
        known = {p.norm: p for p in of[name].score.reported_set.percentiles if is_known(p)}
        first = next((p.norm for p in own if p.default), own[0].norm)
        others = [_standing(known[p.norm], index, name, quiet=True) for p in own if p.norm in known and p.norm != first]
        lanes.append((*others, *([_standing(known[first], index, name)] if first in known else [])))
    return tuple(lanes)


def _standing(found: Percentile, index: int, name: str, *, quiet: bool = False) -> Value:
    low = found.low if found.low is not None else 0.0
    high = found.high if found.high is not None else low
    inside = None if found.interval is None or quiet else (found.interval.low, found.interval.high)
    return Value(
        series=index,
        at=low,
        thick=(low, high) if high > low and not quiet else None,
        thin=inside,
        number="" if quiet else short_text(found.text),
        role="middle" if quiet else "",
        data={"series": name, "norm": found.norm},
        title=f"{name}, {_people(found)}: {found.text}",
    )


def topic_chart(runs: Sequence[ScoredRun], order: Sequence[str]) -> RowChart:
    """Percent of the points in each topic: a plain sum over graded questions with Wilson's interval, worst first."""
    series = [s for s in order if s in {r.series for r in runs}]
    tallies = _tallies(runs)
    rows = []
    for topic in sorted(tallies, key=lambda t: (_share(tallies[t], series), t.casefold())):
        lanes = []
        for index, name in enumerate(series):
            tally = tallies[topic].get(name)
            lanes.append(() if tally is None else (_topic(tally, index, name, topic),))
        rows.append(Row(topic, tuple(lanes)))
    return RowChart(tuple(rows), tuple(series), PERCENT_AXIS)


def _tallies(runs: Sequence[ScoredRun]) -> dict[str, dict[str, list[float]]]:
    """Topic → series → points earned, points, questions, over what is graded."""
    tallies: dict[str, dict[str, list[float]]] = {}
    for run in runs:
        for question in run.run.form.questions if run.run.form else ():
            _, points, top = outcome_of(run.run.grades_of.get(question.id, ()))
            topic = topic_of(question)
            if topic and points is not None and top:
                sums = tallies.setdefault(topic, {}).setdefault(run.series, [0.0, 0.0, 0.0])
                for at, more in enumerate((points, top, 1.0)):
                    sums[at] += more
    return tallies


def topic_gaps(runs: Sequence[ScoredRun], order: Sequence[str]) -> list[str]:
    """What the best model is ahead of the next by: pooled over questions, and as the mean over topics. The two differ
    where topics differ in size, so a gap that does not say which it is can't be compared."""
    tallies = _tallies(runs)
    series = [s for s in order if any(s in t for t in tallies.values())]
    shared = [t for t in tallies.values() if all(s in t for s in series)]
    if len(series) < 2 or len(shared) < 2:
        return []
    pooled = {s: 100 * sum(t[s][0] for t in shared) / sum(t[s][1] for t in shared) for s in series}
    by_topic = {s: 100 * sum(t[s][0] / t[s][1] for t in shared) / len(shared) for s in series}
    first, second = sorted(series, key=lambda s: -pooled[s])[:2]
    return [
        f"{first} − {second}: {signed(pooled[first] - pooled[second])} points over all questions, "
        f"{signed(by_topic[first] - by_topic[second])} as the mean over {counted(len(shared), 'topic')}."
    ]


def _share(tally: Mapping[str, Sequence[float]], series: Sequence[str]) -> float:
    got = [tally[s][0] / tally[s][1] for s in series if s in tally]
    return sum(got) / len(got) if got else 0.0


def _topic(tally: Sequence[float], index: int, name: str, topic: str) -> Value:
    got, of, questions = tally
    low, high = wilson(got / of * questions, questions)
    number = f"{got:g} of {of:g}"
    data = {"series": name, "topic": topic}
    return Value(
        index, 100 * got / of, thin=(100 * low, 100 * high), number=number, data=data, title=f"{topic}: {number}"
    )


def runs_by_form(runs: Sequence[ScoredRun]) -> dict[str, list[ScoredRun]]:
    """Exams that were sat on at least three forms, such as translations of one test: exam id → its runs."""
    exams: dict[str, list[ScoredRun]] = {}
    for run in runs:
        exams.setdefault(run.score.exam, []).append(run)
    return {exam: sat for exam, sat in exams.items() if len({r.score.form_hash for r in sat}) > 2}


def form_chart(runs: Sequence[ScoredRun], order: Sequence[str]) -> RowChart:
    """Figure 5 of the GPT-4 report: percent of points on each form from high to low, a line at random guessing.

    The runs are of one exam. Rows are sorted by the best percent of the form, ties by name.
    """
    series = [s for s in order if s in {r.series for r in runs}]
    forms: dict[str, dict[str, ScoredRun]] = {}
    for run in runs:
        forms.setdefault(run.score.form_hash, {})[run.series] = run
    rows = []
    for sat in forms.values():
        head = next(iter(sat.values())).run.head.form
        lanes = tuple((_percent(sat[s], i),) if s in sat else () for i, s in enumerate(series))
        rows.append(Row(head.title or head.id, lanes))
    rows.sort(key=lambda row: (-max((v.at or 0.0 for v in row.values), default=0.0), row.name))
    guess = guessing(runs[0])
    axis = (
        PERCENT_AXIS
        if guess is None
        else Axis(ticks=PERCENT_AXIS.ticks, line=guess, line_name=f"random guessing, {guess:.0f} %")
    )
    return RowChart(tuple(rows), tuple(series), axis)


def _percent(run: ScoredRun, index: int) -> Value:
    percent = run.score.reported_set.percent
    data = {"series": run.series, "run": run.id}
    if percent is None:
        return Value(index, None, text="no score", data=data)
    number = f"{percent:.1f}"
    return Value(
        index, percent, thin=percent_interval(run.score), number=number, data=data, title=f"{run.name}: {number} %"
    )


def guessing(run: ScoredRun) -> float | None:
    """Percent that a random guesser expects on the form; None where not every question has options and one key."""
    questions = run.run.form.questions if run.run.form else ()
    if not questions or any(len(q.options) < 2 or len(q.key) != 1 for q in questions):
        return None
    return 100 * sum(q.points / len(q.options) for q in questions) / sum(q.points for q in questions)
