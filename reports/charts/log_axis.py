"""A logarithmic axis (or an even one) around some values: its ends, its ticks, and where a value stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from reports.drawing import fonts
from reports.drawing.frame import Size

STEPS = ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 5.0, 7.0), tuple(1 + 0.2 * n for n in range(45)))
FEWEST, MOST = 3, 7  # ticks
ROOM = 0.06  # share of the axis left free beyond the outermost values


@dataclass(frozen=True)
class LogAxis:
    """From `low` to `high`, both above 0 where `even` is not set; ticks with their words."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    even: bool = False

    def on(self, start: float, end: float) -> Callable[[float], float]:
        """Where a value stands between `start` and `end` of the paper; beyond the ends it is at them."""
        low, high = self._at(self.low), self._at(self.high)

        def place(value: float) -> float:
            share = (self._at(max(value, self.low)) - low) / ((high - low) or 1.0)
            return start + min(1.0, max(0.0, share)) * (end - start)

        return place

    def spread(self, room: float, size: Size) -> list[tuple[float, str]]:
        """The ticks whose words have room: all, or every second, third … one."""
        for every in range(1, len(self.ticks) + 1):
            few = self.ticks[::every]
            if sum(fonts.width(w, size.small) + 6 * size.type for _, w in few) <= room:
                return list(few)
        return list(self.ticks[:1])

    def _at(self, value: float) -> float:
        return value if self.even else log10(value)


def axis_of(values: Sequence[float], *, even: bool = False, whole: bool = False) -> LogAxis:
    """An axis around the values. `whole`: ticks at powers of ten alone, written '1e21'."""
    low, high = min(values), max(values)
    if even:
        room = max((high - low) * ROOM, 0.01)
        ticks = _round_ticks(low - room, high + room)
        return LogAxis(low - room, high + room, tuple((t, f"{t:.4g}") for t in ticks), even=True)
    room = max((high / low) ** ROOM, 1.02)
    low, high = low / room, high * room
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    if whole and log10(high / low) >= 1:
        every = max(1, ceil(log10(high / low) / MOST))
        at = [10.0**p for p in powers if p % every == 0]
        return LogAxis(low, high, tuple((t, f"{t:.0e}".replace("e+", "e")) for t in at if low <= t <= high))
    for steps in STEPS:
        at = [s * 10.0**p for p in powers for s in steps if low <= s * 10.0**p <= high]
        if FEWEST <= len(at) <= MOST:
            break
    else:
        at = _round_ticks(low, high)  # values so near to each other that the axis is as good as even
    write = "{:.1e}" if whole else "{:.4g}"
    return LogAxis(low, high, tuple((t, write.format(t).replace("e+", "e")) for t in at))


def _round_ticks(low: float, high: float) -> list[float]:
    """Three to eight round numbers, evenly apart."""
    rough = (high - low) / 7.6
    power = 10.0 ** floor(log10(rough))
    step = next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= rough)
    return [n * step for n in range(ceil(low / step), floor(high / step) + 1)]
