"""Every search that the rules of a plan need, run over a batch: which question was seen in which text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from contamination.corpora.batch import Batch
from contamination.kernels.chain_kernel import FIRST, LAST
from contamination.kernels.seed_kernel import M_COVER, M_HIGH, M_LOW, M_TEXT, M_UNIT
from contamination.kernels.word_kernel import W_END, W_START, W_TEXT, W_UNIT, W_WORDS
from contamination.plan import AuditConfig
from contamination.rules.levels import GPT4, JOINED, MINHASH
from contamination.rules.match import Match
from contamination.rules.minhash_rule import MinHashRule
from contamination.rules.registry import WORD_RULES
from contamination.rules.verdict import LEAST_OWN, ONE, judge
from contamination.scan.release_memory import release_memory
from contamination.scan_state import ScanState
from contamination.search.item_texts import ItemTexts
from contamination.search.query_search import QueryTextSearch
from contamination.search.query_texts import query_texts_of
from contamination.search.substring_search import WindowSearch
from contamination.search.substrings import joined, parts_of
from contamination.search.wanted_strings import STEM, wanted_strings
from contamination.search.word_search import WordSearch
from contamination.text.normaliser import NormalBatch, Normaliser
from contamination.types import Item

MINHASH_FROM = 0.3  # share matched from which the window around a match is asked for; less cannot reach 0.5
Seen = dict[tuple[int, int], Match]  # by (text, question)


class Matcher:
    """Holds the searches. `words`: the search by words or None."""

    def __init__(
        self,
        items: Sequence[Item],
        texts: ItemTexts,
        passages: Sequence[bytes],
        plan: AuditConfig,
        normaliser: Normaliser,
    ) -> None:
        self._plan, self._texts = plan, texts
        wanted = set(plan.rules)
        drawings = {rule: drawn for rule, drawn in ((JOINED, joined), (GPT4, parts_of)) if rule in wanted}
        self._rules = tuple(drawings)
        self.words = WordSearch(items, normaliser) if wanted & WORD_RULES else None  # first, as it takes most room
        normaliser.forget()
        release_memory()
        self._wanted = wanted_strings(items, texts, plan, tuple(drawings.values()), stems="examsim" in wanted)
        release_memory()
        strings = self._wanted.strings
        self._units = query_texts_of(texts, passages, strings) if wanted & {"examsim", MINHASH} else None
        self._unit_search = QueryTextSearch(self._units) if self._units else None
        self._apart = np.arange(len(strings)) if self._units is None else self._units.apart
        self._string_search = WindowSearch([strings[k] for k in self._apart.tolist()])
        self._minhash = MinHashRule(self._units) if self._units and MINHASH in wanted else None
        self._last: tuple[str, int] | None = None

    def windows(self, item: int) -> tuple[str, ...]:
        """The substrings of a question that the GPT-4 rule looks for."""
        return self._wanted.windows(item)

    def new_state(self, scan_state: ScanState) -> None:
        """Make room for what the searches note themselves; a new scan goes on with no document of an earlier one."""
        self._last = None
        if self.words is not None:
            self.words.new_state(scan_state)

    def hard_to_tell(self, item: int) -> bool:
        """Whether a question has too little text of its own for a partial copy to prove anything."""
        if self._units is None:
            return False
        if self._own is None:
            self._own = np.zeros(len(self._texts), np.int64)
            for query_text, owners in enumerate(self._units.owners):
                if not self._units.passages[query_text]:
                    self._own[list(owners)] = self._units.sums[query_text].sum()
        return bool(self._own[item] < LEAST_OWN * ONE)

    _own: NDArray[np.int64] | None = None

    def spot(self, batch: Batch, normal: NormalBatch, scan_state: ScanState) -> Seen:
        """All sightings in a batch, by (text, question)."""
        seen: Seen = {}
        hits = self._string_search.find(normal)
        hits[:, 1] = self._apart[hits[:, 1]]
        if self._unit_search is not None:
            rows, more = self._unit_search.find(normal)
            self._spot_units(rows, normal, scan_state, seen)
            hits = np.concatenate((hits, more))
        if len(hits):
            hits = hits[np.lexsort((hits[:, 1], hits[:, 0]))]
            self._spot_stems(hits, normal, seen)
            self._spot_windows(hits, normal, scan_state, seen)
        if self.words is not None:
            goes_on = self._last == (batch.file, int(batch.records[0]))
            rows = self.words.find(normal, goes_on, scan_state)
            self._last = batch.file, int(batch.records[-1])
            if "gpt3" in self._plan.rules:
                self._spot_words(rows[rows[:, W_WORDS] >= self.words.number], normal, seen)
        return seen

    def _spot_units(self, rows: NDArray[np.int64], normal: NormalBatch, scan_state: ScanState, seen: Seen) -> None:
        assert self._units is not None
        if not len(rows):
            return
        judged = judge(rows, self._units)
        own_rule = "examsim" in self._plan.rules
        claimed = rows[:, M_COVER + LAST] <= rows[:, M_COVER + FIRST]
        told = judged.found | judged.doubtful | judged.weak | (judged.share >= MINHASH_FROM) | claimed
        for k in np.flatnonzero(told):
            row, share = rows[k], float(judged.share[k])
            text, query_text = int(row[M_TEXT]), int(row[M_UNIT])
            origin = int(normal.offsets[text])
            start, end = int(row[M_COVER + FIRST]) - origin, int(row[M_COVER + LAST]) - origin
            passage = bool(self._units.passages[query_text])
            if end <= start:  # claimed by a question that has more of it: two may be one but for their options
                if own_rule and not passage:
                    low, high = int(row[M_LOW]) - origin, int(row[M_HIGH]) - origin
                    for item in self._units.owners[query_text]:
                        seen.setdefault((text, item), Match(low, high, 0.0, doubtful=True, claimed=True))
                continue
            if own_rule and (judged.found[k] or judged.doubtful[k] or judged.weak[k]):
                for item in self._units.owners[query_text]:
                    old = seen.get((text, item))
                    rank = (passage, not judged.found[k], -share)
                    if old is None or not old.judged or (old.passage, not old.found, -old.share) > rank:
                        flags = bool(judged.found[k]), bool(judged.doubtful[k]), bool(judged.weak[k])
                        rules = set() if old is None else old.rules
                        seen[text, item] = Match(start, end, share, rules, passage, *flags)
            if self._minhash is not None and not passage and share >= MINHASH_FROM:
                self._spot_near(self._minhash, text, start, end, normal, scan_state, seen)

    def _spot_near(
        self, rule: MinHashRule, text: int, start: int, end: int, normal: NormalBatch, scan_state: ScanState, seen: Seen
    ) -> None:
        assert self._units is not None
        origin = int(normal.offsets[text])
        for query_text, similarity in rule.similar(normal.text[origin + start : origin + end]):
            for item in self._units.owners[query_text]:
                best = scan_state.maxima[MINHASH]
                best[item] = max(best[item], similarity)
                seen.setdefault((text, item), Match(start, end, similarity)).rules.add(MINHASH)

    def _spot_stems(self, hits: NDArray[np.int64], normal: NormalBatch, seen: Seen) -> None:
        """Questions too short for seeds: their own words are found letter by letter, the options compared after."""
        for text, number, place in hits[self._wanted.is_stem[hits[:, 1]]].tolist():
            length = len(self._wanted.strings[number])
            start = place - int(normal.offsets[text])
            for kind, item in self._wanted.owners(number):
                if kind != STEM:
                    continue
                share, old = length / len(self._texts[item].whole), seen.get((text, item))
                if old is None or not old.judged:
                    rules = set() if old is None else old.rules
                    seen[text, item] = Match(start, start + length, share, rules, doubtful=True, weak=share == 1)

    def _spot_windows(self, hits: NDArray[np.int64], normal: NormalBatch, scan_state: ScanState, seen: Seen) -> None:
        for text, number, place in hits.tolist():
            start = place - int(normal.offsets[text])
            length = len(self._wanted.strings[number])
            for kind, item in self._wanted.owners(number):
                if kind == STEM:
                    continue
                scan_state.maxima[self._rules[kind]][item] = 1
                share = min(1.0, length / max(1, len(self._texts[item].whole)))
                seen.setdefault((text, item), Match(start, start + length, share)).rules.add(self._rules[kind])

    def _spot_words(self, rows: NDArray[np.int64], normal: NormalBatch, seen: Seen) -> None:
        for row in rows.tolist():
            text, item = row[W_TEXT], row[W_UNIT]
            origin = int(normal.offsets[text])
            start, end = row[W_START] - origin, row[W_END] - origin
            share = min(1.0, (end - start) / max(1, len(self._texts[item].whole)))
            seen.setdefault((text, item), Match(start, end, share)).rules.add("gpt3")
