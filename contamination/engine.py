"""Everything about the questions that a scan needs: built once, then fed batches of any part of any corpus."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from contamination.corpora.batch import Batch
from contamination.findings import Findings
from contamination.normalise import normalise
from contamination.plan import Plan
from contamination.types import Document, Evidence, Item, ItemResult
from contamination.windows import windows_of

SNIPPET = 160  # raw characters shown on each side of a match


class Engine:
    """Scans batches for the questions. Equal items and plan make equal engines, so processes can build their own."""

    def __init__(self, items: Sequence[Item], plan: Plan) -> None:
        self.items, self.plan = tuple(items), plan
        self._windows = tuple(windows_of(item, plan) for item in self.items)

    def fresh(self) -> Findings:
        """Findings of nothing read yet."""
        findings = Findings(keep=self.plan.keep)
        findings.sums["documents"] = np.zeros(len(self.items), dtype=np.int64)
        return findings

    def scan(self, batch: Batch, findings: Findings) -> int:
        """Add what this batch holds to the findings; gives the hits. The batches of one file must come in order."""
        before = int(findings.sums["documents"].sum())
        for i in range(len(batch)):
            self._scan_document(batch.document(i), findings)
        return int(findings.sums["documents"].sum()) - before

    def results(self, findings: Findings) -> tuple[ItemResult, ...]:
        """The verdict on each question."""
        return tuple(self._result(i, findings) for i in range(len(self.items)))

    def _scan_document(self, document: Document, findings: Findings) -> None:
        text = normalise(document.text, self.plan.case)
        for item, windows in enumerate(self._windows):
            at = next((text.text.find(w) for w in windows if w in text.text), None)
            if at is None:
                continue
            findings.sums["documents"][item] += 1
            length = min(map(len, windows))
            start, end = text.raw_span(at, at + length)
            low = max(0, start - SNIPPET)
            evidence = Evidence(
                question=self.items[item].id,
                file=document.file,
                record=document.record,
                offset=document.offset,
                document=document.id,
                start=start,
                end=end,
                snippet=document.text[low : end + SNIPPET],
                snippet_start=low,
                matched="question",
                rules=("gpt4",),
            )
            findings.add(item, evidence)

    def _result(self, i: int, findings: Findings) -> ItemResult:
        windows = self._windows[i]
        hits = int(findings.sums["documents"][i])
        return ItemResult(
            question=self.items[i].id,
            verdict="unchecked" if not windows else "contaminated" if hits else "clean",
            flagged_by=("gpt4",) if hits else (),
            windows=windows,
            evidence=tuple(findings.evidence.get(i, ())),
            hits=hits,
            note="" if windows else "no letters or digits to look for",
        )
