"""What the README says can be typed, can be typed."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_in_the_readme_exists_and_every_command_is_in_it() -> None:
    from examsim.cli import COMMANDS

    named = set(re.findall(r"examsim ([a-z]+(?:-[a-z]+)*)", README))
    assert named == set(COMMANDS)


def test_every_option_in_the_readme_is_one_of_its_command() -> None:
    import importlib

    from examsim.cli import COMMANDS

    for line in README.splitlines():
        if match := re.match(r"examsim ([a-z-]+)\s(.*?)(?:#|$)", line):
            module = importlib.import_module(COMMANDS[match[1]][0])
            known = {o for p in module.command.params for o in p.opts}
            for option in re.findall(r"(?<!\S)--?[a-z-]+", match[2]):
                assert option in known, f"examsim {match[1]} has no {option}"


def test_it_opens_with_the_two_commands_that_make_knows() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert re.findall(r"^make ([a-z]+)", README, re.MULTILINE)[:2] == ["demo", "test"]
    assert {"demo", "test"} <= targets


def test_no_machine_path_stands_in_the_project() -> None:
    import subprocess

    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".jinja", ".jsonl", ".csv", ".js", ".css"} and path.is_file():
            text = path.read_text(encoding="utf-8")
            # a checkout right below the root, say /src, has too common a name to look for
            assert len(ROOT.parts) < 3 or str(ROOT) not in text, name


@pytest.mark.slow
def test_the_split_of_the_replay_is_the_one_that_is_computed() -> None:
    from scoring.replay.left_out import left_out_cells
    from scoring.replay.replay import replay
    from scoring.replay.split import split_of

    found = split_of(replay())
    told = (
        f"**{found.agree} of {found.cells} cells agree**",
        f"{found.round_trips} are round trips",
        f"{found.empty} are empty by construction, {found.arithmetic} are arithmetic on counts",
        f"and {found.table} touch a table. {found.leaning} of them",
        f"**{found.needing} cells that need a conversion or a population {found.needing_agree} agree",
        f"{found.own_run} with the tables",
        f"{len(left_out_cells())} more cells of Tables 1 and 9",
    )
    for text in (" ".join(README.split()), " ".join((ROOT / "scoring" / "README.md").read_text("utf-8").split())):
        for words in told:
            assert words.replace("*", "").lower() in text.replace("*", "").lower(), words
