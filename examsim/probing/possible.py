"""Which tests can be made of this set, with this server and these runs; why not, of the others."""

from __future__ import annotations

from collections.abc import Sequence

from contamination.probe_types import TESTS, ProbeTest
from contamination.probes import completion, min_k, options, order_plan, peakedness
from contamination.probes.canary import halves
from contamination.probes.gap import LEAST_OTHERS
from exams.errors import InputError
from examsim.probing.offers import Offers
from examsim.probing.probe_job import ProbeJob
from examsim.probing.subject import Subject

NEEDS_SCORES: tuple[ProbeTest, ...] = ("order", "min-k")
NEEDS_TEXTS: tuple[ProbeTest, ...] = ("completion", "options", "peakedness", "canary")
OF_RUNS: tuple[ProbeTest, ...] = ("gap", "before-after")


def lacking(test: ProbeTest, job: ProbeJob, subject: Subject, *, self_test: bool = False) -> str:
    """What set and options lack for a test; '' where nothing does. Nothing is asked of a model for it.

    `self_test`: the test is put to a planted model, so that half the set can stand for fresh questions.
    """
    if test in OF_RUNS:
        return _of_runs(test, job, subject)
    items, control = subject.items, subject.control
    if test == "canary":
        canary = job.canary or subject.form.head.canary
        if not canary:
            return "the form has no canary (--canary TEXT)"
        return "" if halves(canary) else "the canary has too few hexadecimal digits at its end to be cut in two"
    if test == "order":
        units = sum(len(s.units) for s in order_plan.plan_order(items, shuffles=1).shards)
        return _few(units, order_plan.LEAST_UNITS, "questions in an order of their own")
    counts = {
        "completion": (len(completion.cut_items(items)), completion.LEAST_ITEMS, "questions long enough to cut"),
        "options": (len(options.mask_options(items)), options.LEAST_ITEMS, "questions with a wrong option to guess"),
        "min-k": (len(items), min_k.LEAST_ITEMS, "questions"),
        "peakedness": (len(items), peakedness.LEAST_ITEMS, "questions"),
    }
    if why := _few(*counts[test]):
        return why
    if test == "min-k" and not self_test and len(control) < min_k.LEAST_ITEMS:
        least = min_k.LEAST_ITEMS
        return f"it says nothing without {least} matched fresh questions (--control FORM)"
    return ""


def refused_by(test: ProbeTest, offers: Offers) -> str:
    """What the server lacks for a test; '' where nothing."""
    if test in NEEDS_SCORES and offers.way is None:
        return offers.no_way
    if test in NEEDS_TEXTS and offers.endpoint is None:
        return offers.no_endpoint
    return ""


def settle(wanted: Sequence[ProbeTest], why_not: dict[ProbeTest, str]) -> tuple[list[ProbeTest], list[str]]:
    """The tests to make, and why others are not. `wanted` empty: all that can be made.

    InputError, with what remains, where one that was named cannot be made, or none can.
    """
    can = [t for t in TESTS if not why_not.get(t)]
    remain = f"these remain: {', '.join(can)}" if can else "none remains"
    if lost := [t for t in wanted if why_not.get(t)]:
        said = _grouped(lost, why_not)
        raise InputError(f"not possible here: {said}", hint=remain)
    if not can:
        said = _grouped(TESTS, why_not)
        raise InputError(f"no test is possible here: {said}", hint=remain)
    made = [t for t in can if not wanted or t in wanted]
    return made, [f"{t}: {why}" for t, why in why_not.items() if why and not wanted]


def _grouped(tests: Sequence[ProbeTest], why_not: dict[ProbeTest, str]) -> str:
    """Each reason once, behind the tests it is true of."""
    reasons = dict.fromkeys(why_not[t] for t in tests if why_not.get(t))
    return "; ".join(f"{', '.join(t for t in tests if why_not.get(t) == why)}: {why}" for why in reasons)


def _few(number: int, least: int, of_what: str) -> str:
    return f"too few {of_what}: {number}, at least {least}" if number < least else ""


def _of_runs(test: ProbeTest, job: ProbeJob, subject: Subject) -> str:
    if subject.run is None:
        return "it reads finished runs: name a run folder"
    if test == "before-after":
        return "" if job.cutoff else "no date is given (--cutoff)"
    if job.sibling is None:
        return "no run of the same model on a sibling form (--sibling RUN)"
    if len(job.others) < 2 * LEAST_OTHERS:
        return f"fewer than {LEAST_OTHERS} other models' runs of both forms (--others RUN, each form's)"
    return ""
