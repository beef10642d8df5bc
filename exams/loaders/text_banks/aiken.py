"""Aiken: a one-line question, options 'A. …' or 'A) …', then 'ANSWER: B'; an optional 'FEEDBACK:' line follows."""

from __future__ import annotations

import re

from exams.loaders.draft import Draft, DraftOption
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.source import Source

_OPTION = re.compile(r"([A-Z])[.)]\s+(.*)")
_ANSWER = re.compile(r"ANSWER:\s*([A-Z])\s*")
_LOOSE = re.compile(r"^ANSWER:(?![ \t]*[A-Z][ \t]*$)|^Answer:", re.MULTILINE)
_SNIFF = re.compile(r"^A[.)] .*\n(?:.*\n){1,40}?ANSWER:", re.MULTILINE)


def _sniff(source: Source) -> bool:
    text = source.sample_text
    loose = _LOOSE.search(text) is not None  # several letters, other words: that is read as lettered text
    return source.suffix in (".txt", ".aiken", "") and _SNIFF.search(text) is not None and not loose


def _read(source: Source, _: ImportOptions) -> Read:
    stem: list[str] = []
    options: list[DraftOption] = []
    first = 0
    pending: Draft | None = None
    for number, line in enumerate(source.text.split("\n"), 1):
        text = line.strip()
        if pending is not None and text.startswith("FEEDBACK:"):
            yield Draft(**{**vars(pending), "explanation": text.removeprefix("FEEDBACK:").strip()})
            pending = None
            continue
        if pending is not None and text:
            yield pending
            pending = None
        if match := _ANSWER.fullmatch(text):
            if not stem or not options:
                yield source.fault("an ANSWER without question and options before it", line=number)
            else:
                pending = Draft("\n".join(stem), options=tuple(options), key=(match[1],), line=first)
            stem, options = [], []
        elif stem and (match := _OPTION.fullmatch(text)):
            options.append(DraftOption(match[2], match[1]))
        elif text and options:
            yield source.fault("neither an option nor ANSWER", line=number, hint="one line per option, then ANSWER: X")
            stem, options = [text], []
            first = number
        elif text:
            first = first if stem else number
            stem.append(text)
    if pending is not None:
        yield pending
    if stem:
        yield source.fault("a question without ANSWER", line=first, hint="end it with a line ANSWER: X")


READER = FileReader("aiken", "Aiken: question, lettered options, ANSWER: X", _sniff, _read)
