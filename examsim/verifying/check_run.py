"""Recompute a packed run: each number is made again from what it follows from, and held against the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from exams.errors import ExamsimError
from exams.exam import Exam
from exams.form import Form
from exams.question import Question
from examsim.results.steps import score_run
from examsim.running.read_reply import read_reply
from reports.run_folder import Run, read_score
from scoring.reading.key_grading import grade_by_key
from scoring.types import Answer, Grade

KEYED = ("multiple_choice", "multiple_select", "numeric", "short_answer")
SHOWN = 5  # differences named one by one
_OF_THE_MAKING = frozenset({"changes", "examsim"})  # fields of score.json that tell how it was made, not what it says


@dataclass(frozen=True)
class Check:
    """One thing that was recomputed. `outcome` 'taken' means that it was read as given and not recomputed."""

    what: str
    outcome: Literal["holds", "differs", "taken"]
    detail: str = ""


def check_run(run: Run, exam: Exam) -> tuple[Check, ...]:
    """Check form, answers, grades, audit and score of a run that lies in a folder of its own, which is written to."""
    form = run.form
    if form is None:
        return (Check("form", "differs", "the run holds no form"),)
    return (
        _form(run, form),
        *_answers(run, form, exam),
        *_grades(run, form),
        *_modules(run, form, exam),
        *_audit(run, form),
        _score(run, exam),
    )


def _form(run: Run, form: Form) -> Check:
    named = {"run.json": run.head.form.hash, "score.json": read_score(run).form_hash}
    if run.audit is not None:
        named["audit.json"] = run.audit.form_hash
    wrong = [name for name, value in named.items() if value != form.content_hash]
    asked, there = [a.question for a in run.answers], [q.id for q in form.questions]
    if wrong:
        return Check("form", "differs", f"its content hash is not the one in {' and '.join(wrong)}")
    if sorted(asked) != sorted(there):
        return Check("form", "differs", f"{len(asked)} answers to {len(there)} questions, or to others")
    return Check("form", "holds", f"{len(there)} questions, content hash {form.content_hash[:12]}")


def _answers(run: Run, form: Form, exam: Exam) -> Iterator[Check]:
    """What was answered, read from the replies again."""
    questions = {q.id: q for q in form.questions}
    keyed = [a for a in run.answers if a.question in questions and questions[a.question].kind in KEYED]
    told = [a for a in keyed if a.likelihoods is None and a.status == "answered"]
    differs = [a.question for a in told if not _same(questions[a.question], a, exam.language)]
    if told:
        yield _counted("answers, read from the replies again", len(told), differs)
    unread = [a for a in keyed if a.likelihoods is None and a.status == "unparsed"]
    if unread:
        found = [a.question for a in unread if _read(questions[a.question], a, exam.language)]
        yield _counted("replies in which no answer was found", len(unread), found)
    if others := sum(a.likelihoods is not None for a in keyed):
        yield Check("answers by probability", "taken", f"{others} as the server's probabilities were recorded")


def _same(question: Question, answer: Answer, language: str) -> bool:
    return bool(answer.choice) and _read(question, answer, language) == answer.choice


def _read(question: Question, answer: Answer, language: str) -> tuple[str, ...]:
    """The choice in a reply. Under answer-only the answer may stand before a blank line, alone."""
    text = answer.letter_text.strip().lstrip("[") or answer.text
    whole = read_reply(question, text, language).choice
    if whole == answer.choice or answer.letter_text:
        return whole
    first = read_reply(question, text.strip().split("\n\n", 1)[0], language).choice
    return first if first == answer.choice else whole


def _grades(run: Run, form: Form) -> Iterator[Check]:
    questions = {q.id: q for q in form.questions}
    by_key = [g for g in run.grades if g.grader_kind == "key" and g.question in questions]
    again = [(g, _again(questions[g.question], run.answer_of.get(g.question))) for g in by_key]
    wrong = [g.question for g, made in again if made is None or _earned(g) != _earned(made)]
    if by_key:
        yield _counted("points by the key", len(by_key), wrong)
    for kind, who in (("model", "a model"), ("human", "people"), ("tests", "tests of programs")):
        if given := [g for g in run.grades if g.grader_kind == kind and g.points is not None]:
            beyond = [g.question for g in given if not 0 <= (g.points or 0) <= g.max_points + 1e-9]
            summed = [g.question for g in given if g.criteria and _sum_differs(g)]
            if beyond or summed:
                yield _counted(f"points by {who}", len(given), list(dict.fromkeys([*beyond, *summed])))
            else:
                yield Check(f"points by {who}", "taken", f"{len(given)} as they were given")


def _modules(run: Run, form: Form, exam: Exam) -> Iterator[Check]:
    """Adaptive exams: whether the points in the first module lead to the second one that was sat."""
    routings = {r.section: r for r in exam.routing}
    for said in run.head.routing:
        what, routing = f"second module of {said.section}", routings.get(said.section)
        first = {q.id for q in form.section_questions(said.section) if q.module == said.first and q.kind in KEYED}
        points = sum(g.points or 0.0 for g in run.grades if g.question in first)
        if routing is None or abs(points - said.points) > 1e-6:
            yield Check(what, "differs", f"{points:g} points in the first module, not {said.points:g}")
        elif (wanted := routing.module_for(points / said.max_points)).id == said.module:
            yield Check(what, "holds", said.why)
        elif any(q in run.answer_of for q in said.not_sat) or wanted.name not in said.why:
            yield Check(what, "differs", f"the answers lead to {wanted.id!r}, not to {said.module!r}")
        else:
            yield Check(what, "taken", said.why)


def _again(question: Question, answer: Answer | None) -> Grade | None:
    return None if answer is None or question.kind not in KEYED else grade_by_key(question, answer)


def _earned(grade: Grade) -> tuple[float | None, float, str]:
    return grade.points, grade.max_points, grade.status


def _sum_differs(grade: Grade) -> bool:
    """Whether the criteria give more than the grade does or less; a rubric's cap can only lower their sum."""
    return (grade.points or 0) > sum(c.points for c in grade.criteria) + 1e-6


