"""What Python's unpackers raise where an archive is damaged, encrypted, or packed in a way that is not known here."""

from __future__ import annotations

import lzma
import struct
import tarfile
import zipfile
import zlib

# RuntimeError: encrypted. ValueError and struct.error: impossible dates, sizes and offsets. NotImplementedError: other
# ways of packing. LZMAError is no OSError, unlike what bz2 and gzip raise.
UNPACK_FAULTS: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
