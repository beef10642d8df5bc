"""A bundle comes out again whole; whatever is changed in it is named."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from toy_exam import choice, make_exam

from exams.errors import InputError
from examsim.cli.run import command as run_command
from examsim.cli.verify import command as verify_command
from examsim.verifying.bundle import LIST, pack
from examsim.verifying.verify import Verified, verify
from reports.run_folder import read_run

READ, KEYED = "answers, read from the replies again", "points by the key"
Change = Callable[[dict[str, bytes]], None]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    make_exam(folder / "toy", [choice(n, key=["A"]) for n in range(1, 5)])
    replies = folder / "replies.jsonl"
    said = zip(range(1, 5), ("ANSWER: A", "**B**", "I choose A.", "I can't say."), strict=True)
    replies.write_text("\n".join(json.dumps({"question": f"q{n}", "text": text}) for n, text in said))
    done = CliRunner().invoke(
        run_command, [str(folder / "toy"), "--model", f"replay:{replies}", "--out", str(folder / "runs")]
    )
    assert done.exit_code == 0, done.output
    (head,) = (folder / "runs").glob("*/run.json")
    pack([read_run(head.parent)], folder / "report.zip")
    return folder / "report.zip"


def changed(bundle: Path, target: Path, change: Change, *, hide: bool = True) -> Path:
    """The bundle with something changed; with `hide` its list is made to agree, as a forger would."""
    with zipfile.ZipFile(bundle) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    change(held)
    if hide:
        listed = json.loads(held[LIST])
        listed["files"] = [
            {"path": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in held.items()
            if name != LIST
        ]
        held[LIST] = json.dumps(listed).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return target


def edit(end: str, old: str, new: str) -> Change:
    def change(held: dict[str, bytes]) -> None:
        (name,) = (n for n in held if n.endswith(end))
        assert old.encode() in held[name], held[name]
        held[name] = held[name].replace(old.encode(), new.encode(), 1)

    return change


def differs(found: Verified) -> set[str]:
    return {c.what for c in (found.files, *(c for _, checks in found.runs for c in checks)) if c.outcome == "differs"}


def test_what_was_packed_comes_out_again(bundle: Path) -> None:
    found = verify(bundle)
    assert found.holds and differs(found) == set()
    outcomes = {c.what: c.outcome for c in found.runs[0][1]}
    assert outcomes[READ] == "holds" and outcomes["score"] == "holds"
    assert outcomes["replies in which no answer was found"] == "holds"


def test_the_same_runs_make_the_same_bytes(bundle: Path, tmp_path: Path) -> None:
    (head,) = bundle.parent.glob("runs/*/run.json")
    pack([read_run(head.parent)], tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == bundle.read_bytes()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (edit("answers.jsonl", '"choice":["B"]', '"choice":["A"]'), {READ, KEYED}),
        (edit("answers.jsonl", '"status":"unparsed"', '"status":"answered"'), {READ}),
        (edit("/grades.jsonl", '"points":0.0', '"points":1.0'), {"score"}),
        (edit("score.json", '"points": 2.0', '"points": 4.0'), {"score"}),
        (edit("questions.jsonl", '"key":["A"]', '"key":["B"]'), {"form", KEYED}),
    ],
    ids=["letter", "status", "points", "score", "key"],
)
def test_a_forged_record_is_named(bundle: Path, tmp_path: Path, change: Change, named: set[str]) -> None:
    found = verify(changed(bundle, tmp_path / "forged.zip", change))
    assert not found.holds and named <= differs(found)


def test_a_file_that_is_not_as_listed_is_named(bundle: Path, tmp_path: Path) -> None:
    def change(held: dict[str, bytes]) -> None:
        (grades,) = (n for n in held if n.endswith("/grades.jsonl"))
        held[grades] += b"\n"
        held["runs/stranger.txt"] = b"?"

    found = verify(changed(bundle, tmp_path / "other.zip", change, hide=False))
    assert "SHA-256 differs" in found.files.detail and "runs/stranger.txt is there and not listed" in found.files.detail
    assert found.files.outcome == "differs" and not found.holds


def test_what_is_taken_as_given_and_what_is_not_claimed_is_said(bundle: Path) -> None:
    done = CliRunner().invoke(verify_command, [str(bundle)])
    assert done.exit_code == 0 and "every number comes out again" in done.output
    assert "· tables and norms: toy does not ship with examsim" in done.output
    assert "that the model named is the one that answered" in done.output
    told = json.loads(CliRunner().invoke(verify_command, [str(bundle), "--json"]).output)
    assert told["holds"] and len(told["not_claimed"]) == 7


def test_the_exit_code_says_that_something_differs(bundle: Path, tmp_path: Path) -> None:
    forged = changed(bundle, tmp_path / "forged.zip", edit("score.json", '"points": 2.0', '"points": 4.0'))
    done = CliRunner().invoke(verify_command, [str(forged)])
    assert (
        done.exit_code == 3
        and "≠ score" in done.output
        and "full.sections[0].points: 4.0 in the record, 2.0 recomputed" in done.output
    )


@pytest.mark.parametrize("name", ["../../escape.txt", "/etc/escape", "runs/./x", "runs/..\\x", "a/" * 20 + "x"])
def test_a_name_never_leads_out_of_the_folder(bundle: Path, tmp_path: Path, name: str) -> None:
    def change(held: dict[str, bytes]) -> None:
        held[name] = b"out"

    with pytest.raises(InputError, match="is no name of a file in a bundle"):
        verify(changed(bundle, tmp_path / "slip.zip", change))
    assert not list(tmp_path.parent.rglob("escape*"))


def test_what_is_no_bundle_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no zip")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("x", "y")
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as archive:
        archive.writestr(LIST, '{"runs": 3, "files": []}')
    for name in ("text.zip", "empty.zip", "odd.zip", "absent.zip"):
        with pytest.raises(InputError) as caught:
            verify(tmp_path / name)
        assert "\n" not in str(caught.value) and name in str(caught.value)
