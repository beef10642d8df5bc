"""`audit.json`: one audit, read and written whole."""

from __future__ import annotations

from pathlib import Path

import orjson
from pydantic import ValidationError

from contamination.types import Audit
from exams.errors import InputError
from exams.files.atomic_write import atomic_write
from exams.files.json_records import refuse_large_integers
from exams.files.regular_file import read_json


def write_audit(audit: Audit, path: Path) -> None:
    """Write atomically. InputError if the place is not writable."""
    with atomic_write(path) as file:
        file.write(audit_bytes(audit))


def read_audit(path: Path, form_hash: str | None = None) -> Audit:
    """Read and check; with `form_hash`, refuse an audit of another form. InputError with place and cure."""
    try:
        data = read_json(path)
        audit = Audit.model_validate_json(data)
    except OSError as error:
        raise InputError(f"cannot read the audit: {error.strerror}", where=path, hint="run examsim audit") from None
    except ValidationError as error:
        first = error.errors()[0]
        said = ": ".join(filter(None, (".".join(str(part) for part in first["loc"]), first["msg"])))
        raise InputError(f"not an audit: {said}", where=path, hint="run examsim audit again") from None
    refuse_large_integers(audit, data, path)
    if form_hash is not None and audit.form_hash != form_hash:
        hint = "audit this form, or name the run of the form that was audited"
        raise InputError(f"this audit is of form {audit.form!r} with another content", where=path, hint=hint)
    return audit


def audit_bytes(audit: Audit) -> bytes:
    """The file's content: JSON with stable key order, so that equal audits are equal files."""
    return orjson.dumps(audit.model_dump(mode="json", by_alias=True), option=orjson.OPT_INDENT_2) + b"\n"
