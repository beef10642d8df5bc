"""From grades to the table of agreement, and to the error that the grades which count carry into a score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import numpy as np

from scoring.graders.agreement import (
    adjacent_agreement,
    alpha_interval,
    bias_interval,
    exact_agreement,
    kappa_interval,
    krippendorff_alpha,
    quadratic_kappa,
    rater_error,
)
from scoring.graders.scored_responses import (
    Pair,
    RaterPair,
    ScoredResponse,
    by_criterion,
    comparisons,
    counting_model,
    totals,
)
from scoring.scales.tables import FloatArray
from scoring.types import Agreement, AgreementReport, Grade, GraderError

FEW = 5  # a section with fewer answers marked twice borrows from all sections
Level = Literal["exam", "section", "criterion"]


def agreement_rows(marked: Sequence[ScoredResponse]) -> tuple[Agreement, ...]:
    """The whole exam, then each section, then each criterion of each question; for each, every pair of graders."""
    rows = []
    for versus, graded in comparisons(marked).items():
        pairs = totals(graded)
        rows.append(_row("exam", "exam", versus, pairs))
        rows += [
            _row("section", section, versus, [p for p in pairs if p.section == section])
            for section in dict.fromkeys(p.section for p in pairs)
        ]
        single = list(by_criterion(graded))
        rows += [
            _row("criterion", name, versus, [p for p in single if p.criterion == name])
            for name in dict.fromkeys(p.criterion for p in single)
        ]
    levels, places = ("exam", "section", "criterion"), list(dict.fromkeys(r.what for r in rows))
    return tuple(sorted(rows, key=lambda r: (levels.index(r.level), places.index(r.what))))


def report_on(
    marked: Sequence[ScoredResponse], run: str, settled: Iterable[Grade], rows: tuple[Agreement, ...] | None = None
) -> AgreementReport:
    """Agreement over all of `marked`, with the errors and biases that matter to the `settled` grades of one `run`.

    rows: `agreement_rows(marked)`, where the caller has them already.
    """
    found = agreement_rows(marked) if rows is None else rows
    model = next((n for m in marked if m.run == run and (n := counting_model(m))), "")
    sections = dict.fromkeys(m.question.section for m in marked if m.run == run)
    return AgreementReport(
        runs=tuple(dict.fromkeys(m.run for m in marked)),
        rows=found,
        errors=tuple(_errors(found, model, tuple(sections), list(settled))),
        bias={s: row for s in sections if (row := _nearest(found, "model", s, model)) is not None},
    )


def _errors(
    rows: Sequence[Agreement], model: str, sections: Sequence[str], settled: list[Grade]
) -> Iterator[GraderError]:
    for section in sections:
        own = [g for g in settled if g.section == section and g.points is not None]
        people, judge = _nearest(rows, "people", section, ""), _nearest(rows, "model", section, model)
        sources = {"human": people, "model": judge}
        known = [
            (g, found) for g in own if (found := sources.get(g.grader_kind)) is not None and found.rater_sd is not None
        ]
        if not known:
            continue
        nothing = sum(g.grader_kind == "none" for g in own)  # nothing there to grade: no grader can err
        variances = [*(_variance(g, found) for g, found in known), *[0.0] * nothing]
        yield GraderError(
            section=section,
            rater_sd=float(np.sqrt(np.mean(variances))),
            answers=max(found.answers for _, found in known),
            of=" and ".join(dict.fromkeys(f"{s.first} and {s.second} (from {s.what})" for _, s in known)),
        )


def _variance(grade: Grade, source: Agreement) -> float:
    """Error variance of one grade that counts: that of k people averaged is a k-th of one person's."""
    return (source.rater_sd or 0.0) ** 2 / (grade.averaged if grade.grader_kind == "human" else 1)


def _nearest(rows: Sequence[Agreement], kind: str, section: str, second: str) -> Agreement | None:
    """The row with an error for a section, or for the whole exam where the section has few answers; most answers."""
    fitting = [r for r in rows if r.kind == kind and r.rater_sd is not None and second in ("", r.second)]
    own = [r for r in fitting if r.level == "section" and r.what == section and r.answers >= FEW]
    whole = [r for r in fitting if r.level == "exam"]
    return max(own or whole, key=lambda r: r.answers, default=None)


def _row(level: Level, what: str, versus: RaterPair, pairs: Sequence[Pair]) -> Agreement:
    first, second = _array(p.first for p in pairs), _array(p.second for p in pairs)
    maximum = _array(p.maximum for p in pairs)
    both = np.stack([first, second])
    gaps = second - first
    # where one grader gave all answers the same, kappa is 0 whatever the other did: no interval
    spread = len(pairs) > 1 and first.std() > 0 and second.std() > 0
    wide = level != "criterion"  # few answers stand behind one criterion: its values without their intervals
    return Agreement(
        what=what,
        level=level,
        first=versus.first,
        second=versus.second,
        kind=versus.kind,
        answers=len(pairs),
        exact=exact_agreement(first, second),
        adjacent=adjacent_agreement(first, second, _array(p.step for p in pairs)),
        kappa=quadratic_kappa(first, second),
        kappa_interval=kappa_interval(first, second) if wide and spread else None,
        alpha=krippendorff_alpha(both),
        alpha_interval=alpha_interval(both) if wide and len(pairs) > 1 else None,
        alpha_ordinal=krippendorff_alpha(both, "ordinal"),
        bias=float(gaps.mean()),
        bias_interval=bias_interval(gaps),
        bias_share=float((gaps / maximum).mean()),
        rater_sd=rater_error(gaps / maximum),
    )


def _array(values: Iterable[float]) -> FloatArray:
    return np.array(list(values), dtype=float)
