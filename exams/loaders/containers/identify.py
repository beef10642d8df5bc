"""Files that hold no questions that can be read, said for what they are by their first bytes, with what to do."""

from __future__ import annotations

import re
import zipfile

from exams.errors import InputError
from exams.files.unpack_faults import UNPACK_FAULTS
from exams.loaders.source import Source

_COPY = "copy the questions into a table (.xlsx, .csv) or lettered text (.txt)"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", _COPY),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls, .ppt)", "save it as .xlsx, .csv or .txt"),
    (b"{\\rtf", "a rich-text file (RTF)", "save it as plain text (.txt)"),
    (
        b"version https://git-lfs.github.com/",
        "a Git LFS pointer, not the file itself",
        "run `git lfs pull` where it came from",
    ),
    (b"SQLite format 3\0", "an SQLite database", "export the table with the questions as CSV"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and give the files"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it and give the files"),
    (b"\xfd7zXZ\0", "an xz archive", "unpack it and give the file"),
    (b"ARROW1", "an Arrow file", "save it as Parquet or JSONL"),
    (b"\x89HDF\r\n", "an HDF5 file", "save the table as CSV or Parquet"),
    (b"\x89PNG\r\n\x1a\n", "a picture", "questions are read from text; put pictures beside it"),
    (b"\xff\xd8\xff", "a picture", "questions are read from text; put pictures beside it"),
    (b"GIF8", "a picture", "questions are read from text; put pictures beside it"),
    (b"\x80\x04\x95", "a Python pickle, which could run code", "save it as JSONL"),
    (b"\x80\x03", "a Python pickle, which could run code", "save it as JSONL"),
    (b"\x93NUMPY", "a NumPy array", "save it as JSONL"),
    (b"ID3", "a sound", "a form holds no sound"),
    (b"\x7fELF", "a program", "give the file with the questions"),
)
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL)
_BACKUP = ("moodle_backup.xml", ".ARCHIVE_INDEX")
_ZIPS: tuple[tuple[str, str, str], ...] = (
    (r"word/document\.xml", "a Word document", f"save it as plain text (.txt), or {_COPY}"),
    (r"ppt/presentation\.xml", "a PowerPoint file", _COPY),
    (
        r"header\.json|_journal/.*|samples/.*\.json",
        "an Inspect log (.eval): replies to questions, not a set of them",
        "",
    ),
    (r"META-INF/container\.xml", "an e-book (EPUB)", _COPY),
    (
        r"moodle_backup\.xml",
        "a Moodle backup",
        "in Moodle: Question bank, Export, 'Moodle XML format', and import that",
    ),
    (r"data\.pkl|.*/data\.pkl", "a saved PyTorch model, which could run code", "give the file with the questions"),
)
_LOG = "the log's .json (`inspect log dump`) is read; or give the task's own data set"


def refuse_known(source: Source) -> None:
    """InputError that names what a file is, if it is of a kind that holds no questions that can be read."""
    head = source.head
    if head.startswith((b"\xff\xd8\xff", b"%PDF")) or any(head.startswith(magic) for magic, _, _ in _MAGIC):
        what, hint = next((what, hint) for magic, what, hint in _MAGIC if head.startswith(magic))
        raise source.fault(f"this is {what}", hint=hint)
    if head[:4] == b"PK\x03\x04":
        _refuse_zip(source)
    text = source.head_text[:4096]
    if _HTML.match(text) and "<quiz" not in source.head_text and "assessmentItem" not in source.head_text:
        what = "this is an HTML page: perhaps an error page in the place of the file"
        raise source.fault(what, hint="open it in a browser, fetch the file itself, or copy the questions out")
    if "<moodle_backup>" in text:
        raise source.fault("this is a Moodle backup", hint="in Moodle: Question bank, Export, 'Moodle XML format'")


def _refuse_zip(source: Source) -> None:
    try:
        with zipfile.ZipFile(source.path) as archive:
            names = archive.namelist()[:5000]
            kind = (
                archive.read("mimetype")[:80]
                if "mimetype" in names and archive.getinfo("mimetype").file_size < 200
                else b""
            )
    except UNPACK_FAULTS:
        return
    if b"opendocument.text" in kind:
        raise source.fault("this is an OpenDocument text", hint=f"save it as plain text (.txt), or {_COPY}")
    for pattern, what, hint in _ZIPS:
        if any(re.fullmatch(pattern, name) for name in names):
            raise source.fault(f"this is {what}", hint=hint or _LOG)


def said_of_path(source: Source) -> InputError | None:
    """What a path is that is neither file nor folder: a pipe or a device is never opened, since it may not end."""
    try:
        mode = source.path.stat().st_mode
    except (OSError, ValueError):
        return None
    import stat

    for test, what in (
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    ):
        if test(mode):
            return InputError(f"this is {what}, not a file", where=source.path, hint="save its content to a file first")
    return None
