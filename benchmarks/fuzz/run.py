"""Feed hostile files, replies and bodies to all that reads them: `python benchmarks/fuzz/run.py --inputs N --seed S`.

`--inputs`: of each target, times its weight; `--only WORD`: the targets whose names hold it; `--jobs`: at once;
`--json FILE`: keep the counts, with those of earlier calls. The readers of questions have a fuzzer of their own,
`benchmarks/fuzz_readers.py`, and kills have `kills.py` here. Exit code 1 if anything happened that must not.
"""

from __future__ import annotations

import argparse
import datetime
import json
import multiprocessing
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "support"))

import corpora
import engine
import program_files
import replies

GROUPS = {"files": program_files.TARGETS, "replies": replies.TARGETS, "corpora": corpora.TARGETS}


def main() -> None:
    """Fuzz the targets asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--group", choices=GROUPS)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    chosen = [t for g, ts in GROUPS.items() if asked.group in (None, g) for t in ts if asked.only in t.name]
    work = [(t.name, max(20, int(asked.inputs * t.weight)), asked.seed) for t in chosen]
    rows: dict[str, dict[str, object]] = {}
    if asked.json and asked.json.exists():
        rows = json.loads(asked.json.read_text())["rows"]
    with multiprocessing.get_context("fork").Pool(asked.jobs, maxtasksperchild=1) as pool:
        for name, row in pool.imap(_one, work):
            rows[name] = row
            print(name, json.dumps(row["counts"]), f"{row['cpu']:.0f} s, {row['peak']} MiB", flush=True)
            for example in row.pop("examples"):  # type: ignore[attr-defined]
                print(f"  {example}", flush=True)
            if asked.json:
                told = {"date": str(datetime.date.today()), "machine": json.loads(engine.machine()), "rows": rows}
                asked.json.write_text(json.dumps(told, indent=1))
    print(engine.table(rows))
    sys.exit(any(map(engine.is_bad, rows.values())))


def _one(job: tuple[str, int, int]) -> tuple[str, dict[str, object]]:
    name, inputs, seed = job
    target = next(t for ts in GROUPS.values() for t in ts if t.name == name)
    return name, engine.fuzz(target, inputs, seed)


if __name__ == "__main__":
    main()
