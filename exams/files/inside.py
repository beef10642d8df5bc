"""A name that a file gives for another file stays in its folder, whoever wrote it."""

from __future__ import annotations

from pathlib import Path

from exams.errors import InputError


def inside(folder: Path, name: str, *, where: Path) -> Path:
    """The path of `name` in `folder`. InputError if it leads out of the folder, by name or by a link.

    `where` is the file that gives the name.
    """
    hint = f"name a file in {folder.name}/"
    if not name or "\0" in name or Path(name).is_absolute() or ".." in Path(name).parts:
        raise InputError(f"{name!r} is no name of a file in the folder", where=where, hint=hint)
    path = folder / name
    try:
        resolved, root = path.resolve(), folder.resolve()
    except (OSError, RuntimeError) as error:  # a link to itself, a name that is too long
        raise InputError(f"{name!r} leads nowhere: {error}", where=where, hint=hint) from None
    if not resolved.is_relative_to(root):
        raise InputError(f"{name!r} leads out of the folder", where=where, hint=hint)
    return path
