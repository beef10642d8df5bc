"""Any bytes as valid UTF-8, with a count of what had to be replaced."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

PATIENCE = 16 << 20  # bytes that a process checks slowly before it is worth loading or compiling the kernel
_read_slowly = 0


def repaired(data: bytes) -> tuple[bytes, bool]:
    """The same bytes if they are valid UTF-8, else with U+FFFD for every fault, and whether there was one."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace").encode("utf-8"), True
    return data, False


def encoded(text: str) -> tuple[bytes, bool]:
    """A string as UTF-8; lone surrogates (from JSON escapes) become U+FFFD. Second: whether there was one."""
    try:
        return text.encode("utf-8"), False
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8"), True


def characters_of(data: NDArray[np.uint8]) -> int:
    """Number of characters of an array of bytes; -1 if they are not well-formed UTF-8."""
    global _read_slowly
    if _read_slowly < PATIENCE:
        _read_slowly += len(data)
        try:
            return len(str(data.data, "utf-8"))
        except UnicodeDecodeError:
            return -1
    from contamination.corpora.byte_streams.utf8_kernel import TAIL, well_formed

    end = np.zeros(2 * TAIL, np.uint8)
    last = data[-TAIL:]
    end[: len(last)] = last
    return int(well_formed(data, end))
