"""Packages that only some commands need come with an extra; this is the one line that says which.

The core is what `percentile`, `convert`, `score`, `report` and `run` need. Extras are listed in pyproject.toml.
"""

from __future__ import annotations

import importlib.util

from exams.errors import InputError

# top-level module → the extra that brings it
EXTRA_OF = {
    "datasets": "hub",
    "datasketch": "audit",
    "fastwarc": "audit",
    "fsspec": "audit",
    "huggingface_hub": "hub",
    "infini_gram": "infini-gram",
    "inspect_ai": "inspect",
    "isal": "audit",
    "numba": "audit",
    "openpyxl": "excel",
    "pandas": "pandas",
    "pyarrow": "parquet",
    "pypdf": "audit",
}


def missing_extra(error: ImportError) -> InputError | None:
    """What to tell of a package that could not be imported; None if no extra brings it."""
    name = (error.name or "").partition(".")[0]
    extra = EXTRA_OF.get(name)
    return None if extra is None or is_installed(name) else _line(name, extra)


def need(extra: str, purpose: str) -> None:
    """InputError before any work is done if a package of `extra` is not installed."""
    for name, brought_by in EXTRA_OF.items():
        if brought_by == extra and not is_installed(name):
            raise _line(name, extra, purpose)


def is_installed(module: str) -> bool:
    """Whether the top-level `module` can be found; it isn't imported."""
    try:
        return importlib.util.find_spec(module) is not None
    except ValueError:  # it stands in sys.modules without a spec
        return False


def _line(name: str, extra: str, purpose: str = "this") -> InputError:
    return InputError(
        f"{purpose} needs the package {name}, which isn't installed", hint=f"pip install 'examsim[{extra}]'"
    )
