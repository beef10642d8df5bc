"""Any bytes as valid UTF-8, with a count of what had to be replaced."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


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


def is_valid(data: NDArray[np.uint8]) -> bool:
    """Whether an array of bytes is valid UTF-8."""
    try:
        str(data.data, "utf-8")
    except UnicodeDecodeError:
        return False
    return True
