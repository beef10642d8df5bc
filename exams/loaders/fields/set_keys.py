"""The keys of a whole set: which column holds them, how they count, and whether the columns agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exams.errors import InputError
from exams.loaders.fields.columns import SETTINGS, lookup
from exams.loaders.fields.mapped_row import MappedRow
from exams.loaders.markup.cell_text import is_nothing
from exams.loaders.options.key_reading import Choices, Letters, key_letters
from exams.loaders.options.option_text import letter

Setting = tuple[int | None, str | None]


def read_keys(rows: Sequence[MappedRow], wished: Mapping[str, str]) -> None:
    """Set the key of every row that has options. InputError where nothing shows what the keys mean, or where two
    columns mean different options."""
    setting = _setting(wished)
    for row in rows:
        if row.options is not None and row.options.right is not None:
            row.key = tuple(letter(i) for i in row.options.right) or None
            row.meant |= dict.fromkeys((row.columns.of.get("key") or [])[:1], "key")
    choosing = [r for r in rows if r.options is not None and r.options.right is None]
    columns = list(dict.fromkeys(name for r in choosing for name in r.columns.keys))
    read: dict[str, list[Letters]] = {}
    unclear: ValueError | None = None
    for name in columns:
        try:
            read[name] = _read(choosing, name, setting)
        except ValueError as error:
            unclear = unclear or error
    _settle(choosing, columns, read, unclear, setting)
    _mark_several(choosing)


def _setting(wished: Mapping[str, str]) -> Setting:
    base, form = wished.get("key-base"), wished.get("key-by")
    for name, value in (("key-base", base), ("key-by", form)):
        if value is not None and value not in SETTINGS[name]:
            known = f"{', '.join(SETTINGS[name][:-1])} or {SETTINGS[name][-1]}"
            raise InputError(f"--map {name} is {known}, not {value!r}")
    return (None if base is None else int(base)), None if form in ("truth", "number") else form


def _read(rows: Sequence[MappedRow], name: str, setting: Setting) -> list[Letters]:
    sets, places = [], []
    for i, row in enumerate(rows):
        raw = lookup(row.row.fields, name)
        if row.options is not None and not is_nothing(raw):
            labels = row.options.labels or [letter(n) for n in range(len(row.options.texts))]
            sets.append(Choices(row.options.texts, labels, _raw(row, raw), row.options.names))
            places.append(i)
    keys: list[Letters] = [None] * len(rows)
    for i, found in zip(places, key_letters(sets, *setting), strict=True):
        keys[i] = found
    return keys


def _raw(row: MappedRow, raw: Any) -> Any:
    """The key as its options are written: HTML of both as text."""
    if isinstance(raw, str) and ("<" in raw or "&" in raw):
        return row.text(raw, "key")
    if isinstance(raw, Mapping):
        return next((raw[n] for n in ("label", "id", "text", "value") if isinstance(raw.get(n), (str, int))), str(raw))
    return raw


def _settle(
    rows: Sequence[MappedRow],
    columns: Sequence[str],
    read: Mapping[str, list[Letters]],
    unclear: ValueError | None,
    setting: Setting,
) -> None:
    """The surest column that can be read wins; another that can be read in every row has to agree with it."""
    if not rows:
        return
    counts = {name: sum(k is not None for k in read[name]) for name in columns if name in read}
    best = max(counts, key=lambda name: counts[name], default=None)
    if best is None or (counts[best] == 0 and unclear is not None):
        if unclear is not None:
            hint = "--map key-by=letter or --map key-by=text" if "letter" in str(unclear) else ""
            raise rows[0].row.fault(
                str(unclear), f"say which: {hint or '--map key-base=0 or --map key-base=1'}"
            ) from None
        return
    if counts[best] < len(rows) / 2 and unclear is not None:
        raise rows[0].row.fault(str(unclear), "say which: --map key-base=0 or --map key-base=1") from None
    agreeing = [n for n in counts if n == best or counts[n] == counts[best]]
    for name in columns:
        if name not in read and setting == (None, None):
            _agree_by_base(rows, name, read[best], agreeing)
    for i, row in enumerate(rows):
        row.key, row.key_column = read[best][i], best
        row.meant[best] = "key"
        for name in agreeing:
            other = read[name][i] if name in read else None
            if name in read and other is not None and row.key is not None and other != row.key:
                row.key = None
                what = f"{best} and {name} name different options"
                row.remarks.append(what)
            row.meant[name] = "key"


def _agree_by_base(rows: Sequence[MappedRow], name: str, keys: Sequence[Letters], agreeing: list[str]) -> None:
    """A column of positions that could count from 0 or from 1 is understood where one of the two fits every key."""
    for base in (0, 1):
        if _read(rows, name, (base, None)) == list(keys):
            agreeing.append(name)


def _mark_several(rows: Sequence[MappedRow]) -> None:
    """Where lists of keys name more than one option anywhere, every list of the set is one of several answers."""
    lists = [isinstance(lookup(r.row.fields, r.key_column), list) if r.key_column else False for r in rows]
    several = any(is_list and r.key is not None and len(r.key) > 1 for is_list, r in zip(lists, rows, strict=True))
    for is_list, row in zip(lists, rows, strict=True):
        row.several = several and is_list
