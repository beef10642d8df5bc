"""Corpora that can only be asked: infini-gram indexes, by their web interface or on this machine's disk."""
