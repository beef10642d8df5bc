"""Which bars stand in the percentile chart, how high, and in which order: figure 4 of the GPT-4 report, as data.

A bar's height is the lower bound of the percentile range of the *reported* score. Exams are sorted by the baseline
model's lower bound, low to high, ties by name; "below 5th" has no lower bound and sorts by its upper one, which is
where the report's figure has it. Exams for which no population is known go to a second panel by percent of points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exams.errors import InputError
from reports.exam_rows import exam_rows
from reports.score_text import default_percentile, is_below, is_known, is_practice, self_graded
from scoring.types import ExamScore, Percentile, ScoreSet


@dataclass(frozen=True)
class Bar:
    """One model on one exam, in percent. `high` is the range's upper end, `other` the score that is not reported."""

    series: str
    low: float
    high: float | None = None
    key: float = 0.0
    interval: tuple[float, float] | None = None
    clean: float | None = None
    full: float | None = None
    self_graded: bool = False
    practice: bool = False


@dataclass(frozen=True)
class Group:
    """The bars of one exam, in the order of the series; None where a model did not sit it."""

    exam: str
    label: str
    bars: tuple[Bar | None, ...]
    incomplete: bool = False

    @property
    def practice(self) -> bool:
        """Whether every result of this exam comes from a practice form."""
        return all(b.practice for b in self.bars if b is not None)


@dataclass(frozen=True)
class BarPlan:
    """All series in legend order, the exams with percentiles, and those without."""

    series: tuple[str, ...]
    baseline: str
    percentiles: tuple[Group, ...]
    percents: tuple[Group, ...]


def plan_bars(scores: Sequence[ExamScore], baseline: str | None = None, population: str | None = None) -> BarPlan:
    """Group and sort the scores. `baseline` is a model's name; without it the first model is the baseline."""
    if not scores:
        raise InputError("no score to draw", hint="name at least one run that has a score.json")
    rows = exam_rows(scores)
    series = tuple(dict.fromkeys(name for _, _, name in rows))
    if baseline is None:
        baseline = series[0]
    elif baseline not in series:
        raise InputError(f"no run of baseline model {baseline!r}", hint=f"choose one of {', '.join(series)}")
    base = series.index(baseline)
    exams: dict[tuple[str, str], dict[str, ExamScore]] = {}
    for (exam, label, name), score in zip(rows, scores, strict=True):
        exams.setdefault((exam, label), {})[name] = score
    percentiles, percents = [], []
    for (exam, label), taken in exams.items():
        bars = tuple(_percentile_bar(s, taken.get(s), population) for s in series)
        incomplete = any(score.reported_set.incomplete for score in taken.values())
        if any(bars):
            percentiles.append(Group(exam, _dated(label, taken, population), bars, incomplete))
        else:
            percents.append(Group(exam, label, tuple(_percent_bar(s, taken.get(s)) for s in series), incomplete))
    return BarPlan(series, baseline, _sorted(percentiles, base), _sorted(percents, base))


def _sorted(groups: list[Group], base: int) -> tuple[Group, ...]:
    def key(group: Group) -> tuple[bool, float, str]:
        bar = group.bars[base]
        return (bar is None, 0.0 if bar is None else bar.key, group.label.casefold())

    return tuple(sorted(groups, key=key))


def _percentile_bar(series: str, score: ExamScore | None, population: str | None) -> Bar | None:
    if score is None:
        return None
    found = default_percentile(score.reported_set, population)
    if found is None or not is_known(found):
        return None
    low = _below(found)
    told = None if found.single else found.interval or found.by_scale
    if told is not None:  # too uncertain for one number: the range is drawn, and its lower end is the bar
        return Bar(
            series=series,
            low=told.low,
            high=told.high,
            key=told.low,
            self_graded=self_graded(score),
            practice=is_practice(score),
        )
    other = score.full if score.reported == "clean" else score.clean
    beside = None if other is None else default_percentile(other, found.norm)
    differs = None if beside is None or beside.low is None or beside.low == found.low else _below(beside)
    return Bar(
        series=series,
        low=low,
        high=found.high if found.high is not None and found.high > low else None,
        key=found.high if is_below(found) and found.high is not None else low,
        interval=None if found.interval is None else (found.interval.low, found.interval.high),
        clean=differs if score.reported == "full" else None,
        full=differs if score.reported == "clean" else None,
        self_graded=self_graded(score),
        practice=is_practice(score),
    )


def _below(found: Percentile) -> float:
    """Percent strictly below, so that one chart never mixes two conventions: "at or below" is converted."""
    if found.percentile_definition == "at_or_below" and found.below is not None:
        return found.below
    return 0.0 if found.low is None else found.low


def _dated(label: str, taken: Mapping[str, ExamScore], population: str | None) -> str:
    """The exam with the period of its population, and ‡ where its percentiles are at or below and stay so."""
    found = [p for s in taken.values() if (p := default_percentile(s.reported_set, population)) is not None]
    periods = list(dict.fromkeys(p.period for p in found if p.period))
    mark = (
        "‡" if any(p.percentile_definition == "at_or_below" and p.below is None and is_known(p) for p in found) else ""
    )
    return f"{label}, {periods[0]}{mark}" if len(periods) == 1 else f"{label}{mark}"


def _percent_bar(series: str, score: ExamScore | None) -> Bar | None:
    if score is None or score.reported_set.percent is None:
        return None
    percent = score.reported_set.percent
    other = score.full if score.reported == "clean" else score.clean
    differs = None if other is None or other.percent == percent else other.percent
    return Bar(
        series=series,
        low=percent,
        key=percent,
        interval=_percent_interval(score.reported_set, score),
        clean=differs if score.reported == "full" else None,
        full=differs if score.reported == "clean" else None,
        self_graded=self_graded(score),
        practice=is_practice(score),
    )


def _percent_interval(scores: ScoreSet, score: ExamScore) -> tuple[float, float] | None:
    """The interval in percent, where the exam's scale is nothing but the percentage of points in other units."""
    if scores.interval is None or scores.value is None or scores.percent is None or score.score_max is None:
        return None
    span = score.score_max - score.score_min
    if span <= 0 or abs(100 * (scores.value - score.score_min) / span - scores.percent) > 0.5:
        return None
    low, high = (100 * (b - score.score_min) / span for b in (scores.interval.low, scores.interval.high))
    return low, high
