"""Whatever is wrong: one line saying what, where and how to mend it, exit code 2, nothing half-written."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from loopback import Loopback, Said, completion
from toy_exam import choice, make_exam

from exams.errors import InputError
from examsim.cli import cli, main
from examsim.models.resources import RunResources
from examsim.running.choose import make_run_plan
from examsim.running.execute import execute
from examsim.running.run_plan import Settings
from examsim.running.write_run import write_run

Done = subprocess.CompletedProcess[str]
Typed = Callable[..., Done]


def run(*arguments: object, code: str = "") -> Done:
    """The command in a process of its own, after some code that changes its world."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("OPENAI_")}
    command = [sys.executable, "-c", f"{code}\nfrom examsim.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=kept, timeout=60)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """The command's own entry point, called with what was typed."""

    def call(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["examsim", *map(str, arguments)])
        for name in [n for n in os.environ if n.startswith("OPENAI_")]:
            monkeypatch.delenv(name)
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return Done([], int(left.value.code or 0), said.out, said.err)

    return call


def refuses(done: Done, *said: str) -> None:
    lines = [line for line in done.stderr.strip().splitlines() if line]
    assert done.returncode == 2, done.stderr
    assert len(lines) == 1, done.stderr
    for words in said:
        assert words in lines[0]


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    return make_exam(tmp_path / "toy", [choice(n) for n in range(1, 4)])


def test_an_unknown_exam_is_named_with_its_neighbours(typed: Typed, tmp_path: Path) -> None:
    refuses(typed("run", "ubbe", "--model", "chance", "--out", tmp_path), "ubbe", "ube", "examsim list")


def test_a_broken_line_of_a_form_is_named_with_file_and_line(typed: Typed, toy: Path, tmp_path: Path) -> None:
    questions = toy / "forms" / "practice" / "questions.jsonl"
    questions.write_text(questions.read_text() + '{"id": "q9", "sec\n')
    refuses(typed("run", toy, "--model", "chance", "--out", tmp_path / "runs"), "questions.jsonl:4:", "JSON")
    assert not (tmp_path / "runs").exists()


def test_a_key_that_is_no_option_is_named(typed: Typed, tmp_path: Path) -> None:
    toy = make_exam(tmp_path / "toy", [choice(1, key=["Z"])])
    refuses(typed("run", toy, "--model", "chance", "--out", tmp_path / "runs"), "questions.jsonl:1:", "'Z'")


def test_a_missing_picture_is_named(typed: Typed, tmp_path: Path) -> None:
    toy = make_exam(tmp_path / "toy", [choice(1, images=[{"file": "map.png"}])])
    refuses(typed("run", toy, "--model", "chance", "--out", tmp_path / "runs"), "map.png", "missing")


def test_a_corpus_that_is_not_there_is_named(typed: Typed, toy: Path, tmp_path: Path) -> None:
    done = typed("run", toy, "--model", "chance", "--out", tmp_path / "runs", "--corpus", tmp_path / "nowhere.jsonl")
    refuses(done, "nowhere.jsonl")


def test_no_key_is_said_before_anything_is_written(typed: Typed, toy: Path, tmp_path: Path) -> None:
    refuses(typed("run", toy, "--model", "gpt-4", "--out", tmp_path / "runs"), "OPENAI_API_KEY", "--base-url")


def test_an_unreachable_server_is_named_and_gives_no_score(toy: Path, tmp_path: Path) -> None:
    code = "import examsim.models.server.openai_model as m; m.OpenAIModel.__init__.__kwdefaults__['retries'] = 0"
    done = run("run", toy, "--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--out", tmp_path / "r", code=code)
    assert done.returncode == 3
    said = " ".join(done.stdout.split())
    assert "no answer from http://127.0.0.1:9/v1: connection refused" in said
    assert "incomplete: 3 of 3 failed" in said
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_named(typed: Typed, toy: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    refuses(typed("run", toy, "--model", "chance", "--out", tmp_path / "file"), "file", "folder")


def test_a_full_disk_leaves_nothing_half_written(toy: Path, tmp_path: Path) -> None:
    # a limit on file size stands in for a full disk: the write fails in the middle in the same way
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))"
    done = run("run", toy, "--model", "chance", "--out", tmp_path / "runs", code=code)
    refuses(done, "cannot write")
    left = [p for p in (tmp_path / "runs").rglob("*") if p.is_file() and p.stat().st_size >= 300]
    assert left == []


def test_a_replay_line_without_an_id_is_named(typed: Typed, toy: Path, tmp_path: Path) -> None:
    (tmp_path / "answers.jsonl").write_text('{"question": "q1", "answer": "B"}\n{"answer": "B"}\n')
    refuses(typed("run", toy, "--model", f"replay:{tmp_path / 'answers.jsonl'}"), "answers.jsonl:2:", "question id")


def test_max_cost_needs_a_price(typed: Typed, toy: Path, tmp_path: Path) -> None:
    done = typed("run", toy, "--model", "nobody-knows", "--max-cost", 1, "--out", tmp_path)
    refuses(done, "--price")


