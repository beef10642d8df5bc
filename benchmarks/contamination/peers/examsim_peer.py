"""examsim itself, judged as the peers are. `--rules gpt4`, `examsim` or `all`; of `all` examsim's verdict is judged."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

from figures import Hits, Item, Scan, measure

from contamination.corpora import open_corpus
from contamination.plan import RULE_NAMES, AuditConfig
from contamination.scan.engine import Engine

KEEP = 300  # pieces of evidence a question: every document that a question is found in counts here


def build(items: list[Item], folder: Path) -> Scan:
    engine = Engine(items, AuditConfig(rules=rules, keep=KEEP))

    def scan(path: Path) -> Hits:
        scan_state = engine.new_state()
        for batch in open_corpus([path]).batches():
            engine.scan(batch, scan_state)
        for item in engine.results(scan_state):
            if judged in item.flagged_by:
                for evidence in item.evidence:
                    if judged in evidence.rules:
                        yield evidence.document or "", [item.question]

    warm = folder / "warm.jsonl"
    warm.write_bytes(b'{"id": "", "text": "kernels are loaded at the first scan"}\n')
    list(scan(warm))
    return scan


if __name__ == "__main__":
    at = sys.argv.index("--rules")
    named = sys.argv.pop(at + 1)
    del sys.argv[at]
    rules = RULE_NAMES if named == "all" else (named,)
    judged = "examsim" if named == "all" else named
    told = {"all": "its verdict, all rules applied", "examsim": "its verdict", "gpt4": "GPT-4, 3 windows of 50"}
    measure("examsim", told.get(named, named), version("examsim"), build)
