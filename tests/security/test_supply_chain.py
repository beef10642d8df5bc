"""What is installed is bounded from both sides and locked by hash; CI fails rather than skips."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def declared() -> list[str]:
    """Everything that is asked for; an extra that names other extras of this project asks for nothing new."""
    extras = PROJECT["project"]["optional-dependencies"].values()
    own = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
    return [*own, *(one for extra in extras for one in extra if not one.startswith("examsim["))]


def test_every_dependency_has_a_lower_and_an_upper_bound() -> None:
    loose = [d for d in declared() if not re.fullmatch(r"[\w.-]+(\[\w+\])?>=[\d.]+,<[\d.]+", d)]
    assert loose == []


def test_the_lock_pins_every_dependency_by_hash_and_names_no_place() -> None:
    lock = (ROOT / "requirements-dev.txt").read_text()
    entries = re.split(r"\n(?=[a-z0-9])", lock.partition("\n")[2].strip())
    pins = {}
    for entry in entries:
        found = re.match(r"([a-z0-9.-]+)==([\w.+!]+)", entry)
        assert found and "--hash=sha256:" in entry, entry[:80]
        pins[found[1]] = found[2]
    missing = {re.split(r"[\[>]", d)[0].lower().replace("_", "-").replace(".", "-") for d in declared()} - set(pins)
    assert missing == set()
    assert not re.search(r"https?://|file:|--(extra-)?index|/\w+/", lock)


def test_the_pythons_that_are_named_are_the_ones_that_are_allowed() -> None:
    named = [c.rpartition(" ")[2] for c in PROJECT["project"]["classifiers"] if "Python :: 3." in c]
    assert named == ["3.11", "3.12", "3.13"]
    assert PROJECT["project"]["requires-python"] == ">=3.11"


def test_ci_fails_where_the_sandbox_or_the_browser_cannot_be_had(tmp_path: Path) -> None:
    for present, missing in ((), "bwrap"), (("bwrap",), "chromium"):
        tools = tmp_path / missing
        tools.mkdir()
        for name, code in (("apt-get", 100), ("make", 0), *((n, 0) for n in present)):
            (tools / name).write_text(f"#!/bin/sh\nexit {code}\n")
            (tools / name).chmod(0o755)
        for name in ("bash", "dirname"):
            (tools / name).symlink_to(f"/usr/bin/{name}")
        done = subprocess.run(
            ["/usr/bin/env", "bash", str(ROOT / ".ci" / "run")],
            env={**os.environ, "PATH": str(tools)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert f"CI needs {missing}" in done.stderr


def test_there_is_a_policy() -> None:
    assert "Reporting" in (ROOT / "SECURITY.md").read_text()