def _audit(run: Run, form: Form) -> Iterator[Check]:
    if run.audit is None:
        return
    ids = {q.id for q in form.questions}
    strangers = [i.question for i in run.audit.items if i.question not in ids]
    unproved = [i.question for i in run.audit.items if i.question in run.audit.flagged and not i.evidence]
    if strangers or unproved:
        yield _counted("audit: every flagged question has its evidence", len(run.audit.items), [*strangers, *unproved])
    else:
        found = (
            f"{len(run.audit.flagged)} of {len(run.audit.items)} questions flagged, each with the text that was found"
        )
        yield Check("audit", "taken", f"{found}; the corpus is not in the bundle")


def _score(run: Run, exam: Exam) -> Check:
    before = read_score(run)
    try:
        after = score_run(run.folder, exam=exam)
    except ExamsimError as error:
        return Check("score", "differs", f"cannot be made again: {error}")
    old, new = (s.model_dump(mode="json", by_alias=True, exclude=set(_OF_THE_MAKING)) for s in (before, after))
    found = list(_differences(old, new))
    if not found:
        return Check("score", "holds", f"every one of {_figures(old):,} figures comes out again")
    version = (
        "" if before.examsim == after.examsim else f" (scored by examsim {before.examsim}, this is {after.examsim})"
    )
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return Check("score", "differs", f"{'; '.join(found[:SHOWN])}{more}{version}")


def _differences(old: Any, new: Any, path: str = "") -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(k for k in new if k not in old)]:
            yield from _differences(old.get(key), new.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _differences(one, other, f"{path}[{place}]")
    elif old != new:
        yield f"{path}: {_short(old)} in the record, {_short(new)} recomputed"


def _figures(value: Any) -> int:
    if isinstance(value, dict | list):
        return sum(map(_figures, value.values() if isinstance(value, dict) else value))
    return int(isinstance(value, int | float) and not isinstance(value, bool))


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _counted(what: str, count: int, wrong: Sequence[str]) -> Check:
    if not wrong:
        return Check(what, "holds", f"{count} of {count}")
    named = ", ".join(wrong[:SHOWN]) + (f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else "")
    return Check(what, "differs", f"{len(wrong)} of {count}: {named}")


def same_tables(ours: Path, packed: Path) -> list[str]:
    """Files of the installed exam that are not as packed, by name; those that the score doesn't use are left out."""
    from examsim.verifying.bundle import NOT_OF_THE_SCORE

    names = {p.relative_to(packed).as_posix() for p in packed.rglob("*") if p.is_file()}
    names |= {
        p.relative_to(ours).as_posix()
        for p in ours.rglob("*")
        if p.is_file() and p.relative_to(ours).parts[0] not in NOT_OF_THE_SCORE
    }
    return sorted(n for n in names if not _equal(ours / n, packed / n))


def _equal(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()
