"""Points that the GPT-4 report's Tables 8 and 10, and the bar exam's authors, give for whole exams.

Full sets, flagged questions included. GPT-3.5 has no counts anywhere; the run without vision has those of Table 8, and
Table 10's free responses where the exam has any.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

Points = dict[str, tuple[float, float]]  # section id → earned, possible


def report_counts(folder: Path, sections: Mapping[str, frozenset[str]]) -> dict[tuple[str, str], str]:
    """(exam id, column of Table 1) → 'mcq=76/100 frq=30/46'; only exams all of whose sections are known.

    folder: that of the report's tables. sections: exam id → ids of its sections.
    """
    vision = _table10(folder)
    vision["ube"] = _bar_exam(folder)
    blind: dict[str, Points] = {
        exam: {s: p for s, p in points.items() if s == "frq"} for exam, points in vision.items()
    }
    for row in _rows(folder / "table8.csv"):
        if row["section"]:
            blind.setdefault(row["exam"], {})[row["section"]] = (float(row["rlhf_right"]), float(row["questions"]))
    found = {}
    for column, by_exam in (("gpt4", vision), ("gpt4_novision", blind)):
        for exam, points in by_exam.items():
            if set(points) == set(sections.get(exam, ())):
                found[exam, column] = " ".join(f"{s}={earned:g}/{most:g}" for s, (earned, most) in points.items())
    return found


def _table10(folder: Path) -> dict[str, Points]:
    found: dict[str, Points] = {}
    for row in _rows(folder / "table10.csv"):
        if row["clean_max"]:
            earned = float(row["clean_points"]) + float(row["flagged_points"])
            possible = float(row["clean_max"]) + float(row["flagged_max"])
            found.setdefault(row["exam"], {})[row["section"]] = (earned, possible)
    return found


def _bar_exam(folder: Path) -> Points:
    found: Points = {}
    for row in _rows(folder / "bar_exam.csv"):
        earned, possible = found.get(row["section"], (0.0, 0.0))
        found[row["section"]] = (earned + float(row["points"]), possible + float(row["max_points"]))
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
