"""All questions put to one index; what it shows is judged by the same engine as the documents of files."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from contamination.asking.ask_question import Asked, ask_question
from contamination.asking.index_windows import Rarity, Window, passage_windows, windows_of
from contamination.asking.measured import LIMITS
from contamination.corpora.batch import BATCH_BYTES, Batch, BatchBuilder
from contamination.corpora.read_stats import ReadStats
from contamination.indexes.address import IndexAddress
from contamination.indexes.open_index import IndexOptions, OpenedIndex, open_index
from contamination.indexes.text_index import Excerpt, TextIndex
from contamination.rules.levels import CLEAN, CONTAMINATED, LEVEL, PASSAGE_SEEN
from contamination.scan.engine import Engine
from contamination.scan.progress import Progress
from contamination.scan.scan_shard import ScanEngine
from contamination.scan_state import ScanState
from contamination.self_test.shipped_questions import shipped_questions
from contamination.types import AskedIndex, Item

FIELD = "excerpt"  # in evidence whose positions count from the excerpt, as the index does not say where it begins


@dataclass(frozen=True, slots=True)
class IndexFindings:
    """What an index showed. `unanswered`, `too_common`: numbers of questions that it left open."""

    scan_state: ScanState
    read_stats: ReadStats
    record: AskedIndex
    unanswered: frozenset[int]
    too_common: frozenset[int]

    def record_of(self, questions: Sequence[tuple[int, str]]) -> AskedIndex:
        """The record for one form: its questions as (number, id)."""
        return self.record.model_copy(
            update={
                "unanswered": tuple(name for number, name in questions if number in self.unanswered),
                "too_common": tuple(name for number, name in questions if number in self.too_common),
            }
        )


def ask_indexes(
    build: Callable[[], ScanEngine],
    addresses: Sequence[IndexAddress],
    options: IndexOptions,
    progress: Callable[[Progress], None] | None = None,
) -> list[IndexFindings]:
    """Ask each index. InputError for one that can't be asked at all, before any question is put to another."""
    opened = []
    try:
        for address in addresses:
            opened.append(open_index(address, options))
        engine = build() if opened else None
        assert engine is None or isinstance(engine, Engine)
        return [ask_index(engine, one, progress) for one in opened if engine is not None]
    finally:
        for one in opened:
            one.close()


def ask_index(engine: Engine, opened: OpenedIndex, progress: Callable[[Progress], None] | None = None) -> IndexFindings:
    """Ask for every question of the engine, one after the other. Nothing that the index does is an error here: what it
    leaves open is told.
    """
    name, begun = str(opened.address), time.monotonic()
    decider = Decider(engine, name)
    rarity = rarity_of(engine.items)
    passages: dict[str, Asked] = {}
    excerpts: list[Excerpt] = []
    unanswered, too_common = set[int](), set[int]()
    asked_in_all, problem, left_out = 1, "", 0
    for number, item in enumerate(engine.items):
        several = [ask_one(opened.index, decider, number, item, windows_of(item, rarity))]
        if item.passage and item.passage not in passages:
            windows = passage_windows(item.passage, rarity)
            passages[item.passage] = ask_one(opened.index, decider, number, item, windows, PASSAGE_SEEN)
            several.append(passages[item.passage])
        for asked in several:
            excerpts += asked.excerpts
            asked_in_all += asked.asked
            left_out += asked.left_out
        failed = several[0].failed or (passages[item.passage].failed if item.passage else "")
        problem = problem or failed
        if failed:
            unanswered.add(number)
        elif several[0].asked and not several[0].settled and not several[0].found:
            too_common.add(number)
        if progress is not None:
            seconds = time.monotonic() - begun
            share = (number + 1) / len(engine.items)
            progress(Progress(len(excerpts), 0, 0, 0, seconds, share))
    scan_state, read_stats = engine.new_state(), ReadStats()
    kept = merged(excerpts)
    for batch in batches_of(kept, name):
        engine.scan(batch, scan_state)
        read_stats.bytes += len(batch.data)
    read_stats.documents = len({e.document for e in kept})
    read_stats.characters = sum(len(e.text) for e in kept)
    stats = None if opened.client is None else opened.client.stats
    record = AskedIndex(
        index=name,
        server="" if opened.client is None else opened.client.shown,
        described=opened.described,
        tokens=opened.tokens,
        size=opened.size,
        unit=opened.unit,
        first_answer="" if stats is None else stats.first,
        last_answer="" if stats is None else stats.last,
        requests=asked_in_all,
        excerpts=len(kept),
        left_out=left_out,
        problem=problem,
        limits=LIMITS,
    )
    return IndexFindings(scan_state, read_stats, record, frozenset(unanswered), frozenset(too_common))


def rarity_of(items: Sequence[Item]) -> Rarity:
    """How rare words are, by these questions and examsim's own."""
    return Rarity((*items, *(s.item for s in shipped_questions())))


class Decider:
    """Tells whether excerpts prove enough for a question, so that nothing more is asked. By examsim's rule alone: where
    that is not among the rules, nothing is ever enough.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        alone = replace(engine.plan, rules=("examsim",))
        self._engine = engine if engine.plan.rules == alone.rules else Engine(engine.items, alone)
        self._asked, self._name = "examsim" in engine.plan.rules, name
        self.forget()

    def forget(self) -> None:
        """Begin anew, as if nothing had been seen."""
        self._state, self._seen = self._engine.new_state(), set[tuple[int, str]]()

    def level(self, question: int, excerpts: Iterable[Excerpt]) -> int:
        """The level of a question by all excerpts so far; each is judged once, for every question."""
        if not self._asked:
            return CLEAN
        fresh = [e for e in excerpts if (e.document, e.text) not in self._seen]
        self._seen.update((e.document, e.text) for e in fresh)
        for batch in batches_of(fresh, self._name):
            self._engine.scan(batch, self._state)
        return int(self._state.maxima[LEVEL][question])


def ask_one(
    index: TextIndex,
    decider: Decider,
    number: int,
    item: Item,
    windows: tuple[Window, ...],
    enough: int = CONTAMINATED,
) -> Asked:
    """One question, until its excerpts prove enough."""
    return ask_question(index, item, windows, lambda fresh: decider.level(number, fresh) >= enough)


def merged(excerpts: Iterable[Excerpt]) -> list[Excerpt]:
    """Excerpts by document; of one document none that another one holds."""
    ordered = sorted(excerpts, key=lambda e: (e.document, -len(e.text), e.text, e.start is None))
    kept: list[Excerpt] = []
    for _, several in groupby(ordered, key=lambda e: e.document):
        here: list[Excerpt] = []
        for one in several:
            if not any(one.text in other.text for other in here):
                here.append(one)
        kept += here
    return kept


def batches_of(excerpts: Iterable[Excerpt], name: str) -> Iterable[Batch]:
    """The excerpts as documents of a corpus file that has the index's name."""
    builder = BatchBuilder(name, BATCH_BYTES)
    for excerpt in excerpts:
        parts = () if excerpt.start is not None else ((FIELD, len(excerpt.text)),)
        text = excerpt.text.encode("utf-8", "replace")
        builder.add(text, excerpt.document, -1, excerpt.id, excerpt.start or 0, parts)
        if builder.full:
            yield builder.take(0)
    if not builder.empty:
        yield builder.take(0)
