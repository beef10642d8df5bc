"""A table as Markdown, LaTeX (booktabs), CSV, XLSX: for a paper, a repository, a spreadsheet.

Every format carries the notes and says from which run each cell comes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from exams.errors import InputError
from exams.files.atomic_write import atomic_write
from reports.escaping import latex, markdown, one_line, spreadsheet
from reports.tables.table import Table
from reports.tables.table_workbook import workbook


def write_table(table: Table, folder: Path, formats: tuple[str, ...] = ("md", "tex", "csv", "xlsx")) -> list[Path]:
    """Write the table into `folder` in each format; returns the paths."""
    paths = []
    for kind in formats:
        if kind not in WRITERS:
            raise InputError(f"no table format {kind!r}", hint=f"use {', '.join(WRITERS)}")
        for name, data in WRITERS[kind](table).items():
            with atomic_write(folder / name, durable=False) as file:
                file.write(data)
            paths.append(folder / name)
    return paths


def to_markdown(table: Table) -> str:
    """A pipe table with its notes and the runs behind it."""
    rule = [":--" if not c.numeric else "--:" for c in table.columns]
    lines = [f"**{markdown(table.title)}**", ""]
    for row in ([c.name for c in table.columns], rule, *([c.printed for c in r] for r in table.rows)):
        lines.append("| " + " | ".join(cell if row is rule else markdown(cell) for cell in row) + " |")
    lines += ["", *(markdown(n) + "  " for n in table.notes), "", "Runs:", ""]
    lines += [
        f"- {markdown(s.exam)}, {markdown(s.model)}: {markdown(s.run)} (form {markdown(s.form)})" for s in table.sources
    ]
    return "\n".join(lines) + "\n"


def to_latex(table: Table) -> str:
    """A booktabs table with the notes below it; needs \\usepackage{booktabs} and, for † ‡ § ¶ °, textcomp."""
    spec = "".join("l" if not c.numeric else "r" for c in table.columns)
    lines = [
        "% \\usepackage{booktabs,textcomp}",
        "\\begin{table}",
        f"\\caption{{{latex(table.title)}}}",
        f"\\label{{tab:{table.name}}}",
        f"\\begin{{tabular}}{{{spec}}}",
        "\\toprule",
        " & ".join(latex(c.name) for c in table.columns) + " \\\\",
        "\\midrule",
        *(" & ".join(latex(c.printed) for c in row) + " \\\\" for row in table.rows),
        "\\bottomrule",
        "\\end{tabular}",
        *(f"\\par\\footnotesize {latex(note)}" for note in table.notes),
        "\\end{table}",
    ]
    lines += [f"% {latex(s.exam)}, {latex(s.model)}: run {latex(s.run)}, form {latex(s.form)}" for s in table.sources]
    return "\n".join(lines) + "\n"


def to_csv(table: Table) -> str:
    """The cells as printed, marks and all; `to_trace_csv` has them one by one."""
    rows: list[list[str]] = [[c.name for c in table.columns]]
    rows += [[cell.printed for cell in row] for row in table.rows]
    return _csv(rows)


def to_trace_csv(table: Table) -> str:
    """One line for each cell: where it stands, what it says, from which run."""
    known = {s.run: s for s in table.sources}
    rows = [["row", "column", "text", "run", "exam", "model", "form"]]
    for row, column, text, run in table.trace():
        source = known[run]
        rows.append([row, column, text, run, source.exam, source.model, source.form])
    return _csv(rows)


def _csv(rows: list[list[str]]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerows([spreadsheet(one_line(c, 2_000)) for c in row] for row in rows)
    return held.getvalue()


WRITERS: dict[str, Callable[[Table], dict[str, bytes]]] = {
    "md": lambda t: {f"{t.name}.md": to_markdown(t).encode()},
    "tex": lambda t: {f"{t.name}.tex": to_latex(t).encode()},
    "csv": lambda t: {f"{t.name}.csv": to_csv(t).encode(), f"{t.name}.runs.csv": to_trace_csv(t).encode()},
    "xlsx": lambda t: {f"{t.name}.xlsx": workbook(t)},
}
