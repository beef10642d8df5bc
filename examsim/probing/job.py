"""One `examsim probe`: what can be tested is settled first, then asked, tested, joined and told."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

from contamination.probe_types import TESTS, ProbeReport, ProbeResult, ProbeTest
from contamination.probes.join import ALPHA, join
from exams.errors import InputError
from exams.exit_codes import INCOMPLETE, OK
from exams.files.exam_folder import shipped_exams, shipped_folder
from exams.files.private_form import is_private
from examsim import __version__
from examsim.models.budget import Budget
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.open_model import needs_prompt
from examsim.models.resources import RunResources, opened_client
from examsim.probing.ask_probes import ASKED
from examsim.probing.asking import Asking
from examsim.probing.clean_text import clean_text
from examsim.probing.find_power import powers_of
from examsim.probing.offers import find_offers
from examsim.probing.possible import NEEDS_SCORES, NEEDS_TEXTS, OF_RUNS, lacking, refused_by, settle
from examsim.probing.probe_job import ProbeJob
from examsim.probing.read_runs import probe_before_after, probe_gap
from examsim.probing.subject import Subject, find_subject
from reports.run_folder import read_head


def run_probes(job: ProbeJob, resources: RunResources | None = None) -> tuple[ProbeReport, int]:
    """Make the tests; the report, and the exit code: 3 where questions failed. InputError where one is not possible."""
    subject = find_subject(job)
    why_not = {t: lacking(t, job, subject) for t in TESTS}
    asks = [t for t in (job.tests or TESTS) if not why_not[t] and t not in OF_RUNS]
    if asks and not subject.model:
        why_not |= {t: "no model is named (--model)" for t in TESTS if t not in OF_RUNS}
        asks = []
    settle(job.tests, why_not)  # before anything is asked
    background = clean_text(job.background, subject.forms)
    began = datetime.now(UTC).isoformat(timespec="seconds")
    if asks:
        resources = replace(resources or _resources(job), leaving=_leaving(job, subject))
        results, not_run, asking = asyncio.run(_ask(job, subject, why_not, background, resources))
    else:
        made, not_run = settle(job.tests, why_not)
        results, asking = _of_runs(made, job, subject), None
    powers = powers_of([r.test for r in results if r.p is not None], job, subject, background)
    report = _report(job, subject, join(results, powers), not_run, asking, began)
    return report, INCOMPLETE if report.failed else OK


def _leaving(job: ProbeJob, subject: Subject) -> str:
    """What goes to the model's server, where the set is the user's own."""
    if subject.run is not None:
        private = read_head(subject.run).form.private
    else:
        private = is_private(None if job.target in shipped_exams() else job.target, shipped_folder())
    return f"{len(subject.items)} questions of {subject.form.id}" if private else ""


async def _ask(
    job: ProbeJob,
    subject: Subject,
    why_not: dict[ProbeTest, str],
    background: tuple[str, ...],
    resources: RunResources,
) -> tuple[list[ProbeResult], list[str], Asking]:
    model = subject.model or ""
    if not needs_prompt(model) and resources.model is None:
        raise InputError(f"{model} reads no prompt, so it cannot be probed", hint="--model NAME --base-url URL")
    with closing(AnswerCache(resources.cache)) as cache:
        async with opened_client(model, subject.base_url, resources, cache, job.seed, resources.model) as client:
            wanted = [t for t in (job.tests or TESTS) if not why_not[t]]
            offers = await find_offers(
                client,
                job,
                scores=any(t in NEEDS_SCORES for t in wanted),
                texts=any(t in NEEDS_TEXTS for t in wanted),
            )
            if job.tests and any(refused_by(t, offers) for t in wanted):  # what remains is to be told, so find it out
                offers = await find_offers(client, job, scores=offers.way is None, texts=True)
            made, not_run = settle(job.tests, {t: why_not[t] or refused_by(t, offers) for t in TESTS})
            asking = Asking(client, offers.way, offers.endpoint)
            results: list[ProbeResult] = []
            for test in made:
                if test in ASKED:
                    found = await ASKED[test](asking, subject, job, background)
                    results += found
                    if not found:
                        not_run.append(f"{test}: too few replies to compute anything")
    return [*results, *_of_runs(made, job, subject)], not_run, asking


def _of_runs(made: Sequence[ProbeTest], job: ProbeJob, subject: Subject) -> list[ProbeResult]:
    results = []
    if "gap" in made:
        results.append(probe_gap(job, subject))
    if "before-after" in made:
        results.append(probe_before_after(job, subject))
    return results


def _report(
    job: ProbeJob,
    subject: Subject,
    results: tuple[ProbeResult, ...],
    not_run: Sequence[str],
    asking: Asking | None,
    began: str,
) -> ProbeReport:
    notes, tally = [], None if asking is None else asking.client.tally
    if asking is not None and asking.too_long:
        notes.append(f"{asking.too_long} texts did not fit the model's context: they are left out")
    if asking is not None and asking.failed:
        notes.append(f"{asking.failed} requests failed ({asking.faults[0]}): the same command asks only them again")
    if tally is not None and tally.dropped:
        notes.append(f"the server takes no {', '.join(sorted(tally.dropped))}: sent without")
    return ProbeReport(
        form=subject.form.id,
        form_hash=subject.form.content_hash,
        title=subject.form.head.title,
        questions=len(subject.items) + subject.beyond,
        model=subject.model or "",
        control="" if subject.control_form is None else subject.control_form.id,
        way=_way(asking),
        alpha=ALPHA,
        results=results,
        not_run=tuple(not_run),
        notes=tuple(notes),
        seed=job.seed,
        calls=0 if tally is None else tally.calls,
        cached=0 if tally is None else tally.cached,
        failed=0 if asking is None else asking.failed,
        cost=None if asking is None or asking.client.price is None or tally is None else tally.cost,
        version=__version__,
        started=began,
    )


def _way(asking: Asking | None) -> str:
    if asking is None:
        return ""
    way = f"log-probabilities: {asking.way.way}" if asking.way else ""
    return "; ".join(w for w in (way, f"texts: {asking.endpoint}" if asking.endpoint else "") if w)


def _resources(job: ProbeJob) -> RunResources:
    return RunResources(
        cache=job.cache_file,
        concurrency=job.concurrency,
        price=job.price,
        budget=Budget(job.max_cost),
        timeout=job.timeout,
        key_variable=job.key_variable,
        named=job.named,
    )
