"""Render what a model is sent: jinja2 templates beside the exam, or the defaults in `exams/prompts/`.

A template writes plain text; marks tell where a message begins, where the text shared by all questions ends, and where
a picture is (`exams.prompts.message`). Templates of an exam that does not ship run in a sandbox with limits.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jinja2

from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import package_folder
from exams.form import Form
from exams.prompts.message import Marks, Message, Prompt
from exams.prompts.sandbox import TEMPLATE_FAULTS
from exams.prompts.templates import environment, fill, reason
from exams.question import Image, Question
from exams.rubric import Criterion

Layout = Literal["few-shot", "zero-shot"]
Pictures = Literal["embed", "tag", "transcription"]

VERDICT = "The answer is therefore"  # opens the last line of a worked example
END_OF_REPLY = "<|endofreply|>"  # ends the sample essay


@dataclass(frozen=True)
class Prompter:
    """Renders the prompts of one form: its exam, its worked examples, a layout, and what becomes of pictures."""

    exam: Exam
    form: Form
    development: Form | None
    layout: Layout
    vision: bool
    _marks: Marks = field(default_factory=Marks, init=False, repr=False, compare=False)
    _templates: dict[str, jinja2.Template] = field(default_factory=dict, init=False, repr=False, compare=False)
    _worked_texts: dict[tuple[tuple[str, ...], Pictures], str] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def examples_for(self, question: Question, most: int = 5) -> tuple[Question, ...]:
        """Worked examples for a question: of its own section where the development set has any, else of any."""
        if self.layout != "few-shot" or self.development is None:
            return ()
        pool = [q for q in self.development.questions if q.key and q.explanation]
        own = [q for q in pool if q.section == question.section]
        return tuple((own or pool)[:most])

    def multiple_choice(
        self, question: Question, examples: Sequence[Question], *, letter_apart: bool = False
    ) -> Prompt:
        """Ask for an explanation with its answer; after worked examples the reply ends before the next problem.

        `letter_apart`: the letter is asked for in a second call, so the reply ends before its verdict.
        """
        if question.kind == "short_answer":
            return Prompt(self._render("short_answer", question))
        if not examples:
            return Prompt(self._render("multiple_choice_zero_shot", question, examples=examples))
        stop = f"\n{VERDICT}" if letter_apart else f"\nProblem {len(examples) + 2}"
        return Prompt(self._render("multiple_choice_few_shot", question, examples=examples), (stop,), continues=True)

    def letter(self, question: Question, prompt: Prompt, explanation: str) -> Prompt:
        """Ask for the bare letter after an explanation already given in reply to `prompt`."""
        layout = "few-shot" if prompt.continues else "zero-shot"
        more = self._render("letter", question, explanation=explanation, layout=layout)
        if not prompt.continues:
            return Prompt(prompt.messages + more)
        *before, last = prompt.messages
        return Prompt((*before, Message(last.role, (*last.parts, *more[0].parts))), ("]",), continues=True)

    def free_response(self, question: Question) -> Prompt:
        """Ask for an essay or a worked answer."""
        section = self.exam.section_named(question.section)
        if section.one_shot and self.layout == "few-shot":
            messages = self._render("free_response_one_shot", question, section=section, one_shot=one_shot_essay())
            return Prompt(messages, (END_OF_REPLY,), continues=True)
        return Prompt(self._render("free_response", question, section=section))

    def code(self, question: Question) -> Prompt:
        """Ask for a program. Limits and the given signature are shown; tests never."""
        from exams.program import program_of

        program = program_of(question)
        starter_shown = program.starter.strip() in question.stem
        return Prompt(self._render("code", question, program=program, starter_shown=starter_shown))

    def second_look(self, question: Question, prompt: Prompt, program: str, failed: str) -> Prompt:
        """Show a failed program again with the example it fails, and ask for a better one."""
        more = self._render("code_second_look", question, written=program, failed=failed)
        return Prompt(prompt.messages + more)

    def grading(self, question: Question, answer: str, fence: str, criterion: Criterion | None = None) -> Prompt:
        """Ask a grading model for points by the question's rubric, or for one criterion of it."""
        assert question.rubric is not None
        if criterion is not None:
            name = "grade_criterion"
            return Prompt(self._render(name, question, answer=answer, fence=fence, criterion=criterion))
        return Prompt(self._render(f"grade_{question.rubric.kind}", question, answer=answer, fence=fence))

    def _render(self, name: str, question: Question, **variables: Any) -> tuple[Message, ...]:
        pictures: Pictures = "embed" if self.vision else "tag"
        if question.kind == "free_response":
            pictures = "transcription"
        examples = tuple(variables.get("examples", ()))
        mark = self._marks.mark
        text = self._text(
            name,
            exam=self.exam,
            question=question,
            present=lambda shown: self._present(shown, self.form, pictures),
            worked=self._worked(examples, pictures) if examples else "",
            message=lambda role: mark("message", role),
            shared_ends=mark("shared"),
            continue_message=mark("message"),
            **variables,
        )
        return self._marks.messages(text)

    def _text(self, name: str, **variables: Any) -> str:
        """A template's text. InputError with its file and line where it cannot be filled in."""
        try:
            if name not in self._templates:
                self._templates[name] = environment(self.exam.folder / "prompts").get_template(f"{name}.jinja")
            return fill(self._templates[name], **variables)
        except TEMPLATE_FAULTS as error:
            raise InputError(
                f"prompt template {name}.jinja: {reason(error)}",
                where=self.exam.folder / "prompts",
                hint="templates of an exam folder run in a sandbox: see docs/own-exam.md",
            ) from None

    def _worked(self, examples: tuple[Question, ...], pictures: Pictures) -> str:
        """The worked examples as text: the same for every question of a section, so rendered once."""
        assert self.development is not None
        development = self.development
        key = (tuple(e.id for e in examples), pictures)
        if key not in self._worked_texts:
            self._worked_texts[key] = self._text(
                "worked_examples",
                examples=examples,
                present=lambda shown: self._present(shown, development, pictures),
                verdict=_verdict,
            )
        return self._worked_texts[key]

    def _present(self, question: Question, form: Form, pictures: Pictures) -> str:
        return self._text(
            "question",
            question=question,
            passage=form.passage_of(question),
            images=lambda images: "".join("\n" + self._picture(i, form, pictures) for i in images),
        )

    def _picture(self, image: Image, form: Form, pictures: Pictures) -> str:
        if pictures == "embed":
            return self._marks.mark("image", str(form.image_path(image.file)))
        if pictures == "transcription" and image.transcription:
            return f"[Figure: {image.transcription}]"
        return f"IMAGE: {meaningless_name(image, form)}"

    @property
    def templates_hash(self) -> str:
        """SHA-256 over all template files that could take part, to name the prompt in `run.json`."""
        digest = hashlib.sha256()
        unused = set() if any(q.kind == "short_answer" for q in self.form.questions) else {"short_answer.jinja"}
        for folder in (package_folder() / "prompts", self.exam.folder / "prompts"):
            for file in sorted(f for f in folder.glob("*.jinja") if f.name not in unused):
                digest.update(file.name.encode() + file.read_bytes())
        return digest.hexdigest()


@cache
def one_shot_essay() -> dict[str, str]:
    """The example prompt and essay shown before formal essays."""
    data = tomllib.loads((package_folder() / "prompts" / "one_shot_essay.toml").read_text(encoding="utf-8"))
    return {"prompt": str(data["prompt"]).strip(), "essay": str(data["essay"]).strip()}


def meaningless_name(image: Image, form: Form) -> str:
    """A file name that gives nothing away, the same in every run (report, appendix A.4)."""
    return hashlib.sha256(f"{form.id}/{image.file}".encode()).hexdigest()[:10] + Path(image.file).suffix


def _verdict(example: Question) -> str:
    return f"{VERDICT} [{', '.join(example.key if example.options else example.key[:1])}]"
