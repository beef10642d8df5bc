"""The points a law is fitted to: models with their training compute and what was measured of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exams.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Points:
    """Models in order of compute.

    `compute` (any one unit), `loss` (any one unit, > 0), `accuracy` (shares, 0 to 1), `params` and `tokens` are arrays
    of one value a model; what was not measured is None. `data` and `tokenizers` name what each model was trained on
    and cut with, where that is reported. `loss_unit` is 'per token' or 'per byte' where it is known.
    """

    models: tuple[str, ...]
    compute: Floats
    loss: Floats | None = None
    accuracy: Floats | None = None
    params: Floats | None = None
    tokens: Floats | None = None
    data: tuple[str, ...] | None = None
    tokenizers: tuple[str, ...] | None = None
    loss_unit: str = ""

    def __post_init__(self) -> None:
        for name in ("compute", "loss", "params", "tokens"):
            values = getattr(self, name)
            if values is not None and not (np.isfinite(values).all() and (values > 0).all()):
                bad = self.models[int(np.flatnonzero(~(np.isfinite(values) & (values > 0)))[0])]
                raise InputError(f"{name} of {bad!r} is not a positive number", hint="a law takes logarithms of it")
        if self.accuracy is not None and not ((self.accuracy >= 0) & (self.accuracy <= 1)).all():
            raise InputError("accuracy goes from 0 to 1", hint="divide percentages by 100")

    def __len__(self) -> int:
        return len(self.models)

    @property
    def losses(self) -> Floats:
        """The losses; InputError where none were given."""
        if self.loss is None:
            raise InputError("the points have no loss", hint="give a column 'loss', or --loss-column NAME")
        return self.loss

    @property
    def ratio(self) -> Floats | None:
        """Training tokens a parameter, one a model, where both are known."""
        return None if self.params is None or self.tokens is None else self.tokens / self.params

    def take(self, rows: Sequence[int] | NDArray[np.intp] | NDArray[np.bool_]) -> Points:
        """The points at these places, in this order."""
        index = np.arange(len(self))[np.asarray(rows)]
        arrays = {
            name: None if (values := getattr(self, name)) is None else values[index]
            for name in ("compute", "loss", "accuracy", "params", "tokens")
        }
        names = {
            name: None if (values := getattr(self, name)) is None else tuple(values[i] for i in index)
            for name in ("data", "tokenizers")
        }
        models = tuple(self.models[i] for i in index)
        return Points(models=models, loss_unit=self.loss_unit, **arrays, **names)  # type: ignore[arg-type]

    def by_compute(self) -> Points:
        """The same points, smallest compute first (ties in the order given)."""
        return self.take(np.argsort(self.compute, kind="stable"))

    def split(self, held_out: int) -> tuple[Points, Points]:
        """All but the `held_out` points of largest compute, and those. InputError unless both parts hold some."""
        if not 0 < held_out < len(self):
            raise InputError(f"cannot hold out {held_out} of {len(self)} points")
        ordered = self.by_compute()
        cut = len(self) - held_out
        return ordered.take(range(cut)), ordered.take(range(cut, len(self)))
