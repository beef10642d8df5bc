"""Render what a model is sent: jinja2 templates beside the exam, or the defaults in `exams/prompts/`.

A template writes plain text; marks tell where a message begins, where the text shared by all questions ends, and where
a picture is (`exams.prompts.message`). Templates of an exam that does not ship run in a sandbox with limits.
"""

from __future__ import annotations

import hashlib
import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jinja2

from exams.anchor import anchors_of
from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import package_folder
from exams.form import Form
from exams.prompts.message import Marks, Message, Prompt
from exams.prompts.persona import template_folders, with_system
from exams.prompts.sandbox import TEMPLATE_FAULTS
from exams.prompts.template_names import ALONE, grading_template, unused_templates
from exams.prompts.templates import environment, fill, reason
from exams.question import Image, Option, Question
from exams.rubric import Criterion

Layout = Literal["few-shot", "zero-shot", "answer-only"]
Pictures = Literal["embed", "tag", "transcription"]

VERDICT = "The answer is therefore"  # opens the last line of a worked example
END_OF_REPLY = "<|endofreply|>"  # ends the sample essay
SPANS_APART = " | "  # between the spans of one answer, in prompts and replies
_LONG = ("free_response", "code")
SHOTS = 5  # worked examples, where nothing says how many


@dataclass(frozen=True)
class Prompter:
    """Renders the prompts of one form: its exam, its worked examples and how many, a layout, and what becomes of
    pictures."""

    exam: Exam
    form: Form
    development: Form | None
    layout: Layout
    vision: bool
    shots: int = SHOTS
    route: str = ""  # 'letter' or 'likelihood' where these are asked for: their templates count in the hash then
    system: str = ""  # a system message before all that the candidate is sent
    persona: Path | None = None  # a folder of the user's own templates, for all but graders
    _marks: Marks = field(default_factory=Marks, init=False, repr=False, compare=False)
    _templates: dict[str, jinja2.Template] = field(default_factory=dict, init=False, repr=False, compare=False)
    _pools: dict[str, tuple[Question, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _worked_texts: dict[tuple[tuple[str, ...], Pictures, str], str] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def examples_for(self, question: Question) -> tuple[Question, ...]:
        """Worked examples for a question, never itself: of its own section where the development set has any, else of
        any. A layout that shows explanations takes those that have one."""
        if self.layout == "zero-shot" or self.development is None or not self.shots:
            return ()
        others = self._pool(question.section)
        recipe = self.exam.recipe
        most = self.shots + 1  # one more, in case the question itself is among them
        if recipe is not None and recipe.draw == "random":
            drawn = random.Random(f"{recipe.seed}/{question.section}")
            others = tuple(drawn.sample(others, min(most, len(others))))
        shown = (question.stem, question.options)
        return tuple(q for q in others[:most] if (q.stem, q.options) != shown)[: self.shots]

    def _pool(self, section: str) -> tuple[Question, ...]:
        """The worked examples of a section that the layout can show, kept by section: a set may hold thousands."""
        if section not in self._pools:
            assert self.development is not None
            needs_words = self.layout == "few-shot" and self.route not in ALONE
            pool = [q for q in self.development.questions if q.key and (q.explanation or not needs_words)]
            own = [q for q in pool if q.section == section]
            self._pools[section] = tuple(own or pool)
        return self._pools[section]

    def multiple_choice(
        self, question: Question, examples: Sequence[Question], *, letter_apart: bool = False
    ) -> Prompt:
        """Ask for an explanation with its answer; after worked examples the reply ends before the next problem.

        `letter_apart`: the letter is asked for in a second call, so the reply ends before its verdict.
        """
        if self.layout == "answer-only":
            return Prompt(self._render("answer_only", question, examples=examples, heading=self.heading(question)))
        if question.kind == "short_answer":
            return Prompt(self._render("short_answer", question))
        if not examples:
            return Prompt(self._render("multiple_choice_zero_shot", question, examples=examples))
        stop = f"\n{VERDICT}" if letter_apart else f"\nProblem {len(examples) + 2}"
        return Prompt(self._render("multiple_choice_few_shot", question, examples=examples), (stop,), continues=True)

    def letter_alone(self, question: Question, examples: Sequence[Question] = (), *, chat: bool = False) -> Prompt:
        """Ask for the bare letter, without an explanation: a running text that ends in "Answer:", or a chat's turn."""
        if self._bare:
            bare = self._render("answer_only", question, examples=tuple(examples), heading=self.heading(question))
            return Prompt(bare, continues=True)
        chat = chat and not examples
        text = self._answered(examples, "\n\n") if examples else ""
        return Prompt(self._render("letter_alone", question, answered=text, chat=chat), continues=not chat)

    def cloze(self, question: Question, option: Option, examples: Sequence[Question] = ()) -> Prompt:
        """A running text with one option in its place; the part of kind 'scored' is what its probability is asked of.

        Worked examples stand before it in the same words, each with its right option.
        """
        mark = self._marks.mark
        before = ""
        for example in examples:
            right = next(o for o in example.options if o.label in example.key)
            assert self.development is not None
            before += self._cloze_text(example, right, self.development, "") + "\n\n"
        text = self._cloze_text(question, option, self.form, mark("scored"))
        messages = self._marks.messages(mark("message", "user") + before + (mark("shared") if before else "") + text)
        return Prompt(messages, continues=True)

    def _cloze_text(self, question: Question, option: Option, form: Form, scored_begins: str) -> str:
        return self._text(
            "cloze",
            exam=self.exam,
            question=question,
            option=option,
            passage=form.passage_of(question),
            images=lambda images: "".join("\n" + self._picture(i, form, self._pictures) for i in images),
            scored_begins=scored_begins,
        )

    def _answered(self, examples: Sequence[Question], end: str) -> str:
        """Worked examples with their letters alone."""
        assert self.development is not None
        return "".join(
            f"{self._present(e, self.development, self._pictures)}\nAnswer: {', '.join(e.key)}{end}" for e in examples
        )

    @property
    def _pictures(self) -> Pictures:
        return "embed" if self.vision else "tag"

    def letter(self, question: Question, prompt: Prompt, explanation: str) -> Prompt:
        """Ask for the bare letter after an explanation already given in reply to `prompt`."""
        layout = "few-shot" if prompt.continues else "zero-shot"
        more = self._render("letter", question, explanation=explanation, layout=layout)
        if not prompt.continues:
            return Prompt(prompt.messages + more)
        *before, last = prompt.messages
        return Prompt((*before, Message(last.role, (*last.parts, *more[0].parts))), ("]",), continues=True)

    def heading(self, question: Question) -> str:
        """What stands above the answer-only layout, as the exam's recipe has it; '' without one."""
        recipe = self.exam.recipe
        if recipe is None:
            return ""
        name = question.section.replace("_", " ")
        return "\n".join(filter(None, (recipe.heading.replace("{section}", name), recipe.note)))

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

    def grading(
        self, question: Question, answer: str, fence: str, criterion: Criterion | None = None, hidden: str = ""
    ) -> Prompt:
        """Ask a grading model for points by the question's rubric, or for one criterion of it. `hidden`: text of
        the anchor that is graded itself, and so not shown among the graded answers."""
        assert question.rubric is not None
        if criterion is not None:
            name = "grade_criterion"
            return Prompt(self._render(name, question, answer=answer, fence=fence, criterion=criterion))
        shown = tuple(a for a in anchors_of(self.form.anchors, question) if a.text != hidden)
        name = grading_template(self.form, question)
        return Prompt(self._render(name, question, answer=answer, fence=fence, anchors=shown))

    def _render(self, name: str, question: Question, **variables: Any) -> tuple[Message, ...]:
        pictures = self._pictures
        if question.kind == "free_response":
            pictures = "transcription"
        examples = tuple(variables.get("examples", ()))
        mark = self._marks.mark
        text = self._text(
            name,
            exam=self.exam,
            question=question,
            present=lambda shown: self._present(shown, self.form, pictures),
            worked=self._worked(examples, pictures, variables.get("heading", "")) if examples or self._bare else "",
            message=lambda role: mark("message", role),
            shared_ends=mark("shared"),
            continue_message=mark("message"),
            **variables,
        )
        messages = self._marks.messages(text)
        follows = name in ("letter", "code_second_look")  # turns after a prompt that has the system message already
        return messages if follows or name.startswith("grade_") else with_system(messages, self.system)

    def _text(self, name: str, **variables: Any) -> str:
        """A template's text. InputError with its file and line where it cannot be filled in."""
        try:
            if name not in self._templates:
                own = () if name.startswith("grade_") else template_folders(self.persona, self.exam.id)
                self._templates[name] = environment(*own, self.exam.folder / "prompts").get_template(f"{name}.jinja")
            return fill(self._templates[name], **variables)
        except TEMPLATE_FAULTS as error:
            raise InputError(
                f"prompt template {name}.jinja: {reason(error)}",
                where=self.persona or self.exam.folder / "prompts",
                hint="templates of an exam folder run in a sandbox: see docs/own-exam.md",
            ) from None

    @property
    def _bare(self) -> bool:
        return self.layout == "answer-only"

    def _worked(self, examples: tuple[Question, ...], pictures: Pictures, heading: str = "") -> str:
        """The worked examples as text: the same for every question of a section, so rendered once."""
        key = (tuple(e.id for e in examples), pictures, heading)
        if key not in self._worked_texts:
            self._worked_texts[key] = self._text(
                "answer_only_examples" if self._bare else "worked_examples",
                examples=examples,
                present=lambda shown: self._present(shown, self.development or self.form, pictures),
                verdict=_verdict,
                answer_of=_answer,
                heading=heading,
            )
        return self._worked_texts[key]

    def _present(self, question: Question, form: Form, pictures: Pictures) -> str:
        return self._text(
            "answer_only_question" if self._bare and question.kind not in _LONG else "question",
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
        unused = unused_templates(self.form, bare=self._bare, route=self.route)
        own = template_folders(self.persona, self.exam.id)[::-1]
        for folder in (package_folder() / "prompts", self.exam.folder / "prompts", *own):
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


def _answer(example: Question) -> str:
    """What stands after "Answer:": the letters, or the first accepted answer, a line for each of its spans as one."""
    return ", ".join(example.key) if example.options else SPANS_APART.join(example.key[0].split("\n"))
