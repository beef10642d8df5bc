"""Which package and which wing may import which: the tables of ARCHITECTURE.md, held against the code."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("examsim", "exams", "contamination", "scoring", "reports")
MAY_IMPORT = {
    "exams": ("exams",),
    "contamination": ("contamination", "exams"),
    "scoring": ("scoring", "exams", "contamination.types"),
    "reports": ("reports", "exams", "scoring.types", "contamination.types", "contamination.probe_types"),
    "examsim": PACKAGES,
}
DRAWING = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
MOST_FILES = 15
MOST_LINES = 300


@cache
def imports(path: Path) -> frozenset[str]:
    """Modules that a file imports, and the names it takes from them, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


@cache
def modules(package: str) -> tuple[Path, ...]:
    """The package's own modules; scripts that draw a form's pictures lie among its data and are not imported."""
    return tuple(p for p in sorted((ROOT / package).rglob("*.py")) if "forms" not in p.relative_to(ROOT).parts)


def floors(package: str) -> list[str]:
    """The package's wings and top modules as ARCHITECTURE.md lists them, from the ground up."""
    section = DRAWING.split(f"### {package}\n", 1)[1].split("\n#", 1)[0]
    return re.findall(r"`(\w+)`", section)


def wing_of(path: Path) -> str:
    """The wing or top module of a file: 'search' for contamination/search/items.py."""
    return path.relative_to(ROOT).with_suffix("").parts[1]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_the_table_allows(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        for name in imports(path):
            if name.split(".")[0] in PACKAGES:
                allowed = any(name == a or name.startswith(f"{a}.") for a in MAY_IMPORT[package])
                assert allowed, f"{path.relative_to(ROOT)} imports {name}"


def test_the_table_is_in_the_drawing() -> None:
    for package in PACKAGES:
        assert f"| `{package}` |" in DRAWING


@pytest.mark.parametrize("package", PACKAGES)
def test_the_drawing_names_every_wing_once(package: str) -> None:
    there = {wing_of(p) for p in modules(package)} - {"__init__", "__main__"}
    assert sorted(floors(package)) == sorted(there)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_wing_imports_only_what_stands_above_it_in_the_drawing(package: str) -> None:
    order = {name: number for number, name in enumerate(floors(package))}
    for path in modules(package):
        wing = wing_of(path)
        if wing in order:  # not the package's own __init__ and __main__, which may name anything in it
            for name in imports(path):
                parts = name.split(".")
                if parts[0] == package and len(parts) > 1 and parts[1] in order:
                    assert order[parts[1]] <= order[wing], f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_wing_says_in_one_line_what_it_is_and_is_small_or_says_why_not(package: str) -> None:
    for folder in {p.parent for p in modules(package)}:
        files = [p for p in folder.glob("*.py") if p.name != "__init__.py"]
        docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
        assert docstring, f"{folder.relative_to(ROOT)}/__init__.py has no docstring"
        first, _, rest = docstring.partition("\n")
        assert len(first) <= 118 and first.endswith((".", "`"))
        assert len(files) <= MOST_FILES or "files" in rest, f"{folder.relative_to(ROOT)}: {len(files)} files, no reason"


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_of_code_is_longer_than_300_lines(package: str) -> None:
    for path in modules(package):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES, path.relative_to(ROOT)


def test_there_is_no_cupboard_for_everything() -> None:
    for package in PACKAGES:
        names = {p.stem for p in modules(package)}
        assert not names & {"utils", "util", "common", "helpers", "misc"}


def test_what_a_change_touches_exists() -> None:
    table = DRAWING.split("## Where a change goes", 1)[1].split("\n## ", 1)[0]
    for name in re.findall(r"`((?:exams|contamination|scoring|reports|examsim)/[\w/.]+)`", table):
        assert (ROOT / name).exists(), name


def test_no_mark_of_a_merge_was_left_in_a_file() -> None:
    kinds = {".py", ".css", ".js", ".jinja", ".toml", ".md", ".txt"}
    for folder in (*(ROOT / p for p in PACKAGES), ROOT / "docs", ROOT / "tests"):
        for path in folder.rglob("*"):
            if path.suffix in kinds and path.is_file():
                text = path.read_text(encoding="utf-8", errors="replace")
                assert not re.search(r"^(?:<{7}|>{7}) ", text, re.MULTILINE), path.relative_to(ROOT)
