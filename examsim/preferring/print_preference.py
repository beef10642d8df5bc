"""Preferences told in the terminal."""

from __future__ import annotations

from exams.counted import counted
from examsim.screen import say
from scoring.types.interval import Interval
from scoring.types.preference import PairRecord, PreferenceReport, RankingRecord

MOST_PAIRS = 20


def print_preferences(report: PreferenceReport) -> None:
    """Notes, pairs, position, raters, corrections, rankings."""
    say(f"{report.source} ({report.layout})")
    for note in report.notes:
        say(f"note: {note}")
    for pair in report.pairs[:MOST_PAIRS]:
        _print_pair(pair)
    if len(report.pairs) > MOST_PAIRS:
        say(f"… and {len(report.pairs) - MOST_PAIRS} more pairs (all with --json or -o)")
    _print_position(report)
    for row in report.agreement[:MOST_PAIRS]:
        kappa = "no kappa" if row.kappa is None else f"kappa {row.kappa:.3f}"
        say(f"raters {row.first} and {row.second}: same on {row.same:.1%} of {row.items}, {kappa}")
    for fixed in report.corrected:
        say(
            f"{fixed.judge} corrected by people on {fixed.double_marked} of {fixed.judged}: {fixed.second} over "
            f"{fixed.first} {fixed.raw:.1%} → {fixed.corrected:.1%} ({_span(fixed.interval)})"
        )
    for ranked in report.rankings:
        _print_ranking(ranked)


def _print_pair(pair: PairRecord) -> None:
    by = "" if pair.by == "all" else f", by {pair.by}"
    say(
        f"\n{pair.second} over {pair.first}{by}: {pair.wins:g} won, {pair.losses:g} lost, {pair.ties:g} ties"
        + (f", {pair.unusable} unusable" if pair.unusable else "")
        + f"; {counted(pair.prompts, 'prompt')}, {counted(pair.raters, 'rater')}"
    )
    for rate in pair.rates:
        clustered = f"; by prompt {_span(rate.clustered)}" if rate.clustered else ""
        say(f"  ties {rate.ties:<10} {rate.value:>6.1%} ({_span(rate.interval)}){clustered}")
    if pair.length_controlled is not None and pair.length_interval is not None:
        say(f"  at equal length {pair.length_controlled:>6.1%} ({_span(pair.length_interval)})")
    else:
        say(f"  at equal length: {pair.length_note}")
    tested = f"sign test by prompt p = {pair.p_value:.3g}, Holm {pair.adjusted_p:.3g}"
    say(f"  standard error {pair.standard_error:.2%}; {tested}")


def _print_position(report: PreferenceReport) -> None:
    seen = report.position
    if seen.p_value is not None and seen.interval is not None:
        share = seen.first_won / seen.decided
        note = f" ({seen.note})" if seen.note else ""
        told = f"{seen.first_won} of {seen.decided} = {share:.1%} ({_span(seen.interval)}), p = {seen.p_value:.3g}"
        say(f"\nshown first and preferred: {told}{note}")
    if seen.both_orders:
        p = "" if seen.order_p_value is None else f", exact p = {seen.order_p_value:.3g}"
        say(
            f"both orders: same verdict on {seen.same_verdict} of {seen.both_orders}; the first shown won both on "
            f"{seen.first_both_times}, the second on {seen.second_both_times}{p}"
        )


def _print_ranking(ranked: RankingRecord) -> None:
    title = "Bradley–Terry, ties half a win each" if ranked.ties == "half" else "Bradley–Terry with Davidson's ties"
    nu = "" if ranked.tie_parameter is None else f", ν = {ranked.tie_parameter:.3f}"
    say(f"\n{title}{nu}; models that share a letter can't be told apart")
    for row in ranked.models:
        ends = f"{row.interval.low:+.3f} to {row.interval.high:+.3f}"
        say(f"  {row.model:<36.36} {row.log_strength:+.3f} ({ends})  {row.elo:+5.0f}  {row.groups}")


def _span(interval: Interval) -> str:
    return f"{interval.low:.1%} – {interval.high:.1%}"
