"""A file on another machine, with an end to patience: a server that is silent, or drips, does not hold up a scan."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import IO, Any, TypeVar

SILENCE = 60.0  # seconds that one answer may take
SLOWEST = 1024.0  # bytes a second, on the average, after the first `SILENCE` seconds
STEP = 1 << 20  # most bytes asked for at once

Result = TypeVar("Result")


def within(seconds: float, what: str, function: Callable[[], Result]) -> Result:
    """What the function gives; TimeoutError if it takes longer. Its thread is then left to itself."""
    done: SimpleQueue[tuple[bool, Any]] = SimpleQueue()

    def work() -> None:
        try:
            done.put((True, function()))
        except BaseException as error:
            done.put((False, error))

    threading.Thread(target=work, name="remote file", daemon=True).start()
    try:
        good, result = done.get(timeout=seconds)
    except Exception:
        raise TimeoutError(f"{what}: no answer for {seconds:g} seconds") from None
    if not good:
        raise result
    return result  # type: ignore[no-any-return]


class PatientFile(io.RawIOBase):
    """Wraps an open file of fsspec's. TimeoutError where it is silent or too slow; it cannot be used after that."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file, self._name = file, name
        self._start, self._got = time.monotonic(), 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Whether the storage lets one go to a place."""
        return self._file.seekable()

    def tell(self) -> int:
        """Place of the next byte."""
        return self._file.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        return within(SILENCE, self._name, lambda: self._file.seek(offset, whence))

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, all if negative; none at the end."""
        if size >= 0:
            return self._some(size)
        return b"".join(iter(lambda: self._some(STEP), b""))

    def readinto(self, buffer: Any, /) -> int:
        """Fill as much of the buffer as comes at once; 0 at the end."""
        data = self._some(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _some(self, size: int) -> bytes:
        data = within(SILENCE, self._name, lambda: self._file.read(min(size, STEP)))
        self._got += len(data)
        seconds = time.monotonic() - self._start
        if data and seconds > SILENCE and self._got < SLOWEST * seconds:
            raise TimeoutError(f"{self._name}: only {self._got / seconds:.0f} bytes a second")
        return data

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        super().close()
