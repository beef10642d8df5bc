"""Questions people own, in whatever format: one door, `open_form`, and one small reader per format behind it."""

from __future__ import annotations

from exams.loaders.open_form import open_form

__all__ = ["open_form"]
