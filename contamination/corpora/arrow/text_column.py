"""All strings of each row of an Arrow record batch as one column of texts, without going through Python's objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from contamination.corpora.batch import Ints
from contamination.corpora.fields import ADDRESS, INNER_JSON, SEPARATOR, Fields, wants

DEEPEST = 40  # levels of nesting; deeper columns are read row by row


class NotPlainError(Exception):
    """Something that only the patient reader gets right."""


def joined(rows: Any, fields: Fields) -> tuple[Any, list[tuple[str, Any]]]:
    """A `large_string` array: for each row its strings, a blank line between them; null where it has none.

    Second: the columns by name, without what is no text. Ids that are addresses are left out, as in
    `fields.found_in`. NotPlainError where types or contents are unusual.
    """
    import pyarrow as pa

    parts, columns = [], []
    for name, column in zip(rows.schema.names, rows.columns, strict=True):
        part = _text(column, name, fields)
        plain = not (pa.types.is_struct(column.type) or _is_list(column.type))
        if part is not None and plain and name == fields.id and name != "title" and not fields.text:
            part = column = _unless_address(part)
        columns.append((name, column))
        if part is not None:
            parts.append(part)
    texts = _beside(parts)
    return pa.nulls(rows.num_rows, pa.large_string()) if texts is None else texts, columns


def leaves(column: Any, path: str) -> Iterator[tuple[str, Any]]:
    """(path, string array) of every string in a column that `joined` has taken."""
    import pyarrow as pa

    column = decoded(column)
    if is_string(column.type):
        yield path, column
    elif pa.types.is_struct(column.type):
        for field, child in zip(column.type, column.flatten(), strict=True):
            yield from leaves(child, f"{path}.{field.name}")
    elif _is_list(column.type):
        yield from leaves(column.flatten(), path)


def row_sizes(column: Any) -> Ints:
    """Bytes of the strings in each row of a column, decoded, found without decoding anything.

    ArrowInvalid for an index beyond its dictionary, which a damaged Parquet file may hold.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        inner, ends = row_sizes(column.dictionary), pc.min_max(column.indices).as_py()
        if ends["min"] is not None and not 0 <= ends["min"] <= ends["max"] < len(inner):
            raise pa.ArrowInvalid("an index points beyond its dictionary")
        indices = pc.fill_null(column.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
        taken: Ints = np.append(inner, 0)[indices]
        return taken
    if is_string(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return np.asarray(pc.fill_null(pc.binary_length(column), 0).to_numpy(zero_copy_only=False), np.int64)
    if pa.types.is_struct(kind):
        return sum((row_sizes(child) for child in column.flatten()), np.zeros(len(column), np.int64))
    if _is_list(kind):
        ends = np.concatenate((np.zeros(1, np.int64), np.cumsum(row_sizes(column.flatten()))))
        lasts = np.concatenate((np.zeros(1, np.int64), np.cumsum(_lengths(column))))
        return np.diff(ends[lasts])
    return np.full(len(column), -(-column.nbytes // max(1, len(column))), np.int64)


def _text(column: Any, path: str, fields: Fields, depth: int = 0) -> Any:
    """The wanted strings of a column, row by row, or None if it has none; null where a row has none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = decoded(column)
    kind = column.type
    if is_string(kind):
        if not wants(fields, path):
            return None
        column = column.cast(pa.large_string())
        if pc.any(pc.match_substring_regex(column, f"^(?:{INNER_JSON.pattern})")).as_py():
            raise NotPlainError  # JSON in a string is looked into
        return column
    if pa.types.is_struct(kind) and depth < DEEPEST:
        children = zip(kind, column.flatten(), strict=True)
        parts = [_text(child, f"{path}.{field.name}", fields, depth + 1) for field, child in children]
        return _beside([part for part in parts if part is not None])
    if _is_list(kind) and depth < DEEPEST:
        inner = _text(column.flatten(), path, fields, depth + 1)
        return None if inner is None else _along(column, inner)
    if pa.types.is_nested(kind):
        raise NotPlainError
    return None


def _beside(parts: list[Any]) -> Any:
    """Several columns as one; None for none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(parts) < 2:
        return parts[0] if parts else None
    null = pa.scalar(None, pa.large_string())
    filled = [pc.if_else(pc.equal(pc.binary_length(part), 0), null, part) for part in parts]
    texts = pc.binary_join_element_wise(*filled, pa.scalar(SEPARATOR, pa.large_string()), null_handling="skip")
    here = parts[0].is_valid()
    for part in parts[1:]:
        here = pc.or_(here, part.is_valid())
    return pc.if_else(here, texts, null)


def _along(lists: Any, inner: Any) -> Any:
    """The strings of each list as one."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lengths = _lengths(lists)
    kept = inner.is_valid().to_numpy(zero_copy_only=False)
    filled = pc.fill_null(pc.binary_length(inner), 0).to_numpy(zero_copy_only=False) > 0
    rows = np.repeat(np.arange(len(lengths)), lengths)
    counts = np.bincount(rows[filled], minlength=len(lengths))
    offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    grouped = pa.LargeListArray.from_arrays(pa.array(offsets), inner.filter(pa.array(filled)))
    texts = pc.binary_join(grouped, pa.scalar(SEPARATOR, pa.large_string()))
    here = pa.array(np.bincount(rows[kept], minlength=len(lengths)) > 0)
    return pc.if_else(here, texts, pa.scalar(None, pa.large_string()))


def _unless_address(column: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    address = pc.match_substring_regex(column, f"^{ADDRESS.pattern}$")
    return pc.if_else(address, pa.scalar(None, pa.large_string()), column)


def decoded(column: Any) -> Any:
    """A column without its dictionary."""
    import pyarrow as pa

    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _lengths(lists: Any) -> Ints:
    import pyarrow.compute as pc

    return np.asarray(pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False), np.int64)


def is_string(kind: Any) -> bool:
    """Whether an Arrow type holds strings."""
    import pyarrow as pa

    view = getattr(pa.types, "is_string_view", None)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or (view is not None and view(kind)))


def _is_list(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))
