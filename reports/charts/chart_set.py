"""Which charts a report has, drawn once each and written with the specification that says the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal

from exams.files.atomic_write import atomic_write
from reports.charts.benchmark_chart import benchmark_runs, draw_benchmarks
from reports.charts.calibration import Reliability
from reports.charts.clean_chart import clean_points, draw_clean
from reports.charts.exam_charts import form_chart, population_chart, runs_by_form, topic_chart, topic_gaps
from reports.charts.foot import Facts, facts_of, foot_lines
from reports.charts.language_chart import draw_languages
from reports.charts.percentile_bars import BarPlan, plan_bars, weakest
from reports.charts.percentile_chart import draw_bars, draw_points, draw_ranges
from reports.charts.population_curve import PopulationCurve, draw_curve, has_curve
from reports.charts.reference import read_reference
from reports.charts.reliability_chart import draw_reliability
from reports.charts.section_bars import draw_sections
from reports.drawing.fonts import fonts_for, missing_scripts
from reports.drawing.frame import SIZES, Size, WidthName, Words
from reports.drawing.picture_files import Format, write_picture
from reports.drawing.scene import Scene, texts
from reports.escaping import fragment
from reports.row_charts.drawn import Drawn
from reports.row_charts.row_layout import draw_rows
from reports.row_charts.rows import RowChart
from reports.row_charts.vega_lite import row_spec, to_json
from reports.scored_run import ScoredRun, by_exam, series_of
from reports.tables.language_rows import LanguageTest, language_rows, runs_by_language

Style = Literal["bars", "ranges"]


@dataclass(frozen=True)
class ChartOptions:
    """What may be chosen about the charts. `order`: the models in the order of the legend; by default weakest first.

    style: which percentile chart a page shows first; by default ranges from two models on. reference: id of published
    results to draw in grey. only: the names of the charts to draw; none = all.
    """

    formats: tuple[Format, ...] = ("png", "svg", "pdf")
    width: WidthName = "page"
    style: Style | None = None
    baseline: str | None = None
    population: str | None = None
    reference: str | None = None
    order: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChartData:
    """What the charts need and reports do not compute, by run: paired change without the questions found, in points;
    the curve of the population that the percentile is of; a translation's paired test against the original; by model,
    how far its confidence can be trusted."""

    changes: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    curves: Mapping[str, PopulationCurve] = field(default_factory=dict)
    languages: Mapping[str, LanguageTest] = field(default_factory=dict)
    reliabilities: Mapping[str, Reliability] = field(default_factory=dict)


@dataclass(frozen=True)
class ChartFiles:
    """One chart: its finding, what it tells to those who do not see it, its pages, all its files.

    `missing`: scripts that no font of this machine draws, with a character of each.
    """

    name: str
    title: str
    alt: str
    scenes: tuple[Scene, ...]
    files: tuple[Path, ...]
    missing: Mapping[str, str] = field(default_factory=dict)


def write_charts(
    runs: Sequence[ScoredRun], folder: Path, options: ChartOptions | None = None, data: ChartData | None = None
) -> list[ChartFiles]:
    """Draw every chart that the runs have data for into `folder`; the one that a page shows first comes first."""
    options, data = options or ChartOptions(), data or ChartData()
    wanted = [(n, draw) for n, draw in _charts(runs, options, data) if not options.only or n in options.only]
    return [write_chart(name, draw(), folder, options.formats) for name, draw in wanted]


def model_order(runs: Sequence[ScoredRun], options: ChartOptions | None = None) -> tuple[str, ...]:
    """The models as every chart's legend has them: in the order asked for, else from the weakest to the strongest."""
    return _plan(runs, options or ChartOptions()).series


def write_chart(name: str, drawn: Drawn, folder: Path, formats: Sequence[Format]) -> ChartFiles:
    """Write one chart and its specification; scripts that no font draws are named under it."""
    missing = missing_scripts(t.words for scene in drawn.scenes for t in texts(scene.parts))
    scenes = [_saying(s, missing) for s in drawn.scenes] if missing else drawn.scenes
    files = write_picture(scenes, folder / name, formats)
    spec = folder / f"{name}.vl.json"
    with atomic_write(spec, durable=False) as file:
        file.write(to_json(drawn.spec))
    return ChartFiles(name, scenes[0].title, scenes[0].alt, tuple(scenes), (*files, spec), missing)


def missing_words(missing: Mapping[str, str]) -> str:
    """'no font for Hindi …': which scripts the PNG and PDF show as □."""
    names = ", ".join(f"{script.title()} ({char})" for script, char in missing.items())
    return f"no font on this machine for {names}: □ in PNG and PDF, text in SVG -- install {fonts_for(missing)}"


def _saying(scene: Scene, missing: Mapping[str, str]) -> Scene:
    """The scene with a line under it that says which scripts this machine has no font for: never □ in silence."""
    from reports.drawing import fonts
    from reports.drawing.scene import Text

    names = ", ".join(script.title() for script in missing)
    told = f"□ in PNG and PDF: no font for {names} on the machine that drew this ({fonts_for(missing)} has them)."
    size = Size(scene.width, scene.height, 1.6 if scene.width > 700 else 1.0)
    lines = fonts.wrap(told, size.room, size.small)
    more = [
        Text(size.margin, scene.height + (n + 0.5) * size.small * 1.25, line, size.small, "quiet")
        for n, line in enumerate(lines)
    ]
    height = scene.height + len(lines) * size.small * 1.25 + size.margin
    return replace(scene, height=height, parts=(*scene.parts, *more))


