"""Everything about the questions that a scan needs: built once, then fed batches of any part of any corpus."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from contamination.corpora.batch import Batch
from contamination.plan import Plan
from contamination.rules.comparison import Comparison, complete
from contamination.rules.document_view import DocumentView
from contamination.rules.levels import (
    CLEAN,
    CONTAMINATED,
    GPT4,
    GRADE,
    MINHASH,
    PASSAGE_SEEN,
    SHARE,
    VARIANT,
    WEAK,
    flags_of,
    scores_of,
    verdict_of,
)
from contamination.rules.match import MARGIN, Sighting, compared, evidence_of
from contamination.rules.scan_state import Findings
from contamination.rules.verdict import NEARLY_ALL
from contamination.rules.word_scores import noted_of
from contamination.scan.matcher import Spotter
from contamination.scan.release_memory import give_back
from contamination.search.item_texts import ItemText, item_texts
from contamination.text.normaliser import Normaliser
from contamination.types import Item, ItemResult

FLAGGING = frozenset(("gpt4", "gpt3", "minhash", "examsim"))  # rules that name documents


class Engine:
    """Scans batches for the questions. Equal items and plan make equal engines, so processes can build their own."""

    def __init__(self, items: Sequence[Item], plan: Plan) -> None:
        self.items, self.plan = tuple(items), plan
        self._normaliser = Normaliser(plan.case)
        self._texts, passages = item_texts(self.items, self._normaliser)
        self._spotter = Spotter(self.items, self._texts, passages, plan, self._normaliser)
        give_back()

    def fresh(self) -> Findings:
        """Findings of nothing read yet."""
        findings = Findings(keep=self.plan.keep)
        findings.sums["documents"] = np.zeros(len(self.items), np.int64)
        findings.maxima[GRADE] = np.zeros(len(self.items), np.uint8)
        for name in (GPT4, MINHASH, SHARE):
            findings.maxima[name] = np.zeros(len(self.items), np.float32)
        self._spotter.fresh(findings)
        return findings

    def scan(self, batch: Batch, findings: Findings) -> int:
        """Add what this batch holds to the findings; gives the hits. The batches of one file must come in order."""
        normal = self._normaliser.texts(batch.data, batch.offsets)
        hits = 0
        view: DocumentView | None = None
        for (text, item), sighting in sorted(self._spotter.spot(batch, normal, findings).items()):
            if view is None or view.text != text:
                view = DocumentView(batch, text, self._normaliser)
            self._settle(item, sighting, view, findings)
            if sighting.rules & FLAGGING and findings.first_here(item, batch.file, view.record):
                findings.sums["documents"][item] += 1
                hits += 1
        return hits

    def _settle(self, item: int, sighting: Sighting, view: DocumentView, findings: Findings) -> None:
        """Decide what a sighting is, note it and keep its evidence if it is among the best."""
        grades, shares = findings.maxima[GRADE], findings.maxima[SHARE]
        wanted = findings.wants(item, sighting.share, sighting.found or sighting.doubtful)
        undecided = (sighting.found or sighting.doubtful) and grades[item] < CONTAMINATED
        if not wanted and not undecided:  # an alignment would tell nothing new
            sighting.rules.update(["examsim"] if sighting.found and not sighting.passage else [])
            return
        text = self._texts[item]
        comparison = None if sighting.passage else compared(sighting, view, text)
        grade = CLEAN
        if sighting.passage:
            grade = PASSAGE_SEEN if sighting.found else CLEAN
        elif sighting.found or (sighting.doubtful and self._there(sighting, view, text, comparison)):
            grade = VARIANT if comparison is not None and comparison.numbers_differ else CONTAMINATED
            sighting.rules.add("examsim")
        elif sighting.weak:
            grade = WEAK
        if "examsim" in self.plan.rules:
            grades[item] = max(grades[item], grade)
            if grade >= VARIANT:
                shares[item] = max(shares[item], sighting.share, comparison.share if comparison else 0.0)
        if (sighting.rules or grade > CLEAN) and wanted:
            findings.add(item, evidence_of(self.items[item].id, sighting, view, text, comparison))

    @staticmethod
    def _there(sighting: Sighting, view: DocumentView, text: ItemText, comparison: Comparison | None) -> bool:
        """Whether all of a question stands there, or nearly: then it needs no text of its own to be known."""
        if comparison is not None and comparison.similarity >= NEARLY_ALL:
            return True
        room = len(text.whole) + MARGIN
        return complete(text, view.normalised(max(0, sighting.start - room), sighting.end + 2 * room))

    def results(self, findings: Findings) -> tuple[ItemResult, ...]:
        """The verdict on each question."""
        return tuple(self._result(i, findings) for i in range(len(self.items)))

    def _result(self, item: int, findings: Findings) -> ItemResult:
        grade = int(findings.maxima[GRADE][item])
        words = self._spotter.words
        noted = None if words is None else noted_of(findings, words.starts, item)
        scores = scores_of(self.plan, findings, item, noted)
        flagged = flags_of(self.plan, scores, grade)
        searchable = bool(self._texts[item].whole)
        return ItemResult(
            question=self.items[item].id,
            verdict=verdict_of(self.plan, grade, flagged, searchable),
            flagged_by=flagged,
            windows=self._spotter.windows[item],
            scores=scores,
            evidence=tuple(findings.evidence.get(item, ())),
            hits=int(findings.sums["documents"][item]),
            note=self._note(item, grade) if searchable else "no letters or digits to look for",
        )

    def _note(self, item: int, grade: int) -> str:
        if grade == WEAK:
            return "found, but it is too short, or its text is shared with other questions, to prove that it was seen"
        if grade < WEAK and self._spotter.hard_to_tell(item):
            return "hardly any text of its own: only a complete copy would be noticed"
        return ""
