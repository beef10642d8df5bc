"""Hold every translation of a benchmark that lies in a folder against its original: keys, options, figures.

    python benchmarks/translated_sets.py --questions FOLDER [mmlu mgsm …]

Exit code 1 where a key moved. The sets are not ours, so nothing of them is in the tests.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from exams.checks.translation import compare_translation
from exams.errors import InputError
from exams.files.exam_folder import load_exam
from exams.loaders.translations.translated_sets import translated_sets


def main() -> int:
    """Print a line for each language; the number of moved keys decides the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("exams", nargs="*", default=["mmlu", "mgsm", "truthfulqa"])
    options = parser.parse_args()
    moved = 0
    for name in options.exams:
        try:
            sets = translated_sets(load_exam(name), options.questions, "all")
        except InputError as error:
            print(f"{name}: {error}")
            continue
        for found in sets:
            form = found.found.form
            if found.original is None or not form.head.translation_of:
                print(f"{name} {found.language}: {len(form.questions)} questions, the original")
                continue
            check = compare_translation(found.original, form)
            moved += len(check.keys)
            print(f"{name} {found.language}: {'; '.join(check.lines)}")
    print(f"{moved} keys moved")
    return 1 if moved else 0


if __name__ == "__main__":
    sys.exit(main())
