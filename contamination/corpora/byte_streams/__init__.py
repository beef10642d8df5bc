"""Bytes of a corpus file: where it lies, how it is compressed, how it is encoded."""
