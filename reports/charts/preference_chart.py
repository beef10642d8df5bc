"""A ranking with intervals and the groups that can't be told apart; for two models, the rates with ties three ways."""

from __future__ import annotations

from exams.counted import counted
from reports.drawing.frame import Size, Words
from reports.row_charts.drawn import Drawn
from reports.row_charts.row_layout import draw_rows
from reports.row_charts.rows import PERCENT_AXIS, Axis, Row, RowChart, Value
from reports.row_charts.vega_lite import row_spec
from reports.score_text import number
from scoring.types.preference import PairRecord, PreferenceReport, RankingRecord, Rate

MOST_PAIRS = 12
TIES = {"half": "ties count half", "dropped": "without ties", "own class": "ties as a class of their own"}


def draw_preferences(report: PreferenceReport, size: Size) -> Drawn:
    """Strengths by model where there is a ranking, else win rates by pair."""
    chart, words = _strengths(report, report.rankings[0]) if report.rankings else _rates(report)
    return Drawn(draw_rows(chart, words, size), row_spec(chart, words))


def _strengths(report: PreferenceReport, ranked: RankingRecord) -> tuple[RowChart, Words]:
    best, last = ranked.models[0], ranked.models[-1]
    apart = not set(best.groups) & set(last.groups)
    rows = [
        Row(
            m.model,
            (
                (
                    Value(
                        0,
                        m.log_strength,
                        thin=(m.interval.low, m.interval.high),
                        number=m.groups,
                        data={"series": m.model},
                        title=f"{m.model}: log strength {m.log_strength:.2f}, Elo {m.elo:.0f}",
                    ),
                ),
            ),
        )
        for m in ranked.models
    ]
    ends = [end for m in ranked.models for end in (m.interval.low, m.interval.high)]
    words = Words(
        f"{best.model} is preferred most, {last.model} least"
        + ("" if apart else ", but the verdicts can't tell these two apart"),
        "Log strength (Bradley and Terry) · mark = estimate, thin line = 95 % interval, letters at the right = models "
        "that share one can't be told apart",
        _foot(report),
    )
    return RowChart(tuple(rows), ("models",), _axis(min(ends), max(ends))), words


def _axis(low: float, high: float) -> Axis:
    """Round ticks around everything drawn."""
    from math import ceil, floor, log10

    step = 10.0 ** floor(log10(max(high - low, 1e-6)))
    step *= next(s for s in (0.1, 0.2, 0.5, 1, 2) if (high - low) / (s * step) <= 6)
    first, last = floor(low / step), ceil(high / step)
    ticks = [(n * step, number(n * step, 2).replace("-", "−")) for n in range(first, last + 1)]
    return Axis(ticks[0][0], ticks[-1][0], tuple(ticks), line=0.0 if low <= 0 <= high else None)


def _rates(report: PreferenceReport) -> tuple[RowChart, Words]:
    pairs = report.pairs[:MOST_PAIRS]
    kinds = list(dict.fromkeys(r.ties for p in pairs for r in p.rates))
    rows = [Row(_pair(p), tuple((_rate(r, kinds.index(r.ties), p),) for r in p.rates)) for p in pairs]
    left = (
        f" {counted(len(report.pairs) - len(pairs), 'more pair is', 'more pairs are')} in the table."
        if len(report.pairs) > len(pairs)
        else ""
    )
    axis = Axis(ticks=PERCENT_AXIS.ticks, line=50.0, line_name="no preference")
    words = Words(
        _finding(report.pairs[0]) if report.pairs else "No pair was compared",
        "Percent of verdicts for the first named of a pair · mark = rate, thin line = 95 % interval",
        tuple(f"{line}{left}" for line in _foot(report)),
    )
    return RowChart(tuple(rows), tuple(TIES[k] for k in kinds), axis), words


def _finding(pair: PairRecord) -> str:
    rate = pair.rates[0].value
    ahead, behind = (pair.second, pair.first) if rate >= 0.5 else (pair.first, pair.second)
    if pair.adjusted_p >= 0.05:
        return f"The verdicts can't tell {pair.second} and {pair.first} apart ({number(100 * rate)} % for the first)"
    return f"{ahead} is preferred over {behind} in {number(100 * max(rate, 1 - rate))} % of verdicts"


def _pair(pair: PairRecord) -> str:
    return f"{pair.second} over {pair.first}{'' if pair.by == 'all' else f', by {pair.by}'}"


def _rate(rate: Rate, series: int, pair: PairRecord) -> Value:
    ends = rate.clustered or rate.interval
    said = f"{number(100 * rate.value)} %"
    data = {"series": TIES[rate.ties], "pair": _pair(pair)}
    return Value(series, 100 * rate.value, thin=(100 * ends.low, 100 * ends.high), number=said, data=data, title=said)


def _foot(report: PreferenceReport) -> tuple[str, ...]:
    verdicts = sum(p.verdicts for p in report.pairs if p.by == "all")
    return (f"{counted(verdicts, 'verdict')}, from {report.source}.",)
