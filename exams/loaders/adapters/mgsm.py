"""MGSM (Shi et al. 2022, arXiv:2210.03057): TSV without a header, the problem and its answer as a number."""

from __future__ import annotations

from itertools import islice

from exams.errors import InputError
from exams.loaders.draft import Draft
from exams.loaders.options.short_answer import number_text
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.source import Source
from exams.loaders.tables.table import headerless_cells


def _sniff(source: Source) -> bool:
    if source.suffix != ".tsv" or not source.stem.startswith("mgsm"):
        return False
    try:
        first = [cells for _, cells in islice(headerless_cells(source), 3)]
    except InputError:
        return False
    return bool(first) and all(len(cells) == 2 and number_text(cells[1]) is not None for cells in first)


def _read(source: Source, _: ImportOptions) -> Read:
    for line, cells in headerless_cells(source):
        number = number_text(cells[1]) if len(cells) == 2 else None
        if number is None:
            yield source.fault(f"{len(cells)} cells, no number at the end", line=line, hint="problem, tab, number")
            continue
        yield Draft(cells[0], kind="numeric", key=(number,), line=line)


READER = FileReader("mgsm", "MGSM: problem and number, tab-separated, no header", _sniff, _read)
