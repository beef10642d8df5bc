"""Published completions of GPT-3.5 scored anew: their ROUGE-L, and verdicts beside those of people and of a judge.

Run: `python benchmarks/probes/completions.py --logs FOLDER`, FOLDER with shahriargolchin/time-travel-in-llms'
results/gpt3.5/*/*/*.csv (Apache-2.0): fourteen files of ten guided and ten general completions, two annotators.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from contamination.probes.completion import Label, label_of, rouge_l, shown_by
from contamination.probes.exact_tests import paired_difference

CENT = 0.005 + 1e-9  # half of the logged value's last digit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--logs", type=Path, required=True)
    files = sorted(parser.parse_args().logs.rglob("gpt3.5/*/*/*.csv"))
    values = same = near = agree = judged = 0
    for path in files:
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        references = [r.get("second_piece") or r["sentence2"] for r in rows]
        own = {
            k: [rouge_l(a, r[f"generated_{k}_completion"]) for a, r in zip(references, rows, strict=True)]
            for k in ("guided", "general")
        }
        for kind, scores in own.items():
            for score, row in zip(scores, rows, strict=True):
                logged = float(row[f"rouge_score_for_{kind}_completion"])
                values += 1
                same += abs(score - logged) <= CENT
                near += abs(score - logged) <= 0.01 + 1e-9
        ours = shown_by([label_of(a, r["generated_guided_completion"]) for a, r in zip(references, rows, strict=True)])
        people = [shown_by([_label(r[f"annotator{n}_evaluation"]) for r in rows]) for n in (1, 2)]
        judge = shown_by([_label(r["gpt4_icl_evaluation"]) for r in rows])
        agree += all(p == ours for p in people)
        judged += all(p == judge for p in people)
        p = paired_difference(own["guided"], own["general"]).p
        print(f"{path.stem:<16} ours {ours!s:<6} people {people} judge {judge!s:<6} guided less general p = {p:.3f}")
    print(f"{values} values: {same / values:.1%} as logged, {near / values:.1%} within .01")
    print(f"verdicts as the people's: ours {agree} of {len(files)} files, the judge's {judged}")


def _label(said: str) -> Label:
    return "exact" if "(exact" in said else "nearly exact" if "near-exact" in said else "no"


if __name__ == "__main__":
    main()
