"""Starting is fast, and says clearly what is wrong with the place it was started in."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("pandas", "datasets", "openai", "datasketch", "scipy", "numba", "matplotlib", "polars", "pyarrow", "numpy")


def test_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys, examsim.cli as c\n"
        "from click.testing import CliRunner\n"
        "assert CliRunner().invoke(c.cli, ['--help']).exit_code == 0\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_command_has_its_help(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from examsim.cli import COMMANDS, cli

    for name in COMMANDS:
        shown = CliRunner().invoke(cli, [name, "--help"])
        assert shown.exit_code == 0, (name, shown.output)
        assert "Usage:" in shown.output


@pytest.mark.parametrize("room", ["exams", "scoring", "reports", "contamination"])
def test_a_package_that_shadows_a_room_is_named_in_one_line(tmp_path: Path, room: str) -> None:
    (tmp_path / room).mkdir()
    (tmp_path / room / "__init__.py").write_text("")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from examsim.cli import main\nsys.argv[1:] = ['list']\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert room in done.stderr
    assert str(tmp_path) in done.stderr
