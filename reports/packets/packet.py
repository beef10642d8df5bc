"""What one grader is given to grade: questions with their rubrics, and answers that nobody signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exams.anchor import Anchor, anchors_of
from exams.question import Question
from exams.rubric import Level, Rubric
from reports.pages.question_view import Picture, question_views
from reports.run_folder import Run

LEVEL = "level"  # the one criterion of a holistic rubric


@dataclass(frozen=True)
class Step:
    """One thing to give points for, and the points that may be given, least first."""

    id: str
    text: str
    allowed: tuple[float, ...]
    group: str = ""
    requires: tuple[str, ...] = ()


@dataclass(frozen=True)
class PacketQuestion:
    """A question as a grader sees it."""

    label: str
    stem: str
    passage: str
    pictures: tuple[Picture, ...]
    rubric: Rubric
    model_answer: str
    anchors: tuple[Anchor, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """Its criteria with the points that may be given."""
        return rubric_steps(self.rubric)

    @property
    def examples(self) -> str:
        """Its graded anchors as one text, best first: points, reasons, answer."""
        most = f"{self.rubric.max_points:g}"
        return "\n\n".join(f"{a.points:g} of {most}: {a.reasons}\n\n{a.text}\n\n* * *" for a in self.anchors)

    @property
    def guidance(self) -> str:
        """The rubric's notes, and what a good answer may say where one mark is given for the whole."""
        listed = "\n".join(f"* {item}" for item in self.rubric.checklist)
        about = "A good answer may say (support for the mark, not to be added up):\n\n"
        return "\n\n".join(filter(None, (self.rubric.notes, about + listed if listed else "")))


@dataclass(frozen=True)
class EarlierGrade:
    """What another grader gave the answer: shown to an adjudicator only."""

    who: str
    points: float
    criteria: dict[str, float]
    comment: str = ""


@dataclass(frozen=True)
class PacketAnswer:
    """One answer under a token that says nothing about who wrote it."""

    id: str
    question: int
    text: str
    earlier: tuple[EarlierGrade, ...] = ()


@dataclass(frozen=True)
class Packet:
    """All that one grader gets. `id` names the packet in the browser's memory and in the file that comes back."""

    id: str
    grader: str
    title: str
    questions: tuple[PacketQuestion, ...]
    answers: tuple[PacketAnswer, ...]
    adjudication: bool = False


def rubric_of(question: Question) -> Rubric:
    """The question's rubric; without one, half points from nothing to full credit."""
    return question.rubric or Rubric(
        kind="holistic",
        max_points=question.points,
        levels=(Level(points=0, text="no credit"), Level(points=question.points, text="full credit")),
        notes="The form has no rubric for this question.",
    )


def rubric_steps(rubric: Rubric) -> tuple[Step, ...]:
    """The criteria of a rubric with every number of points that may be given; a holistic one has one, 'level'."""
    if rubric.kind == "holistic":
        low = min(level.points for level in rubric.levels)
        return (Step(LEVEL, "The answer as a whole", _grid(min(0.0, low), rubric.max_points, rubric.step)),)
    return tuple(Step(c.id, c.text, _grid(*c.allowed, c.step), c.group or "", c.requires) for c in rubric.criteria)


def packet_questions(run: Run, chosen: Sequence[Question]) -> tuple[PacketQuestion, ...]:
    """Questions of a run's form with their pictures inlined."""
    views = {v.id: v for v in question_views(replace(run, audit=None))}
    found = []
    for question in chosen:
        view = views[question.id]
        found.append(
            PacketQuestion(
                label=question.id,
                stem=question.stem,
                passage="\n".join(filter(None, (view.passage.title, view.passage.text))) if view.passage else "",
                pictures=(*view.passage_pictures, *view.pictures),
                rubric=rubric_of(question),
                model_answer=question.model_answer or "",
                anchors=anchors_of(run.form.anchors, question) if run.form else (),
            )
        )
    return tuple(found)


def _grid(low: float, high: float, step: float) -> tuple[float, ...]:
    """Multiples of `step` from `low` to `high`, both ends included, zero among them where it lies between."""
    below = [-n * step for n in range(1, round(-low / step - 1e-9) + 2) if -n * step > low + 1e-9]
    above = [n * step for n in range(1, round(high / step) + 2) if n * step < high - 1e-9]
    return tuple(round(v, 9) for v in sorted({low, high, 0.0, *below, *above}) if low <= v <= high)
