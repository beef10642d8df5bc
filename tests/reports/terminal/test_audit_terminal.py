import io
from pathlib import Path

import made_runs
import pytest
from rich.console import Console

from contamination.types import Audit
from reports.run_folder import read_audit
from reports.terminal.audit_table import audit_table


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    return read_audit(made_runs.run(tmp_path / "run"))


def printed(audit: Audit) -> str:
    held = io.StringIO()
    Console(file=held, width=80).print(audit_table(audit))
    return held.getvalue()


def test_it_tells_flags_verdicts_places_and_what_was_read(audit: Audit) -> None:
    text = printed(audit)
    assert text.startswith(f"{len(audit.flagged)} of 31 questions of practice flagged")
    assert "clean: nothing of it was found" in text
    assert "mbe-03  outline-2021.jsonl.zst" in text
    assert "read 3 files, 41,220 documents, 612,000,000 bytes" in text
    assert "! skipped: 2 not UTF-8" in text


def test_it_fits_eighty_columns_and_is_plain_in_a_pipe(audit: Audit) -> None:
    lines = printed(audit).splitlines()
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in "".join(lines)


def test_a_hostile_document_name_is_harmless(audit: Audit) -> None:
    hit = next(i for i in audit.items if i.evidence)
    evil = hit.evidence[0].model_copy(update={"document": "\x1b[2J\u202e[red]x"})
    text = printed(audit.model_copy(update={"items": (hit.model_copy(update={"evidence": (evil,)}),)}))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[red]" in text
