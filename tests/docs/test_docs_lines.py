"""Every command of the documentation. Tutorials are typed from top to bottom, each in a folder of its own and against a
server on this machine; the commands of all other pages are read by the command line, which knows each of their options.
"""

from __future__ import annotations

import csv
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson
import pytest
from loopback import Loopback, Said, completion

from examsim.cli import cli

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TUTORIALS = sorted((DOCS / "tutorials").glob("*.md"))
OTHERS = sorted(p for p in DOCS.rglob("*.md") if p not in TUTORIALS and p.name != "reference.md")
BLOCK = re.compile(r"^```(\w*)(?: title=\"([^\"]+)\")?\n(.*?)^```", re.DOTALL | re.MULTILINE)


def lines_of(text: str) -> list[str]:
    """The commands in a block, those broken by a backslash put together."""
    return [line.strip() for line in text.replace("\\\n", " ").splitlines() if line.strip().startswith("examsim ")]


def said(body: dict[str, Any], number: int) -> Said:
    """A candidate that says B, and a grader that gives a point by any rubric."""
    asked = str(body["messages"][-1]["content"])
    if names := re.search(r"with one entry for each of: (.*)\.", asked):
        grades = {name: {"evidence": "", "points": 1} for name in names[1].split(", ")}
        return completion(orjson.dumps(grades).decode())
    return completion("The answer is therefore [B]")


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    with Loopback(said) as running:
        yield running


def fill_in(packets: Path) -> None:
    """What two people do between two commands: points for every criterion, in the sheets they were given."""
    for sheet in packets.glob("*.csv"):
        rows = list(csv.DictReader(sheet.read_text(encoding="utf-8-sig").splitlines()))
        for row in rows:
            row["points"] = row["points"] or "1"
        with sheet.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)


def typed(line: str, folder: Path, url: str) -> subprocess.CompletedProcess[str]:
    """One line as a shell would run it: `…` and `*` stand for what is there, named ports for this machine's server."""
    words: list[str] = []
    for word in shlex.split(line, comments=True)[1:]:
        if word.startswith("http://localhost:"):
            words.append(url)
        elif "…" in word or "*" in word:
            found = sorted(str(p.relative_to(folder)) for p in folder.glob(word.replace("…", "*")))
            assert found, f"{word}: no earlier line of the page makes it"
            words += found if "*" in word else found[:1]
        else:
            words.append(word)
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from examsim.cli import main; main()"
    environment = {**os.environ, "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("page", TUTORIALS, ids=lambda p: p.stem)
def test_a_tutorial_works_from_top_to_bottom(page: Path, tmp_path: Path, server: Loopback) -> None:
    typed_lines = 0
    for kind, name, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if name:
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(re.sub(r"http://localhost:\d+/v1", server.url, text), encoding="utf-8")
        elif kind == "python":
            done = subprocess.run([sys.executable, "-c", text], cwd=tmp_path, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr[-2000:]
            typed_lines += 1
        elif kind == "sh":
            for line in lines_of(text):
                if "--import packets" in line:
                    fill_in(tmp_path / "packets")
                done = typed(line, tmp_path, server.url)
                assert done.returncode == 0, f"{line}\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}"
                assert "Traceback" not in done.stderr
                typed_lines += 1
    assert typed_lines


@pytest.mark.parametrize("page", OTHERS, ids=lambda p: p.stem)
def test_the_commands_of_other_pages_are_ones_that_there_are(page: Path) -> None:
    blocks = [text for kind, _, text in BLOCK.findall(page.read_text(encoding="utf-8")) if kind in ("sh", "")]
    root = click.Context(cli, info_name="examsim")
    for line in (line for text in blocks for line in lines_of(text)):
        words = shlex.split(re.sub(r"\s(?:>|\||&&|2>).*", "", line), comments=True)[1:]
        command: click.Command | None = cli.get_command(root, words[0])
        assert command is not None, line
        while isinstance(command, click.Group):
            words = words[1:]
            command = command.get_command(root, words[0])
            assert command is not None, line
        options = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
        for word in words[1:]:
            if word.startswith("--") and len(word) > 2:
                assert word.partition("=")[0] in options, f"{page.name}: {line}: no option {word}"
