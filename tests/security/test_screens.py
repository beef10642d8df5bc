"""No string from outside reaches the terminal as anything but signs: every command, over hostile names and fields."""

import ast
import json
import re
import sys
from pathlib import Path

import pytest
from toy_exam import EXAM, choice, essay, make_exam

from examsim.cli import COMMANDS, main
from examsim.screen import escape_json, safe_console, say, say_json

ROOT = Path(__file__).parents[2]
OSC, BIDI, C1 = "\x1b]52;c;QUFB\x07", "\u202e", "\x9b31m"
HOSTILE = f"x{OSC}{BIDI}{C1}\x08\x7f\u2066y"
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")
ALLOWED = {("cli/__init__.py", "echo"), ("cli/__init__.py", "stdout"), ("screen.py", "echo"), ("screen.py", "Console")}


def quoted(text: str) -> str:
    """As a TOML string."""
    return json.dumps(text, ensure_ascii=True)


def hostile_exam(folder: Path) -> Path:
    questions: list[dict[str, object]] = [
        choice(1, stem=f"Which? {HOSTILE}", topic=HOSTILE, source=HOSTILE, id=f"q1{BIDI}\x9b"),
        choice(2, explanation=HOSTILE),
        {**essay(1), "stem": HOSTILE},
    ]
    exam = make_exam(folder / f"toy{OSC}{BIDI}", questions)
    text = EXAM.replace('"Toy Exam"', quoted(f"Toy {HOSTILE}")).replace('short = "Toy"', f"short = {quoted(HOSTILE)}")
    text = text.replace('"Multiple choice"', quoted(HOSTILE)).replace("made up for a test", quoted(HOSTILE)[1:-1])
    (exam / "exam.toml").write_text(text)
    form = exam / "forms" / "practice" / "form.toml"
    form.write_text(form.read_text().replace("Toy form", quoted(HOSTILE)[1:-1]))
    return exam


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> str:
        monkeypatch.setattr(sys, "argv", ["examsim", *map(str, words)])
        code: object = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code
        out = "".join(capsys.readouterr())
        assert code in (0, 1, 2, 3), out
        found = ACTS.search(out)
        assert found is None, f"{words}: {found and found[0]!r} in {out[max(0, found.start() - 80) :][:200]!r}"
        return out

    return run


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_every_command_over_a_hostile_exam(typed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    exam = hostile_exam(tmp_path)
    corpus = tmp_path / f"corpus{OSC}{BIDI}.jsonl"
    corpus.write_text(json.dumps({"text": f"Which? {HOSTILE} " + " ".join(map(str, range(200))), "id": HOSTILE}) + "\n")
    answers = tmp_path / f"said{OSC}.jsonl"
    lines = [{"question": f"q1{BIDI}\x9b", "answer": "B"}, {"question": "q2", "answer": HOSTILE}]
    answers.write_text("".join(json.dumps(x) + "\n" for x in [*lines, {"question": "e1", "answer": HOSTILE}]))
    tried = {"run", "show", "list"}
    shown = [typed("check", exam), typed("show", exam), typed("list")]
    shown.append(typed("run", exam, "--model", f"replay:{answers}", "--out", "runs", "--corpus", corpus))
    shown.append(typed("run", exam, "--model", f"replay:{answers}", "--out", "runs", "--dry-run"))
    shown.append(typed("run", exam, "--model", f"m{HOSTILE}", "--base-url", "http://127.0.0.1:9/v1", "--out", "lost"))
    (run,) = (p.parent for p in (tmp_path / "runs").glob("*/run.json"))
    head = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps({**head, "model": HOSTILE, "warnings": [HOSTILE]}))
    for words in (
        ("score", run), ("score", run, "--json"), ("grade", run), ("grade", run, "--export", f"p{OSC}"),
        ("grade", run, "--import", f"none{OSC}.json"), ("agree", run), ("agree", run, "--json"),
        ("report", run, run, "--out", f"o{OSC}"), ("compare", run, run), ("cutoff", run, "--date", "2020-01-01"),
        ("cache", "list"), ("cache", "list", "--cache", f"none{OSC}"), ("cache", "show", HOSTILE),
        ("audit", run, "--corpus", corpus),
        ("audit", exam, "--corpus", corpus, "--json"), ("audit", exam, "--corpus", f"no{OSC}where"),
        ("audit", "diff", run, run), ("audit", "diff", f"none{OSC}", run), ("percentile", exam, "50"),
        ("percentile", f"x{OSC}", "50"), ("convert", exam, "mc=1"), ("convert", exam, f"{HOSTILE}=1"),
        ("claims", "--json"), ("claims", HOSTILE), ("rating", f"none{OSC}"), ("scaling", f"none{OSC}"),
        ("replay", f"none{OSC}"), ("check", f"none{OSC}"),
        ("import", answers, f"out{OSC}"), ("import", f"no{OSC}", "out"),
        ("export", exam, "--to", f"x{OSC}"), ("show", exam, "--question", HOSTILE), (HOSTILE,),
        ("norms",), ("norms", "add", exam, f"none{OSC}", "--source", HOSTILE, "--population", HOSTILE, "--period",
         HOSTILE, "--convention", "below"), ("prefer", f"none{OSC}", HOSTILE), ("prefer", run, run),
        ("prefer", "--verdicts", f"none{OSC}"), ("compare", run, run, "--json"), ("list", "--json"),
        ("check", exam, "--json"), ("percentile", exam, "50", "--json"), ("convert", exam, "mc=1", "--json"),
        ("view", f"none{OSC}"), ("run", f"--{HOSTILE}"),
    ):  # fmt: skip
        shown.append(typed(*words))
        tried.add(str(words[0]))
    assert sum("␛" in out for out in shown) > 10  # the hostile words are really there, as signs
    assert set(COMMANDS) <= tried


