"""`run --language`: translations of a benchmark beside the original, on the same questions, compared one by one."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tiny_benchmark import EXAMPLES, SUBJECTS, row, write_exam

from exams.errors import InputError
from exams.exit_codes import OK
from exams.files.exam_folder import load_exam
from exams.loaders import question_set
from exams.loaders.translations import translated_sets as translations
from exams.loaders.translations.translated_sets import translated_sets
from examsim.cli import cli
from examsim.models.fake import FakeModel
from examsim.models.resources import RunResources
from examsim.results.language_tests import language_tests
from examsim.results.steps import score_run
from examsim.running.choose import make_run_plan
from examsim.running.execute import execute
from examsim.running.run_plan import Settings
from examsim.running.write_run import write_run
from reports.charts.language_chart import draw_languages, language_chart
from reports.drawing.frame import SIZES
from reports.scored_run import read_runs
from reports.tables.language_rows import language_rows, runs_by_language
from reports.tables.language_table import language_tables
from reports.terminal.language_lines import language_lines

TABLE = """
[[translation]]
id = "tiny-people"
title = "Tiny in {language}"
languages = { sw = "sw", he = "he" }
files = ["*_test_{tag}.csv"]
example_files = ["*_dev_{tag}.csv"]
count = 8
example_count = 8
shots = 2
headings = { sw = "Maswali kuhusu {section}." }
translated_by = "people"
provenance = { source = "invented for a test", status = "official", year = "2026" }

[[reference]]
name = "OLD"
value = 71.5
setting = "5-shot"
language = "en"
provenance = { source = "a report", status = "second-hand", year = "2023" }

[[reference]]
name = "OLD"
value = 66
language = "sw"
provenance = { source = "a report", status = "second-hand", year = "2023" }
"""


@pytest.fixture
def exam(tmp_path: Path) -> Path:
    question_set._question_set.cache_clear()
    translations._sets.cache_clear()
    folder = write_exam(tmp_path / "tiny", more=TABLE)
    for tag in ("sw", "he"):
        translate(folder / "set", tag)
    return folder


def translate(folder: Path, tag: str, keys: dict[int, str] | None = None) -> None:
    """Its files beside the original's, every word with the tag before it; `keys`: of knots, by place."""
    for split, counts in (("test", SUBJECTS), ("dev", dict.fromkeys(SUBJECTS, EXAMPLES))):
        for subject, count in counts.items():
            rows = [
                [f"{tag} {cell}" for cell in row(subject, n, split)[:5]] + row(subject, n, split)[5:]
                for n in range(count)
            ]
            for place, key in (keys or {}).items() if subject == "knots" and split == "test" else ():
                rows[place][5] = key
            with (folder / split / f"{subject}_{split}_{tag}.csv").open("w", newline="") as file:
                csv.writer(file).writerows(rows)


def typed(exam: Path, *words: str) -> Result:
    runs = ["--questions", str(exam / "set"), "--out", str(exam.parent / "runs")]
    return CliRunner().invoke(cli, ["run", str(exam), *words, *runs], catch_exceptions=False)


def asked(exam: Path, tag: str, wanted: str = "all") -> FakeModel:
    """A model that knows the keys, but in Swahili answers A to every question on knots."""

    def say(request: Any) -> str:
        subject, place = request.metadata.question.rsplit("-", 1)
        return " A" if tag == "sw" and subject == "knots" else f" {'ABCD'[int(place) % 4]}"

    settings = Settings(layout="auto", left_open=("temperature", "max_tokens"))
    where = exam / "set"
    plan = make_run_plan(
        str(exam), "fake", form=None, section=None, settings=settings, questions=where, languages=wanted, language=tag
    )
    model = FakeModel(say, "fake")
    folder = exam.parent / "runs" / plan.run_id
    resources = RunResources(cache=exam.parent / "a.sqlite", model=model)
    write_run(execute(plan, resources, lambda *_: None), folder)
    score_run(folder, exam=plan.exam)
    return model


def test_each_language_is_a_run_with_its_own_words_shots_and_heading(exam: Path) -> None:
    for tag, heading in (("en", "Questions about"), ("sw", "Maswali kuhusu"), ("he", "Questions about")):
        for request in asked(exam, tag).asked:
            text, subject = request.messages[0].text, request.metadata.question.split("-")[0]
            assert text.startswith(f"{heading} {subject}.\n\n") and text.count("Answer: ") == 2
            assert (f"{tag} {subject} dev" in text) == (tag != "en")
    heads = [json.loads(f.read_bytes()) for f in (exam.parent / "runs").glob("*/run.json")]
    spoken = {h["form"]["language"]: h for h in heads}
    assert spoken["sw"]["form"]["translation_of"] == "tiny-test" and spoken["sw"]["form"]["translated_by"] == "people"
    assert "translation_of" not in spoken["en"]["form"] and spoken["sw"]["id"].startswith("tiny-sw_fake_")
    assert "translation held against the original: 8 questions, 0 keys moved" in spoken["sw"]["warnings"]
    words = [w for w in spoken["he"]["warnings"] if "fixed words" in w]
    assert words and not [w for w in spoken["sw"]["warnings"] if "fixed words" in w]


