"""Published results drawn in grey behind one's own: those of Figure 4 of the GPT-4 report."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field

from exams.errors import InputError
from exams.files.exam_folder import shipped_folder
from reports.drawing.frame import Key

REFERENCES = ("gpt4-report",)
_COLUMNS = (
    ("gpt4", "GPT-4 (published)", "quiet"),
    ("gpt4_novision", "GPT-4, no vision (published)", "middle"),
    ("gpt35", "GPT-3.5 (published)", "faint"),
)


@dataclass(frozen=True)
class Reference:
    """Grey ticks by exam, the legend's entries for them, and the line of the foot that says where they come from."""

    ticks: dict[str, tuple[tuple[float, str, str], ...]] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=list)
    note: str = ""


def read_reference(name: str) -> Reference:
    """The published values of `name`; InputError where there is none of that name."""
    if name not in REFERENCES:
        raise InputError(f"no reference {name!r}", hint=f"there are: {', '.join(REFERENCES)}")
    with (shipped_folder() / name / "figure4.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ticks = {}
    for row in rows:
        # Drawn in this order: where two values are one, the darker tick of GPT-4 lies on top.
        own = [(float(row[c]), role, words) for c, words, role in reversed(_COLUMNS) if row[c]]
        if own:
            ticks[row["exam"]] = tuple(own)
    bare = [row["label"] for row in rows if row["exam"] not in ticks]
    note = (
        "Grey ticks: GPT-4 Technical Report (2023), Figure 4, lower bounds among the populations of its time; "
        f"nothing to draw for {', '.join(bare)} (below the 5th)."
    )
    return Reference(ticks, [Key(words, None, role=role) for _, words, role in _COLUMNS], note)
