"""Two banks whose lines begin with a mark: OpenTriviaQA ('#Q', '^') and LogiQA 1.0 (a key letter above eight lines)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exams.loaders.draft import Draft, DraftPassage
from exams.loaders.options.option_text import letter, lettered
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.source import Source

_TRIVIA = re.compile(r"^#Q [^\n]+\n(?:[^\n#^]+\n)*\^ [^\n]+\nA ", re.MULTILINE)
_LOGIQA = re.compile(r"\s*[a-d]\n[^\n]+\n[^\n]+\nA\s?\.[^\n]*\nB\s?\.")


def _sniff_trivia(source: Source) -> bool:
    return _TRIVIA.search(source.sample_text) is not None


def _read_trivia(source: Source, _: ImportOptions) -> Read:
    """'#Q' and the lines of the question, '^' and the right answer, 'A x' …; a blank line ends a question."""
    for first, lines in _runs(source.text):
        stem: list[str] = []
        options: list[str] = []
        right = ""
        for line in lines:
            mark, _blank, text = line.partition(" ")
            if line.startswith("#Q"):
                stem.append(line[2:].strip())
            elif mark == "^":
                right = text.strip()
            elif right and mark == letter(len(options)):
                options.append(text.strip())
            elif options:
                options[-1] += f"\n{line}"
            else:
                stem.append(line)
        known = [o.casefold() for o in options]
        if not stem or known.count(right.casefold()) != 1:
            yield source.fault(
                f"the answer {right[:40]!r} is not one of the options", line=first, hint="correct it there"
            )
            continue
        yield Draft(
            "\n".join(stem), options=lettered(options), key=(letter(known.index(right.casefold())),), line=first
        )


def _sniff_logiqa(source: Source) -> bool:
    return source.suffix in (".txt", "") and _LOGIQA.match(source.sample_text) is not None


def _read_logiqa(source: Source, _: ImportOptions) -> Read:
    """Blank line, key, passage, question, four options."""
    for first, lines in _runs(source.text):
        options = [m for line in lines[3:] if (m := re.fullmatch(r"([A-H])\s?[.．、]\s*(.*)", line)) is not None]
        marks = [m[1] for m in options]
        if len(lines) < 5 or len(options) != len(lines) - 3 or marks != [letter(i) for i in range(len(marks))]:
            yield source.fault("not a key, a passage, a question and its options, a line each", line=first)
            continue
        texts = [m[2].strip() for m in options]
        yield Draft(
            lines[2],
            options=lettered(texts),
            key=(lines[0].strip().upper(),),
            passage=DraftPassage(lines[1]),
            line=first,
        )


def _runs(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are not blank, with the number of the first."""
    run: list[str] = []
    start = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            start = start if run else number
            run.append(line.strip())
        elif run:
            yield start, run
            run = []


TRIVIA = FileReader("opentriviaqa", "OpenTriviaQA: #Q, ^ and lettered answers", _sniff_trivia, _read_trivia)
LOGIQA = FileReader("logiqa-text", "LogiQA 1.0 as text: key, passage, question, options", _sniff_logiqa, _read_logiqa)
