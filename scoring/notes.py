"""What a reader of a score must know: estimated, extrapolated, unparsed, self-graded, missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contamination.types import Audit
from exams.counted import agree, counted
from scoring.adaptive.notes import warnings_on_form
from scoring.clean.clean_notes import clean_infos, clean_warnings
from scoring.item_score import ItemScore, count
from scoring.linking.carry import told_link
from scoring.response_spread import PUBLISHED_RATER_SD
from scoring.scales.percentile import late_note
from scoring.scales.scale import WHOLE
from scoring.scoring_plan import ScoringPlan
from scoring.types import Contamination, Note, Percentile, ScoreSet

FAULTS = {
    "unparsed": "gave no answer that could be read",
    "refused": "were refused",
    "empty": "got an empty reply",
    "truncated": "hit the length limit before an answer",
}


def notes_on(
    plan: ScoringPlan,
    item_scores: Sequence[ItemScore],
    full: ScoreSet,
    audit: Audit | None,
    contamination: Contamination | None = None,
) -> tuple[Note, ...]:
    """Notes in the order of their weight: what is missing, then what is estimated."""
    return tuple(
        Note(level=level, text=text)
        for level, text in (
            *(("warning", text) for text in _warnings(plan, item_scores, full)),
            *(("warning", text) for text in clean_warnings(contamination)),
            *(("info", text) for text in clean_infos(contamination, full)),
            *(("info", text) for text in _infos(plan, item_scores, full, audit)),
        )
    )


def _warnings(plan: ScoringPlan, item_scores: Sequence[ItemScore], full: ScoreSet) -> Iterator[str]:
    statuses = count(c.status for c in item_scores if c.points is not None)
    total = len(item_scores)
    unknown = sum(c.unknown for c in item_scores)
    if full.no_percentile:
        yield f"{full.no_percentile}; the score is not comparable with people's and gets no percentile"
    if unknown:
        again = "the same command asks only them again"
        if any(c.status == "too_long" for c in item_scores):
            again += "; what is too long for the server's context: after raising that, with --refresh"
        yield f"{full.incomplete}: no score counts them{_between(full)}; {again}"
    for status, words in FAULTS.items():
        if status in statuses:
            share = 100 * statuses[status] / total
            yield (
                f"{statuses[status]} of {counted(total, 'question')} {words}; "
                f"{agree(statuses[status], 'it counts', 'they count')} as wrong ({share:.0f} % of the form)"
            )
    ungraded = sum(c.points is None for c in item_scores) - unknown
    if ungraded:
        yield f"{ungraded} of {counted(total, 'answer')} {agree(ungraded, 'is', 'are')} not graded yet{_between(full)}"
    if any(c.self_graded for c in item_scores):
        names = ", ".join(s.name for s in full.sections if s.self_graded)
        yield f"self-graded: the candidate model graded its own answers in {names}"
    yield from warnings_on_form(plan.exam, plan.form)
    if plan.form.link is not None:
        yield from (f"link: {caution}" for caution in plan.form.link.caution)
    late = late_note(plan.norms[WHOLE], plan.population[WHOLE], plan.as_of)
    if late:
        yield late
    for section in full.sections:
        if section.note and section.proportion is not None:
            yield f"{section.name}: {section.note}"


def _between(full: ScoreSet) -> str:
    return f": the score lies between {full.bounds[0]:g} and {full.bounds[1]:g}" if full.bounds else ""


def _infos(plan: ScoringPlan, item_scores: Sequence[ItemScore], full: ScoreSet, audit: Audit | None) -> Iterator[str]:
    blank = sum(c.status == "blank" for c in item_scores)
    if blank:
        yield f"{blank} of {counted(len(item_scores), 'question')} {agree(blank, 'was', 'were')} left blank"
    for conversion in plan.main.conversions.values():
        provenance = conversion.scale.provenance
        if provenance.status != "official":
            yield f"scale '{conversion.scale.label}' is {provenance.status} ({provenance.source})"
        if error := conversion.scale.error:
            yield f"scale '{conversion.scale.label}' is an estimate; its error, SD {error:g} points, is in the interval"
    for percentile in full.percentiles:
        if percentile.default:
            yield from _about_percentile(percentile)
    short = [s for s in full.sections if 0 < s.questions_on_form < s.questions_on_exam]
    if short:
        yield "short form: its points are put on the full scale by proportion"
    for link in () if plan.form.link is None else plan.form.link.section:
        name = plan.exam.section_named(link.section).name
        yield f"{name} is scored through the link, its error in every interval: {told_link(link)}"
    yield from _about_graders(plan, item_scores)
    yield from _as_evals_counts(item_scores)
    if audit is not None:
        unchecked = sum(i.verdict == "unchecked" for i in audit.items)
        if unchecked:
            yield (
                f"{counted(unchecked, 'question has', 'questions have')} no text that could be "
                f"looked for in the corpus; "
                f"{agree(unchecked, 'it counts', 'they count')} as clean"
            )


def _as_evals_counts(item_scores: Sequence[ItemScore]) -> Iterator[str]:
    """What OpenAI Evals would print where verdicts could not be read: it gives them the lowest choice's score
    (`get_choice_score` in evals/elsuite/modelgraded/classify_utils.py, read November 2026)."""
    unread = [c for c in item_scores if c.failed and c.points is None and c.lowest_level is not None]
    graded = [c for c in item_scores if c.lowest_level is not None and c.points is not None]
    if not unread:
        return
    points = sum(max(c.lowest_level or 0.0, 0.0) for c in unread) + sum(c.points or 0.0 for c in graded)
    percent = 100 * points / sum(c.maximum for c in (*unread, *graded))
    total = len(unread) + len(graded)
    yield (
        f"{len(unread)} of {total} verdicts of the grader could not be read: ungraded here; as OpenAI "
        f"Evals counts them (the lowest level), the {total} answers by levels earn {percent:.1f} %"
    )


def _about_graders(plan: ScoringPlan, item_scores: Sequence[ItemScore]) -> Iterator[str]:
    for section in plan.exam.section:
        own = [c for c in item_scores if c.section == section.id and c.free and c.points is not None]
        kinds = count(c.grader_kind for c in own if c.grader_kind in ("human", "model"))
        if len(kinds) > 1:
            yield f"{section.name}: {kinds['human']} answers count by people's grades, {kinds['model']} by a model's"
    known = {s for s in plan.rater_sd if any(c.section == s and c.free for c in item_scores)}
    for section_id in sorted(known):
        name, sd = plan.exam.section_named(section_id).name, plan.rater_sd[section_id]
        yield f"the interval holds the graders' error in {name}: SD {100 * sd:.1f} % of an answer's maximum"
    free = {c.section for c in item_scores if c.free}
    if free - known and not plan.main.parameters["rater_sd"]:
        yield (
            "the interval holds the spread of grades from answer to answer, not how strict the grader is, which is "
            f"unknown (one person's grades of essays err by SD {100 * PUBLISHED_RATER_SD:.0f} % of the maximum: "
            "ASAP-AES, 2012)"
        )


def _about_percentile(percentile: Percentile) -> Iterator[str]:
    if percentile.extrapolated:
        yield "the score lies outside the percentile table: its end bin is used"
    if percentile.interpolated:
        yield "the percentile lies between two rows of the table (straight line)"
    if percentile.bounded:
        yield "only some points of this population are published: the percentile is a bound"
    if percentile.method:
        yield f"the percentile is approximate: {percentile.method}"
    elif percentile.status != "official":
        yield f"the percentile table is {percentile.status}"
