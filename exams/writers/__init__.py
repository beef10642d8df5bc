"""Forms in the formats of others, and what each of them cannot hold."""

from __future__ import annotations

from exams.writers.export import FORMATS, export_form

__all__ = ["FORMATS", "export_form"]
