"""A benchmark from its folder of questions to its score: shots counted in the sent text, both means, pinned sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tiny_benchmark import EXAMPLES, SUBJECTS, write_exam, write_set

from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam
from exams.loaders import question_set as sets
from exams.loaders.question_set import question_set
from exams.sampling import sampled
from examsim.cli import cli
from examsim.models.fake import FakeModel
from examsim.models.request import ContextTooLong, Reply, Request
from examsim.models.resources import RunResources
from examsim.running.choose import make_run_plan
from examsim.running.execute import execute
from examsim.running.run_plan import RunPlan, Settings
from examsim.running.warn import warnings_of
from examsim.running.write_run import write_run


@pytest.fixture
def exam(tmp_path: Path) -> Path:
    sets._question_set.cache_clear()
    return write_exam(tmp_path / "tiny")


def plan_of(exam: Path, model: str = "fake", **settings: object) -> RunPlan:
    given = Settings(**{"layout": "auto", "left_open": ("temperature", "max_tokens"), **settings})  # type: ignore[arg-type]
    return make_run_plan(str(exam), model, form=None, section=None, settings=given, questions=exam / "set")


def asked(plan: RunPlan, tmp_path: Path, say: object = None) -> tuple[FakeModel, Path]:
    model = FakeModel(say or (lambda _: " B"), "fake")  # type: ignore[arg-type]
    folder = tmp_path / "run"
    write_run(execute(plan, RunResources(cache=tmp_path / "a.sqlite", model=model), lambda *_: None), folder)
    return model, folder


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["run", *words], catch_exceptions=False)


@pytest.mark.parametrize("shots", [0, 1, 3, EXAMPLES])
def test_shots_asked_for_are_in_the_sent_text_with_their_letters(exam: Path, tmp_path: Path, shots: int) -> None:
    model, folder = asked(plan_of(exam, shots=shots), tmp_path)
    for request in model.asked:
        text = request.messages[0].text
        subject = request.metadata.question.split("-")[0]
        assert text.startswith(f"Questions about {subject}.\n\n")
        assert text.count(f"{subject} dev") == shots * 5  # stem and four options of each
        assert text.count("Answer: ") == shots and text.endswith("\nAnswer:")
        for number in range(shots):
            assert f"{subject} dev {number} z\nAnswer: {'ABCD'[number]}\n" in text
        assert request.params == {"temperature": 0.0, "max_tokens": 64}
    head = json.loads((folder / "run.json").read_bytes())
    assert head["prompt"]["shots"] == {"asked": shots, "sent": {str(shots): 8}}
    assert head["prompt"]["route"] == "letter" and head["warnings"] == []


def test_more_shots_than_there_are_are_counted_and_told(exam: Path, tmp_path: Path) -> None:
    _, folder = asked(plan_of(exam, shots=9), tmp_path)
    head = json.loads((folder / "run.json").read_bytes())
    assert head["prompt"]["shots"] == {"asked": 9, "sent": {"4": 8}}
    assert head["warnings"] == ["9 worked examples asked for, fewer sent: 4 to 8 questions"]


def test_shots_dropped_to_fit_the_context_are_counted(exam: Path, tmp_path: Path) -> None:
    def say(request: Request) -> Reply | str | Exception:
        return ContextTooLong("long") if request.messages[0].text.count("Answer: ") > 1 else "B"

    _, folder = asked(plan_of(exam), tmp_path, say)
    head = json.loads((folder / "run.json").read_bytes())
    assert head["prompt"]["shots"] == {"asked": 3, "sent": {"1": 8}}
    assert "3 worked examples asked for, fewer sent: 1 to 8 questions" in head["warnings"]


def test_examples_without_explanations_are_not_a_silent_zero_shot(exam: Path, tmp_path: Path) -> None:
    plan = plan_of(exam, layout="few-shot")
    model = FakeModel(lambda _: "The answer is therefore [B]", "fake")
    result = execute(plan, RunResources(cache=tmp_path / "a.sqlite", model=model), lambda *_: None)
    assert any("fewer sent: 0 to 8 questions; this layout shows explanations" in line for line in warnings_of(result))


def test_the_first_paragraph_is_read_before_what_a_base_model_makes_up(exam: Path, tmp_path: Path) -> None:
    said = " C\n\nWhich is next?\nA. one\nB. two\nAnswer: A"
    plan = plan_of(exam)
    result = execute(plan, RunResources(cache=tmp_path / "b", model=FakeModel(lambda _: said, "fake")), lambda *_: None)
    assert {a.choice for a in result.answers} == {("C",)}


def test_both_means_stand_beside_the_score_and_differ(exam: Path, tmp_path: Path) -> None:
    replies = tmp_path / "r.jsonl"
    keys = {f"{s}-{n}": "ABCD"[n % 4] for s, count in SUBJECTS.items() for n in range(count)}
    wrong = {"tides-0", "tides-1", "knots-0"}
    replies.write_text(
        "".join(
            json.dumps({"question": q, "text": f"ANSWER: {'D' if q in wrong else k}"}) + "\n" for q, k in keys.items()
        )
    )
    result = run(
        str(exam), "--model", f"replay:{replies}", "--questions", str(exam / "set"), "--out", str(tmp_path), "--json"
    )
    full = json.loads(result.output)["runs"][0]["score"]["full"]
    # knots 5 of 6; tides-1 has the key B, tides-0 A: none of 2
    assert full["value"] == pytest.approx(41.7)
    assert [(m["name"], round(m["value"], 4)) for m in full["means"]] == [
        ("by section (macro)", round(100 * (5 / 6 + 0) / 2, 4)),
        ("by question (micro)", 62.5),
    ]
    assert all(m["interval"]["low"] < m["value"] < m["interval"]["high"] for m in full["means"])
    assert full["percentiles"] == [] and full["passes"] == []


def test_a_sample_takes_from_every_section(exam: Path) -> None:
    form = question_set(load_exam(str(exam)), exam / "set").form
    for size in range(2, 8):
        taken = [q.section for q in sampled(form, size, 1, by_section=True).questions]
        assert len(taken) == size and set(taken) == set(SUBJECTS)
    assert len({tuple(q.id for q in sampled(form, 4, s, by_section=True).questions) for s in range(8)}) > 1


def test_a_missing_section_is_told_and_the_mean_is_of_the_others(exam: Path, tmp_path: Path) -> None:
    form = tmp_path / "knots.csv"
    form.write_text((exam / "set" / "test" / "knots_test.csv").read_text())
    result = run(
        str(exam),
        "--model",
        "chance",
        "--form",
        str(form),
        "--section",
        "knots",
        "--out",
        str(tmp_path / "o"),
        "--json",
    )
    score = json.loads(result.output)["runs"][0]["score"]
    assert score["full"]["value"] is not None
    assert "mean of the 1 of 2 sections on this form" in [n["text"] for n in score["notes"]]


def test_a_changed_set_is_refused_in_one_line(exam: Path) -> None:
    (exam / "set" / "test" / "tides_test.csv").write_text("tides test 0?,a,b,c,d,A\ntides test 1?,a,b,c,d,B\n")
    with pytest.raises(InputError, match="not Tiny test, 8 questions as it was published: texts or keys differ"):
        run(str(exam), "--model", "chance", "--questions", str(exam / "set"))


def test_a_moved_key_and_another_order_are_seen(exam: Path) -> None:
    file = exam / "set" / "test" / "tides_test.csv"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(reversed(lines)))
    with pytest.raises(InputError, match="as it was published"):
        question_set(load_exam(str(exam)), exam / "set")
    sets._question_set.cache_clear()
    file.write_text(lines[0].replace(",A", ",B") + lines[1])
    with pytest.raises(InputError, match="as it was published"):
        question_set(load_exam(str(exam)), exam / "set")


def test_a_set_of_another_size_is_refused_unless_the_right_one_lies_beside_it(exam: Path, tmp_path: Path) -> None:
    both = tmp_path / "both"
    write_set(both / "a", knots=5)
    with pytest.raises(InputError, match="7 questions, not 8"):
        question_set(load_exam(str(exam)), both)
    sets._question_set.cache_clear()
    write_set(both / "b")
    assert len(question_set(load_exam(str(exam)), both).form.questions) == 8


def test_a_folder_without_the_set_and_an_exam_without_sets(exam: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"no questions of Tiny .* its files are named \*_test.csv"):
        run(str(exam), "--model", "chance", "--questions", str(tmp_path / "empty"))
    with pytest.raises(InputError, match="no such folder"):
        run(str(exam), "--model", "chance", "--questions", str(tmp_path / "gone"))
    with pytest.raises(InputError, match="lsat-2026 names no set of questions"):
        run("lsat", "--model", "chance", "--questions", str(tmp_path))


def test_a_temperature_that_is_given_stands_against_the_recipe(exam: Path) -> None:
    words = ["show", str(exam), "--questions", str(exam / "set"), "--shots", "1"]
    told = CliRunner().invoke(cli, words, catch_exceptions=False).output
    assert "temperature 0, max_tokens 64" in told and told.count("Answer: ") == 1
    told = CliRunner().invoke(cli, [*words, "--temperature", "0.3"], catch_exceptions=False).output
    assert "temperature 0.3, max_tokens 64" in told


def test_a_benchmark_can_have_no_norm(exam: Path) -> None:
    data = load_exam(str(exam)).model_dump(by_alias=True)
    mark = {"mark": 50, "provenance": {"source": "nobody", "status": "unknown"}}
    with pytest.raises(ValueError, match="a benchmark has no norm and no pass mark"):
        Exam.model_validate({**data, "pass_mark": [mark]})


FAULTS = """[[known_fault]]
id = "Looked over"
file = "looked.csv"
section = "subject"
key = "key"
provenance = { source = "an invented list", status = "official", year = "2026" }
"""


@pytest.fixture
def looked(tmp_path: Path) -> Path:
    sets._question_set.cache_clear()
    exam = write_exam(tmp_path / "tiny", more=FAULTS)
    rows = "".join(f"knots,{n},{'ABCD'[n % 4]},{'ok' if n else 'wrong key'}\n" for n in range(4))
    (exam / "set" / "looked.csv").write_text("subject,row,key,kind\n" + rows)
    return exam


def test_faulty_questions_make_a_third_column(looked: Path, tmp_path: Path) -> None:
    replies = tmp_path / "r.jsonl"
    replies.write_text(
        "".join(
            json.dumps({"question": f"{s}-{n}", "text": f"ANSWER: {'D' if s + str(n) == 'knots0' else 'ABCD'[n % 4]}"})
            + "\n"
            for s, count in SUBJECTS.items()
            for n in range(count)
        )
    )
    words = (str(looked), "--model", f"replay:{replies}", "--questions", str(looked / "set"), "--out", str(tmp_path))
    score = json.loads(run(*words, "--json").output)["runs"][0]["score"]
    assert score["full"]["value"] == pytest.approx(91.7) and score["sound"]["value"] == 100
    faults = score["faults"]
    assert (faults["checked"], faults["faulty"], faults["kinds"]) == (4, ["knots-0"], {"wrong key": 1})
    assert (faults["percent_sound"], faults["percent_faulty"]) == (100, 0)
    told = " ".join(run(*words).output.split())
    assert "without" in told and "Looked over judged 4 of 8 questions, 1 of them faulty (25.00 %)" in " ".join(
        told.split()
    )
    page = next(tmp_path.glob("tiny_*/report.html")).read_text()
    assert "Without faulty" in page and "Mean by section (macro), without faulty" in page and "people" in page


def test_a_list_of_another_set_is_refused(looked: Path) -> None:
    (looked / "set" / "looked.csv").write_text("subject,row,key,kind\nknots,1,D,ok\n")
    with pytest.raises(InputError, match=r"the key of knots-1 is 'D', on the form 'B'"):
        run(str(looked), "--model", "chance", "--questions", str(looked / "set"))
    (looked / "set" / "looked.csv").write_text("subject,row,kind\nknots,1,ok\n")
    with pytest.raises(InputError, match="no column 'key'"):
        run(str(looked), "--model", "chance", "--questions", str(looked / "set"))


@pytest.mark.slow
def test_two_models_make_a_table_and_a_chart_with_the_published_values(exam: Path, tmp_path: Path) -> None:
    replies = tmp_path / "r.jsonl"
    replies.write_text(json.dumps({"question": "knots-0", "text": "ANSWER: A"}) + "\n")
    told = run(
        *(str(exam), "--model", "chance", "--model", f"replay:{replies}"),
        *("--questions", str(exam / "set"), "--out", str(tmp_path / "o")),
    ).output
    assert told.count("published: people 89.8") == 2
    table = (tmp_path / "o" / "report" / "tables" / "table2.csv").read_text()
    assert "people 89.8" in table and "tiny-test" in table and "By question" in table
    chart = (tmp_path / "o" / "report" / "charts" / "benchmarks.svg").read_text()
    assert not (tmp_path / "o" / "report" / "charts" / "points.svg").exists()  # the same values a second time
    assert "people 89.8" in chart and "no percentiles" in chart
    page = (tmp_path / "o" / "report" / "index.html").read_text()
    assert "1 benchmark" in page and "No percentile is known" not in page  # no empty picture


def test_contamination_of_a_sample_is_an_estimate_with_its_interval(exam: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps({"text": "nothing of the kind"}) + "\n")
    words = (str(exam), "--model", "chance", "--questions", str(exam / "set"), "--corpus", str(corpus))
    told = " ".join(run(*words, "--sample", "4", "--out", str(tmp_path / "a")).output.split())
    assert "contaminated: 0 of 4 questions asked, so about 0.0 % of 8 (95 % 0.0–60.2, Clopper–Pearson)" in told
    told = " ".join(run(*words, "--out", str(tmp_path / "b")).output.split())
    assert "contaminated: 0 of all 8 questions (0.0 %)" in told
