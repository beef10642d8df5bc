"""Open any source of questions as a form: a form folder, a file or folder of a known format, a set on the hub."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from exams.errors import InputError
from exams.exam import Exam
from exams.files.atomic_write import atomic_write
from exams.files.form_folder import load_form
from exams.form import Form, FormHead
from exams.loaders.accounting.account import Account
from exams.loaders.accounting.draft_signs import draft_fault
from exams.loaders.accounting.ledger import Ledger
from exams.loaders.adapters import drop, truthfulqa
from exams.loaders.assemble import Assembly, Place, section_for
from exams.loaders.containers.archive_files import is_archive, unpack
from exams.loaders.containers.identify import refuse_known, said_of_path
from exams.loaders.fields.annulled import AnnulledError
from exams.loaders.file_readers import (
    Drafts,
    drafts_of_rows,
    is_known_package,
    known_meaning,
    known_unused,
    looks_readable,
    read_drafts,
)
from exams.loaders.record_adapter import ImportOptions
from exams.loaders.source import Source, is_there


@dataclass(frozen=True)
class LoadResult:
    """A form as read, with what a checker wants to know besides: faults, places in the order of the questions, and the
    account of every text that was read."""

    form: Form
    places: list[Place] = field(default_factory=list)
    faults: list[InputError] = field(default_factory=list)
    format: str = "form"
    account: Account = field(default_factory=Account)


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
    broken = [fault for fault in reading.faults if not isinstance(fault, AnnulledError)]
    if broken:
        raise broken[0]
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
    keep_stops: bool = False,
) -> LoadResult:
    """As `open_form`, with places; with `keep_faults` broken questions are left out and told instead of raised, with
    `keep_stops` unused text that looks like part of a question is reported instead of raised."""
    path = Path(spec)
    if is_there(path / "form.toml", "file") and format in (None, "form"):
        return LoadResult(load_form(path))
    with ExitStack() as unpacked:
        return _read(
            spec, path, _Target(exam, section, keep_faults), import_options, format, pictures, keep_stops, unpacked
        )


def _read(
    spec: str,
    path: Path,
    target: _Target,
    import_options: ImportOptions | None,
    format: str | None,
    pictures: Path | None,
    keep_stops: bool,
    unpacked: ExitStack,
) -> LoadResult:
    import_options = import_options or ImportOptions()
    target.ignore = import_options.ignore
    if spec.startswith("hf:"):
        head = _fill_from_hub(target, spec, import_options, format)
    else:
        head = _fill_from_files(target, path, import_options, format, unpacked)
    assembly, faults = target.assembly, target.faults
    if not assembly.questions:
        raise faults[0] if faults else InputError("holds no question", where=spec)
    if target.account.stops and not keep_stops:
        raise target.account.stops[0]
    folder = lay_pictures(assembly, pictures)
    form = Form(head=head, questions=tuple(assembly.questions), passages=assembly.passages, folder=folder)
    return LoadResult(form, assembly.places, faults, "+".join(sorted(target.formats)), target.account)


@dataclass
class _Target:
    """Where drafts go, and what came of them."""

    exam: Exam | None
    section: str | None
    keep_faults: bool
    ignore: tuple[str, ...] = ()
    account: Account = field(default_factory=Account)
    assembly: Assembly = field(default_factory=Assembly)
    faults: list[InputError] = field(default_factory=list)
    formats: set[str] = field(default_factory=set)

    def fill(self, format: str, drafts: Drafts, source: Source) -> None:
        """Add every draft; a broken one is kept as a fault or raised."""
        self.formats.add(format)
        ledger = Ledger(known_meaning(format))
        for draft in drafts:
            try:
                if isinstance(draft, InputError):
                    raise draft
                draft = truthfulqa.by_reading(drop.by_exam(draft, self.exam), self.exam)
                if what := draft_fault(draft):
                    place = "" if draft.line is not None else draft.place
                    raise source.fault(what, line=draft.line, place=place, hint="name its fields with --map FIELD=NAME")
                self.assembly.add(draft, source.path, source.stem, section_for(draft, self.exam, self.section))
                ledger.add(draft)
                self.account.remarks.update(draft.remarks)
            except AnnulledError as error:
                self.faults.append(error)
            except InputError as error:
                if not self.keep_faults or error.where is None:
                    raise
                self.faults.append(error)
        ledger.finish()
        self.account.add(ledger, source, self.ignore, known_unused(format))

    def head(self, name: str, title: str, source: str, import_options: ImportOptions) -> FormHead:
        """The form's head, telling what was read and how."""
        notes = [f"read as {'+'.join(sorted(self.formats))}"]
        if "truthfulqa" in self.formats:
            notes.append(f"options shuffled with seed {import_options.seed}")
        if self.faults:
            annulled = sum(isinstance(fault, AnnulledError) for fault in self.faults)
            notes += [f"{annulled} annulled questions left out"] if annulled else []
            broken = len(self.faults) - annulled
            notes += [f"{broken} broken questions left out"] if broken else []
        notes += self.account.notes
        exam = None if self.exam is None else self.exam.id
        return FormHead(id=name, exam=exam, title=title, source=source, note="; ".join(notes))


def _fill_from_files(
    target: _Target, path: Path, import_options: ImportOptions, format: str | None, unpacked: ExitStack
) -> FormHead:
    digest = hashlib.sha256()
    for file in _files(path):
        source = Source(file, encoding=import_options.encoding)
        digest.update(_file_digest(file))
        for inner in _inside(source, format, unpacked):
            target.fill(*read_drafts(inner, import_options, format), inner)
    name = Source(path).stem
    return target.head(name, path.name, f"{path.name}, sha256 {digest.hexdigest()}", import_options)


def _inside(source: Source, format: str | None, unpacked: ExitStack) -> list[Source]:
    """The file itself, or the readable files of an archive, which stay unpacked until the form is made."""
    if format is not None or source.path.is_dir() or not is_archive(source) or is_known_package(source):
        return [source]
    refuse_known(source)
    folder = Path(unpacked.enter_context(tempfile.TemporaryDirectory(prefix="examsim-")))
    unpack(source, folder)
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    if any(p.name == "moodle_backup.xml" for p in files):
        raise source.fault("this is a Moodle backup", hint="in Moodle: Question bank, Export, 'Moodle XML format'")
    found = [
        inner
        for p in files
        if looks_readable(inner := Source(p, shown=source.path / p.relative_to(folder), encoding=source.named_encoding))
    ]
    if not found:
        names = ", ".join(p.name for p in files[:5])
        raise source.fault(f"an archive without a file of questions ({names})", hint="unpack it and give the file")
    return found


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
    if (said := said_of_path(Source(path))) is not None:
        raise said
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
