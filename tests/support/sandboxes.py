"""Tests that run programs need a sandbox; where the machine has none they are skipped, and say why."""

import pytest

from exams.errors import InputError
from scoring.judge.sandbox import find_sandbox


def _reason() -> str:
    try:
        find_sandbox()
    except InputError as error:
        return str(error)
    return ""


WHY_NOT = _reason()
needs_sandbox = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
