"""Everything about the questions that a scan needs: built once, then fed batches of any part of any corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from contamination.corpora.batch import Batch
from contamination.evidence_budget import piece_cost
from contamination.plan import AuditConfig
from contamination.rules.comparison import unchanged
from contamination.rules.document_view import DocumentView
from contamination.rules.judge import Judge
from contamination.rules.levels import (
    CLEAN,
    CONTAMINATED,
    GPT4,
    JOINED,
    LEVEL,
    LEVEL_OF,
    MINHASH,
    PASSAGE_SEEN,
    SHARE,
    VARIANT,
    WEAK,
    verdict_of,
)
from contamination.rules.match import Match, compared, evidence_of
from contamination.rules.read_again import read_again
from contamination.rules.registry import RULES, ItemFindings
from contamination.rules.same_problem import Reading
from contamination.rules.verdict import NEARLY_ALL
from contamination.rules.word_scores import NO_WORDS, word_matches_of
from contamination.scan.matcher import Matcher
from contamination.scan.release_memory import release_memory
from contamination.scan_state import COST, PIECES, ScanState
from contamination.search.item_texts import item_texts
from contamination.text.normaliser import Normaliser
from contamination.types import Evidence, Item, ItemResult, Wording
from contamination.worn_words import MOST

FLAGGING = frozenset(("gpt4", "gpt4-joined", "gpt3", "minhash", "examsim"))  # rules that name documents


class Engine:
    """Scans batches for the questions. Equal items and plan make equal engines, so processes can build their own."""

    def __init__(self, items: Sequence[Item], plan: AuditConfig) -> None:
        self.items, self.plan = tuple(items), plan
        self._normaliser = Normaliser(plan.case)
        self._texts, passages = item_texts(self.items, self._normaliser)
        self._matcher = Matcher(self.items, self._texts, passages, plan, self._normaliser)
        self._judge = Judge(self.items)
        release_memory()

    def new_state(self) -> ScanState:
        """The state of nothing read yet."""
        scan_state = ScanState(keep=self.plan.keep, budget=self.plan.evidence_budget)
        scan_state.sums["documents"] = np.zeros(len(self.items), np.int64)
        scan_state.maxima[LEVEL] = np.zeros(len(self.items), np.uint8)
        for name in (GPT4, JOINED, MINHASH, SHARE):
            scan_state.maxima[name] = np.zeros(len(self.items), np.float32)
        scan_state.sums[PIECES] = np.zeros(len(self.items), np.int64)
        scan_state.maxima[COST] = np.array([piece_cost(len(text.whole)) for text in self._texts], np.int64)
        self._matcher.new_state(scan_state)
        return scan_state

    def scan(self, batch: Batch, scan_state: ScanState) -> int:
        """Add what this batch holds to the findings; gives the hits. The batches of one file must come in order."""
        normal = self._normaliser.texts(batch.data, batch.offsets)
        hits = 0
        view: DocumentView | None = None
        for (text, item), hit in sorted(self._matcher.spot(batch, normal, scan_state).items()):
            if view is None or view.text != text:
                view = DocumentView(batch, text, self._normaliser)
            self._settle(item, hit, view, scan_state)
            if hit.rules & FLAGGING and scan_state.first_here(item, batch.file, view.record):
                scan_state.sums["documents"][item] += 1
                hits += 1
        return hits

    def _settle(self, item: int, hit: Match, view: DocumentView, scan_state: ScanState) -> None:
        """Decide what a sighting is, note it and keep its evidence if it is among the best."""
        grades, shares = scan_state.maxima[LEVEL], scan_state.maxima[SHARE]
        text = self._texts[item]
        if hit.claimed and not unchanged(text, view.normalised(hit.start, hit.end)):
            return  # a sister that has more of what stands there claimed it all
        wanted = scan_state.wants(item, hit.share, hit.found or hit.doubtful)
        comparison = compared(hit, view, text) if wanted and not hit.passage else None
        reading: Reading | None = None
        level = CLEAN
        if hit.passage:
            level = PASSAGE_SEEN if hit.found else CLEAN
        elif hit.found or hit.doubtful or (hit.weak and hit.share >= NEARLY_ALL):
            place = self._judge.place(hit, view, text)
            reading = self._judge.reading(item, text, place)
            level = LEVEL_OF[reading.kind]
            if level >= VARIANT:
                hit.rules.add("examsim")
            scan_state.worn.note(item, reading.words, view.signature, reading.share)
            if level == CONTAMINATED:
                scan_state.keep_place(item, replace(place, share=reading.share))
        elif hit.weak:
            level = WEAK
            if scan_state.worn.documents(item) < MOST:  # it proves nothing, but shows what many documents share
                noted = self._judge.reading(item, text, self._judge.place(hit, view, text))
                scan_state.worn.note(item, noted.words, view.signature, noted.share)
        if "examsim" in self.plan.rules:
            grades[item] = max(grades[item], level)
            if level >= VARIANT and reading is not None:
                shares[item] = max(shares[item], hit.share, reading.share)
        if not (hit.rules or level > CLEAN):
            return
        scan_state.sums[PIECES][item] += 1
        if wanted:
            scan_state.add(item, evidence_of(self.items[item].id, hit, view, text, comparison, reading))

    def results(self, scan_state: ScanState) -> tuple[ItemResult, ...]:
        """The verdict on each question; those that are in the corpus are read again, its boilerplate left aside."""
        scan_state.trim()
        read_again(scan_state, self._judge, self._texts)
        return tuple(self._result(i, scan_state) for i in range(len(self.items)))

    def _result(self, item: int, scan_state: ScanState) -> ItemResult:
        findings = self._findings(item, scan_state)
        level = findings.level
        scores = {name: round(RULES[name].score(findings), 4) for name in self.plan.rules}
        flagged = tuple(name for name in self.plan.rules if RULES[name].flags(findings))
        searchable = bool(self._texts[item].whole)
        return ItemResult(
            question=self.items[item].id,
            verdict=verdict_of(self.plan, level, flagged, searchable),
            flagged_by=flagged,
            windows=self._matcher.windows(item),
            scores=scores,
            evidence=tuple(scan_state.evidence.get(item, ())),
            hits=int(scan_state.sums["documents"][item]),
            note=self._note(item, level) if searchable else "no letters or digits to look for",
            wording=self._wording(item, scan_state.evidence.get(item, [])),
        )

    def _wording(self, item: int, evidence: Sequence[Evidence]) -> Wording | None:
        own = self.items[item]
        passage = own.passage if any(e.matched == "passage" for e in evidence) else ""
        return Wording(question=own.question, options=own.options, passage=passage) if evidence else None

    def _findings(self, item: int, scan_state: ScanState) -> ItemFindings:
        best, words = scan_state.maxima, self._matcher.words
        return ItemFindings(
            level=int(best[LEVEL][item]),
            share=float(best[SHARE][item]),
            strings=float(best[GPT4][item]),
            joined=float(best[JOINED][item]),
            minhash=float(best[MINHASH][item]),
            words=NO_WORDS if words is None else word_matches_of(scan_state, words.starts, item),
        )

    def _note(self, item: int, level: int) -> str:
        if level == WEAK:
            return "found, but it is too short, or its text is shared with other questions, to prove that it was seen"
        if level < WEAK and self._matcher.hard_to_tell(item):
            return "hardly any text of its own: only a complete copy would be noticed"
        return ""
