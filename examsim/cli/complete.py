"""What the shell may fill in: exams and suites, models, run folders. Fast, silent; nothing is read but names."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def exams(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Exams and suites that ship, suites of examsim.toml, and folders."""
    from exams.files.exam_folder import package_folder, shipped_folder

    shipped = [p.parent.name for p in shipped_folder().glob("*/exam.toml")]
    suites = [p.stem for p in (package_folder() / "suites").glob("*.toml")]
    return _items([*shipped, *suites, *_keys("suites")], incomplete, kind="dir")


def models(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Models of examsim.toml, the ones that need no server, and those with a known price."""
    from importlib.resources import files

    table = tomllib.loads((files("examsim") / "models" / "prices.toml").read_text(encoding="utf-8"))
    names = [*_keys("models"), *_keys("graders"), "chance", *(row["model"] for row in table["price"])]
    return _items(names, incomplete)


def runs(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Run folders below what is typed, or in runs/; other paths where there are none."""
    return _items(_runs(incomplete), incomplete, kind="dir")


def _runs(incomplete: str) -> Iterator[str]:
    typed = Path(incomplete)
    folder = typed if incomplete.endswith("/") else typed.parent
    found = [p.parent for p in folder.glob("*/run.json")]
    if not found and not incomplete.strip("./"):
        found = [p.parent for p in Path("runs").glob("*/run.json")]
    elif not found:
        found = [p.parent for p in typed.parent.glob(f"{typed.name}*/*/run.json")]
    yield from (str(p) for p in found)


def _items(names: Iterable[str], incomplete: str, kind: str = "plain") -> list[CompletionItem]:
    """Those that begin with what is typed; where none does, the shell's own files or folders."""
    found = [CompletionItem(name) for name in sorted(set(names)) if name.startswith(incomplete)]
    return found or ([CompletionItem(incomplete, type=kind)] if kind != "plain" else [])


def _keys(table: str) -> list[str]:
    """Names in a table of examsim.toml; none where the file is not there or broken: completion never complains."""
    from examsim.config.read_lab import found_upward

    path = found_upward(Path.cwd())
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8")) if path else {}
    except (OSError, ValueError):
        return []
    found = data.get(table)
    return [name for name in found if isinstance(name, str)] if isinstance(found, dict) else []
