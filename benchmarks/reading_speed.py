"""How long 2,000 replies take to read: ours, or those of another state of the code.

    python benchmarks/reading_speed.py            # this code
    python benchmarks/reading_speed.py FOLDER     # the code in FOLDER, say a worktree of an earlier commit

Half of the mix are usual replies (some paragraphs of reasoning, then a plain statement), the others are the odd ones of
`tests/scoring/reading/replies`, half of them after a paragraph. CPU seconds, the best of five.
"""

from __future__ import annotations

import importlib
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

REPLIES = Path(__file__).parents[1] / "tests/scoring/reading/replies"
PROSE = (
    "Let us think step by step. The plaintiff must show that a duty was owed, and that it was breached. Under the "
    "common law consideration is needed for 3 contracts of 20 to bind. Option A overlooks this, while B goes too far. "
)
LETTERS = (
    "\n\nANSWER: B",
    "\n\nThe answer is (C).",
    "\n\n**Answer: D**",
    "The answer is therefore [B]",
    "\n\n\\boxed{C}",
)
NUMBERS = ("\n\nANSWER: 42", "The answer is 3,600 metres.", "\n\n\\boxed{\\frac{3}{4}}", "\n#### 72")


def main() -> None:
    sys.path.insert(0, sys.argv[1] if len(sys.argv) > 1 else str(REPLIES.parents[3]))
    read_choice, read_number = _readers()
    random.seed(16)
    options = json.loads((REPLIES / "options.json").read_text(encoding="utf-8"))
    one = next(iter(options.values()))
    for name, plain, read in (
        ("letters", LETTERS, lambda reply: read_choice(reply, one)),
        ("numbers", NUMBERS, read_number),
    ):
        lines = (REPLIES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        odd = [json.loads(line)["text"] for line in lines]
        usual = [PROSE * random.choice((0, 1, 2, 4)) + random.choice(plain) for _ in range(2000)]
        strange = [random.choice(("", PROSE + "\n\n")) + random.choice(odd) for _ in range(2000)]
        mix = random.sample(usual, 1000) + random.sample(strange, 1000)
        times = "  ".join(
            f"{kind} {_time(read, replies):.3f} s"
            for kind, replies in (("usual", usual), ("odd", strange), ("mix", mix))
        )
        print(f"2,000 replies, {name}: {times}")


def _readers() -> tuple[Callable[..., Any], Callable[[str], Any]]:
    try:
        from scoring.reading.extract import read_choice
        from scoring.reading.extract_number import read_number
    except ModuleNotFoundError:  # before readers had a folder of their own
        read_choice = importlib.import_module("scoring.extract").read_choice
        read_number = importlib.import_module("scoring.extract_number").read_number
    return read_choice, read_number


def _time(read: Callable[[str], Any], replies: Sequence[str]) -> float:
    best = float("inf")
    for _ in range(5):
        started = time.process_time()
        for reply in replies:
            read(reply)
        best = min(best, time.process_time() - started)
    return best


if __name__ == "__main__":
    main()
