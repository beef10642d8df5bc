"""Open any source of questions as a form: a form folder, a file or folder of a known format, a set on the hub."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exams.atomic_write import atomic_write
from exams.errors import InputError
from exams.exam import Exam
from exams.form import Form, FormHead
from exams.form_folder import load_form
from exams.loaders.assemble import Assembly, section_for
from exams.loaders.readers import Drafts, looks_readable, read_drafts
from exams.loaders.shape import Wishes
from exams.loaders.source import Source


@dataclass(frozen=True)
class Reading:
    """A form as read, with what a checker wants to know besides: lines and faults. `lines[i]` is of question i."""

    form: Form
    lines: list[int | None] = field(default_factory=list)
    faults: list[InputError] = field(default_factory=list)
    format: str = "form"


def open_form(
    spec: str,
    *,
    exam: Exam | None = None,
    section: str | None = None,
    format: str | None = None,
    fields: Mapping[str, str] | None = None,
    seed: int = 0,
    pictures: Path | None = None,
) -> Form:
    """Open `spec`: a form folder, any supported file, a folder of such files, or `hf:NAME#CONFIG:SPLIT@REVISION`.

    `section` (or the exam's only section of a question's kind) is where the questions go; `format` overrides the
    sniffing, `fields` the guessed names ('stem' → column); `seed` is that of shuffles, where a set keeps the right
    option first. Pictures are laid into the folder `pictures`, by default into examsim's cache. InputError if the
    source cannot be used, or for the first question that cannot.
    """
    wishes = Wishes(dict(fields or {}), seed)
    reading = read_form(spec, exam=exam, section=section, format=format, wishes=wishes, pictures=pictures)
    if reading.faults:
        raise reading.faults[0]
    return reading.form


def read_form(
    spec: str,
    *,
    exam: Exam | None = None,
    section: str | None = None,
    format: str | None = None,
    wishes: Wishes | None = None,
    pictures: Path | None = None,
    keep_faults: bool = False,
) -> Reading:
    """As `open_form`, with lines; with `keep_faults` broken questions are left out and told instead of raised."""
    path = Path(spec)
    if (path / "form.toml").is_file() and format in (None, "form"):
        return Reading(load_form(path))
    wishes = wishes or Wishes()
    assembly, faults, used = Assembly(), [], set()
    files = _files(path)
    for file in files:
        source = Source(file)
        name, drafts = read_drafts(source, wishes, format)
        used.add(name)
        faults += _fill(assembly, drafts, source, exam, section, keep_faults)
    if not assembly.questions:
        raise faults[0] if faults else InputError("holds no question", where=path)
    folder = lay_pictures(assembly, pictures)
    head = _head(path, files, exam, used, wishes, faults)
    form = Form(head=head, questions=tuple(assembly.questions), passages=assembly.passages, folder=folder)
    return Reading(form, assembly.lines, faults, "+".join(sorted(used)))


def _files(path: Path) -> list[Path]:
    try:
        if path.is_file():
            return [path]
        if path.is_dir():
            files = [p for p in sorted(path.iterdir()) if p.is_file() and looks_readable(Source(p))]
            if files:
                return files
            raise InputError("no file of a known format in this folder", where=path)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from None
    raise InputError("no such file or folder", where=path, mend="a set on the hub is named hf:NAME#CONFIG:SPLIT")


def _fill(
    assembly: Assembly, drafts: Drafts, source: Source, exam: Exam | None, section: str | None, keep_faults: bool
) -> list[InputError]:
    faults: list[InputError] = []
    for draft in drafts:
        try:
            if isinstance(draft, InputError):
                raise draft
            assembly.add(draft, source.path, source.stem, section_for(draft, exam, section))
        except InputError as error:
            if not keep_faults or error.where is None:
                raise
            faults.append(error)
    return faults


def _head(
    path: Path, files: list[Path], exam: Exam | None, used: set[str], wishes: Wishes, faults: list[InputError]
) -> FormHead:
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as data:
            digest.update(hashlib.file_digest(data, "sha256").digest())
    notes = [f"read as {'+'.join(sorted(used))}"]
    if used & {"truthfulqa"}:
        notes.append(f"options shuffled with seed {wishes.seed}")
    if faults:
        notes.append(f"{len(faults)} broken questions left out")
    return FormHead(
        id=Source(path).stem,
        exam=None if exam is None else exam.id,
        title=path.name,
        source=f"{path.name}, sha256 {digest.hexdigest()}",
        note="; ".join(notes),
    )


def lay_pictures(assembly: Assembly, folder: Path | None) -> Path:
    """Put the pictures into `folder`/images and return the folder; without one, into the user's cache by content."""
    if folder is None:
        names = hashlib.sha256(b"".join(sorted(assembly.picture_digests()))).hexdigest()[:32]
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        folder = Path(cache) / "examsim" / "forms" / names
    for name, data in assembly.pictures.items():
        target = folder / "images" / name
        if target.is_file():
            continue
        with atomic_write(target) as file:
            if isinstance(data, bytes):
                file.write(data)
            else:
                with data.open("rb") as original:
                    shutil.copyfileobj(original, file)
    return folder
