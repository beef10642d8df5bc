"""Scores as `score.json` holds them. Every figure is invented; none is a measurement."""

from __future__ import annotations

from collections.abc import Mapping

from contamination.types import Audit
from exams.form import Form
from scoring.types import (
    Contamination,
    ExamScore,
    Grade,
    Interval,
    Note,
    PassResult,
    Percentile,
    ScoreSet,
    SectionScore,
)


def bar_exam_score(made: Form, grades: list[Grade], model: str, audit: Audit | None, hostile: str) -> ExamScore:
    flagged = audit.flagged if audit else frozenset()
    full = _set("full", made, grades)
    clean = _set("clean", made, [g for g in grades if g.question not in flagged]) if audit else None
    lower = clean is not None and clean.value is not None and full.value is not None and clean.value < full.value
    return ExamScore(
        schema="examsim.score/2",
        exam="ube",
        exam_name="Uniform Bar Exam (MBE+MEE+MPT)" + hostile,
        exam_short="UBE",
        exam_version="to July 2027",
        score_name="UBE total",
        score_min=0,
        score_max=400,
        form=made.id,
        form_hash=made.content_hash,
        form_role="practice",
        coverage=f"practice form: {len(grades) - 3} of 200 questions",
        model=model + hostile,
        full=full,
        clean=clean,
        reported="clean" if lower else "full",
        reported_note="The clean score is the lower one, so it is reported." if lower else "",
        contamination=Contamination(
            audit="a" * 64,
            rule="gpt4",
            flagged=tuple(sorted(flagged)),
            share=0.2,
            relative_change=-0.021,
            share_by_section={"mbe": 0.21, "mee": 0.5, "mpt": 0.0},
            difference=1.8,
            p_value=0.64,
            power=0.11,
            test="no difference beyond chance (p = 0.64); with 6 flagged questions only a very large one could be seen",
        )
        if audit
        else None,
        rule="mbe_written",
        notes=(
            Note(level="warning", text="Essays were graded by the candidate model itself." + hostile),
            Note(level="warning", text="1 essay is not graded yet: the score is between 250 and 263."),
            Note(level="info", text="A practice form on the full scale by proportion: 28 of 200 questions."),
        ),
    )


def _set(which: str, made: Form, grades: list[Grade]) -> ScoreSet:
    sections, total = [], 0.0
    for section, name, weight, asked in (
        ("mbe", "Multistate Bar Examination", 0.5, 200),
        ("mee", "Multistate Essay Examination", 0.3, 6),
        ("mpt", "Multistate Performance Test", 0.2, 2),
    ):
        own = [g for g in grades if g.section == section]
        scored = [g for g in own if g.points is not None]
        proportion = sum(g.points or 0 for g in scored) / sum(g.max_points for g in scored) if scored else None
        total += weight * (0.5 if proportion is None else proportion)
        spread = 0.9 / max(1, len(scored)) ** 0.5 / 2
        sections.append(
            SectionScore(
                section=section,
                name=name,
                kind="multiple_choice" if section == "mbe" else "free_response",
                weight=weight,
                questions=len(own),
                questions_on_form=len(made.section_questions(section)),
                questions_on_exam=asked,
                points=sum(g.points or 0 for g in scored) if scored else None,
                max_points=sum(g.max_points for g in scored),
                proportion=proportion,
                raw=None if proportion is None else proportion * 175,
                raw_max=175,
                proportion_interval=None
                if proportion is None
                else Interval(low=max(0, proportion - spread), high=min(1, proportion + spread), method="Wilson"),
                scaled=None if proportion is None else 60 + 120 * proportion,
                scaled_name="scaled",
                scaled_interval=None
                if proportion is None
                else Interval(low=50 + 120 * proportion, high=70 + 120 * proportion),
                scale="mbe-july-2017",
                graders={"key": len(own)} if section == "mbe" else {"gpt-4": len(scored)},
                self_graded=section != "mbe",
                ungraded=len(own) - len(scored),
                statuses={s: sum(g.status == s for g in own) for s in sorted({g.status for g in own})},
            )
        )
    value = round(100 + 250 * total)
    return ScoreSet(
        which="clean" if which == "clean" else "full",
        questions=len(grades),
        value=value,
        text=f"{value} / 400",
        interval=Interval(low=value - 21, high=value + 18, method="cluster bootstrap, 2,000 draws"),
        bounds=(value - 9, value + 4),
        percent=100 * total,
        sections=tuple(sections),
        percentiles=(
            _percentile("il-february", "February takers, Illinois", value / 330 * 100, "approximate", default=True),
            _percentile("il-july", "July takers, Illinois", value / 400 * 100, "second-hand"),
            _percentile("first-timers", "first-time takers, July", value / 440 * 100, "inferred"),
        ),
        passes=tuple(
            PassResult(
                cut_score=mark,
                where=where,
                passed=value >= mark,
                certain=abs(value - mark) > 20,
                source="boards' pages",
            )
            for mark, where in (
                (260, ("Alabama", "Minnesota", "Missouri")),
                (266, ("New York", "Illinois")),
                (273, ("Arizona",)),
            )
        ),
    )


