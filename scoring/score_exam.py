"""Score one model on one exam: full set, clean set, the lower of the two, and everything a reader must know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from contamination.types import Audit
from exams.benchmark import Reference
from exams.errors import InputError
from exams.exam import Exam
from exams.form import Form
from scoring.benchmarks.faulty import sound_score
from scoring.benchmarks.notes import benchmark_notes
from scoring.clean.clean_score import clean_score
from scoring.clean.reported import reported
from scoring.item_score import ItemScore, credits_of
from scoring.linking.carry import difficulty_words
from scoring.notes import notes_on
from scoring.score_set import score_set
from scoring.scoring_plan import make_scoring_plan
from scoring.types import CheckedQuestion, ExamScore, Grade, ScoreSet
from scoring.types.fixed_lines import lines_of


def score_exam(
    exam: Exam,
    form: Form,
    grades: Iterable[Grade],
    *,
    model: str,
    audit: Audit | None = None,
    scales: Mapping[str, str] | None = None,
    population: str | None = None,
    as_of: str | None = None,
    rater_sd: Mapping[str, float] | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
    with_floor: bool = True,
    checked: Sequence[CheckedQuestion] = (),
) -> ExamScore:
    """Score `grades` of the questions of `form` on the scale of `exam`.

    audit: questions it flags are left out of the clean set; None = no clean set. scales: section id or "score" → scale
    id, instead of the default ones. population: id or name of the norm to tell first. as_of: year or month whose
    newest norm is reported first, instead of today's. rater_sd: section id → SD of the
    error of the grades that count, as a share of one response's maximum, instead of the exam's own. draws: random
    draws for the intervals (0 = none). with_floor: no clean score where too few questions are left.

    checked: verdicts of published lists on the questions; those called faulty are left out of the sound set.

    InputError for grades, tables, an audit or a choice that cannot be used.
    """
    if audit is not None and audit.form_hash != form.content_hash:
        raise InputError("the audit is of another form", where=audit.form, hint="audit this form: `examsim audit`")
    if audit is not None and audit.sample is not None:
        raise InputError(
            "the audit is of a sample of the form: which others are flagged is not known",
            where=audit.form,
            hint="audit the whole form: leave --sample out",
        )
    plan = replace(make_scoring_plan(exam, form, scales, population, as_of), rater_sd=dict(rater_sd or {}))
    item_scores = credits_of(exam, form, grades)
    full = score_set("full", plan, item_scores, n_resamples, seed)
    clean, contamination, marked = None, None, None
    if audit is not None:
        found = clean_score(plan, item_scores, audit, full, n_resamples=n_resamples, seed=seed, with_floor=with_floor)
        clean, contamination, marked = found.clean, found.contamination, found.marked
    sound, faults = sound_score(plan, item_scores, checked, n_resamples, seed)
    which, why = reported(full, clean, contamination)
    return ExamScore(
        exam=exam.id,
        exam_name=exam.name,
        exam_short=f"{exam.short} ({form.head.language})" if form.head.translation_of else exam.short,
        exam_version=exam.version,
        score_name=exam.score.name,
        score_min=exam.score.min,
        score_max=exam.score.max,
        form=form.id,
        form_hash=form.content_hash,
        form_role=form.head.role,
        coverage=coverage(exam, form, item_scores),
        form_difficulty=_difficulty(form, full),
        model=model,
        full=full,
        clean=clean,
        sound=sound,
        faults=faults,
        references=references_for(exam, form.head.language),
        family=exam.family if exam.is_benchmark else "",
        reported=which,
        reported_note=why,
        marked=marked,
        contamination=contamination,
        rule=plan.rule.name,
        as_of=plan.as_of or "",
        population=population or "",
        chosen_scales=dict(scales or {}),
        notes=(
            *notes_on(plan, item_scores, full, audit, contamination),
            *benchmark_notes(exam, full, faults, contamination, item_scores),
        ),
        lines=lines_of(full, contamination),
    )


def _difficulty(form: Form, full: ScoreSet) -> str:
    """How hard the form is beside the real exam: told where people's standing is, and wherever the form is linked."""
    told = (*full.percentiles, *(p for s in full.sections for p in s.percentiles))
    placed = any(p.low is not None or p.high is not None for p in told)
    return difficulty_words(form) if placed or form.link is not None else ""


def references_for(exam: Exam, language: str) -> tuple[Reference, ...]:
    """Published values that stand beside a form: those of no language, or for one of several languages those of this
    language and of the exam's own."""
    wanted = {language, exam.language} if language else {""}
    return tuple(r for r in exam.reference if r.language in wanted)


MOST_NAMED = 8  # sections; more are counted, or the line would be a page


def coverage(exam: Exam, form: Form, item_scores: Sequence[ItemScore]) -> str:
    """How much of the real exam the form is: 'practice form: 28 of 200 questions', by section if there are several."""
    parts = []
    for section in exam.section:
        have = sum(c.section == section.id for c in item_scores)
        parts.append(f"{have} {'of' if have <= section.questions else 'for'} {section.questions}")
    if len(exam.section) == 1:
        return f"{form.head.role} form: {parts[0]} questions"
    if len(exam.section) > MOST_NAMED:
        asked = len({c.section for c in item_scores})
        whole = sum(s.questions for s in exam.section)
        return (
            f"{form.head.role} form: {len(item_scores)} of {whole} questions in {asked} of {len(exam.section)} sections"
        )
    named = ", ".join(f"{s.name} {part}" for s, part in zip(exam.section, parts, strict=True))
    return f"{form.head.role} form: {named} questions"
