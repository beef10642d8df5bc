"""The janitor of lm-evaluation-harness in pure Python: any 13-gram of words. It names no question."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from figures import Hits, Item, Scan, measure, records
from lm_eval.decontamination.janitor import Janitor

PADDING = " " * 500  # the janitor drops clean texts under 200 characters, and would seem to have found something


def build(items: list[Item], folder: Path) -> Scan:
    janitor = Janitor()
    for item in items:
        janitor.register_contaminant_python("\n".join([item.question, *item.options]))

    def scan(path: Path) -> Hits:
        for name, text in records(path):
            padded = text + PADDING
            if janitor.clean_python(padded) != [padded]:
                yield name, ()

    return scan


if __name__ == "__main__":
    measure("lm-eval janitor", "any 13-gram, Python", version("lm_eval"), build, names=False)
