"""The top of a run's page in plain words: one sentence to quote, what was asked, what was left out, who graded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exams.counted import agree, counted
from reports import score_text
from reports.model_names import recorded_words
from reports.run_folder import ReplayedFile, Run
from reports.words import about, capital, close_percent, day
from scoring.types import ExamScore, Interval, Percentile

SHOWN = 3  # warnings that stand on the page unfolded
_COUNT = re.compile(r"(?<!\d)(\d++) (?:of (\d+)|answers? (?:is|are) not graded)")
# What the score's notes and the run's warnings both tell, each in its own words, with the same number
_SUBJECTS = {
    "unread": re.compile(r"unparsed|could be read"),
    "cut off": re.compile(r"questions? truncated|hit (?:the|its|their) length limit before"),
    "refused": re.compile(r"questions? refused|were refused|was refused"),
    "empty": re.compile(r"questions? empty|got an empty reply"),
    "ungraded": re.compile(r"(?:is|are) not graded"),
}


@dataclass(frozen=True)
class ResultSummary:
    """`facts` are (label, text); `warnings` at most three, the other notes are to be folded."""

    sentence: str
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    folded: tuple[str, ...]


def result_summary(run: Run, score: ExamScore) -> ResultSummary:
    """Put a score into words; nothing is computed here."""
    warnings = without_repeats([*(n.text for n in score.notes if n.level == "warning"), *run.head.warnings])
    facts: tuple[tuple[str, str], ...] = (
        ("What was asked", _asked(score) + _modules(run, score)),
        ("Left out", left_out(score, run)),
        ("Who graded", _graded(score)),
    )
    if run.head.replayed is not None:
        facts = (*facts, ("Replies", recorded_words(run.head.replayed)))
    infos = [n.text for n in score.notes if n.level == "info"]
    return ResultSummary(
        sentence=sentence(score, run.head.finished, replayed=run.head.replayed),
        facts=tuple((name, capital(close_percent(text))) for name, text in facts),
        warnings=tuple(map(close_percent, warnings[:SHOWN])),
        folded=tuple(map(close_percent, (*warnings[SHOWN:], *infos))),
    )


def sentence(score: ExamScore, finished: str | None = None, *, replayed: ReplayedFile | None = None) -> str:
    """One sentence to quote: model, score, exam, percentile, the two uncertainties of each, and the date of the run
    (of replayed answers: when they were recorded)."""
    reported = score.reported_set
    paper = (
        f"{score.exam_short}-style practice questions" if score_text.is_practice(score) else f"the {score.exam_short}"
    )
    date = f", run on {day(finished)}" if finished else ""
    if replayed is not None:
        date = f", replies recorded on {day(replayed.date)}" if replayed.date else f", replayed from {replayed.file}"
    if reported.value is None:
        why = score_text.explanation(reported) or reported.note or score.reported_note
        return f"{score.model} has no score on {paper}{f' ({why})' if why else ''}{date}."
    points = score_text.short_score(reported).replace(" / ", " of ")
    told = f"{score.model} scored {points} on {paper}{_ranges(reported.interval, reported.by_scale)}"
    if reported.incomplete:
        told += f", {reported.incomplete}"
    percentile = score_text.default_percentile(reported)
    if percentile is not None and score_text.is_known(percentile):
        told += f": {_standing(percentile)}"
    elif percentile is not None:
        told += f"; where that stands among {percentile.population} is unknown"
    return close_percent(f"{told}{date}.")


def _standing(percentile: Percentile) -> str:
    """The percentile in words with both uncertainties, each once: the words of a score made today hold them already."""
    words = percentile.words or f"{about(percentile.text)} percentile of {percentile.population}"
    return words if "by questions" in words else words + _ranges(percentile.interval, percentile.by_scale)


def _ranges(questions: Interval | None, scales: Interval | None) -> str:
    """Both uncertainties: of other questions like these, and of the choice of a published scale."""
    told = []
    if questions is not None:
        told.append(f"{100 * questions.level:g}% by questions {score_text.interval(questions)}")
    if scales is not None and scales.low != scales.high:
        told.append(f"by published scales {score_text.interval(scales)}")
    return f" ({'; '.join(told)})" if told else ""


def _asked(score: ExamScore) -> str:
    asked = score.coverage or counted(score.full.questions, "question")
    if score_text.is_practice(score):
        return f"{asked}; written for examsim, not taken from a real {score.exam_short}"
    return f"{asked}; {score.form_role} form {score.form}"


def _modules(run: Run, score: ExamScore) -> str:
    """Of an adaptive exam: which second module of each section was sat, since it decides what could be reached."""
    sat, names = run.head.routing, {s.section: s.name for s in score.full.sections}
    if len({m.name for m in sat}) == 1:
        return f". Adaptive: {sat[0].name} sat{' in each section' if len(sat) > 1 else ''}"
    told = ", ".join(f"{names.get(m.section, m.section)} {m.name}" for m in sat)
    return f". Adaptive, sat: {told}" if told else ""


def left_out(score: ExamScore, run: Run | None = None) -> str:
    """Which questions the reported score leaves out and what that changes, in place of `reported_note`."""
    seen = score.contamination
    if score.clean is None or seen is None:
        return "Nothing: no audit was made, so nobody knows which of these questions are in a training corpus."
    found, asked = len(seen.flagged), score.full.questions
    where = f" in {', '.join(run.audit.corpus)}" if run is not None and run.audit is not None else ""
    many = f"{found} of {counted(asked, 'question')} {agree(found, 'was', 'were')} found{where}"
    if not found:
        return f"Nothing: none of the {counted(asked, 'question')} was found{where}."
    return f"{many}. {score_text.reported_words(score)}"


def _graded(score: ExamScore) -> str:
    graders: dict[str, int] = {}
    own: set[str] = set()
    for section in score.full.sections:
        for name, count in section.graders.items():
            graders[name] = graders.get(name, 0) + count
            own |= {name} if section.self_graded and name != "key" else set()
    told = [
        f"{_grader(name)} ({counted(count, 'answer')})" for name, count in graders.items() if count and name != "nobody"
    ]
    text = ", ".join(told) or "nobody yet"
    if own:
        text += ". The model graded answers of its own: do not compare with runs that others graded"
    open_ = sum(section.ungraded for section in score.full.sections)
    return text + (f". {open_} not graded yet" if open_ else "") + "."


def _grader(name: str) -> str:
    return {"key": "the answer key", "none": "nobody", "tests": "test programs"}.get(name, name)


def without_repeats(texts: Iterable[str]) -> list[str]:
    """Each warning once, also where it is reported twice in other words; the first one stays."""
    first: dict[object, str] = {}
    for text in texts:
        first.setdefault(tuple(_subject(text)) or text, text)
    return list(first.values())


def _subject(text: str) -> Iterator[object]:
    if re.search(r"self-graded|graded by the candidate|graded its own", text):
        yield "self-graded"
        return
    count = _COUNT.search(text)
    for subject, words in _SUBJECTS.items():
        if count and words.search(text):
            yield from (subject, count[1])
            return
