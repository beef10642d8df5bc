"""The core runs without the extras' packages, and a missing one is one line."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from exams.errors import InputError
from exams.extras import EXTRA_OF, missing_extra, need

ROOT = Path(__file__).parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CORPUS = ROOT / "exams" / "catalogue" / "ube" / "demo-corpus"
# a module that is None in sys.modules can neither be imported nor found
WITHOUT = f"import sys; sys.modules.update(dict.fromkeys({list(EXTRA_OF)!r})); from examsim.cli import main; main()"


COMES_WITH = {"llvmlite": "numba", "markupsafe": "jinja2"}


def examsim(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT, *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def plain(distribution: str) -> str:
    return distribution.lower().replace("_", "-")


def names(requirements: list[str]) -> set[str]:
    return {plain(re.split(r"[<>=\[]", r)[0]) for r in requirements}


@pytest.mark.slow
def test_the_core_sits_an_exam_scores_and_reports_it_without_the_extras(tmp_path: Path) -> None:
    sat = examsim("run", "lsat@2024", "--model", "chance", "--sample", "5", cwd=tmp_path)
    assert sat.returncode == 0, sat.stderr
    runs = sorted((tmp_path / "runs").glob("lsat_*"))
    scored = examsim("score", *runs, cwd=tmp_path)
    reported = examsim("report", *runs, "--no-charts", "-o", "out", cwd=tmp_path)
    assert (scored.returncode, reported.returncode) == (0, 0), scored.stderr + reported.stderr
    assert "no Excel tables: they need pip install 'examsim[excel]'" in reported.stderr
    assert (tmp_path / "out" / "index.html").is_file() and not list((tmp_path / "out").rglob("*.xlsx"))


def test_what_is_missing_is_said_in_one_line_before_anything_is_asked(tmp_path: Path) -> None:
    for words in (
        ("run", "ube@2017", "--model", "chance", "--corpus", CORPUS),
        ("audit", "ube@2017", "--corpus", CORPUS),
    ):
        done = examsim(*words, cwd=tmp_path)
        assert done.returncode == 2 and not list(tmp_path.iterdir())
        assert done.stderr.count("\n") == 1 and done.stderr.endswith("pip install 'examsim[audit]'\n"), done.stderr


@pytest.mark.parametrize("module", sorted(EXTRA_OF))
def test_each_package_is_brought_by_the_extra_that_is_named(module: str) -> None:
    brought = names(PROJECT["optional-dependencies"][EXTRA_OF[module]])
    installed = packages_distributions().get(module, [module])  # not all are installed where the tests run
    assert {plain(d) for d in installed} & brought


def test_every_package_that_is_imported_comes_with_the_core_or_with_an_extra() -> None:
    imported = set()
    for room in ("exams", "contamination", "scoring", "reports", "examsim"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    imported |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    imported.add(node.module.partition(".")[0])
    own = {"exams", "contamination", "scoring", "reports", "examsim"}
    declared = names(PROJECT["dependencies"]).union(*map(names, PROJECT["optional-dependencies"].values()))
    known = packages_distributions()
    for module in sorted(imported - own - set(sys.stdlib_module_names)):
        found = {plain(d) for d in known.get(COMES_WITH.get(module, module), [])}
        assert not found or found & declared, module
    core = {m for m in imported if {plain(d) for d in known.get(m, [])} & names(PROJECT["dependencies"])}
    assert core and not core & set(EXTRA_OF)


def test_a_package_of_nobody_is_a_fault_and_not_a_missing_extra() -> None:
    assert missing_extra(ModuleNotFoundError("x", name="no_such_module")) is None
    assert missing_extra(ModuleNotFoundError("x", name="numba.no_such_part")) is None  # numba itself is here
    need("audit", "this")


def test_what_an_extra_lacks_names_the_purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(InputError, match=r"--corpus needs the package numba.*examsim\[audit\]"):
        need("audit", "--corpus")
