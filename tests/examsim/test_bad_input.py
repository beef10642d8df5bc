"""Whatever is wrong: one line saying what, where and how to mend it, exit code 2, nothing half-written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from toy_exam import choice, make_exam


def run(*arguments: object, code: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    start = f"{code}\nfrom examsim.cli import main; main()"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("OPENAI_")}
    command = [sys.executable, "-c", start, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**kept, **environment}, timeout=60)


def refuses(done: subprocess.CompletedProcess[str], *said: str) -> None:
    lines = [line for line in done.stderr.strip().splitlines() if line]
    assert done.returncode == 2, done.stderr
    assert len(lines) == 1, done.stderr
    for words in said:
        assert words in lines[0]


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    return make_exam(tmp_path / "toy", [choice(n) for n in range(1, 4)])


def test_an_unknown_exam_is_named_with_its_neighbours(tmp_path: Path) -> None:
    refuses(run("run", "ubbe", "--model", "chance", "--out", tmp_path), "ubbe", "ube", "examsim list")


def test_a_broken_line_of_a_form_is_named_with_file_and_line(toy: Path, tmp_path: Path) -> None:
    questions = toy / "forms" / "practice" / "questions.jsonl"
    questions.write_text(questions.read_text() + '{"id": "q9", "sec\n')
    refuses(run("run", toy, "--model", "chance", "--out", tmp_path / "runs"), "questions.jsonl:4:", "JSON")
    assert not (tmp_path / "runs").exists()


def test_a_key_that_is_no_option_is_named(tmp_path: Path) -> None:
    toy = make_exam(tmp_path / "toy", [choice(1, key=["Z"])])
    refuses(run("run", toy, "--model", "chance", "--out", tmp_path / "runs"), "questions.jsonl:1:", "'Z'")


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    toy = make_exam(tmp_path / "toy", [choice(1, images=[{"file": "map.png"}])])
    refuses(run("run", toy, "--model", "chance", "--out", tmp_path / "runs"), "map.png", "missing")


def test_a_corpus_that_is_not_there_is_named(toy: Path, tmp_path: Path) -> None:
    done = run("run", toy, "--model", "chance", "--out", tmp_path / "runs", "--corpus", tmp_path / "nowhere.jsonl")
    refuses(done, "nowhere.jsonl")


def test_no_key_is_said_before_anything_is_written(toy: Path, tmp_path: Path) -> None:
    refuses(run("run", toy, "--model", "gpt-4", "--out", tmp_path / "runs"), "OPENAI_API_KEY", "--base-url")


def test_an_unreachable_server_is_named(toy: Path, tmp_path: Path) -> None:
    code = (
        "import examsim.models.openai_model as m; m.RETRIES = 0; m.OpenAIModel.__init__.__kwdefaults__['retries'] = 0"
    )
    done = run("run", toy, "--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--out", tmp_path / "r", code=code)
    refuses(done, "127.0.0.1:9", "cannot be reached")


def test_a_folder_that_cannot_be_written_is_named(toy: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    refuses(run("run", toy, "--model", "chance", "--out", tmp_path / "file"), "file", "folder")


def test_a_full_disk_leaves_nothing_half_written(toy: Path, tmp_path: Path) -> None:
    # a limit on file size stands in for a full disk: the write fails in the middle in the same way
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))"
    done = run("run", toy, "--model", "chance", "--out", tmp_path / "runs", code=code)
    refuses(done, "cannot write")
    left = [p for p in (tmp_path / "runs").rglob("*") if p.is_file() and p.stat().st_size >= 300]
    assert left == []


def test_a_replay_line_without_an_id_is_named(toy: Path, tmp_path: Path) -> None:
    (tmp_path / "answers.jsonl").write_text('{"question": "q1", "answer": "B"}\n{"answer": "B"}\n')
    refuses(run("run", toy, "--model", f"replay:{tmp_path / 'answers.jsonl'}"), "answers.jsonl:2:", "question id")


def test_max_cost_needs_a_price(toy: Path, tmp_path: Path) -> None:
    done = run("run", toy, "--model", "nobody-knows", "--max-cost", 1, "--out", tmp_path, OPENAI_API_KEY="sk-x")
    refuses(done, "--price")


@pytest.mark.parametrize("command", ["score", "report"])
def test_a_folder_that_is_no_run_is_named(command: str, tmp_path: Path) -> None:
    more = ["-o", tmp_path / "out"] if command == "report" else []
    refuses(run(command, tmp_path, *more), "no run.json")
