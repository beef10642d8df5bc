"""A persona: a system message before the candidate's prompts, and a folder of templates in the place of the exam's.

A persona is the candidate's alone. What a grader is sent comes from the exam's folder or from those that ship.
"""

from __future__ import annotations

import difflib
from pathlib import Path

from exams.errors import InputError
from exams.files.exam_folder import package_folder
from exams.files.regular_file import read_bytes
from exams.prompts.message import Message, Part, clean

LONGEST = 1 << 20  # bytes of a system message
_GRADERS = "grade_"


def system_text(given: str, folder: Path | None = None) -> str:
    """The system message: what is in the file of this name, else the words themselves.

    folder: where a relative path starts. InputError for a file that is empty or cannot be read, and for what looks like
    the name of a file and is none.
    """
    try:
        path = (folder or Path()) / given
        is_file = path.is_file()
    except (OSError, ValueError):  # longer than a path may be, or with a NUL
        is_file = False
    if not is_file:
        if given.strip() and len(given.split()) == 1 and (given.endswith((".txt", ".md", ".jinja")) or "/" in given):
            raise InputError("no such file", where=given[:200], hint="--system takes a file, or the words themselves")
        text = given
    else:
        try:
            text = read_bytes(path, LONGEST).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputError("not a text in UTF-8", where=path, hint="--system takes a text file") from None
    text = clean(text).strip()
    if not text:
        raise InputError("--system is empty", hint="leave it out, or give a text")
    return text


def with_system(messages: tuple[Message, ...], system: str) -> tuple[Message, ...]:
    """The messages after a system message; where they open with one of their own, it is put before that one's text."""
    if not system:
        return messages
    first = messages[0] if messages else None
    if first is not None and first.role == "system":
        return (Message("system", (Part("shared", f"{system}\n\n"), *first.parts)), *messages[1:])
    return (Message("system", (Part("shared", system),)), *messages)


def template_folders(folder: Path | None, exam_id: str) -> tuple[Path, ...]:
    """Where a persona's templates for an exam are looked for: a subfolder of the exam's name first, then the folder."""
    if folder is None:
        return ()
    return tuple(f for f in (folder / exam_id, folder) if f.is_dir())


def check_templates(folder: Path) -> None:
    """InputError for a folder that is none, holds no template, or one that no prompt is made from."""
    if not folder.is_dir():
        raise InputError("no such folder", where=folder, hint="--template names a folder of jinja2 prompts")
    known = sorted(f.name for f in (package_folder() / "prompts").glob("*.jinja") if not f.name.startswith(_GRADERS))
    found = sorted(folder.rglob("*.jinja"))
    if not found:
        raise InputError("no template (*.jinja) in the folder", where=folder, hint=f"there can be: {', '.join(known)}")
    for file in found:
        if file.name.startswith(_GRADERS):
            raise InputError(
                "a grader's prompt is no part of a persona", where=file, hint="put it into the exam's own folder"
            )
        if file.name not in known:
            near = difflib.get_close_matches(file.name, known, n=1) or known
            raise InputError("no prompt is made from this template", where=file, hint=f"did you mean {near[0]}?")
