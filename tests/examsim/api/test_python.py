"""`import examsim`: the public surface, and that its answers are those of the commands."""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from notebook import execute
from toy_exam import choice, make_exam

import examsim
from examsim.cli.convert import command as convert_command
from examsim.cli.percentile import command as percentile_command
from examsim.cli.run import command as run_command

SECRET = "Which of the seven brass lanterns in the harbour master's attic was lit on the night of the flood?"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("python")
    questions = [choice(n, key=["A"]) for n in range(1, 5)]
    questions[0]["stem"] = SECRET
    make_exam(folder / "toy", questions)
    replies = folder / "replies.jsonl"
    replies.write_text(
        "\n".join(
            json.dumps({"question": f"q{n}", "text": f"ANSWER: {x}"}) for n, x in zip(range(1, 5), "AABA", strict=True)
        )
    )
    done = CliRunner().invoke(
        run_command, [str(folder / "toy"), "--model", f"replay:{replies}", "--out", str(folder / "runs")]
    )
    assert done.exit_code == 0, done.output
    (folder / "corpus").mkdir()
    (folder / "corpus" / "page.txt").write_text(f"From a forum. {SECRET} Nobody knew.")
    return folder


def the_run(root: Path) -> Path:
    (found,) = (root / "runs").glob("*/run.json")
    return found.parent


