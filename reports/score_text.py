"""Words for the numbers of a score: what every table, page and terminal prints for the same thing."""

from __future__ import annotations

import re

from scoring.types import ExamScore, Interval, PassResult, Percentile, ScoreSet, SectionScore

NOT_AVAILABLE = "n/a"
_HYPHEN = re.compile(r"(?<![\w.)–-])-(?=\.?\d)")


def number(value: float | None, digits: int = 1) -> str:
    """A number without trailing zeros; 'n/a' for None."""
    if value is None:
        return NOT_AVAILABLE
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(proportion: float | None, digits: int = 1) -> str:
    """A proportion 0–1 as percent."""
    return NOT_AVAILABLE if proportion is None else f"{100 * proportion:.{digits}f}%"


def interval(value: Interval | None, digits: int = 0) -> str:
    """'281–312', or nothing where there is no interval."""
    return "" if value is None else f"{number(value.low, digits)}–{number(value.high, digits)}"


def interval_level(score: ExamScore) -> str:
    """'95% by questions' with the level that the score's own intervals name."""
    held = score.reported_set.interval
    return f"{100 * (held.level if held else 0.95):g}% by questions"


def signed(value: float, digits: int = 1) -> str:
    """'+3.2' or '−3.3', with the minus sign that is one; a zero has none."""
    text = f"{abs(value):.{digits}f}"
    return text if not float(text) else ("+" if value > 0 else "−") + text


def with_minus(text: str) -> str:
    """'−3.3' for '-3.3': the minus sign that is one, before every number of the text that is negative."""
    return _HYPHEN.sub("−", text)


def p_cell(value: float) -> str:
    """'0.012', or '< 0.001': a p-value under its own heading."""
    return p_text(value).removeprefix("= ")


def p_text(value: float) -> str:
    """'= 0.012', or '< 0.001' where it is smaller."""
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"


def both_ranges(scores: ScoreSet) -> str:
    """'95% by questions 279–302; by published scales 291–324'; what there is of the two."""
    told = []
    if scores.interval is not None:
        told.append(f"{100 * scores.interval.level:g}% by questions {interval(scores.interval)}")
    if scores.by_scale is not None:
        told.append(f"by published scales {interval(scores.by_scale)}")
    return "; ".join(told)


def percentile_words(percentile: Percentile) -> str:
    """The percentile of a headline: population, period and ranges in one line, as the record has it or made of it."""
    return percentile.words or f"{percentile.text} percentile, {percentile.population}"


LONGEST_SCORE = 24  # characters; a longer text is an explanation, which belongs below the table
OWN_GRADES = " (self-graded)"  # ends a score's text; never cut off


def is_short(scores: ScoreSet) -> bool:
    """Whether the score's text is a score, and no explanation."""
    return len(scores.text.removesuffix(OWN_GRADES)) <= LONGEST_SCORE


def short_score(scores: ScoreSet) -> str:
    """The score's text, or the bare number in the place of an explanation; self-graded where it is."""
    own = OWN_GRADES if scores.value is not None and scores.text.endswith(OWN_GRADES) else ""
    return scores.text if is_short(scores) else number(scores.value) + own


def format_score(scores: ScoreSet | None) -> str:
    """The score in a table cell: '298 / 400', or 'n/a' where only a reason is in its place."""
    if scores is None:
        return "not checked"
    return short_score(scores)


def unanswered(scores: ScoreSet) -> str:
    """What is beside a score that not every question bears: 'incomplete: 3 of 28 failed'; '' if all do."""
    return "; ".join(filter(None, (scores.incomplete, scores.handed_in_empty)))


def explanation(scores: ScoreSet | None) -> str:
    """Why a set has no score, where its text says so at length; else nothing."""
    if scores is None or is_short(scores):
        return ""
    return scores.text.removeprefix(NOT_AVAILABLE).strip().removeprefix("(").removesuffix(")")


