"""Lay a form's pictures beside an export."""

from __future__ import annotations

import shutil
from pathlib import Path

from exams.files.atomic_write import atomic_write
from exams.form import Form


def copy_images(form: Form, folder: Path) -> None:
    """Copy every picture that the form names into the folder; nothing if it names none."""
    for name in sorted({image.file for image in form.images}):
        path = form.image_path(name)
        if path.resolve() == (folder / name).resolve():
            continue
        with atomic_write(folder / name) as file, path.open("rb") as original:
            shutil.copyfileobj(original, file)
