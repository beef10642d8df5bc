"""A packet as a workbook and as CSV, for graders who would rather not use the page: one row per criterion."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

from exams.files.atomic_write import atomic_write, write_text
from reports.escaping import spreadsheet
from reports.packets.packet import Packet
from reports.tables.without_time import without_time

COLUMNS = ("id", "question", "criterion", "asks for", "least", "most", "points", "comment")
CELL = 32_000  # characters; a cell of a workbook holds 32,767


def write_packet_csv(path: Path, packet: Packet) -> Path:
    """One row per answer and criterion; the answer is in the first row of each, the question in `asks for` too."""
    held = StringIO()
    writer = csv.writer(held)
    writer.writerow((*COLUMNS, "answer"))
    texts = {a.id: a.text for a in packet.answers}
    for row in packet_rows(packet):
        writer.writerow((*row, spreadsheet(texts.pop(str(row[0]), ""))))
    write_text(path, held.getvalue())
    return path


def write_packet_workbook(path: Path, packet: Packet) -> Path:
    """Sheets: 'grades' to be filled in, 'answers', 'questions'. Long texts go on in the next row."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    grades = book.create_sheet("grades")
    grades.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGH", (18, 12, 10, 70, 7, 7, 9, 50), strict=True):
        grades.column_dimensions[letter].width = width
    grades.append(list(COLUMNS))
    for row in packet_rows(packet):
        grades.append(list(row))
    answers = book.create_sheet("answers")
    answers.column_dimensions["C"].width = 120
    answers.append(["id", "question", "answer"])
    for answer in packet.answers:
        label = spreadsheet(packet.questions[answer.question].label)
        for piece in _pieces(answer.text):
            answers.append([answer.id, label, piece])
    questions = book.create_sheet("questions")
    questions.column_dimensions["C"].width = 120
    questions.append(["question", "what", "text"])
    for question in packet.questions:
        levels = "\n".join(f"{level.points:g}: {level.text}" for level in question.rubric.levels)
        parts = {
            "passage": question.passage,
            "question": question.stem,
            "levels": levels,
            "notes": question.guidance,
            "graded answers": question.examples,
        }
        for what, text in {**parts, "model answer": question.model_answer}.items():
            for piece in _pieces(text) if text else ():
                questions.append([spreadsheet(question.label), what, piece])
    held = BytesIO()
    book.save(held)
    with atomic_write(path) as file:
        file.write(without_time(held.getvalue()))
    return path


def packet_rows(packet: Packet) -> Iterator[tuple[str | float, ...]]:
    """The rows to fill in; `points` and `comment` are empty."""
    for answer in packet.answers:
        question = packet.questions[answer.question]
        for step in question.steps:
            asks = spreadsheet(step.text[:CELL])
            label = spreadsheet(question.label)
            yield (answer.id, label, spreadsheet(step.id), asks, step.allowed[0], step.allowed[-1], "", "")


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, max(1, len(text)), CELL - 1000):
        yield spreadsheet(text[start : start + CELL - 1000])
