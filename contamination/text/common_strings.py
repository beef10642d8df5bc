"""Common English strings of twelve letters, which prove nothing wherever they stand.

The table `common_strings.bin.gz` was made by `benchmarks/contamination/common_strings.py` from the manuals of seven
open programs, named there with version and licence: strings that are in five pages or more of three of them at least.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LENGTH = 12  # letters of a string, as many as a seed has bytes


@cache
def common_strings() -> NDArray[np.uint8]:
    """uint8 (strings, LENGTH): the strings, normalised, in order."""
    data = gzip.decompress(Path(__file__).with_name("common_strings.bin.gz").read_bytes())
    return np.frombuffer(data, np.uint8).reshape(-1, LENGTH)
