"""Hold a claim ("298 is the 90th percentile") against every known population, and its score against every scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exams.claim import Claim
from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam
from scoring.conversions import Converted, convert, read_raw
from scoring.scales.percentile import choose_norm, norm_tables, percentiles
from scoring.scales.possible_scores import check_possible
from scoring.scales.rounding import half_even
from scoring.scales.scale import WHOLE
from scoring.types import Percentile

NEAR = 2.0  # points: a table of a neighbouring year, or a rounded one, is so far off
Word = Literal["holds", "nearly", "lower", "higher", "cannot be told"]
NO_PERCENTILE = "no percentile is claimed: what the score is in each population is printed here"


@dataclass(frozen=True)
class Standing:
    """The claim in one population. `word`: whether the claimed percentile is what the population gives."""

    population: Percentile
    word: Word


@dataclass(frozen=True)
class CheckedClaim:
    """A claim with all that can be said of it. `missing` is what would be needed to say more; empty if nothing is.

    by_scale: the score that the claim's raw points give on every published scale, the default first.
    """

    claim: Claim
    standings: tuple[Standing, ...]
    by_scale: tuple[Converted, ...]
    passes: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def holds_among(self) -> tuple[str, ...]:
        """Populations in which the claimed percentile is right to the whole percent."""
        return tuple(s.population.population for s in self.standings if s.word == "holds")


def check_claim(claim: Claim) -> CheckedClaim:
    """Recompute a claim. Never says "passed" where no pass mark is published."""
    missing = [claim.missing] if claim.missing else []
    if not claim.exam:
        if claim.passed and not any("pass mark" in m for m in missing):
            missing.append("a published pass mark")
        return CheckedClaim(claim, (), (), (), tuple(missing or ["a table of people's scores on this exam"]))
    exam = load_exam(claim.exam)
    score = claim.score
    if score is None:
        missing.append("the score that the percentile is claimed for")
        return CheckedClaim(claim, (), _by_scale(exam, claim), (), tuple(missing))
    try:
        check_possible(exam, score, claim.of)
    except InputError as error:
        missing.append(f"{error.what}; {error.hint}" if error.hint else error.what)
    tables = norm_tables(exam, claim.of)
    rows = percentiles(tables, score, chosen=choose_norm(tables, None))
    standings = tuple(Standing(p, _word(claim, p)) for p in sorted(rows, key=lambda p: not p.default))
    if not tables:
        missing.append("a table of percentiles: none is public")
    by_scale = _by_scale(exam, claim)
    if not claim.raw and claim.of == WHOLE and exam.scale:
        missing.append("the points behind the score: without them no other published scale can be tried")
    passes = tuple(_passes(exam, claim, score))
    if claim.passed and not passes:
        missing.append("a published pass mark")
    return CheckedClaim(claim, standings, by_scale, passes, tuple(missing))


def _by_scale(exam: Exam, claim: Claim) -> tuple[Converted, ...]:
    """The claim's raw points on every published scale; empty where it names none. InputError where they do not fit."""
    if not claim.raw:
        return ()
    of = None if claim.of == WHOLE else claim.of
    return convert(exam, read_raw(exam, claim.raw.split(), of)).rows


def _word(claim: Claim, found: Percentile) -> Word:
    if claim.low is None or found.low is None or found.high is None:
        return "cannot be told"
    high = claim.low if claim.high is None else claim.high
    low_there, high_there = half_even(found.low), half_even(found.high)
    if found.bounded:
        if high_there < claim.low - NEAR:
            return "lower"
        return "higher" if low_there > high + NEAR else "cannot be told"
    if claim.low <= high_there and low_there <= high:
        return "holds"
    gap = claim.low - high_there if high_there < claim.low else low_there - high
    if gap <= NEAR:
        return "nearly"
    return "lower" if high_there < claim.low else "higher"


def _passes(exam: Exam, claim: Claim, score: float) -> list[str]:
    told: dict[tuple[bool, float], list[str]] = {}
    for mark in exam.pass_mark:
        if mark.of == claim.of:
            told.setdefault((score >= mark.cut_score, mark.cut_score), []).extend(mark.where)
    return [
        f"{'at or above' if passed else 'below'} {mark:g}"
        + (f" ({len(where)} place{'s' * (len(where) > 1)})" if where else "")
        for (passed, mark), where in told.items()
        if mark and claim.of in (WHOLE, claim.of)
    ]
