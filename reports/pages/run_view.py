"""One run as its page shows it: the overview first, then every question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from reports import score_text
from reports.charts.percentile_bars import least_reported
from reports.charts.score_band import ScoreBand, percentile_band, score_strip
from reports.model_names import recorded_words
from reports.pages.question_view import ROW, QuestionView, question_views
from reports.pages.result_summary import ResultSummary, result_summary
from reports.prompt_words import OWN, own_words, persona_words, route_words, shots_words
from reports.run_folder import Run, read_score
from reports.words import close_percent, moment
from scoring.types import ExamScore, PassResult, Percentile, SectionScore
from scoring.types.fixed_lines import fixed_lines

TAGS = ("wrong", "partly", "right", "unparsed", "truncated", "unanswered", "flagged", "ungraded")


@dataclass(frozen=True)
class Population:
    """One population's percentile of the reported score, with the full and clean ones beside it."""

    norm: str
    shown: Percentile
    full: Percentile | None
    clean: Percentile | None
    band: tuple[float, float] | None
    least: float | None
    chosen: bool


@dataclass(frozen=True)
class SectionRow:
    """One section in the full and the clean set."""

    full: SectionScore
    clean: SectionScore | None
    reported: SectionScore
    sound: SectionScore | None = None


@dataclass(frozen=True)
class PassRow:
    """One pass mark with the results of the three sets."""

    full: PassResult
    clean: PassResult | None
    reported: PassResult


@dataclass(frozen=True)
class TopicScore:
    """Points by topic: a plain sum over the graded questions of one topic."""

    topic: str
    questions: int
    points: float
    max_points: float


@dataclass(frozen=True)
class RunView:
    """What the template `run.html.jinja` prints; `unknown` are populations whose table is silent at this score."""

    run: Run
    score: ExamScore
    strip: ScoreBand
    populations: tuple[Population, ...]
    unknown: tuple[str, ...]
    sections: tuple[SectionRow, ...]
    passes: tuple[PassRow, ...]
    topics: tuple[TopicScore, ...]
    lines: tuple[str, ...]
    summary: ResultSummary
    facts: tuple[tuple[str, str], ...]
    questions: tuple[QuestionView, ...]
    columns: str
    topic_names: tuple[str, ...]
    difficulties: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    section_names: tuple[tuple[str, str], ...]
    verdicts: tuple[tuple[str, int], ...]


def run_view(run: Run) -> RunView:
    """Gather what the page of one run shows. InputError if the run has no score."""
    score = read_score(run)
    questions = tuple(question_views(run))
    counts = {tag: sum(tag in q.tags for q in questions) for tag in TAGS}
    populations = tuple(_populations(score))
    return RunView(
        run=run,
        score=score,
        strip=score_strip(score),
        populations=tuple(p for p in populations if p.band is not None or p.chosen),
        unknown=tuple(p.shown.population for p in populations if p.band is None and not p.chosen),
        sections=tuple(_sections(score)),
        passes=tuple(_passes(score)),
        topics=tuple(_topics(questions)),
        lines=tuple(map(close_percent, fixed_lines(score))),
        summary=result_summary(run, score),
        facts=tuple(_facts(run)),
        questions=questions,
        columns=orjson.dumps(ROW).decode(),
        topic_names=tuple(sorted({q.topic for q in questions if q.topic}, key=str.casefold)),
        difficulties=tuple(
            d for d in ("easy", "medium", "hard") if any(q.question and q.question.difficulty == d for q in questions)
        ),
        counts=tuple((tag, count) for tag, count in counts.items() if count),
        section_names=tuple((s.section, s.name) for s in score.full.sections),
        verdicts=_verdicts(run),
    )


def _populations(score: ExamScore) -> Iterator[Population]:
    chosen = score_text.default_percentile(score.reported_set)
    full = {p.norm: p for p in score.full.percentiles}
    clean = {p.norm: p for p in score.clean.percentiles} if score.clean else {}
    for shown in score.reported_set.percentiles:
        yield Population(
            norm=shown.norm,
            shown=shown,
            full=full.get(shown.norm),
            clean=clean.get(shown.norm),
            band=(band := percentile_band(shown)),
            least=least_reported(shown) if band else None,
            chosen=shown is chosen,
        )


def _sections(score: ExamScore) -> Iterator[SectionRow]:
    clean = {s.section: s for s in score.clean.sections} if score.clean else {}
    reported = {s.section: s for s in score.reported_set.sections}
    sound = {s.section: s for s in score.sound.sections} if score.sound else {}
    for full in score.full.sections:
        yield SectionRow(full, clean.get(full.section), reported.get(full.section, full), sound.get(full.section))


def _passes(score: ExamScore) -> Iterator[PassRow]:
    clean = score.clean.passes if score.clean else ()
    reported = score.reported_set.passes
    for index, full in enumerate(score.full.passes):
        yield PassRow(
            full,
            clean[index] if index < len(clean) else None,
            reported[index] if index < len(reported) else full,
        )


def _topics(questions: tuple[QuestionView, ...]) -> Iterator[TopicScore]:
    named: dict[str, list[QuestionView]] = {}
    for question in questions:
        if question.topic and question.points is not None:
            named.setdefault(question.topic, []).append(question)
    for topic in sorted(named, key=str.casefold):
        own = named[topic]
        yield TopicScore(topic, len(own), sum(q.points or 0 for q in own), sum(q.max_points or 0 for q in own))


def _facts(run: Run) -> Iterator[tuple[str, str]]:
    head = run.head
    yield "Run", head.id
    for change in run.score.changes if run.score else ():
        yield "Changed since it was scored before", f"{change.of} {change.before} → {change.after}: {change.cause}"
    yield "Model", head.model + (f" at {head.base_url}" if head.base_url else "")
    if head.replayed is not None:
        yield "Replies", recorded_words(head.replayed)
    yield "Exam", f"{head.exam.name or head.exam.id}, {head.exam.version}"
    yield "Question set", f"{head.form.title or head.form.id} ({head.form.role}), {head.form.hash[:12]}"
    if head.form.source:
        yield "Where the questions are from", head.form.source
    if shots := shots_words(head.prompt.get("shots")):
        yield "Worked examples", shots
    for line in (*route_words(head.route), *persona_words(head.parameters), *own_words(head.parameters)):
        name, _, way = line.partition(": ")
        yield name.capitalize(), way
    yield "Time", " to ".join(moment(t) for t in (head.started, head.finished) if t)
    if head.cost is not None:
        yield "Cost", f"${head.cost:,.2f}"
    groups = {
        "Parameters": {}
        if head.replayed
        else {k: v for k, v in head.parameters.items() if k not in (*OWN, "system", "template")},
        "Prompt": head.prompt,
        "Grader": head.grader or {},
        "Calls": head.counts,
    }
    for name, values in {**groups, "Seeds": head.seeds, "Versions": head.versions}.items():
        told = [f"{k.replace('_', ' ')} {_word(v)}" for k, v in values.items() if v is not None and v != {} and v != []]
        if told:
            yield name, ", ".join(told)


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else orjson.dumps(value, default=str).decode()


def _verdicts(run: Run) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for item in run.audit.items if run.audit else ():
        counted[item.verdict] = counted.get(item.verdict, 0) + 1
    return tuple(counted.items())