def _charts(
    runs: Sequence[ScoredRun], options: ChartOptions, data: ChartData
) -> Iterator[tuple[str, Callable[[], Drawn]]]:
    """Each chart's name, and what draws it: a chart that is not wanted is not drawn."""
    size, facts = SIZES[options.width], facts_of(r.run for r in runs)
    plan = _plan(runs, options)
    reference = read_reference(options.reference) if options.reference else None
    bars = ("percentiles", partial(draw_bars, plan, size, facts, reference))
    ranges = ("percentile-ranges", partial(draw_ranges, plan, size, facts, reference))
    style = options.style or ("ranges" if len(plan.series) > 1 else "bars")
    one = [("result", partial(_one, runs[0], size, data))] if len(runs) == 1 else []
    others = replace(plan, percents=tuple(g for g in plan.percents if not g.benchmark))
    points = [("points", partial(draw_points, others, size, facts))] if others.percents else []
    if of_benchmarks := benchmark_runs(runs):  # a chart of their own, with the published values: each value stands once
        points.append(("benchmarks", partial(draw_benchmarks, of_benchmarks, plan.series, size, facts)))
    first = [ranges, bars] if style == "ranges" else [bars, ranges]
    yield from (*one, *first, *points) if plan.percentiles else (*one, *points, *first)
    if clean_points(runs):
        yield "clean", partial(draw_clean, runs, size, data.changes, facts, plan.series)
    place = {series: n for n, series in enumerate(plan.series)}
    models = dict(sorted(data.reliabilities.items(), key=lambda held: place.get(held[0], len(place))))
    if models:
        yield "reliability", partial(draw_reliability, models, size, facts, plan.series)
    spoken = runs_by_language(runs)
    for exam, of_languages in spoken.items():
        rows = language_rows(of_languages, data.languages)
        yield f"languages-{fragment(exam)}", partial(draw_languages, rows, plan.series, size, facts)
    for exam, of_forms in runs_by_form([r for r in runs if r.score.exam not in spoken]).items():
        yield f"forms-{fragment(exam)}", partial(_forms, of_forms, plan.series, size, facts)
    exams = by_exam(runs)
    if len(exams) == 1:  # charts of a single exam are for reports of a single exam; the pages have them all
        for exam, taken in exams.items():
            yield from _exam_charts(fragment(exam), list(taken.values()), plan.series, size, facts)


def _plan(runs: Sequence[ScoredRun], options: ChartOptions) -> BarPlan:
    """The plan with the series in the order asked for, else from the weakest to the strongest."""
    scores, ids = [r.score for r in runs], [r.id for r in runs]
    order = [s for s in options.order if s in series_of(runs)]
    plan = plan_bars(scores, options.baseline, options.population, order=order, ids=ids)
    if order:
        return plan
    left, ranked = list(plan.series), list[str]()
    while left:
        places = [plan.series.index(s) for s in left]
        groups = [g for g in (*plan.percentiles, *plan.percents) if any(g.bars[p] for p in places)]
        means = weakest(left, [g.only(places) for g in groups])
        ranked.append(left.pop(means))
    return plan_bars(scores, options.baseline, options.population, order=ranked, ids=ids)


def _one(run: ScoredRun, size: Size, data: ChartData) -> Drawn:
    curve, facts = data.curves.get(run.id), facts_of([run.run])
    if curve is not None and has_curve(run.score, curve):
        return draw_curve(run.score, curve, size, facts)
    return draw_sections(run.score, size, facts)


def _forms(runs: list[ScoredRun], order: Sequence[str], size: Size, facts: Facts) -> Drawn:
    chart, short = form_chart(runs, order), runs[0].score.exam_short
    best = chart.rows[0]
    title = f"{short}: highest on {best.name}, lowest on {chart.rows[-1].name}"
    words = Words(title, "Percent of points on each form · thin = 95 % interval", _foot(runs, chart, facts))
    return _rows(chart, words, size)


def _rows(chart: RowChart, words: Words, size: Size) -> Drawn:
    return Drawn(draw_rows(chart, words, size), row_spec(chart, words))


def _exam_charts(
    exam: str, runs: list[ScoredRun], order: Sequence[str], size: Size, facts: Facts
) -> Iterator[tuple[str, Callable[[], Drawn]]]:
    short = runs[0].score.exam_short
    populations, topics = population_chart(runs, order), topic_chart(runs, order)
    norms = {v.data.get("norm") for r in populations.rows for v in r.values}
    if len(norms) > 1:
        title = f"{short}: the same score among {len(norms)} groups of test takers"
        subtitle = (
            "Percentile · mark = lower bound, thick = rest of the range, thin = 95 % interval, grey = other years"
        )
        words = Words(title, subtitle, foot_lines([r.score for r in runs], facts))
        yield f"populations-{exam}", partial(_rows, populations, words, size)
    if len(topics.rows) > 1:
        title = f"{short}: weakest in {topics.rows[0].name}, strongest in {topics.rows[-1].name}"
        subtitle = "Percent of points by topic · thin = 95 % interval (Wilson), wide where there are few questions"
        words = Words(title, subtitle, foot_lines([r.score for r in runs], facts, topic_gaps(runs, order)))
        yield f"topics-{exam}", partial(_rows, topics, words, size)


def _foot(runs: Sequence[ScoredRun], chart: RowChart, facts: Facts) -> tuple[str, ...]:
    bare = [row.name for row in chart.rows if any(v.at is not None and v.thin is None for v in row.values)]
    left_out = [f"No interval is known for: {', '.join(bare)}."] if bare else []
    return foot_lines([r.score for r in runs], facts, left_out)
