"""`examsim import`, `export` and `check` as a person uses them: what is printed, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exams.files.form_folder import load_form
from examsim.cli import main


class Shell:
    """Run `examsim` in this process; (exit code, standard output, standard error)."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        self._monkeypatch.setattr("sys.argv", ["examsim", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        told = self._capsys.readouterr()
        return code, told.out, told.err


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Shell(monkeypatch, capsys)


@pytest.fixture
def law(tmp_path: Path) -> Path:
    path = tmp_path / "law_test.csv"
    path.write_text("Who owns it?,Ann,Bob,Cy,Di,B\nWho sues?,Ann,Bob,Cy,Di,C\n")
    return path


def test_import_writes_a_form_that_loads_and_tells_its_hash(shell: Shell, law: Path, tmp_path: Path) -> None:
    code, out, err = shell("import", law, "--as", tmp_path / "form", "--exam", "ube")
    form = load_form(tmp_path / "form")
    assert (code, err) == (0, "")
    assert "2 questions (2 multiple choice), read as mmlu" in out
    assert form.content_hash in out
    assert (form.head.exam, {q.section for q in form.questions}) == ("ube", {"mbe"})


def test_import_does_not_write_over_a_form(shell: Shell, law: Path, tmp_path: Path) -> None:
    assert shell("import", law, "--as", tmp_path / "form")[0] == 0
    code, _, err = shell("import", law, "--as", tmp_path / "form")
    assert code == 2
    assert "there is a form here already -- choose another folder" in err


def test_import_takes_a_map(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(json.dumps({"ask": "Q?", "w": "a", "x": "b", "sol": "b"}) + "\n")
    arguments = ["--map", "stem=ask", "--map", "options=w,x", "--map", "key=sol"]
    assert shell("import", tmp_path / "x.jsonl", "--as", tmp_path / "form", *arguments)[0] == 0
    assert load_form(tmp_path / "form").questions[0].key == ("B",)
    code, _, err = shell("import", tmp_path / "x.jsonl", "--as", tmp_path / "form2", "--map", "stem")
    assert (code, err) == (2, "examsim: --map 'stem' is not FIELD=NAME -- for example --map stem=problem\n")


def test_a_broken_question_stops_the_import_unless_it_may_be_left_out(shell: Shell, law: Path, tmp_path: Path) -> None:
    law.write_text(law.read_text() + "Who pays?,Ann,Bob,Cy,Di,F\n")
    code, _, err = shell("import", law, "--as", tmp_path / "form")
    assert code == 2
    assert f"{law}:3: the key 'F' is not one of the options" in err
    assert not (tmp_path / "form").exists()
    code, out, err = shell("import", law, "--as", tmp_path / "form", "--leave-out-broken")
    assert (code, "2 questions" in out, err.startswith(f"left out: {law}:3:")) == (0, True, True)
    assert "1 broken questions left out" in load_form(tmp_path / "form").head.note


def test_import_and_export_meet_in_the_middle(shell: Shell, law: Path, tmp_path: Path) -> None:
    shell("import", law, "--as", tmp_path / "form")
    code, out, _ = shell("export", tmp_path / "form", tmp_path / "quiz.xml", "--format", "moodle")
    assert (code, "nothing was lost" in out) == (0, True)
    shell("import", tmp_path / "quiz.xml", "--as", tmp_path / "back")
    assert [q.key for q in load_form(tmp_path / "back").questions] == [("B",), ("C",)]


def test_export_names_what_is_lost(shell: Shell, law: Path, tmp_path: Path) -> None:
    shell("import", law, "--as", tmp_path / "form", "--exam", "ube")
    code, out, _ = shell("export", tmp_path / "form", tmp_path / "quiz.gift", "--format", "gift")
    assert code == 0
    assert "gift cannot hold: section (2, e.g. law_test-1)" in out


def test_an_unknown_export_format_is_one_line(shell: Shell, law: Path, tmp_path: Path) -> None:
    code, _, err = shell("export", law, tmp_path / "x", "--format", "docx")
    assert (code, err.count("\n")) == (2, 1)
    assert "no format called 'docx'" in err


def test_check_is_quiet_about_a_sound_form_and_loud_about_errors(shell: Shell, law: Path, tmp_path: Path) -> None:
    shell("import", law, "--as", tmp_path / "form")
    code, out, err = shell("check", tmp_path / "form")
    assert (code, out) == (0, f"{tmp_path / 'form'}: ok, 1 warning\n") and "names no licence" in err
    head = tmp_path / "form" / "form.toml"
    head.write_text(head.read_text().replace('licence = ""', 'licence = "LicenseRef-own-copy-only"'))
    assert shell("check", tmp_path / "form") == (0, f"{tmp_path / 'form'}: ok\n", "")
    lines = (tmp_path / "form" / "questions.jsonl").read_text().splitlines()
    (tmp_path / "form" / "questions.jsonl").write_text("\n".join([*lines, lines[0]]) + "\n")
    code, out, err = shell("check", tmp_path / "form")
    assert (code, out) == (2, f"{tmp_path / 'form'}: 2 errors\n")
    assert f"{tmp_path / 'form' / 'questions.jsonl'}:3: error: its id is used above already (line 1)" in err


def test_warnings_alone_leave_the_exit_code_at_zero(shell: Shell, law: Path) -> None:
    law.write_text(law.read_text().replace("Who sues?", "Who sues &amp; wins?"))
    code, out, err = shell("check", law)
    assert (code, out) == (0, f"{law}: ok, 1 warning\n")
    assert f"{law}:2: warning: law_test-2: the stem has leftover markup" in err


def test_check_of_an_exam_checks_its_forms_too(shell: Shell) -> None:
    _, out, _ = shell("check", "ube")
    assert "ube: ok" in out
    assert "ube/practice:" in out
