"""Progress in a notebook: one line below the cell, written over."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable

from reports.escaping import sanitize


def notebook_line() -> Callable[[str], None] | None:
    """A function that shows a line in place of the last one; None where this is no notebook."""
    if "IPython" not in sys.modules:
        return None
    ipython = importlib.import_module("IPython")
    if not hasattr(ipython.get_ipython(), "kernel"):
        return None
    display = importlib.import_module("IPython.display").display
    handle = display({"text/plain": ""}, raw=True, display_id=True)

    def show(line: str) -> None:
        handle.update({"text/plain": sanitize(line)}, raw=True)

    return show
