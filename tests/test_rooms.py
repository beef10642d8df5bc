"""Which room may import which: the table of ARCHITECTURE.md, held against the code."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("examsim", "exams", "contamination", "scoring", "reports")
MAY_IMPORT = {
    "exams": ("exams",),
    "contamination": ("contamination", "exams"),
    "scoring": ("scoring", "exams", "contamination.types"),
    "reports": ("reports", "exams", "scoring.types", "contamination.types"),
    "examsim": PACKAGES,
}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("room", PACKAGES)
def test_a_room_imports_only_what_the_table_allows(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        for name in imports(path):
            if name.split(".")[0] in PACKAGES:
                allowed = any(name == a or name.startswith(f"{a}.") for a in MAY_IMPORT[room])
                assert allowed, f"{path.relative_to(ROOT)} imports {name}"


def test_the_table_stands_in_the_drawing() -> None:
    drawing = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for room in PACKAGES:
        assert f"| `{room}` |" in drawing


def test_no_room_holds_a_cupboard_for_everything() -> None:
    for room in PACKAGES:
        names = {p.stem for p in (ROOT / room).rglob("*.py")}
        assert not names & {"utils", "util", "common", "helpers", "misc"}
