"""The templates of an exam: its own before the ones that ship, in a sandbox where they are somebody else's."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from exams.files.exam_folder import package_folder
from exams.prompts.sandbox import SandboxEnvironment


@cache
def environment(*own: Path) -> jinja2.Environment:
    """Templates of the folders `own`, the first before the next, then those that ship. Any folder outside the package
    is somebody else's."""
    shipped = package_folder() / "prompts"
    options: dict[str, Any] = {
        "loader": jinja2.ChoiceLoader([jinja2.FileSystemLoader(f) for f in (*own, shipped) if f.is_dir()]),
        "undefined": jinja2.StrictUndefined,
        "autoescape": False,
        "keep_trailing_newline": False,
        "auto_reload": False,
    }
    foreign = any(f.is_dir() and not f.resolve().is_relative_to(package_folder().resolve()) for f in own)
    return SandboxEnvironment(**options) if foreign else jinja2.Environment(**options)


def fill(template: jinja2.Template, **variables: Any) -> str:
    """The text of a template, within the limits of the sandbox where it is in one."""
    if isinstance(template.environment, SandboxEnvironment):
        return template.environment.rendered(template, **variables)
    return template.render(**variables)


def reason(error: Exception) -> str:
    """What is wrong with a template, in one line, with the line where it is known."""
    said = (str(error).splitlines() or [""])[0][:200] or type(error).__name__
    line = getattr(error, "lineno", None)
    return f"line {line}: {said}" if line else said