@pytest.mark.parametrize("command", ["score", "report"])
def test_a_folder_that_is_no_run_is_named(typed: Typed, command: str, tmp_path: Path) -> None:
    more = ["-o", tmp_path / "out"] if command == "report" else []
    refuses(typed(command, tmp_path, *more), "no run.json")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("runn toy", "examsim: No such command 'runn'. -- see `examsim --help`"),
        ("run", "examsim run: Missing argument 'EXAM…'. -- see `examsim run --help`"),
        ("run toy", "Missing option '--model'"),
        ("run toy --modle chance", "--modle"),
        ("run toy --model chance --temperature hot", "'hot' is not a valid float"),
        ("run toy --model chance --temperature -1", "--temperature"),
        ("run toy --model chance --timeout 0", "--timeout"),
        ("run toy --model chance --max-cost -1", "--max-cost"),
        ("run toy --model chance --concurrency 0", "--concurrency"),
        ("replay nothing", "'nothing' is not 'gpt-4-report'"),
        ("replay", "Missing argument '{gpt-4-report}'. Choose from: gpt-4-report"),
    ],
)
def test_what_is_typed_wrong_is_one_line_that_names_the_help(typed: Typed, words: str, said: str) -> None:
    refuses(typed(*words.split()), said, "--help`")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--model chance --section mc", "a form says that itself"),
        ("--model chance --form foreign", "question 'q1' is of section 'other', which toy does not have"),
        ("--model chance --scale mc=nope", "no scale 'nope' for 'mc' in toy"),
        ("--model chance --population nobody", "no population called 'nobody'"),
        ("--model chance --corpus nowhere/*.jsonl --corpus nowhere", "nowhere"),
        ("--model m --base-url localhost:8000", "'localhost:8000' is no address of a server"),
        ("--model replay:empty.jsonl", "empty.jsonl: holds no answer"),
    ],
)
def test_a_wish_that_cannot_be_granted_is_told_before_anything_is_asked(
    typed: Typed, toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    foreign = make_exam(tmp_path / "other", [choice(1, section="other")])
    (foreign / "forms" / "practice").rename(tmp_path / "foreign")
    (tmp_path / "empty.jsonl").write_text("\n")
    refuses(typed("run", toy, *words.split()), said)
    assert not (tmp_path / "runs").exists() or not list((tmp_path / "runs").glob("*/*"))


def test_a_model_without_a_name_is_no_model(typed: Typed, toy: Path, tmp_path: Path) -> None:
    refuses(typed("run", toy, "--model", " ", "--out", tmp_path / "runs"), "the model has no name")


def test_a_folder_where_a_file_belongs_is_named(typed: Typed, toy: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    refuses(
        typed("export", toy / "forms" / "practice", tmp_path / "there", "--format", "gift"), "a folder has this name"
    )


def test_runs_that_share_no_question_cannot_be_compared_and_are_told_so_in_one_line(
    typed: Typed, tmp_path: Path
) -> None:
    for number in (1, 2):
        exam = make_exam(tmp_path / f"exam-{number}", [choice(number)])
        plan = make_run_plan(str(exam), "chance", form=None, section=None, settings=Settings())
        write_run(execute(plan, RunResources(cache=tmp_path / "a.sqlite"), lambda *_: None), tmp_path / f"run-{number}")
    refuses(typed("compare", tmp_path / "run-1", tmp_path / "run-2"), "share no graded question")


def test_an_interrupted_run_ends_with_130_and_one_line(toy: Path, tmp_path: Path) -> None:
    asked = threading.Event()

    def hangs(*_: Any) -> Said:
        asked.set()
        time.sleep(3)
        return completion("late")

    with Loopback(hangs) as server:
        # a test run in the background of a shell has SIGINT ignored, and its children inherit that
        listens = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
        code = f"{listens}; from examsim.cli import main; main()"
        command = [sys.executable, "-c", code, "run", str(toy), "--model", "m", "--base-url", server.url]
        started = subprocess.Popen([*command, "--out", str(tmp_path / "runs")], stderr=subprocess.PIPE, text=True)
        assert asked.wait(60)
        started.send_signal(signal.SIGINT)
        _, said = started.communicate(timeout=60)
    assert (started.returncode, len(said.strip().splitlines())) == (130, 1), said
    assert "the same command goes on from there" in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[models.a]\nserver = "ftp:/x"', "models.a.server: 'ftp:/x' is no address"),
        ('[models.a]\nserver = "http://h:port/v1"', "models.a.server"),
        ('[graders.g]\nsystem = "tutor.txt"', "graders.g.system: tutor.txt: no such file"),
    ],
)
def test_config_check_finds_what_a_run_would_stumble_over(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "examsim.toml").write_text(text)
    done = CliRunner().invoke(cli, ["config", "check"], env={"EXAMSIM_CONFIG": str(tmp_path / "examsim.toml")})
    assert isinstance(done.exception, InputError) and "1 fault" in str(done.exception)
    assert told in done.output


def test_a_shell_without_completion_is_told_of(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from examsim.cli import main

    monkeypatch.setenv("_EXAMSIM_COMPLETE", "nosuch_source")
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert ended.value.code == 2 and said.count("\n") == 1 and "bash, fish, zsh" in said
