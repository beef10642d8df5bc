"""A benchmark asked in several languages: which there are, and what the plan of one of them differs in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam
from exams.form import Form

if TYPE_CHECKING:
    from examsim.running.run_plan import Settings


class Spoken(NamedTuple):
    """What of a plan hangs on the language. `told`: what a reader must know of the translation."""

    exam: Exam
    settings: Settings
    form: Form
    examples: Form | None
    told: tuple[str, ...]


def language_tags(exam_name: str, folder: Path | None, wanted: str, form: str | None) -> list[str]:
    """The languages to be asked, the exam's own first. InputError where there are none, or none of those wanted."""
    from exams.loaders.translations.translated_sets import translated_sets

    if form is not None:
        raise InputError("--form and --language both choose the questions", hint="leave one of them out")
    return [found.language for found in translated_sets(load_exam(exam_name), folder, wanted)]


def in_language(exam: Exam, settings: Settings, folder: Path | None, wanted: str, language: str) -> Spoken:
    """Form, examples, shots and heading of one language among those wanted."""
    from exams.checks.translation import compare_translation
    from exams.loaders.translations.translated_sets import translated_sets

    sets = {found.language: found for found in translated_sets(exam, folder, wanted)}
    if language not in sets:
        raise InputError(f"no language {language!r} here", hint=f"there are: {', '.join(sets)}")
    own = sets[language]
    form, recipe = own.found.form, exam.recipe
    if settings.shots is None and own.shots is not None:
        settings = replace(settings, shots=own.shots)
    told: list[str] = []
    if own.original is not None and form.head.translation_of:
        told += compare_translation(own.original, form).lines
    elif own.original is None:
        told.append(f"the original in {exam.language} is not at hand: nothing is compared with it")
    if recipe is not None and language != exam.language:
        if own.heading:
            recipe = recipe.model_copy(update={"heading": own.heading})
        elif recipe.heading:
            told.append(f"the fixed words of the prompt ('Answer:' and the heading) are in {exam.language}")
        exam = exam.model_copy(update={"recipe": recipe, "language": language})
    return Spoken(exam, settings, form, own.found.examples, tuple(told))
