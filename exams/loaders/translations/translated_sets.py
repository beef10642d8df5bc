"""A benchmark's questions in other languages, out of a user's folder, under the names that the original gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from exams.benchmark import QuestionSource, Translation
from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam
from exams.form import Form
from exams.loaders.question_set import QuestionSet, set_in_folder

ALL = "all"


@dataclass(frozen=True)
class TranslatedSet:
    """A benchmark in one language. `original`: the same questions in the exam's own language, where they are at hand.

    `shots` and `heading` are the translation's own, None and '' where it has none.
    """

    language: str
    found: QuestionSet
    original: Form | None
    shots: int | None = None
    heading: str = ""


def translated_sets(exam: Exam, folder: Path | None, wanted: str) -> tuple[TranslatedSet, ...]:
    """The sets of `wanted` languages: 'all', or tags with commas between ('sw,zu'); the exam's own language first.

    The original is cut to the questions that some translation holds, so that nothing is asked that cannot be compared.
    InputError where the exam has no translations, a language is not at hand, or a set is not as it is known.
    """
    return _sets(str(exam.folder), folder, wanted)


@lru_cache(maxsize=8)
def _sets(exam_folder: str, folder: Path | None, wanted: str) -> tuple[TranslatedSet, ...]:
    exam = load_exam(exam_folder)
    if not exam.translation:
        raise InputError(f"{exam.id} has no translations", hint="leave --language out, or give a form with --form")
    if folder is None:
        raise InputError("translations do not ship", hint="give the folder with your copies: --questions DIR")
    if not folder.is_dir():
        raise InputError("no such folder", where=folder, hint="--questions takes a folder that holds the sets")
    held = languages_in(exam, folder)
    tags = list(held) if wanted == ALL else list(dict.fromkeys(t.strip() for t in wanted.split(",") if t.strip()))
    own = exam.language
    if not held:
        names = sorted({p for t in exam.translation for p in t.files})
        raise InputError(f"no translation of {exam.short} here", where=folder, hint=f"files: {', '.join(names)}")
    if absent := [tag for tag in tags if tag != own and tag not in held]:
        known = ", ".join([own, *held])
        raise InputError(f"no {absent[0]!r} of {exam.short} here", where=folder, hint=f"there are: {known}")
    if not tags:
        raise InputError("--language names no language", hint=f"'all', or some of {', '.join([own, *held])}")
    chosen = {tag: held[tag] for tag in tags if tag != own}
    asked = {tag: _translated(exam, translation, tag, folder) for tag, translation in chosen.items()}
    original = _original(exam, list(chosen.values()) or list(held.values()), folder)
    if original is not None and asked:
        original = _cut(original, {q.id for found in asked.values() for q in found.form.questions})
    whole = original.form if original else None
    sets = [
        TranslatedSet(
            tag, _of(found, tag, whole, chosen[tag]), whole, chosen[tag].shots, chosen[tag].headings.get(tag, "")
        )
        for tag, found in asked.items()
    ]
    if original is not None and (wanted == ALL or own in tags):
        shots = next((t.shots for t in (*chosen.values(), *held.values())), None)
        sets.insert(0, TranslatedSet(own, _of(original, own, None, None), original.form, shots))
    elif own in tags:
        raise InputError(f"the original of {exam.short} is not here", where=folder, hint="put its files beside")
    return tuple(sets)


def languages_in(exam: Exam, folder: Path) -> dict[str, Translation]:
    """The languages of which the folder holds files, each with the first set that does."""
    held: dict[str, Translation] = {}
    for translation in exam.translation:
        for tag, name in translation.languages.items():
            if tag not in held and any(True for p in _named(translation.files, name) for _ in folder.rglob(p)):
                held[tag] = translation
    return held


def _named(patterns: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(p.replace("{tag}", name) for p in patterns)


def _translated(exam: Exam, translation: Translation, tag: str, folder: Path) -> QuestionSet:
    name = translation.languages[tag]
    source = QuestionSource(
        id=f"{translation.id}-{tag}",
        title=translation.title.replace("{language}", language_name(tag)),
        files=_named(translation.files, name),
        example_files=_named(translation.example_files, name),
        count=translation.count,
        fingerprint=translation.fingerprints.get(tag, ""),
        example_count=translation.example_count,
        examples_within=translation.examples_within,
        provenance=translation.provenance,
    )
    return set_in_folder(exam, (source,), folder)


def _original(exam: Exam, translations: list[Translation], folder: Path) -> QuestionSet | None:
    """The questions in the exam's own language: its whole set where that lies there, else what a translation brings."""
    for sources in (exam.source, *(tuple(_brought(exam, t)) for t in dict.fromkeys(map(_Same, translations)))):
        if not sources:
            continue
        try:
            return set_in_folder(exam, sources, folder)
        except InputError:
            continue
    return None


class _Same:
    """A translation as a key: pydantic's tables with dicts have no hash."""

    def __init__(self, of: Translation) -> None:
        self.of = of

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.of.id == self.of.id

    def __hash__(self) -> int:
        return hash(self.of.id)


def _brought(exam: Exam, given: _Same) -> Iterator[QuestionSource]:
    translation = given.of
    if translation.original_files:
        yield QuestionSource(
            id=f"{translation.id}-{exam.language}",
            title=translation.title.replace("{language}", language_name(exam.language)),
            files=translation.original_files,
            example_files=translation.original_example_files,
            count=translation.count,
            fingerprint=translation.fingerprints.get(exam.language, ""),
            example_count=translation.example_count,
            examples_within=translation.examples_within,
            provenance=translation.provenance,
        )


def _cut(found: QuestionSet, kept: set[str]) -> QuestionSet:
    """The set without the questions that no translation holds: its id says how many are left."""
    questions = tuple(q for q in found.form.questions if q.id in kept)
    if len(questions) == len(found.form.questions):
        return found
    head = found.form.head
    told = f"{head.source}; the {len(questions):,} of them that a translation holds"
    head = head.model_copy(update={"id": f"{head.id}-{len(questions)}", "source": told})
    return replace(found, form=replace(found.form, head=head, questions=questions))


def _of(found: QuestionSet, tag: str, original: Form | None, translation: Translation | None) -> QuestionSet:
    """The set with its language, and what it is a translation of."""
    update: dict[str, str] = {"language": tag}
    if translation is not None:
        update |= {"translation_of": original.id if original else "", "translated_by": translation.translated_by}
    head = found.form.head.model_copy(update=update)
    return replace(found, form=replace(found.form, head=head))


def language_name(tag: str) -> str:
    """A language's English name; the tag itself where nobody knows it."""
    import langcodes

    try:
        return langcodes.Language.get(tag).display_name()
    except langcodes.tag_parser.LanguageTagError:
        return tag
