"""Everything about the questions that a scan needs: built once, then fed batches of any part of any corpus."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from contamination.corpora.batch import Batch
from contamination.document_view import DocumentView
from contamination.findings import Findings
from contamination.item_texts import item_texts
from contamination.normaliser import Normaliser
from contamination.plan import Plan
from contamination.types import Evidence, Item, ItemResult
from contamination.window_search import WindowSearch
from contamination.windows import windows_of


class Engine:
    """Scans batches for the questions. Equal items and plan make equal engines, so processes can build their own."""

    def __init__(self, items: Sequence[Item], plan: Plan) -> None:
        self.items, self.plan = tuple(items), plan
        self._normaliser = Normaliser(plan.case)
        texts, _ = item_texts(self.items, self._normaliser)
        self._windows = tuple(windows_of(item, text, plan) for item, text in zip(self.items, texts, strict=True))
        owners: dict[str, list[int]] = {}
        for item, windows in enumerate(self._windows):
            for window in windows:
                owners.setdefault(window, []).append(item)
        self._lengths = [len(window.encode()) for window in owners]
        self._owners = list(owners.values())
        self._search = WindowSearch([window.encode() for window in owners])

    def fresh(self) -> Findings:
        """Findings of nothing read yet."""
        findings = Findings(keep=self.plan.keep)
        findings.sums["documents"] = np.zeros(len(self.items), dtype=np.int64)
        return findings

    def scan(self, batch: Batch, findings: Findings) -> int:
        """Add what this batch holds to the findings; gives the hits. The batches of one file must come in order."""
        normal = self._normaliser.texts(batch.data, batch.offsets)
        hits, view = 0, None
        for text, window, place in self._search.find(normal).tolist():
            record = int(batch.records[text])
            for item in self._owners[window]:
                if not findings.first_here(item, batch.file, record):
                    continue
                hits += 1
                findings.sums["documents"][item] += 1
                if not findings.wants(item, 0.0):
                    continue
                if view is None or view.text != text:
                    view = DocumentView(batch, text, self._normaliser)
                start = place - int(normal.offsets[text])
                findings.add(item, self._evidence(view, item, start, start + self._lengths[window]))
        return hits

    def _evidence(self, view: DocumentView, item: int, start: int, end: int) -> Evidence:
        low, high = view.raw_span(start, end)
        snippet, snippet_start = view.snippet(start, end)
        return Evidence(
            question=self.items[item].id,
            file=view.file,
            record=view.record,
            offset=view.offset,
            document=view.id,
            start=low,
            end=high,
            snippet=snippet,
            snippet_start=snippet_start,
            matched="question",
            rules=("gpt4",),
        )

    def results(self, findings: Findings) -> tuple[ItemResult, ...]:
        """The verdict on each question."""
        return tuple(self._result(i, findings) for i in range(len(self.items)))

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
