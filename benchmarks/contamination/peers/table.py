"""The Markdown table of docs/contamination-peers.md, from the lines of JSON that the peers' scripts wrote.

python table.py figures.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from textwrap import fill
from typing import Any

KINDS = ("verbatim", "case", "html", "markdown", "pdf", "edits 1%", "edits 3%", "edits 5%")
KINDS += ("reordered", "half", "synonyms", "rewritten")
HARD_NEGATIVES = ("topic", "boilerplate", "numbers")


def share(counts: list[int]) -> str:
    return f"{100 * counts[0] / counts[1]:.0f}" if counts[1] else "n/a"


def recall_table(rows: list[dict[str, Any]]) -> str:
    lines = ["| program | rule | " + " | ".join(KINDS) + " |", "|---|---|" + "---:|" * len(KINDS)]
    for row in rows:
        mark = "†" if row["precision"] is None else ""
        cells = [f"{row['peer']}{mark}", row["rule"], *(share(row["recall"][kind]) for kind in KINDS)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def cost_table(rows: list[dict[str, Any]]) -> str:
    head = ("program", "rule", "questions named", "question precision", "document precision")
    head += (*HARD_NEGATIVES, "background", "MB/s", "of MB", "ready, CPU s", "peak MB")
    lines = ["| " + " | ".join(head) + " |", "|---|---|" + "---:|" * (len(head) - 2)]
    for row in rows:
        named = row["precision"] is not None
        flagged, documents = row["background"]
        cells = [
            *(row["peer"], row["rule"], f"{row['called']:,}" if named else "none"),
            f"{row['precision']:.3f}" if named else "n/a",
            f"{row['document_precision']:.3f}",
            *(share(row["recall"][kind]) for kind in HARD_NEGATIVES),
            f"{flagged:,} of {documents:,}",
            f"{row['speed']:.2g}" if row["speed"] < 100 else f"{row['speed']:.0f}",
            *(f"{row['megabytes']:.0f}", f"{row['build_seconds']:.0f}", f"{row['peak_megabytes']:,.0f}"),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def versions(rows: list[dict[str, Any]]) -> str:
    told = dict.fromkeys(f"{r['peer']} {r['version']} (Python {r['python']})" for r in rows)
    days = sorted({r["day"] for r in rows})
    return fill(f"Versions: {', '.join(told)}. Measured {' and '.join(days)}.", 118, break_on_hyphens=False)


def main(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows.sort(key=lambda row: (row["peer"] != "examsim", row["peer"].lower()))  # examsim first, peers by name
    print(recall_table(rows), cost_table(rows), versions(rows), sep="\n\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
