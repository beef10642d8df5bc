"""Which known shape a set has: the first whose fields are there and that leaves no text of its records over."""

from __future__ import annotations

from collections.abc import Sequence

from exams.errors import InputError
from exams.loaders.accounting.draft_signs import draft_fault
from exams.loaders.accounting.ledger import Ledger
from exams.loaders.record_adapter import ImportOptions, RecordAdapter
from exams.loaders.row import Row

_SAMPLE = 20
_SEARCHED = 2000


def fitting_adapter(
    rows: Sequence[Row], import_options: ImportOptions, adapters: Sequence[RecordAdapter]
) -> RecordAdapter:
    """The adapter for these rows; the last one takes anything. A shape that would lose a passage, options, a key or a
    picture of a sample of the rows, or make questions of them that cannot be asked, is passed over for one that keeps
    them; if none does, the first that fits."""
    if not rows:
        return adapters[-1]
    sample = _sample(rows)
    best: tuple[int, RecordAdapter] | None = None
    for adapter in adapters:
        if not adapter.fits(rows[0].fields):
            continue
        lost = _lost(adapter, sample, import_options)
        if lost == 0:
            return adapter
        if best is None or lost < best[0]:
            best = (lost, adapter)
    return adapters[-1] if best is None else best[1]


def _sample(rows: Sequence[Row]) -> list[Row]:
    """The first rows, and for each field the first row in which it holds something."""
    chosen = dict.fromkeys(range(min(len(rows), _SAMPLE)))
    seen: set[str] = set()
    for i, row in enumerate(rows[:_SEARCHED]):
        for name, value in row.fields.items():
            if name not in seen and value not in (None, "", [], {}):
                seen.add(name)
                chosen[i] = None
    return [rows[i] for i in sorted(chosen)]


def _lost(adapter: RecordAdapter, sample: Sequence[Row], import_options: ImportOptions) -> int:
    ledger = Ledger(adapter.meant)
    bad = 0
    try:
        for draft in adapter.drafts(sample, import_options):
            if isinstance(draft, InputError):
                bad += 1
                continue
            bad += draft_fault(draft) != ""
            ledger.add(draft)
        ledger.close()
    except InputError:
        return 10**6
    return bad + 100 * len(ledger.suspects(adapter.unused))