def test_an_unknown_field_is_named_without_its_escapes(typed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    exam = make_exam(tmp_path / "toy", [choice(1, **{HOSTILE: 1})])
    assert "Extra inputs" in typed("check", exam)


def test_an_error_is_one_line_whatever_it_repeats(typed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = typed("check", "no\nsuch\u2028thing\r\nexamsim: all is well")
    assert out.count("\n") == 2
    assert typed("percentile", "no\nsuch\u2028thing", "50").count("\n") == 1
    assert len(typed("percentile", "x" * 50_000, "50")) < 5_000


def test_json_on_the_screen_means_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    data = {"a": HOSTILE + "\u2028\ufeff\U000e0041", "b": ["é", "日本", "\U0001f600"]}
    say_json(data)
    out = capsys.readouterr().out
    assert ACTS.search(out) is None
    assert json.loads(out) == data
    assert "日本" in out
    assert json.loads(escape_json(json.dumps(data, ensure_ascii=False))) == data


def test_a_table_on_a_real_terminal_keeps_its_style_and_nobody_elses(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.table import Table
    from rich.text import Text

    monkeypatch.setenv("FORCE_COLOR", "1")
    table = Table(HOSTILE, title=HOSTILE, caption=f"[link=http://evil]{HOSTILE}[/link] :smile:")
    table.add_row(Text(HOSTILE, style="bold"))
    safe_console().print(table, HOSTILE, "[link=http://evil]x[/link]")
    out = capsys.readouterr().out
    assert "\x1b[1m" in out
    assert "[link=http://evil]x[/link]" in out
    assert ACTS.search(re.sub(r"\x1b\[[0-9;]*m", "", out)) is None
    assert "␛]52" in out


def test_a_name_no_terminal_can_encode_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    say(Path("a\udcff\udcfe"))
    assert capsys.readouterr().out == "a\ufffd\ufffd\n"


def test_no_module_prints_but_through_the_door() -> None:
    """`click.echo`, `print`, a console of one's own, the streams: only in the module that makes text safe."""
    found = set()
    for path in (ROOT / "examsim").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ""
            if isinstance(node, ast.Attribute) and node.attr in ("echo", "secho", "stdout", "stderr", "Console"):
                owner = node.value.id if isinstance(node.value, ast.Name) else ""
                name = node.attr if owner in ("click", "sys", "rich", "console") else ""
            elif (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "Console")
            ):
                name = node.func.id
            elif isinstance(node, ast.ClassDef) and any(getattr(b, "id", "") == "Console" for b in node.bases):
                name = "Console"
            if name:
                found.add((path.relative_to(ROOT / "examsim").as_posix(), name))
    assert found == ALLOWED
