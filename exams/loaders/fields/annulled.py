"""A question that its own set calls annulled: it has no right answer, so it is left out by name, and stops nothing."""

from __future__ import annotations

from typing import Any

from exams.errors import InputError
from exams.loaders.row import Row


class AnnulledError(InputError):
    """The key of a question says that it was annulled ('*', 'Anulado')."""


def annulled(row: Row, key: Any) -> AnnulledError:
    """The error that leaves a row out."""
    fault = row.fault(f"the key {str(key)[:30]!r} says that the question was annulled")
    return AnnulledError(fault.what, where=fault.where, line=fault.line, hint="nothing to do")
