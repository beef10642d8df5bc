"""Clean text for the self-test's n-gram model: the practice forms of other exams, or the user's own files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from contamination.probes.items import probe_items
from exams.errors import InputError
from exams.files.exam_folder import shipped_folder
from exams.files.form_folder import load_form
from exams.files.regular_file import read_bytes
from exams.form import Form

PROGRAMS = ("codeforces", "leetcode-easy", "leetcode-medium", "leetcode-hard")  # megabytes of test cases
MOST_BYTES = 20 * 2**20


def clean_text(files: Sequence[Path], without: Sequence[Form]) -> tuple[str, ...]:
    """Texts with nothing of the forms `without` in them. InputError for a file that holds one of their questions."""
    own = {i.text for form in without for i in probe_items(form)}
    if files:
        texts = tuple(read_bytes(path, MOST_BYTES).decode("utf-8", "replace") for path in files)
        for path, text in zip(files, texts, strict=True):
            if any(one in text for one in own):
                raise InputError("holds a question of the set", where=path, hint="the background must be clean of it")
        return texts
    exams = {form.head.exam for form in without}
    folders = sorted(f for f in shipped_folder().glob("*/forms/practice") if (f / "form.toml").is_file())
    chosen = [f for f in folders if f.parent.parent.name not in exams and f.parent.parent.name not in PROGRAMS]
    found = (i.text for folder in chosen for i in probe_items(load_form(folder)))
    return tuple(text for text in found if text not in own)
