"""A study and a check, told in the terminal: what forbids the forecast comes before the forecast."""

from __future__ import annotations

from examsim.screen import say
from scoring.types.forecast import Bounds, ForecastRecord, ForecastReport, HeldOutRecord, Panel
from scoring.types.registered import ForecastCheck


def print_report(report: ForecastReport) -> None:
    """All panels, one after another."""
    for note in report.notes:
        say(f"note: {note}")
    for panel in report.panels:
        _print_panel(panel, several=len(report.panels) > 1)


def print_check(check: ForecastCheck) -> None:
    """Each result beside its forecast, and whether record and data are as they were."""
    say(f"registered {check.registered}, checked {check.checked}")
    if not check.unchanged:
        say("WARNING: the record's hash does not fit: it was changed after it was registered")
    if check.data_unchanged is not None:
        say("data: " + ("as registered" if check.data_unchanged else "CHANGED since the forecast"))
    for target in check.targets:
        bounds = next(b for b in target.intervals if b.level == 0.8)
        where = "inside" if 0.8 in target.inside else "OUTSIDE"
        error = "" if target.error is None else f", forecast {target.error:+.2%} off"
        say(
            f"{target.panel} at {target.compute:g}: result {target.result:.4g}, forecast {target.median:.4g} "
            f"({_span(bounds)}){error}: {where} the 80 % interval"
        )


def _print_panel(panel: Panel, several: bool) -> None:
    fitted = [p for p in panel.points if p.fitted]
    size = f", {panel.problems} problems" if panel.problems is not None else ""
    say(f"\n{panel.name}{size}" if several else "")
    for caution in panel.cautions:
        say(("MUST NOT BE USED: " if caution.blocking else "caution: ") + caution.words)
    low, high = min(p.compute for p in fitted), max(p.compute for p in fitted)
    say(f"{panel.formula}, {len(fitted)} points from {low:.3g} to {high:.3g}")
    for parameter in panel.parameters:
        spans = [(kind, getattr(parameter, kind)) for kind in ("profile", "bootstrap")]
        told = "; ".join(f"{kind} 95 % {_span(b)}" for kind, b in spans if b is not None)
        note = f" ({parameter.note})" if parameter.note else ""
        say(f"  {parameter.name:<7}{parameter.value:>12.5g}   {told}{note}".rstrip())
    if panel.floor:
        say(f"  {panel.floor}")
    for note in panel.notes:
        say(f"  {note}")
    for made in panel.forecasts:
        say(f"forecast at {made.compute:g}{_ratio(made)}: {made.median:.4g}, {_all_spans(made)}{_far(made)}")
    for held in panel.held_out:
        say("held out: " + _held(held))
    _print_rolling(panel)


def _print_rolling(panel: Panel) -> None:
    if not panel.rolling:
        say("rolling hold-outs: none (too few points, less than a decade, or not made for this law)")
        return
    errors = [abs(h.error) for h in panel.rolling if h.error is not None]
    told = ", ".join(f"{c.level:.0%} interval held {c.inside} of {c.count}" for c in panel.coverage)
    say(f"rolling hold-outs: largest error {max(errors, default=0):.1%}; {told}")
    if len(panel.rolling) <= 12:
        for held in panel.rolling:
            say("  " + _held(held))


def _held(held: HeldOutRecord) -> str:
    bounds = held.forecast.bounds(0.8)
    error = "" if held.error is None else f" ({held.error:+.2%})"
    where = "inside" if held.inside else "OUTSIDE"
    return (
        f"{held.model} at {held.forecast.compute:.3g} from {held.fitted} smaller: {held.forecast.median:.4g}{error}, "
        f"80 % {_span(bounds)}, seen {held.seen:.4g}: {where}"
    )


def _all_spans(made: ForecastRecord) -> str:
    return ", ".join(f"{b.level:.0%} {_span(b)}" for b in made.intervals)


def _span(bounds: Bounds) -> str:
    return f"{bounds.low:.4g} to {bounds.high:.4g}"


def _ratio(made: ForecastRecord) -> str:
    return "" if made.tokens_per_parameter is None else f" and {made.tokens_per_parameter:.3g} tokens a parameter"


def _far(made: ForecastRecord) -> str:
    return f" ({made.decades:.1f} decades beyond the points)" if made.decades > 0 else " (within the points)"
