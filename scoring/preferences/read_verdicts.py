"""Verdict files: CSV, JSON or JSON lines in any of the known layouts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from exams.errors import InputError
from exams.files.csv_records import records_of
from exams.files.regular_file import read_text
from exams.files.toml_records import first_fault
from scoring.preferences.published_layouts import panda_lm_judge
from scoring.preferences.verdict_layouts import LAYOUTS, layout_of
from scoring.types.preference import Verdict


def read_verdicts(paths: Sequence[Path]) -> tuple[list[Verdict], str, list[str]]:
    """All verdicts of some files, the layout's name, and notes on what could not be used.

    A PandaLM judge's results take the models' names from the test set read with them. InputError for a file that is
    none of the layouts.
    """
    found: list[Verdict] = []
    layouts: list[str] = []
    judges: list[Verdict] = []
    for path in paths:
        rows = read_rows(path)
        try:
            layout = layout_of(list(rows[0]))
            made = panda_lm_judge(rows) if layout == "PandaLM judge" else LAYOUTS[layout][0](rows)
        except InputError as error:
            raise InputError(error.what, where=path, hint=error.hint) from None
        except ValidationError as error:
            raise InputError(first_fault(error), where=path) from None
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"not as its layout has it: {error!r}", where=path, hint="is a column missing?") from None
        layouts.append(layout)
        (judges if layout == "PandaLM judge" else found).extend(made)
    found += _named(judges, found)
    _check(found, paths[0])
    notes = []
    for rater in sorted({v.rater for v in found if v.share is None}):
        own = [v for v in found if v.rater == rater]
        lost = sum(v.share is None for v in own)
        notes.append(f"{rater or 'a rater without a name'}: {lost} of {len(own)} verdicts cannot be used")
    return found, ", ".join(dict.fromkeys(layouts)), notes


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Rows of a CSV file, a JSON list or JSON lines. InputError with the line of a fault."""
    try:
        text = read_text(path, "utf-8-sig")
    except FileNotFoundError:
        raise InputError("there is no such file", where=path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=path) from None
    if path.suffix.lower() in (".json", ".jsonl") or text.lstrip()[:1] in "[{":
        rows = _json_rows(text, path)
    else:
        head = text.partition("\n")[0]
        delimiter = max(",;\t", key=head.count)
        rows = [dict(row) for _, row in records_of(text, path, delimiter)[1]]
    if not rows:
        raise InputError("holds no verdicts", where=path)
    return rows


def _not_json(error: Exception, path: Path, line: int | None) -> InputError:
    """`error`: also of a number of thousands of digits, or of brackets too deep for the reader."""
    deep = "nested too deeply" if isinstance(error, RecursionError) else str(error).partition(": line")[0]
    return InputError(f"not JSON: {deep}", where=path, line=line)


def _json_rows(text: str, path: Path) -> list[dict[str, Any]]:
    made: Any
    if text.lstrip().startswith("["):
        try:
            made = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise _not_json(error, path, getattr(error, "lineno", None)) from None
    else:
        made = []
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                try:
                    made.append(json.loads(line))
                except (ValueError, RecursionError) as error:
                    raise _not_json(error, path, number) from None
    for number, row in enumerate(made, 1):
        if not isinstance(row, dict):
            raise InputError(f"entry {number} is no object", where=path, hint="a list of objects, one a verdict")
    return list(made)


def _named(judges: Sequence[Verdict], found: Sequence[Verdict]) -> list[Verdict]:
    models: Mapping[str, Verdict] = {v.prompt: v for v in found}
    made = []
    for verdict in judges:
        known = models.get(verdict.prompt)
        update = {} if known is None else {"first": known.first, "second": known.second}
        made.append(verdict.model_copy(update=update))
    return made


def _check(verdicts: Sequence[Verdict], path: Path) -> None:
    for number, verdict in enumerate(verdicts, 1):
        if not verdict.first or not verdict.second:
            raise InputError(f"verdict {number} names no model", where=path, hint="name both sides of every verdict")
        if verdict.first == verdict.second:
            raise InputError(f"verdict {number} compares {verdict.first!r} with itself", where=path)
