"""Logs of other harnesses become runs: scored, audited and reported like any, without a model call."""
