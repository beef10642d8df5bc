"""Sit a language model down to a human exam, from Python: `examsim.run("lsat", model="gpt-4")`.

Importing this imports nothing else; each name is looked up when it is first used. Docs: docs/python.md.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exams.errors import ExamsimError, InputError
    from examsim.api.finished_run import FinishedRun, Runs, load_run, load_runs
    from examsim.api.sit import arun, run
    from examsim.api.standings import Conversion, Standing, convert, percentile
    from examsim.api.steps import AuditedForm, audit, report, score

__version__ = "0.2.0"

_WHERE = {
    "AuditedForm": "examsim.api.steps",
    "Conversion": "examsim.api.standings",
    "ExamsimError": "exams.errors",
    "FinishedRun": "examsim.api.finished_run",
    "InputError": "exams.errors",
    "Runs": "examsim.api.finished_run",
    "Standing": "examsim.api.standings",
    "arun": "examsim.api.sit",
    "audit": "examsim.api.steps",
    "convert": "examsim.api.standings",
    "load_run": "examsim.api.finished_run",
    "load_runs": "examsim.api.finished_run",
    "percentile": "examsim.api.standings",
    "report": "examsim.api.steps",
    "run": "examsim.api.sit",
    "score": "examsim.api.steps",
}
__all__ = [
    "AuditedForm",
    "Conversion",
    "ExamsimError",
    "FinishedRun",
    "InputError",
    "Runs",
    "Standing",
    "arun",
    "audit",
    "convert",
    "load_run",
    "load_runs",
    "percentile",
    "report",
    "run",
    "score",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'examsim' has no attribute {name!r}")
    return getattr(importlib.import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
