"""Drafts become a form: ids unique, equal passages one, pictures named, sections those of the exam."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from exams.errors import InputError
from exams.exam import Exam
from exams.files.toml_records import first_fault
from exams.loaders.draft import Draft, DraftOption, DraftPassage, Picture
from exams.loaders.options.option_text import letter
from exams.question import Image, Option, Passage, Question

_KINDS = {"free_response": "free_response", "code": "code"}


@dataclass(frozen=True)
class Place:
    """File, line where there is one, and else a word for the place in the file ('record 12')."""

    file: Path
    line: int | None
    word: str


@dataclass
class Assembly:
    """What has been put together so far; `places` says where each question stood."""

    questions: list[Question] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)
    pictures: dict[str, bytes | Path] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=dict)
    _passage_ids: dict[DraftPassage, str] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)

    def add(self, draft: Draft, source: Path, stem: str, section: str) -> None:
        """Add one draft as a question. InputError naming file and line if it is no usable question."""
        number = len(self.questions) + 1
        try:
            options = tuple(self._option(option, i) for i, option in enumerate(draft.options))
            question = Question.model_validate(
                {
                    "id": self._unique(_slug(draft.id) or f"{_slug(stem) or 'q'}-{number}"),
                    "section": section,
                    "kind": draft.kind,
                    "stem": draft.stem,
                    "options": options,
                    "key": draft.key,
                    "passage": None if draft.passage is None else self._passage(draft.passage),
                    "images": self._images(draft.pictures),
                    "points": draft.points,
                    "explanation": draft.explanation,
                    "topic": draft.topic,
                    "model_answer": draft.model_answer,
                    **draft.more,
                }
            )
        except ValidationError as error:
            where = f"{source} {draft.place}" if draft.place and draft.line is None else source
            raise InputError(first_fault(error), where=where, line=draft.line, hint="correct it there") from None
        self._ids.add(question.id)
        self.questions.append(question)
        self.places.append(Place(source, draft.line, draft.place or f"question {number}"))

    def _option(self, option: DraftOption, index: int) -> Option:
        return Option(label=option.label or letter(index), text=option.text, images=self._images(option.pictures))

    def _passage(self, draft: DraftPassage) -> str:
        if draft not in self._passage_ids:
            known = _slug(draft.id)
            name = known if known and known not in self.passages else f"p{len(self.passages) + 1}"
            while name in self.passages:
                name += "x"
            images = self._images(draft.pictures)
            self.passages[name] = Passage(id=name, text=draft.text, title=draft.title, images=images)
            self._passage_ids[draft] = name
        return self._passage_ids[draft]

    def _images(self, pictures: Iterable[Picture]) -> tuple[Image, ...]:
        return tuple(Image(file=self._keep(p), transcription=p.transcription) for p in pictures)

    def _keep(self, picture: Picture) -> str:
        """Name of the picture in the form: its own, or with part of its digest if that name holds another picture."""
        data = picture.data if isinstance(picture.data, bytes) else picture.data.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        name = _slug(picture.name) or f"{digest[:12]}"
        if self._digests.get(name, digest) != digest:
            base = Path(name)
            name = f"{base.stem}-{digest[:12]}{base.suffix}"
        self._digests[name] = digest
        self.pictures.setdefault(name, picture.data)
        return name

    def picture_digests(self) -> list[bytes]:
        """Name and content of every picture, digested: what a cache folder of them is named by."""
        return [hashlib.sha256(f"{name}\0{digest}".encode()).digest() for name, digest in self._digests.items()]

    def _unique(self, name: str) -> str:
        candidate, count = name, self._counts.get(name, 1)
        while candidate in self._ids:
            count += 1
            candidate = f"{name}-{count}"
        self._counts[name] = count
        return candidate


def section_for(draft: Draft, exam: Exam | None, wished: str | None) -> str:
    """Section a draft belongs to: the wished one, its own, or the exam's only section of its kind."""
    if exam is None:
        return wished or draft.section or "questions"
    ids = [section.id for section in exam.section]
    section = wished or draft.section
    if section in ids:
        return section
    topic = draft.topic.strip().replace(" ", "_")
    if wished is None and topic in ids:  # sets that name their sections as topics: MMLU's subjects
        return topic
    if wished is not None:
        raise InputError(f"{exam.id} has no section {wished!r}", hint=f"sections are {', '.join(ids)}")
    kind = _KINDS.get(draft.kind, "multiple_choice")
    fitting = [s.id for s in exam.section if s.kind == kind]
    if len(fitting) == 1:
        return fitting[0]
    what = kind.replace("_", "-")
    have = f"{len(fitting)} {what} sections" if fitting else f"no {what} section"
    raise InputError(f"{exam.id} has {have}", hint=f"say which with --section: {', '.join(fitting or ids)}")


def _slug(name: str) -> str:
    """A name without what an id or a file name may not hold."""
    return re.sub(r"[\s/\\\x00-\x1f]+", "-", name.strip())[:200].strip("-").lstrip(".")
