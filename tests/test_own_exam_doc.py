"""The exam that docs/own-exam.md writes down works as it says there."""

import random
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from examsim.cli import cli

DOC = (Path(__file__).parent.parent / "docs" / "own-exam.md").read_text(encoding="utf-8")


def examsim(*arguments: object) -> str:
    result = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def sheet(language: str) -> str:
    draw = random.Random(language)
    lines = (f"Which is word {n} in {language}?,one,two,three,four,{draw.choice('ABCD')}" for n in range(8))
    return "\n".join(["question,A,B,C,D,answer", *lines]) + "\n"


def test_three_forms_of_an_own_exam_are_drawn_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    block = re.search(r"```toml\n(.*?)```", DOC, re.DOTALL)
    assert block is not None
    Path("mmlu").mkdir()
    Path("mmlu/exam.toml").write_text(block[1], encoding="utf-8")
    assert "mmlu: ok" in examsim("check", "mmlu")
    for language in ("english", "german", "swahili"):
        Path(f"{language}.csv").write_text(sheet(language), encoding="utf-8")
        examsim("import", f"{language}.csv", "--as", language, "--exam", "./mmlu")
        head = Path(language, "form.toml")
        head.write_text(head.read_text().replace(f'title = "{language}.csv"', f'title = "in {language}"'))
        examsim("run", "./mmlu", "--model", "chance", "--form", language)
    examsim("report", "runs", "-o", "out", "--chart", "svg")
    drawn = Path("out/charts/forms-mmlu.svg").read_text(encoding="utf-8")
    assert all(f"in {language}" in drawn for language in ("english", "german", "swahili"))
    assert "random guessing" in drawn
    assert "charts/forms-mmlu.svg" in Path("out/index.html").read_text(encoding="utf-8")


def test_an_exam_with_fields_missing_names_them_together(tmp_path: Path) -> None:
    from exams.errors import InputError
    from exams.files.exam_folder import load_exam

    (tmp_path / "exam.toml").write_text('schema = 1\nid = "x"\nname = "X"\nshort = "X"\nsection = []\n')
    with pytest.raises(InputError, match="version, family, score: Field required -- "):
        load_exam(str(tmp_path))
