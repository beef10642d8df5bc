"""The search is compiled for this processor when it is first used: a silence that wants a word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from examsim.screen import say

NOTE = "compiling the search for this processor: once, a quarter of a minute or more"


@contextmanager
def announce_compilation() -> Iterator[None]:
    """Say so on standard error when a kernel is compiled in this block, and not found compiled; once."""
    from numba.core import event

    class Once(event.Listener):
        told = False

        def on_start(self, event: Any) -> None:
            if not self.told:
                self.told = True
                say(NOTE, err=True)

        def on_end(self, event: Any) -> None:
            """Nothing to say."""

    with event.install_listener("numba:compile", Once()):
        yield