def test_languages_are_compared_question_by_question(exam: Path) -> None:
    for tag in ("en", "sw", "he"):
        asked(exam, tag)
    runs = read_runs([exam.parent / "runs"])
    tests = language_tests(runs)
    rows = {r.tag: r for r in language_rows(runs_by_language(runs)["tiny"], tests)}
    # of six questions on knots (keys A B C D A B) 'A' is right twice: four of eight questions lost
    assert rows["sw"].test is not None and rows["sw"].test.difference == pytest.approx(-0.5)
    assert rows["sw"].test.questions == 8 and rows["sw"].test.p == pytest.approx(2 * 2 * 0.5**4)  # Holm over two
    assert rows["he"].test is not None and rows["he"].test.difference == 0
    assert rows["en"].test is None and rows["he"].right_to_left and rows["sw"].autonym == "Kiswahili"
    lines = list(language_lines(runs, tests))
    assert "Tiny, Swahili (sw), fake: 66.7 % " in lines[-1] and "−50.0 points" in lines[-1]
    (table,) = language_tables(runs, tests)
    assert [row[1].text for row in table.rows] == ["en", "he", "sw"]


def test_the_chart_has_a_row_a_language_and_the_published_values_of_these(exam: Path) -> None:
    for tag in ("en", "sw", "he"):
        asked(exam, tag)
    runs = read_runs([exam.parent / "runs"])
    rows = language_rows(runs, {})
    names = [row.name for row in language_chart(rows, ["fake"]).rows]
    assert names[:2] == ["English", "Hebrew · עברית"] and "Swahili · Kiswahili" in names
    assert {"OLD, English 71.5", "OLD, Swahili 66"} < set(names)
    assert "people 89.8" not in names  # of the whole benchmark, in no language
    drawn = draw_languages(rows, ["fake"], SIZES["page"])
    assert drawn.scenes[0].title == "Tiny: highest in English, lowest in Swahili"
    original = next(r for r in runs if r.run.head.form.language == "en")
    assert [r.value for r in original.score.references] == [71.5]


def test_a_moved_key_is_told_and_graded_by_the_translation(exam: Path) -> None:
    translate(exam / "set", "sw", {3: "A"})
    asked(exam, "sw")
    (head,) = (exam.parent / "runs").glob("*/run.json")
    assert "the key is another than in the original: knots-3" in json.loads(head.read_bytes())["warnings"]


def test_a_part_of_the_set_is_paired_by_the_places_that_it_names(exam: Path, tmp_path: Path) -> None:
    records = [
        {
            "sample_id": f"knots/test/{n}",
            "subject": "knots",
            "question": f"swali {n}",
            **{f"option_{x}": f"{x} {n}" for x in "abcd"},
            "answer": "ABCD"[n % 4],
        }
        for n in (4, 1)
    ]
    only = tmp_path / "only"
    only.mkdir()
    (only / "knots_test_sw.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    text = (exam / "exam.toml").read_text().replace('files = ["*_test_{tag}.csv"]', 'files = ["*_test_{tag}.jsonl"]')
    (exam / "exam.toml").write_text(text.replace("count = 8\nexample_count = 8\nshots", "count = 0\nshots"))
    for file in (exam / "set").rglob("*.csv"):
        if file.stem.count("_") == 1:
            (only / file.parent.name).mkdir(exist_ok=True)
            (only / file.parent.name / file.name).write_bytes(file.read_bytes())
    first, second = translated_sets(load_exam(str(exam)), only, "all")
    assert [q.id for q in second.found.form.questions] == ["knots-4", "knots-1"]
    assert [q.id for q in first.found.form.questions] == ["knots-1", "knots-4"]  # nothing that cannot be compared
    assert first.found.form.id == "tiny-test-2"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--language", "xx"), "no 'xx' of Tiny here"),
        (("--language", ","), "--language names no language"),
        (("--language", "sw", "--form", "x.csv"), "--form and --language both choose"),
    ],
)
def test_what_cannot_be_had_is_one_line(exam: Path, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(InputError, match=said):
        typed(exam, "--model", "chance", *words)


def test_exams_without_translations_and_folders_without_them(exam: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no translations"):
        translated_sets(load_exam("hellaswag"), exam / "set", "all")
    with pytest.raises(InputError, match="no translation of Tiny here"):
        translated_sets(load_exam(str(exam)), _empty(tmp_path), "all")
    with pytest.raises(InputError, match="give the folder"):
        translated_sets(load_exam(str(exam)), None, "all")


def _empty(tmp_path: Path) -> Path:
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


def test_chance_is_asked_in_all_languages_with_one_command(exam: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])
    monkeypatch.setattr("examsim.running.job.report_together", lambda folders, out: [])
    told = typed(exam, "--model", "chance", "--language", "all")
    assert told.exit_code == OK
    assert [t for t in ("(en), chance", "(sw), chance", "(he), chance") if t not in told.output] == []
