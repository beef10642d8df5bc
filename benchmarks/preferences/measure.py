"""Published comparisons that must come back to the digit, from a folder of logs that the project does not ship.

Run: `python benchmarks/preferences/measure.py --logs FOLDER`. Files (repository, path): dustalov/evalica llmfao.csv and
llmfao-golden.csv; tatsu-lab/alpaca_eval derived/alpaca_eval_gpt4_preferences.csv and its leaderboard; WeOpenML/PandaLM
data/*-v1.json; princeton-nlp/LLMBar Natural/evaluators/*/Vanilla/result.json.
"""

from __future__ import annotations

import argparse
import csv
import time
from pathlib import Path

import numpy as np

from scoring.preferences.position import position
from scoring.preferences.raters import agreement, by_rater
from scoring.preferences.read_verdicts import read_verdicts
from scoring.preferences.strengths import bradley_terry, davidson, tally
from scoring.preferences.win_rate import standard_error, wilson

BOARD = "tatsu-lab__alpaca_eval/src/alpaca_eval/leaderboards/data_AlpacaEval/alpaca_eval_gpt4_leaderboard.csv"
BAR = "princeton-nlp__LLMBar/Dataset/LLMBar/Natural/evaluators"


def strengths(logs: Path) -> None:
    verdicts, _, _ = read_verdicts([logs / "dustalov__evalica/llmfao.csv"])
    began = time.perf_counter()
    found = bradley_terry(tally(verdicts))
    took = time.perf_counter() - began
    with (logs / "dustalov__evalica/llmfao-golden.csv").open(newline="", encoding="utf-8") as file:
        golden = {r["item"]: float(r["score"]) for r in csv.DictReader(file) if r["algorithm"] == "bradley_terry"}
    off = max(abs(golden[m] - s) for m, s in zip(found.models, found.shares, strict=True))
    print(f"LLMFAO: {len(verdicts)} votes, {len(found.models)} models, largest difference {off:.1e}, {took:.1f} s")
    print(f"  Davidson: ν = {davidson(tally(verdicts)).tie_parameter:.4f}")


def board(logs: Path) -> None:
    verdicts, _, notes = read_verdicts([logs / "tatsu-lab__alpaca_eval/derived/alpaca_eval_gpt4_preferences.csv"])
    with (logs / BOARD).open(newline="", encoding="utf-8") as file:
        printed = {r[""]: r for r in csv.DictReader(file)}
    print("; ".join(notes))
    for model in sorted({v.second for v in verdicts}):
        shares = np.array([v.share for v in verdicts if v.second == model and v.share is not None])
        own = 100 * shares.mean(), 100 * standard_error(shares)
        theirs = float(printed[model]["win_rate"]), float(printed[model]["standard_error"])
        off = max(abs(a - b) for a, b in zip(own, theirs, strict=True))
        print(f"AlpacaEval {model}: {own[0]:.10f} ± {own[1]:.10f}, off the board by {off:.1e}")


def panda(logs: Path) -> None:
    folder = logs / "WeOpenML__PandaLM/data"
    names = ("testset-v1.json", "gpt-3.5-turbo-testset-v1.json", "pandalm-7b-testset-v1.json")
    verdicts, _, notes = read_verdicts([folder / name for name in names])
    print("PandaLM: " + "; ".join(notes))
    for row in agreement(verdicts):
        if row.first.startswith("annotator") and row.second.startswith("annotator"):
            print(f"  {row.first}, {row.second}: kappa {row.kappa:.3f} on {row.items}")


def bar(logs: Path) -> None:
    for judge in ("GPT-4", "ChatGPT"):
        verdicts, _, _ = read_verdicts([logs / BAR / judge / "Vanilla" / "result.json"])
        label = by_rater(verdicts)["label"]
        shares = {(v.prompt, v.order): v.share if v.order == 1 else 1 - v.share for v in verdicts if v.order}  # type: ignore[operator]
        right = [[shares[key[0], order] == share for key, share in label.items()] for order in (1, 2)]
        both = sum(a and b for a, b in zip(*right, strict=True))
        seen = position(verdicts)
        print(
            f"LLMBar {judge}: {sum(right[0])} {sum(right[1])} {both} {seen.same_verdict}; the first shown won both "
            f"{seen.first_both_times}, the second {seen.second_both_times}, p = {seen.order_p_value:.2g}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--logs", type=Path, required=True)
    logs = parser.parse_args().logs
    strengths(logs)
    board(logs)
    panda(logs)
    bar(logs)
    found = wilson(3660, 5214)
    print(f"GPT-4 report: 3,660 of 5,214 = {3660 / 5214:.1%} ({found.low:.1%} to {found.high:.1%})")


if __name__ == "__main__":
    main()
