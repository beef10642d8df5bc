"""A table of results whose every cell knows the run it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NOT_MEASURED = "–"


@dataclass(frozen=True)
class Cell:
    """Text as printed, its number where it is one, the id of its run, and marks that the notes below explain."""

    text: str
    value: float | None = None
    run: str = ""
    marks: str = ""

    @property
    def printed(self) -> str:
        """The text with its marks."""
        return self.text + self.marks


@dataclass(frozen=True)
class Column:
    """Heading of a column; numbers are set to the right."""

    name: str
    numeric: bool = True


@dataclass(frozen=True)
class Source:
    """The run behind some of the cells: all that is needed to find it again."""

    run: str
    exam: str
    model: str
    form: str
    folder: str
    page: str = ""


@dataclass(frozen=True)
class Table:
    """A titled table. `name` is its file name, `notes` are under it, `sources` are the runs that its cells name."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def pages(self) -> dict[str, str]:
        """Run id → its page in the report."""
        return {s.run: s.page for s in self.sources}

    def trace(self) -> list[tuple[str, str, str, str]]:
        """Row name, column name, text, run id of every cell that comes from a run."""
        return [
            (row[0].text, column.name, cell.text, cell.run)
            for row in self.rows
            for column, cell in zip(self.columns, row, strict=True)
            if cell.run
        ]


@dataclass(frozen=True)
class FootnoteMark:
    """A footnote sign and what it says."""

    sign: str
    meaning: str


PRACTICE = FootnoteMark("†", "practice form: questions written for examsim, not a real paper")
SELF_GRADED = FootnoteMark("‡", "free responses graded by the candidate model itself")
CLEAN = FootnoteMark("*", "score without the contaminated questions; on all questions it is higher")
APPROXIMATE = FootnoteMark("§", "the percentile table or scale is approximate, inferred, second-hand or extrapolated")
UNGRADED = FootnoteMark("¶", "some answers are not graded yet")
UNCHECKED = FootnoteMark("°", "nobody looked whether the questions are in a training corpus")
UNLINKED = FootnoteMark("¬", "the form is taken to be as hard as the real exam: unchecked")
INCOMPLETE = FootnoteMark("‖", "incomplete: some questions failed, and count neither as right nor as wrong")
HANDED_IN_EMPTY = FootnoteMark("¤", "some replies were refused or cut off and count as wrong")
MARKS = (CLEAN, PRACTICE, UNLINKED, SELF_GRADED, APPROXIMATE, UNGRADED, UNCHECKED, INCOMPLETE, HANDED_IN_EMPTY)


def notes_for(rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """One note for each mark that occurs in the rows."""
    used = {sign for row in rows for cell in row for sign in cell.marks}
    return tuple(f"{m.sign} {m.meaning}." for m in MARKS if m.sign in used)
