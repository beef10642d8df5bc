"""Pages of the site that are made when it is built: commands from `--help`, functions from their docstrings."""

from __future__ import annotations

import inspect
from typing import Any

import click


def on_files(files: Any, *, config: Any) -> Any:
    """Add the two pages to the site's files."""
    from mkdocs.structure.files import File

    for name, text in (("commands.md", commands()), ("python-reference.md", functions())):
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Links out of docs/ lead to files that are no pages of the site: their names stay, the links go."""
    import re

    return re.sub(r"\[([^\]]*)\]\((?:\.\./)+(?!docs/)[A-Za-z][^)]*\)", _kept, markdown) if page else markdown


def _kept(found: Any) -> str:
    whole: str = found[0]
    inside = ("tutorials/", "explanation/", ".md)", ".md#", ".ipynb)")
    outside = ("README.md", "ARCHITECTURE.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md")
    if any(name in whole for name in outside) or not any(name in whole for name in inside):
        return str(found[1])
    return whole


def commands() -> str:
    """Every command with its whole help, as it is printed."""
    from examsim.cli import cli

    root = click.Context(cli, info_name="examsim")
    lines = ["# Commands", "", "Made from `--help` when the site is built.", ""]
    for name in cli.list_commands(root):
        command = cli.get_command(root, name)
        if command is not None:
            lines += _command(command, f"examsim {name}", root, "##")
    return "\n".join(lines)


def _command(command: click.Command, path: str, parent: click.Context, level: str) -> list[str]:
    context = click.Context(command, info_name=path.rpartition(" ")[2], parent=parent, max_content_width=100)
    lines = [f"{level} {path}", "", "```text", command.get_help(context), "```", ""]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                lines += _command(inner, f"{path} {name}", context, "###")
    return lines


def functions() -> str:
    """What `import examsim` offers: signature, docstring, and the attributes of its records."""
    import examsim

    lines = ["# Python, name by name", "", "Made from the docstrings when the site is built.", ""]
    for name in examsim.__all__:
        found = getattr(examsim, name)
        lines += [f"## {name}", "", *_signature(name, found), *_text(found)]
        if inspect.isclass(found):
            for member, value in sorted(vars(found).items()):
                said = inspect.getdoc(value.fget if isinstance(value, property) else value)
                if not member.startswith("_") and said and (callable(value) or isinstance(value, property)):
                    lines += [f"### {name}.{member}", "", said, ""]
    return "\n".join(lines)


def _signature(name: str, found: Any) -> list[str]:
    try:
        return ["```python", f"{name}{inspect.signature(found)}", "```", ""]
    except (TypeError, ValueError):
        return []


def _text(found: Any) -> list[str]:
    return [inspect.getdoc(found) or "", ""]
