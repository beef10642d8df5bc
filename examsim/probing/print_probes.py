"""Probes told in the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from contamination.probe_types import Power, ProbeReport, ProbeResult, ProbeTest
from exams.counted import counted
from examsim.probing.count_calls import CallCount
from examsim.probing.subject import Subject
from examsim.screen import say


def print_report(report: ProbeReport, files: Sequence[Path]) -> None:
    """What was seen, what would have been, and what could not be asked."""
    way = f" ({report.way})" if report.way else ""
    say(f"{report.model or 'no model'} and {report.title or report.form}, {counted(report.questions, 'question')}{way}")
    for result in report.results:
        _print_result(result)
    if report.not_run:
        say("")
    for line in report.not_run:
        say(f"not run: {line}")
    for note in report.notes:
        say(f"note: {note}")
    cost = "" if report.cost is None else f", ${report.cost:.2f}"
    say(f"\n{counted(report.calls, 'call')}, {report.cached} from the cache, {report.failed} failed{cost}")
    say("Evidence without a corpus: it moves no question out of the clean set, and what is not noticed is not clean.")
    for path in files:
        say(path, err=True)


def print_power(subject: Subject, powers: Mapping[ProbeTest, Power], lost: Sequence[str]) -> None:
    """What each test would notice, by share of the set seen once."""
    say(f"{subject.name}, {len(subject.items)} questions: an n-gram model of clean text and a share of the set, once")
    for test, power in powers.items():
        rows = ", ".join(f"{r.share:.0%} {r.noticed}/{r.runs}" for r in power.rows)
        say(f"{test:<12} {rows}")
        say(f"{'':<12} {power.words.removeprefix('nor would ')}")
    for line in lost:
        say(f"not possible: {line}")
    if not subject.control:
        say("But for order, half of the set stands for fresh questions (--control FORM: all of it, against the form).")


def print_count(count: CallCount) -> None:
    """Calls, tokens and cost before anything is asked."""
    for test, calls in count.calls.items():
        say(f"{test:<12} {calls:>8,} calls")
    cost = "no price known (--price IN,OUT)" if count.cost is None else f"${count.cost:.2f} ({count.price_source})"
    say(f"{'together':<12} {sum(count.calls.values()):>8,} calls, {count.cached:,} more in the cache")
    say(f"tokens about {count.prompt_tokens:,} in, {count.completion_tokens:,} out; {cost}")
    for line in count.not_run:
        say(f"not run: {line}")


def _print_result(result: ProbeResult) -> None:
    say(f"\n{result.test}: {result.words}")
    if result.statistic is not None:
        ends = "" if result.interval is None else f" (95 % {result.interval[0]:.3g} to {result.interval[1]:.3g})"
        p = "" if result.p is None else f", p = {result.p:.2g}"
        say(f"  {result.measure}: {result.statistic:.3g}{ends}{p}; {result.n} {result.n_of}")
    for control in result.controls:
        say(f"  control, {control.name}: {control.words}")
    for check in result.checks:
        say(f"  {'holds' if check.passed else 'does NOT hold'}, {check.name}: {check.words}")
    for line in result.left_out:
        say(f"  left out: {line}")
