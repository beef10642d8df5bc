"""Sequences whose elements are made only when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar, overload

Element = TypeVar("Element")


class LazySequence(Sequence[Element], Generic[Element]):
    """`length` elements; a subclass says how `item(i)` is made."""

    def __init__(self, length: int) -> None:
        self._length = length

    def item(self, i: int) -> Element:
        """Element i, 0 ≤ i < length."""
        raise NotImplementedError

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, i: int) -> Element: ...
    @overload
    def __getitem__(self, i: slice) -> Sequence[Element]: ...
    def __getitem__(self, i: int | slice) -> Element | Sequence[Element]:
        if isinstance(i, slice):
            return [self.item(k) for k in range(self._length)[i]]
        return self.item(range(self._length)[i])
