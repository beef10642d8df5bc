"""What each test would have noticed on this set: by planting, without a model."""

from __future__ import annotations

from collections.abc import Sequence

from contamination.probe_types import Power, ProbeTest
from contamination.probes.order_plan import plan_order
from contamination.probes.self_test import OF_TEXTS, SelfTest
from exams.errors import InputError
from examsim.probing.clean_text import clean_text
from examsim.probing.possible import lacking
from examsim.probing.probe_job import ProbeJob
from examsim.probing.subject import Subject, find_subject


def self_test(job: ProbeJob) -> tuple[Subject, dict[ProbeTest, Power], list[str]]:
    """The power of each test of texts on this set, and why others have none. InputError where a named one has none."""
    subject = find_subject(job)
    why_not: dict[ProbeTest, str] = {t: lacking(t, job, subject, self_test=True) for t in OF_TEXTS}
    can = [t for t in OF_TEXTS if not why_not[t]]
    lost = [f"{t}: {why_not.get(t, 'it is no test of texts')}" for t in job.tests or OF_TEXTS if t not in can]
    if lost and (job.tests or not can):
        hint = f"these remain: {', '.join(can)}" if can else "none remains"
        raise InputError(f"no self-test is possible of {'; '.join(lost)}", hint=hint)
    background = clean_text(job.background, subject.forms)
    return subject, powers_of(job.tests or can, job, subject, background), lost


def powers_of(
    tests: Sequence[ProbeTest], job: ProbeJob, subject: Subject, background: tuple[str, ...]
) -> dict[ProbeTest, Power]:
    """Power by planting for tests of texts; a canary's is not known; tests of runs bring their own."""
    plan = plan_order(subject.items, shuffles=job.shuffles, seed=job.seed)
    tested = SelfTest(subject.items, subject.control, plan, background, job.seed, job.repeats, job.shares)
    found: dict[ProbeTest, Power] = {}
    for test in dict.fromkeys(tests):
        if test == "canary":
            found[test] = Power(words="absence of a canary says nothing")
        elif test in OF_TEXTS and (power := tested.power(test)) is not None:
            found[test] = power
    return found
