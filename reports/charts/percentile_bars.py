"""Which bars are in the percentile chart, how high, and in which order: figure 4 of the GPT-4 report, as data.

A bar's height is the lower bound of the percentile range of the *reported* score; where that is too uncertain for one
number, the lower end of the range that is reported instead. Exams are sorted by the baseline
model's lower bound, low to high, ties by name; "below 5th" has no lower bound and sorts by its upper one, which is
where the report's figure has it. Exams for which no population is known go to a second panel by percent of points.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from exams.errors import InputError
from reports.exam_rows import exam_rows
from reports.score_text import default_percentile, is_below, is_known, is_practice, self_graded
from scoring.types import ExamScore, Interval, Percentile

WIDEST = 20.0  # percentile points: where `scoring` tells no single percentile any more


@dataclass(frozen=True)
class Bar:
    """One model on one exam, in percent. `high` is the upper end of what the grade or the scales leave open.

    `start` is where that range begins, if not at `low`; `key` and `top` are the ends of what is reported, to sort by;
    `interval` is the one of `score.json`, `text` what is reported.
    """

    series: str
    score: ExamScore
    low: float
    high: float | None = None
    start: float | None = None
    key: float = 0.0
    top: float = 0.0
    interval: tuple[float, float] | None = None
    text: str = ""
    run: str = ""

    @property
    def self_graded(self) -> bool:
        """Whether the candidate graded any of its own answers."""
        return self_graded(self.score)

    @property
    def practice(self) -> bool:
        """Whether the form is no real paper."""
        return is_practice(self.score)

    @property
    def span(self) -> tuple[float, float] | None:
        """What the grade or the scales leave open."""
        return None if self.high is None else (self.low if self.start is None else self.start, self.high)


@dataclass(frozen=True)
class Group:
    """The bars of one exam, in the order of the series; None where a model did not sit it."""

    exam: str
    label: str
    bars: tuple[Bar | None, ...]
    incomplete: bool = False

    def only(self, places: Sequence[int]) -> Group:
        """The bars of some series alone, in that order."""
        return replace(self, bars=tuple(self.bars[p] for p in places))

    @property
    def practice(self) -> bool:
        """Whether every result of this exam comes from a practice form."""
        return all(b.practice for b in self.bars if b is not None)

    @property
    def benchmark(self) -> bool:
        """Whether it is a benchmark, which nobody sits and which has no norm."""
        return any(b is not None and b.score.family == "benchmark" for b in self.bars)


@dataclass(frozen=True)
class BarPlan:
    """All series in legend order, the exams with percentiles, and those without."""

    series: tuple[str, ...]
    baseline: str
    percentiles: tuple[Group, ...]
    percents: tuple[Group, ...]
    left_out: tuple[tuple[str, str], ...] = ()  # exam and series that have a run and no bar


def plan_bars(
    scores: Sequence[ExamScore],
    baseline: str | None = None,
    population: str | None = None,
    *,
    order: Sequence[str] = (),
    ids: Sequence[str] = (),
) -> BarPlan:
    """Group and sort the scores. `baseline` is the model by whom the exams are sorted; without it, the weakest one.

    order: the series in the order of the legend; by default as they appear. ids: the run of each score.
    """
    if not scores:
        raise InputError("no score to draw", hint="name at least one run that has a score.json")
    rows = exam_rows(scores)
    series = tuple(dict.fromkeys([*order, *(name for _, _, name in rows)]))
    if baseline is not None and baseline not in series:
        raise InputError(f"no run of baseline model {baseline!r}", hint=f"choose one of {', '.join(series)}")
    exams: dict[tuple[str, str], dict[str, ExamScore]] = {}
    runs: dict[int, str] = {}
    for number, ((exam, label, name), score) in enumerate(zip(rows, scores, strict=True)):
        exams.setdefault((exam, label), {})[name] = score
        runs[id(score)] = ids[number] if number < len(ids) else ""
    percentiles, percents, left_out = [], [], []
    for (exam, label), taken in exams.items():
        bars = tuple(_percentile_bar(s, taken.get(s), population) for s in series)
        incomplete = any(score.reported_set.incomplete for score in taken.values())
        if any(bars):
            percentiles.append(Group(exam, _dated(label, taken, population), _with_runs(bars, runs), incomplete))
            left_out += [(label, s) for s, bar in zip(series, bars, strict=True) if bar is None and s in taken]
            continue
        plain = tuple(_percent_bar(s, taken.get(s)) for s in series)
        left_out += [(label, s) for s, bar in zip(series, plain, strict=True) if bar is None and s in taken]
        if any(plain):
            percents.append(Group(exam, label, _with_runs(plain, runs), incomplete))
    base = series.index(baseline) if baseline is not None else weakest(series, (*percentiles, *percents))
    sorted_by = (_sorted(percentiles, base), _sorted(percents, base))
    return BarPlan(series, series[base], *sorted_by, tuple(left_out))


def weakest(series: Sequence[str], groups: Sequence[Group]) -> int:
    """Index of the series with the lowest mean lower bound over the exams that all sat, else over its own."""
    shared = [g for g in groups if all(g.bars)]

    def mean(index: int) -> float:
        lows = [bar.key for g in shared or groups if (bar := g.bars[index]) is not None]
        return sum(lows) / len(lows) if lows else float("inf")

    return min(range(len(series)), key=mean)


def _with_runs(bars: Sequence[Bar | None], runs: Mapping[int, str]) -> tuple[Bar | None, ...]:
    return tuple(None if b is None else replace(b, run=runs[id(b.score)]) for b in bars)


def _sorted(groups: list[Group], base: int) -> tuple[Group, ...]:
    def key(group: Group) -> tuple[bool, float, float, str]:
        bar = group.bars[base]
        ends = (0.0, 0.0) if bar is None else (bar.key, bar.top)
        return (bar is None, *ends, group.label.casefold())

    return tuple(sorted(groups, key=key))


def _percentile_bar(series: str, score: ExamScore | None, population: str | None) -> Bar | None:
    if score is None:
        return None
    found = default_percentile(score.reported_set, population)
    if found is None or not is_known(found):
        return None
    low = _below(found)
    interval = None if found.interval is None else (found.interval.low, found.interval.high)
    high = found.high if found.high is not None and found.high > low else None
    told = None if found.single else _told(found)
    if told is None:
        key = found.high if is_below(found) and found.high is not None else low
        return Bar(series, score, low, high, None, key, key, interval, short_text(found.text))
    # Too uncertain for one number: a range is reported, and its lower end is the bar.
    if told is found.by_scale:
        return Bar(series, score, told.low, told.high, None, told.low, told.high, interval, short_text(found.text))
    measured = found.percentile_definition == "range" and high is not None
    start, high = (low, high) if measured else (None, None)
    return Bar(series, score, told.low, high, start, told.low, told.high, interval, short_text(found.text))


def least_reported(found: Percentile) -> float:
    """The lower end of all that is reported: of the range where a single number is too uncertain, else its own."""
    told = None if found.single else _told(found)
    return _below(found) if told is None else told.low


def _told(found: Percentile) -> Interval | None:
    """The range that is told instead of one number: the interval if that is the wide one, else that of the scales."""
    spans = [s for s in (found.interval, found.by_scale) if s is not None]
    return next((s for s in spans if s.high - s.low > WIDEST), spans[0] if spans else None)


def short_text(text: str) -> str:
    """'~87th' → '~87', 'below 5th' → '<5', '38th–100th' → '38–100': as a column of numbers has room for it."""
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)
    for words, sign in (("at least ", "≥"), ("below ", "<"), ("above ", ">"), ("at most ", "≤")):
        text = text.replace(words, sign)
    return text


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
    interval = percent_interval(score)
    return Bar(series, score, percent, None, None, percent, percent, interval, f"{percent:.0f}")


def percent_interval(score: ExamScore) -> tuple[float, float] | None:
    """The reported score's interval in percent of points; None where only another scale has one.

    Of a single section it is the section's own. Else it is the exam's, where its scale is nothing but the percentage
    of points in other units; half a step of rounding on a short scale, 22 of 45 for 50 %, makes no difference.
    """
    scores = score.reported_set
    asked = [s for s in scores.sections if s.questions and s.weight]
    if len(asked) == 1 and asked[0].proportion_interval is not None:
        inside = asked[0].proportion_interval
        return 100 * inside.low, 100 * inside.high
    if scores.interval is None or scores.value is None or scores.percent is None or score.score_max is None:
        return None
    span = score.score_max - score.score_min
    if span <= 0 or abs(100 * (scores.value - score.score_min) / span - scores.percent) > max(0.5, 100 / span):
        return None
    low, high = (100 * (b - score.score_min) / span for b in (scores.interval.low, scores.interval.high))
    return low, high
