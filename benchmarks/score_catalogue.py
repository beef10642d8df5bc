"""CPU seconds to score the 34 exams of the GPT-4 report for 3 models with 1,000 bootstrap draws each, on one core.

Run: `python benchmarks/score_catalogue.py`. Full-length forms with a tenth of the questions flagged, every alternative
scale and every population included. Numbers are CPU time (user + system), imports left out.
"""

from __future__ import annotations

import os
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from exams.exam import Exam
from exams.files.exam_folder import load_exam
from exams.suites.suite import load_suite
from scoring.score_exam import score_exam
from scoring.sittings import Block, Sitting, sitting_of

MODELS = 3
DRAWS = 1000


def state(exam: Exam, rng: np.random.Generator) -> Sitting:
    blocks = []
    for section in exam.section:
        flagged = section.questions // 10
        clean = section.questions - flagged
        each = section.points / section.questions
        right = [float(rng.binomial(n, rng.uniform(0.4, 0.9))) * each for n in (clean, flagged)]
        blocks.append(Block(section.id, clean, right[0], clean * each, flagged, right[1], flagged * each))
    return sitting_of(exam, blocks)


def main() -> None:
    rng = np.random.default_rng(0)
    names = [e.id for e in load_suite("gpt4-report").exam]
    sittings = [(load_exam(n), state(load_exam(n), rng)) for n in names for _ in range(MODELS)]
    warm = sittings[0]
    score_exam(warm[0], warm[1].form, warm[1].grades, model="warm", audit=warm[1].audit, n_resamples=10)
    slowest: dict[str, float] = {}
    start = time.process_time()
    for exam, one in sittings:
        before = time.process_time()
        score_exam(exam, one.form, one.grades, model="m", audit=one.audit, n_resamples=DRAWS)
        slowest[exam.id] = slowest.get(exam.id, 0.0) + time.process_time() - before
    spent = time.process_time() - start
    print(f"{len(names)} exams x {MODELS} models x {DRAWS} draws: {spent:.2f} CPU s")
    for name, seconds in sorted(slowest.items(), key=lambda item: -item[1])[:5]:
        print(f"  {name}: {seconds:.2f} s")


if __name__ == "__main__":
    main()
