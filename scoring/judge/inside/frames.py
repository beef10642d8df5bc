"""Messages over a pipe: four bytes of length, then the message."""

from __future__ import annotations

import os
import struct


def read_frame(descriptor: int) -> bytes:
    """The next message, never a byte more (what follows may be a program's input); EOFError where the pipe ends."""
    (length,) = struct.unpack(">I", _exactly(descriptor, 4))
    return _exactly(descriptor, length)


def write_frame(descriptor: int, message: bytes) -> None:
    """Send one message whole."""
    rest = memoryview(frame(message))
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def frame(message: bytes) -> bytes:
    """A message with its length."""
    return struct.pack(">I", len(message)) + message


def _exactly(descriptor: int, length: int) -> bytes:
    parts = []
    while length:
        part = os.read(descriptor, min(length, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
