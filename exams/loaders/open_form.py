"""Open any source of questions as a form: a form folder, a file or folder of a known format, a set on the hub."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exams.errors import InputError
from exams.exam import Exam
from exams.files.atomic_write import atomic_write
from exams.files.form_folder import load_form
from exams.form import Form, FormHead
from exams.loaders.assemble import Assembly, Place, section_for
from exams.loaders.file_readers import Drafts, drafts_of_rows, looks_readable, read_drafts
from exams.loaders.record_adapter import ImportOptions
from exams.loaders.source import Source, is_there


@dataclass(frozen=True)
class LoadResult:
    """A form as read, with what a checker wants to know besides: faults, and places in the order of the questions."""

    form: Form
    places: list[Place] = field(default_factory=list)
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
    import_options = ImportOptions(dict(fields or {}), seed)
    reading = read_form(
        spec, exam=exam, section=section, format=format, import_options=import_options, pictures=pictures
    )
    if reading.faults:
        raise reading.faults[0]
    return reading.form


def read_form(
    spec: str,
    *,
    exam: Exam | None = None,
    section: str | None = None,
    format: str | None = None,
    import_options: ImportOptions | None = None,
    pictures: Path | None = None,
    keep_faults: bool = False,
) -> LoadResult:
    """As `open_form`, with places; with `keep_faults` broken questions are left out and told instead of raised."""
    path = Path(spec)
    if is_there(path / "form.toml", "file") and format in (None, "form"):
        return LoadResult(load_form(path))
    import_options = import_options or ImportOptions()
    target = _Target(exam, section, keep_faults)
    if spec.startswith("hf:"):
        head = _fill_from_hub(target, spec, import_options, format)
    else:
        head = _fill_from_files(target, path, import_options, format)
    assembly, faults = target.assembly, target.faults
    if not assembly.questions:
        raise faults[0] if faults else InputError("holds no question", where=spec)
    folder = lay_pictures(assembly, pictures)
    form = Form(head=head, questions=tuple(assembly.questions), passages=assembly.passages, folder=folder)
    return LoadResult(form, assembly.places, faults, "+".join(sorted(target.formats)))


@dataclass
class _Target:
    """Where drafts go, and what came of them."""

    exam: Exam | None
    section: str | None
    keep_faults: bool
    assembly: Assembly = field(default_factory=Assembly)
    faults: list[InputError] = field(default_factory=list)
    formats: set[str] = field(default_factory=set)

    def fill(self, format: str, drafts: Drafts, source: Source) -> None:
        """Add every draft; a broken one is kept as a fault or raised."""
        self.formats.add(format)
        for draft in drafts:
            try:
                if isinstance(draft, InputError):
                    raise draft
                self.assembly.add(draft, source.path, source.stem, section_for(draft, self.exam, self.section))
            except InputError as error:
                if not self.keep_faults or error.where is None:
                    raise
                self.faults.append(error)

    def head(self, name: str, title: str, source: str, import_options: ImportOptions) -> FormHead:
        """The form's head, telling what was read and how."""
        notes = [f"read as {'+'.join(sorted(self.formats))}"]
        if "truthfulqa" in self.formats:
            notes.append(f"options shuffled with seed {import_options.seed}")
        if self.faults:
            notes.append(f"{len(self.faults)} broken questions left out")
        exam = None if self.exam is None else self.exam.id
        return FormHead(id=name, exam=exam, title=title, source=source, note="; ".join(notes))


def _fill_from_files(target: _Target, path: Path, import_options: ImportOptions, format: str | None) -> FormHead:
    digest = hashlib.sha256()
    for file in _files(path):
        source = Source(file)
        target.fill(*read_drafts(source, import_options, format), source)
        digest.update(_file_digest(file))
    name = Source(path).stem
    return target.head(name, path.name, f"{path.name}, sha256 {digest.hexdigest()}", import_options)


def _file_digest(file: Path) -> bytes:
    """SHA-256 of a file, or of a package folder's files by name and content."""
    if file.is_dir():
        whole = hashlib.sha256()
        for part in sorted(p for p in file.rglob("*") if p.is_file()):
            whole.update(part.relative_to(file).as_posix().encode() + b"\0" + _file_digest(part))
        return whole.digest()
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").digest()


def _fill_from_hub(target: _Target, spec: str, import_options: ImportOptions, format: str | None) -> FormHead:
    from exams.loaders.hub import hub_rows

    rows, found = hub_rows(spec.removeprefix("hf:"))
    records = list(rows)
    name = "-".join(part for part in (Path(found.name).name, found.config, found.split) if part)
    source = Source(Path(name), local=False)
    target.fill(*drafts_of_rows(records, import_options, format), source)
    return target.head(name, found.source, found.source, import_options)


def _files(path: Path) -> list[Path]:
    if is_there(path, "file") or is_there(path / "imsmanifest.xml", "file"):
        return [path]
    if is_there(path, "folder"):
        try:
            inside = sorted(path.iterdir())
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", where=path) from None
        files = [p for p in inside if is_there(p, "file") and looks_readable(Source(p))]
        if files:
            return files
        raise InputError("no file of a known format in this folder", where=path)
    raise InputError("no such file or folder", where=path, hint="a set on the hub is named hf:NAME#CONFIG:SPLIT")


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
