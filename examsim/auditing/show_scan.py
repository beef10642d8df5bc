"""Progress of a scan on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from contamination.scan.progress import Progress
from examsim.screen import safe_console, say

QUIET_SECONDS = 30.0  # between lines where no bar can be drawn
DRAWN_SECONDS = 0.1  # between two looks at the bar


@contextmanager
def shown_scan() -> Iterator[Callable[[Progress], None]]:
    """Something to tell progress to; a bar is gone when the block ends."""
    console = safe_console(stderr=True)
    if not console.is_terminal:
        yield _Lines()
        return
    columns = (
        TextColumn("reading"),
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[state]}", markup=False),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, state="starting")
        last = -1.0

        def tell(progress: Progress) -> None:
            nonlocal last
            if progress.seconds - last < DRAWN_SECONDS and progress.share != 1.0:
                return
            last = progress.seconds
            share = progress.share
            total = None if share is None else 1.0
            bar.update(task, total=total, completed=share or 0.0, state=state_of(progress))

        yield tell


def state_of(progress: Progress) -> str:
    """Files, MB, MB/s and hits in one line."""
    rate = progress.bytes / 1e6 / max(progress.seconds, 1e-9)
    return (
        f"{progress.files:,} files · {progress.documents:,} documents · {progress.bytes / 1e6:,.0f} MB"
        f" · {rate:,.0f} MB/s · {progress.hits:,} hits"
    )


class _Lines:
    def __init__(self) -> None:
        self._told = 0.0

    def __call__(self, progress: Progress) -> None:
        if progress.seconds - self._told < QUIET_SECONDS:
            return
        self._told = progress.seconds
        left = ""
        if progress.share:
            left = f" · {progress.seconds * (1 - progress.share) / progress.share:,.0f} s left"
        say(f"audit: {state_of(progress)}{left}", err=True)
