"""Benchmarks are run by hand and rarely, so what they import of ours is held here: what moved or vanished is noticed.

Nothing is executed: files are parsed, so that neither a compiler nor a plotting library has to start.
"""

import ast
import importlib.util
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {"exams", "contamination", "scoring", "reports", "examsim"}
BENCHMARKS = sorted((ROOT / "benchmarks").rglob("*.py"))


def test_there_are_benchmarks_to_check() -> None:
    assert len(BENCHMARKS) > 20


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda p: p.relative_to(ROOT / "benchmarks").as_posix())
def test_every_name_that_a_benchmark_imports_is_there(path: Path) -> None:
    assert list(faults(path.read_text(encoding="utf-8"), folders_of(path), peer="peers" in path.parts)) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("import scoring.no_such_module", "scoring.no_such_module: no such module"),
        ("from scoring.no_such_module import x", "scoring.no_such_module: no such module"),
        ("from scoring.interval import no_such_name", "scoring.interval has no no_such_name"),
        ("def late():\n    from scoring.interval import no_such_name", "scoring.interval has no no_such_name"),
        ("from scoring import interval\ninterval.no_such_name()", "scoring.interval has no no_such_name"),
        ("import scoring.interval as i\ni.no_such_name", "scoring.interval has no no_such_name"),
        ("import made_runs\nmade_runs.no_such_name()", "made_runs has no no_such_name"),
        ("from made_runs import no_such_name", "made_runs has no no_such_name"),
        ("import no_such_package", "no_such_package: not installed"),
    ],
)
def test_what_moved_or_vanished_is_a_fault(line: str, fault: str) -> None:
    assert list(faults(line, [ROOT / "tests" / "reports"])) == [fault]


@pytest.mark.parametrize(
    "line",
    [
        "from scoring.interval import wilson",
        "import scoring.interval\nscoring.interval.wilson",
        "from scoring.types import SectionScore",
        "from scoring import interval\ninterval.wilson(1, 2)",
        "import made_runs\nmade_runs.run",
        "import json, numpy as np\nnp.zeros(json.loads('1'))",
        "import scoring.interval as i\ni = 3\ni.no_such_name",
        "def late():\n    import no_such_package",
    ],
)
def test_what_is_there_is_no_fault(line: str) -> None:
    assert list(faults(line, [ROOT / "tests" / "reports"])) == []


def folders_of(path: Path) -> list[Path]:
    """Where a benchmark finds its siblings: its own folder, and those of ours that it puts on `sys.path`."""
    text = path.read_text(encoding="utf-8")
    found = [path.parent]
    if path.parent.name == "peers":
        found.append(path.parent.parent)
    return found + [ROOT / "tests" / name for name in ("support", "reports") if f'"tests" / "{name}"' in text]


def faults(text: str, folders: list[Path], peer: bool = False) -> Iterator[str]:
    """What a script's imports name that is not there.

    Packages of others must be installed, unless the script is a peer's or imports them within a function.
    """
    tree = ast.parse(text)
    late = {id(n) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) for n in ast.walk(f)}
    modules: dict[str, str] = {}  # a name in the script → the module of ours that it stands for
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if _file(alias.name, folders) is None:
                    yield from _missing(alias.name, folders, peer or id(node) in late)
                else:
                    modules[alias.asname or alias.name] = alias.name
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if _file(module, folders) is None:
                yield from _missing(module, folders, peer or id(node) in late)
                continue
            for alias in node.names:
                within = f"{module}.{alias.name}"
                if _file(within, folders) is not None:
                    modules[alias.asname or alias.name] = within
                elif alias.name not in _names(_file(module, folders)):
                    yield f"{module} has no {alias.name}"
    for name in {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}:
        modules.pop(name, None)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or (owner := modules.get(ast.unparse(node.value))) is None:
            continue
        if node.attr not in _names(_file(owner, folders)) and _file(f"{owner}.{node.attr}", folders) is None:
            yield f"{owner} has no {node.attr}"


def _missing(module: str, folders: list[Path], lenient: bool) -> Iterator[str]:
    top = module.split(".")[0]
    if top in OURS or any((folder / f"{top}.py").is_file() for folder in folders):
        yield f"{module}: no such module"
    elif top not in sys.stdlib_module_names and not lenient and importlib.util.find_spec(top) is None:
        yield f"{module}: not installed"


def _file(module: str, folders: list[Path]) -> Path | None:
    """The file of a module of ours or of a script beside; None for what is not ours, or not there."""
    top, *_ = module.split(".")
    for folder in [ROOT] if top in OURS else folders:
        place = folder.joinpath(*module.split("."))
        for path in (place / "__init__.py", place.with_suffix(".py")):
            if path.is_file():
                return path
    return None


@cache
def _names(path: Path | None) -> frozenset[str]:
    assert path is not None
    return frozenset(_bound(ast.parse(path.read_text(encoding="utf-8"))))


def _bound(node: ast.AST) -> Iterator[str]:
    """Every name that a module binds at its top level, also inside `if` and `try` there, not inside functions."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((a.asname or a.name).split(".")[0] for a in node.names)
    elif isinstance(node, ast.Name):
        yield from [node.id] if isinstance(node.ctx, ast.Store) else []
    else:
        for child in ast.iter_child_nodes(node):
            yield from _bound(child)
