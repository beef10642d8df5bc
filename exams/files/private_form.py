"""Whether a form is a user's own: nobody else can have it unless it is sent to them."""

from __future__ import annotations

from pathlib import Path

from exams.files.exam_folder import shipped_folder


def is_private(spec: str | None, exam_folder: Path) -> bool:
    """Whether the questions that `spec` names (None: the exam's own form) lie in a folder of the user's: not in the
    catalogue, and not on the hub. What is read from published sets (`--questions`) is not asked about here."""
    if spec is not None and spec.startswith("hf:"):
        return False
    place = exam_folder if spec is None else Path(spec)
    try:
        return not place.resolve().is_relative_to(shipped_folder().resolve())
    except (OSError, RuntimeError, ValueError):  # no path that the system takes: nothing is read from it
        return True
