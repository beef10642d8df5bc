"""Every line of the README that can be typed is typed, against a server on this machine."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from loopback import Loopback, Said, completion

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = [
    shlex.split(line, comments=True)
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("examsim ")
]


def said(body: dict[str, Any], number: int) -> Said:
    """A candidate that always says B, and a grader that gives no points by any rubric."""
    asked = str(body["messages"][-1]["content"])
    if names := re.search(r"with one entry for each of: (.*)\.", asked):
        grades = {name: {"evidence": "", "points": 0} for name in names[1].split(", ")}
        return completion(orjson.dumps(grades).decode())
    if '"points": <points>}' in asked:  # one mark for the whole
        return completion('{"evidence": "", "points": 0}')
    return completion("The answer is therefore [B]")


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    with Loopback(said) as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to type in, with the corpus that the README speaks of."""
    made = tmp_path_factory.mktemp("readme")
    (made / "new-crawl").mkdir()
    (made / "new-crawl" / "part.jsonl").write_bytes(orjson.dumps({"text": "Nothing of interest. " * 20}))
    return made


def typed(line: list[str], folder: Path, server: Loopback) -> subprocess.CompletedProcess[str]:
    """One command as a shell would run it: its own runs for `…` and `*`, this machine's server for the ports named."""
    url = f"{server.url}"
    words: list[str] = []
    for word in line[1:]:
        if word.startswith("http://localhost:"):
            words.append(url)
        elif "…" in word or "*" in word:
            found = sorted(str(p.relative_to(folder)) for p in folder.glob(word.replace("…", "*")))
            assert found, f"{word}: no earlier line of the README makes it"
            words += found if "*" in word else found[:1]
        else:
            words.append(word)
    if "--max-cost" in words:  # the price table knows OpenAI's prices, not this machine's
        words += ["--price", "0,0"]
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from examsim.cli import main; main()"
    own = {"OPENAI_API_KEY": "sk-for-a-test", "OPENAI_BASE_URL": url}
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=folder,
        env=dict(os.environ) | own,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_readme_s_lines_run_in_their_order(folder: Path, server: Loopback) -> None:
    assert len(LINES) >= 8
    for line in LINES:
        done = typed(line, folder, server)
        assert done.returncode == 0, f"{shlex.join(line)}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        assert "Traceback" not in done.stderr