def _percentile(norm: str, population: str, at: float, status: str, default: bool = False) -> Percentile:
    at = min(99.0, round(at))
    return Percentile(
        norm=norm,
        population=population,
        percentile_definition="below",
        low=at,
        high=at,
        text=f"~{at:g}{_ending(at)}",
        default=default,
        interval=Interval(low=max(0, at - 14), high=min(100, at + 9)),
        interpolated=True,
        status=status,
        year="2018–2022",
        source="state board, bar examination statistics",
    )


def _ending(at: float) -> str:
    return "th" if 10 <= at % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(int(at % 10), "th")


def catalogue_scores(table: Mapping[str, Mapping[str, tuple[float | None, float | None]]]) -> list[ExamScore]:
    """Bare scores of many exams: exam → model → (low, high) percentile, (None, high) for 'below', or (None, None)."""
    return [bare_score(exam, model, *bounds) for exam, models in table.items() for model, bounds in models.items()]


def bare_score(
    exam: str,
    model: str,
    low: float | None,
    high: float | None,
    *,
    clean: float | None = None,
    percent: float = 50.0,
    spread: float | None = None,
    own: bool = False,
    role: str = "imported",
) -> ExamScore:
    """One exam, one model, one percentile; `clean` is the percentile of the clean set."""

    def scores(which: str, bottom: float | None, top: float | None) -> ScoreSet:
        known = (
            ()
            if top is None
            else (
                Percentile(
                    norm="n",
                    population="all takers",
                    percentile_definition="range",
                    low=bottom,
                    high=top,
                    text=f"below {top:g}th" if bottom is None else f"{bottom:g}–{top:g}",
                    default=True,
                    status="official",
                    year="2022",
                    source="the examiners' table",
                    interval=None
                    if spread is None
                    else Interval(low=max(0, (bottom or 0) - spread), high=min(100, top + spread)),
                ),
            )
        )
        section = SectionScore(
            section="all",
            name="all",
            kind="multiple_choice",
            weight=1,
            questions=25,
            questions_on_form=25,
            questions_on_exam=50,
            points=percent / 4,
            max_points=25,
            proportion=percent / 100,
            raw=percent / 2,
            raw_max=50,
            graders={model if own else "key": 25},
            self_graded=own,
        )
        return ScoreSet(
            which="clean" if which == "clean" else "full",
            questions=25,
            value=percent,
            text=f"{percent:g} / 100",
            percent=percent,
            sections=(section,),
            percentiles=known,
        )

    lower = clean is not None and low is not None and clean < low
    return ExamScore(
        schema="examsim.score/2",
        exam=exam.lower().replace(" ", "-"),
        exam_name=exam,
        exam_short=exam,
        exam_version="1",
        score_name="score",
        score_min=0,
        score_max=100,
        form="f",
        form_hash="0" * 64,
        form_role=role,
        model=model,
        full=scores("full", low, high),
        clean=None if clean is None else scores("clean", clean, clean),
        reported="clean" if lower else "full",
    )
