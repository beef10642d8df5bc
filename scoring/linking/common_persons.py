"""The data of a link: what the common persons earned on both forms, person by person and item by item."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.scales.tables import FloatArray

GRID = np.linspace(0.0, 1.0, 41)  # shares of the points of the practice form at which a link is told
FEWEST = 4  # common persons


@dataclass(frozen=True)
class CommonPersons:
    """One section on two forms. Rows are sittings; several of one person share that person's weight.

    persons: names. person: shape (rows,), the index of each row's person. first, second: shape (rows,), shares of the
    points on the practice and the real form, 0 to 1. first_items, second_items: shape (rows, items), the share of each
    item, NaN where it was not asked or graded.
    """

    persons: tuple[str, ...]
    person: npt.NDArray[np.int64]
    first: FloatArray
    second: FloatArray
    first_items: FloatArray
    second_items: FloatArray

    def weights(self, of_persons: FloatArray) -> FloatArray:
        """Shape (rows,): weights of the persons spread evenly over their sittings, with the sum 1."""
        sittings = np.bincount(self.person, minlength=len(self.persons))
        found: FloatArray = of_persons[self.person] / sittings[self.person]
        even: FloatArray = found / found.sum()
        return even

    def means(self) -> tuple[FloatArray, FloatArray]:
        """Each person's mean share on the two forms."""
        sittings = np.bincount(self.person)
        first: FloatArray = np.bincount(self.person, self.first) / sittings
        second: FloatArray = np.bincount(self.person, self.second) / sittings
        return first, second
