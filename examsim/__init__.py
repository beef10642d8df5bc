"""The command line, the model client with its answer cache, and the run."""

__version__ = "0.1.0"