def test_the_public_names_are_sorted_and_all_there() -> None:
    assert examsim.__all__ == sorted(examsim.__all__) and set(examsim.__all__) < set(dir(examsim))
    for name in examsim.__all__:
        assert getattr(examsim, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'runn'"):
        examsim.runn  # noqa: B018


def test_importing_it_imports_nothing_heavy() -> None:
    heavy = {"click", "numpy", "pandas", "pydantic", "scoring"}
    code = f"import sys, examsim; print(sorted({{m.partition('.')[0] for m in sys.modules}} & {heavy!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_percentile_and_convert_say_what_the_commands_say() -> None:
    told = json.loads(CliRunner().invoke(percentile_command, ["lsat", "165", "--json"]).output)
    standing = examsim.percentile("lsat", 165)
    assert (str(standing), standing.percentile.low) == (told["headline"], told["populations"][0]["low"])
    assert list(standing.to_frame()["norm"]) == [p["norm"] for p in told["populations"]]
    told = json.loads(CliRunner().invoke(convert_command, ["lsat", "60/76", "--json"]).output)
    assert list(examsim.convert("lsat", "60/76").to_frame()["value"]) == [row["value"] for row in told["rows"]]


def test_a_run_is_a_record_with_a_row_for_each_question(root: Path) -> None:
    run = examsim.load_run(the_run(root))
    table = run.to_frame()
    assert list(table["question"]) == ["q1", "q2", "q3", "q4"] and table["points"].sum() == 3
    assert run.value == run.score.full.value and run.folder == the_run(root)
    with pytest.raises(AttributeError):
        run.records = run.records  # type: ignore[misc]


def test_several_runs_are_a_table_with_a_row_for_each(root: Path) -> None:
    runs = examsim.load_runs(root / "runs")
    assert runs.to_frame()["run"].tolist() == [the_run(root).name]
    assert "<td>toy</td>" in runs._repr_html_()


def test_a_notebook_shows_the_sentence_and_the_chart_and_nothing_that_runs(root: Path) -> None:
    shown = examsim.load_run(the_run(root))._repr_html_()
    assert "data:image/svg+xml;base64," in shown and "not audited" in shown
    assert "<script" not in shown and "<style" not in shown


def test_an_audit_of_a_run_changes_its_score_and_one_of_a_form_writes_nothing(root: Path, tmp_path: Path) -> None:
    form = examsim.audit(root / "toy", root / "corpus", rules="examsim")
    assert form.flagged == ("q1",) and form.complete and form.run is None
    assert not list(root.glob("*.audit.json"))
    seen = examsim.audit(the_run(root), root / "corpus", rules="examsim")
    assert seen.run is not None and seen.run.score.clean is not None and seen.run.score.clean.questions == 3
    assert dict(zip(seen.to_frame()["question"], seen.to_frame()["flagged"], strict=True))["q1"]
    assert "not audited" not in seen.run._repr_html_()


def test_score_and_report_write_what_the_commands_write(root: Path, tmp_path: Path) -> None:
    run = examsim.score(the_run(root))
    assert run.score == examsim.load_run(the_run(root)).score
    page, *_ = examsim.report(run)
    assert page == the_run(root) / "report.html"
    index, *_ = examsim.report([run], tmp_path / "out", names={run.score.model: "Mine"})
    assert "Mine" in index.read_text()


def test_bad_input_is_an_error_of_ours_with_one_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in (
        lambda: examsim.percentile("lsat", 500),
        lambda: examsim.convert("lsat", "80/76"),
        lambda: examsim.load_run(root),
        lambda: examsim.load_runs(root / "corpus"),
        lambda: examsim.audit("no-exam", root / "corpus"),
        lambda: examsim.score(the_run(root), population="nobody"),
    ):
        with pytest.raises(examsim.InputError) as caught:
            wrong()
        assert "\n" not in str(caught.value)
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(examsim.InputError, match="pip install 'examsim\\[pandas\\]'"):
        examsim.load_run(the_run(root)).to_frame()


def test_each_public_name_is_where_it_is_said_to_be() -> None:
    for name, module in examsim._WHERE.items():
        assert getattr(importlib.import_module(module), name) is getattr(examsim, name)
    assert sorted(examsim._WHERE) == examsim.__all__


def replayed(root: Path) -> str:
    return f"replay:{root / 'replies.jsonl'}"


def test_a_run_from_python_is_the_commands_run(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = examsim.run(str(root / "toy"), replayed(root), out=tmp_path, seed=0)
    assert run.folder.parent == tmp_path and run.to_frame()["points"].sum() == 3
    assert capsys.readouterr().out == ""
    assert run.records.answers == examsim.load_run(the_run(root)).records.answers


@pytest.mark.slow
def test_lists_give_a_run_for_each_and_a_mapping_gives_an_option_for_each(root: Path, tmp_path: Path) -> None:
    runs = examsim.run([str(root / "toy")], [replayed(root), "chance"], out=tmp_path, param={"top_p": 0.5})
    assert runs.to_frame()["model"].tolist()[1] == "chance" and len(runs) == 2


def test_it_runs_inside_an_event_loop_and_beside_it(root: Path, tmp_path: Path) -> None:
    async def cell() -> tuple[object, object]:
        at_once = examsim.run(str(root / "toy"), replayed(root), out=tmp_path / "a")
        beside = await examsim.arun(str(root / "toy"), replayed(root), out=tmp_path / "b")
        return at_once.value, beside.value

    one, other = asyncio.run(cell())
    assert one == other


@pytest.mark.parametrize(
    ("exam", "options", "said"),
    [
        ("lsta", {}, "no exam called 'lsta'"),
        ("lsat", {"sampel": 3}, "No such option"),
        ("lsat", {"sample": "many"}, "--sample"),
        ("gpt4-report", {}, "is a suite of several exams"),
        ("lsat", {"dry_run": True}, "dry_run is not for Python"),
    ],
)
def test_a_wrong_word_is_told_before_anything_is_asked(
    tmp_path: Path, exam: str, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(examsim.InputError, match=said):
        examsim.run(exam, "chance", out=tmp_path / "runs", **options)
    assert not (tmp_path / "runs").exists()


def test_a_notebook_has_one_line_that_is_written_over(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []

    class Handle:
        def update(self, data: dict[str, str], raw: bool) -> None:
            lines.append(data["text/plain"])

    fake = ModuleType("IPython")
    fake.get_ipython = lambda: SimpleNamespace(kernel=1)  # type: ignore[attr-defined]
    shown = ModuleType("IPython.display")
    shown.display = lambda *_, **__: Handle()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", fake)
    monkeypatch.setitem(sys.modules, "IPython.display", shown)
    examsim.run(str(root / "toy"), replayed(root), out=tmp_path)
    assert any("answers 4/4" in line for line in lines)


def test_the_example_notebook_runs_as_it_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    book = Path(__file__).parents[3] / "docs" / "example.ipynb"
    printed, now = json.loads(book.read_text(encoding="utf-8")), execute(book)
    for old, new in zip(printed["cells"], now["cells"], strict=True):
        kinds = [[o["output_type"] for o in cell.get("outputs", [])] for cell in (old, new)]
        assert kinds[0] == kinds[1], old["source"]
    assert any("text/html" in o.get("data", {}) for cell in printed["cells"] for o in cell.get("outputs", []))