def default_percentile(scores: ScoreSet, population: str | None = None) -> Percentile | None:
    """The percentile among the asked population (norm id or its name), else the exam's default, else the first."""
    if population is not None:
        for percentile in scores.percentiles:
            if population in (percentile.norm, percentile.population):
                return percentile
    marked = [p for p in scores.percentiles if p.default]
    return next(iter(marked or scores.percentiles), None)


def is_known(percentile: Percentile) -> bool:
    """Whether the table says anything about this score."""
    return percentile.low is not None or percentile.high is not None


def is_below(percentile: Percentile) -> bool:
    """Whether only an upper bound is known: 'below 5th'. A range that starts at 0 ('0th–7th') does not count."""
    if percentile.high is None or percentile.low is None:
        return percentile.high is not None
    measured_range = percentile.percentile_definition == "range" and not percentile.extrapolated
    return percentile.low == 0 < percentile.high and not measured_range


def points(section: SectionScore) -> str:
    """'22 / 28'; 'n/a' where the section has no question in this set, 'ungraded' where it has no points yet."""
    if section.questions == 0:
        return NOT_AVAILABLE
    if section.points is None:
        return "ungraded"
    return f"{number(section.points, 2)} / {number(section.max_points, 2)}"


def section_value(section: SectionScore) -> str:
    """A section as a candidate would be told: its scaled score where it has one, else points and percent."""
    if section.scaled is not None:
        return number(section.scaled)
    if section.proportion is None:
        return points(section)
    return f"{points(section)} ({percent(section.proportion, 0)})"


def pass_counts(passes: tuple[PassResult, ...]) -> tuple[int, int, int]:
    """Marks passed, failed, and undecided because the interval straddles them or there is no score."""
    passed = sum(1 for p in passes if p.passed and p.certain)
    failed = sum(1 for p in passes if p.passed is False and p.certain)
    return passed, failed, len(passes) - passed - failed


def pass_word(result: PassResult) -> str:
    """'pass', 'fail', with 'likely' where the interval straddles the mark."""
    if result.passed is None:
        return NOT_AVAILABLE
    word = "pass" if result.passed else "fail"
    return word if result.certain else f"likely {word}"


def graded_by(score: ExamScore) -> str:
    """Who graded: 'key', 'self-graded by gpt-4', … as the sections of the full set say."""
    seen: dict[str, bool] = {}
    for section in score.full.sections:
        for grader in section.graders:
            seen[grader] = seen.get(grader, False) or (section.self_graded and grader != "key")
    return ", ".join(f"self-graded by {g}" if own else f"graded by {g}" for g, own in seen.items())


def self_graded(score: ExamScore) -> bool:
    """Whether any section was graded by the candidate model itself."""
    return any(s.self_graded for s in score.full.sections)


def is_practice(score: ExamScore) -> bool:
    """Whether the form is one that ships with examsim rather than a real paper."""
    return score.form_role == "practice"


def unlinked(score: ExamScore) -> bool:
    """Whether a percentile rests on the form's being as hard as the real exam, and nobody looked."""
    return score.form_difficulty.endswith("unchecked")


def reported_words(score: ExamScore) -> str:
    """Which of the scores with and without the questions found is reported, and what the other one is."""
    found = len(score.contamination.flagged) if score.contamination else 0
    full, clean, seen = score.full.value, score.clean.value if score.clean else None, score.contamination
    if full is None:
        return "There is no score on all questions."
    if score.reported == "full" and (clean is None or (seen is not None and seen.too_few)):
        reason = (seen.too_few if seen else "") or (score.clean.note if score.clean else "")
        why = f" ({reason})" if reason else ""
        return f"A score without them cannot be given{why}; the score on all questions is shown."
    these = f"{found} contaminated question{'s' if found != 1 else ''}"
    if score.reported == "clean":
        return f"We report the score without the {these}; on all questions it is {number(full)}."
    if clean == full:
        return f"The score is the same without the {these}."
    return f"We report the score on all questions, the lower one; without the {these} it is {number(clean)}."
