"""Progress on standard error: rate, time left, cost, errors. A line now and then where it is not a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from examsim.models.cached_client import CachedClient
from examsim.models.notebook_line import notebook_line
from examsim.screen import safe_console, say

QUIET_SECONDS = 30.0  # between lines where no bar can be drawn


class Shown:
    """Called with each finished question."""

    def __init__(
        self, title: str, progress: Progress | None, *, quiet: bool = False, line: Callable[[str], None] | None = None
    ) -> None:
        self._title = title
        self._line = line
        self._quiet = quiet
        self._progress = progress
        self._tasks: dict[str, int] = {}
        self._started = time.monotonic()
        self._told = self._started

    def __call__(self, step: str, done: int, total: int, client: CachedClient) -> None:
        """Note that `done` of `total` are finished. From now on each retry is shown too, as soon as it happens."""
        client.retries.watch = lambda: self._show(step, done, total, client)
        self._show(step, done, total, client)

    def _show(self, step: str, done: int, total: int, client: CachedClient) -> None:
        elapsed = max(1e-9, time.monotonic() - self._started)
        rate = done / elapsed
        state = f"{rate:.1f}/s" if rate >= 1 else f"{60 * rate:.1f}/min"
        tally = client.tally
        if client.price:
            state += f" · ${tally.cost:.2f}"
        if tally.cached:
            state += f" · {tally.cached} from cache"
        if client.retries.counts:
            state += f" · {client.retries}"
        if tally.failed:
            state += f" · {tally.failed} failed"
        if self._progress is not None:
            if step not in self._tasks:
                self._tasks[step] = self._progress.add_task(f"{self._title}: {step}", total=total, state="")
            self._progress.update(self._tasks[step], completed=done, total=total, state=state)  # type: ignore[arg-type]
        elif self._line is not None:
            self._line(f"{self._title}: {step} {done}/{total} · {state}")
        elif not self._quiet and time.monotonic() - self._told > QUIET_SECONDS:
            self._told = time.monotonic()
            left = f" · {(total - done) * elapsed / done:.0f} s left" if done else ""
            say(f"{self._title}: {step} {done}/{total} · {state}{left}", err=True)

    def say(self, line: str) -> None:
        """Show a line that is no count of questions."""
        if self._progress is not None:
            if line not in self._tasks and "line" not in self._tasks:
                self._tasks["line"] = self._progress.add_task(self._title, total=None, state="")
            self._progress.update(self._tasks["line"], state=line)  # type: ignore[arg-type]


@contextmanager
def shown_progress(title: str, total: int, *, quiet: bool = False) -> Iterator[Shown]:
    """A progress display that is gone when the block ends; quiet: none at all, but a line below a notebook's cell."""
    if quiet:
        yield Shown(title, None, quiet=True, line=notebook_line())
        return
    console = safe_console(stderr=True)
    if not console.is_terminal:
        yield Shown(title, None)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[state]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield Shown(title, progress)
