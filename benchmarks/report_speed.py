"""How long a report of 34 exams and 3 models takes, in CPU seconds: `python benchmarks/report_speed.py`.

The runs are made up (48 questions each, audited, with probabilities); charts in all formats and both themes, tables in
all formats, a page for each run, a comparison with paired tests for each exam. A second report must be byte-identical.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "reports"))

import made_runs

from examsim.results.paired_test import paired_test
from reports.multi_run_report import write_reports

MODELS, QUESTIONS = {"large": 0.8, "small": 0.5, "chance": 0.25}, 45


def make(folder: Path, exams: int) -> None:
    for number in range(exams):
        for model, skill in MODELS.items():
            run = made_runs.run(folder / f"exam-{number}-{model}", model, questions=QUESTIONS, skill=skill, seed=number)
            score = orjson.loads((run / "score.json").read_bytes())
            score |= {"exam": f"exam-{number}", "exam_name": f"Exam {number}", "exam_short": f"Exam {number}"}
            (run / "score.json").write_bytes(orjson.dumps(score))


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        found.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return found.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exams", type=int, default=34)
    exams = parser.parse_args().exams
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make(folder / "runs", exams)
        digests = []
        for name in ("one", "two"):
            start = time.process_time()
            write_reports([folder / "runs"], folder / name, None, paired_test)
            seconds = time.process_time() - start
            files = [p for p in (folder / name).rglob("*") if p.is_file()]
            size = sum(p.stat().st_size for p in files) / 1e6
            print(f"{exams} exams x {len(MODELS)} models: {seconds:.1f} CPU s, {len(files)} files, {size:.0f} MB")
            digests.append(digest(folder / name))
        print("byte-identical" if digests[0] == digests[1] else "NOT byte-identical")


if __name__ == "__main__":
    main()
