"""Packets out to people, grades back in, disputes settled, scores made again: the whole way on a toy exam."""

from __future__ import annotations

import csv
import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from toy_run import essay_text, make_run

from exams.errors import InputError
from examsim.cli import cli
from examsim.grading.packets.packet_key import read_key
from reports.run_folder import read_run, read_score
from scoring.types import Grade

MODELS = ("tiny/secret-model-7b", "quiet-model-3")


def call(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=True)


def told(result: Result) -> str:
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def refused(result: Result) -> str:
    assert isinstance(result.exception, InputError), (result.output, result.exception)
    return str(result.exception)


def packet(page: Path) -> dict[str, Any]:
    """The data that a page works on."""
    found = re.search(r'<script type="application/json" id="packet">(.*?)</script>', page.read_text(), re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def filled(page: Path, points: dict[str, tuple[float, float]], to: Path | None = None) -> Path:
    """The file that a page would export: points for c1 and c2 by words that the answer holds."""
    data = packet(page)
    grades = []
    for answer in data["answers"]:
        for words, (c1, c2) in points.items():
            if words in answer["text"]:
                grades.append({"id": answer["id"], "points": {"c1": c1, "c2": c2}, "comment": f"on {words}"})
    body = {"schema": "examsim.grading/1", "packet": data["id"], "grader": data["grader"], "grades": grades}
    path = to or page.with_suffix(".json")
    path.write_text(json.dumps(body))
    return path


def human(run: Path) -> list[Grade]:
    return [g for g in read_run(run).given if g.grader_kind == "human"]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return make_run(tmp_path / "runs")


@pytest.fixture
def packets(run: Path, tmp_path: Path) -> Path:
    told(call("grade", run, "--export", tmp_path / "packets"))
    return tmp_path / "packets"


def test_a_packet_never_reveals_the_model_or_the_run(tmp_path: Path) -> None:
    def says_its_name(request: Any) -> str:
        if request.metadata.kind == "free_response":
            return f"As {MODELS[0]} I say: {essay_text(request.metadata.question)} Signed, Secret-Model-7B."
        return "The answer is therefore [B]"

    runs = [make_run(tmp_path / "runs", m, say=says_its_name) for m in MODELS]
    told(call("grade", *runs, "--export", tmp_path / "packets"))
    for path in sorted((tmp_path / "packets").iterdir()):
        if path.name == "key.json":
            continue
        text = path.read_text() if path.suffix != ".xlsx" else _words(path)
        for name in ("secret-model-7b", "quiet-model-3", "secret model 7b", *(r.name for r in runs)):
            assert name not in text.lower(), (path, name)
        assert "The rule of the toy court" in text
    assert "secret-model" in (tmp_path / "packets" / "key.json").read_text()


def _words(path: Path) -> str:
    book = load_workbook(path)
    return " ".join(str(c) for s in book for row in s.iter_rows(values_only=True) for c in row)


def test_packets_are_shuffled_each_in_its_own_order_with_tokens_of_their_own(tmp_path: Path) -> None:
    run = make_run(tmp_path / "runs", essays=12)
    told(call("grade", run, "--export", tmp_path / "p"))
    one, two = (packet(tmp_path / "p" / f"grader-{n}.html") for n in (1, 2))
    texts = [[a["text"] for a in p["answers"]] for p in (one, two)]
    assert sorted(texts[0]) == sorted(texts[1])
    assert texts[0] != texts[1]
    assert texts[0] != sorted(texts[0])
    assert not {a["id"] for a in one["answers"]} & {a["id"] for a in two["answers"]}
    told(call("grade", run, "--export", tmp_path / "again"))
    assert (tmp_path / "again" / "grader-1.html").read_bytes() == (tmp_path / "p" / "grader-1.html").read_bytes()


def test_the_same_packets_are_the_same_bytes_whenever_they_are_made(run: Path, packets: Path) -> None:
    first = {p.name: p.read_bytes() for p in packets.iterdir()}
    told(call("grade", run, "--export", packets))
    assert {p.name: p.read_bytes() for p in packets.iterdir()} == first
    books = [ZipFile(p) for p in packets.glob("*.xlsx")]
    assert books, "packets have workbooks"
    for book in books:
        assert {i.date_time for i in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert set(re.findall(r">(\d{4}-\d\d-\d\dT[^<]*)<", book.read("docProps/core.xml").decode())) == {
            "1980-01-01T00:00:00Z"
        }


def test_overlap_is_by_design(tmp_path: Path) -> None:
    run = make_run(tmp_path / "runs", essays=12)
    told(call("grade", run, "--export", tmp_path / "p", "--graders", 3, "--overlap", 0.5))
    own = [{a["text"] for a in packet(tmp_path / "p" / f"grader-{n}.html")["answers"]} for n in (1, 2, 3)]
    assert len(own[0] & own[1] & own[2]) == 6
    assert [len(o) for o in own] == [8, 8, 8]
    assert len(own[0] | own[1] | own[2]) == 12


def test_packets_that_are_out_are_not_overwritten(run: Path, packets: Path) -> None:
    assert "holds other packets already" in refused(call("grade", run, "--export", packets, "--seed", 5))


def test_two_people_agree_and_their_mean_counts(run: Path, packets: Path) -> None:
    before = read_score(read_run(run)).full
    files = [filled(packets / f"grader-{n}.html", {"on e1": (1, 0), "on e2": (2, x)}) for n, x in ((1, 0), (2, 1))]
    output = told(call("grade", run, "--import", *files))
    assert "no answer is in dispute" in output
    after = read_score(read_run(run)).full
    counted = {g.question: (g.points, g.grader) for g in read_run(run).grades if g.section == "essay"}
    assert counted == {"e1": (1, "mean of grader-1 and grader-2"), "e2": (2.5, "mean of grader-1 and grader-2")}
    assert before.value == pytest.approx(100 * (0.5 + 0.5 * 8 / 12), abs=0.05)
    assert after.value == pytest.approx(100 * (0.5 + 0.5 * 3.5 / 12), abs=0.05)
    assert after.sections[1].graders == {"mean of grader-1 and grader-2": 2}
    given = read_run(run).grades_of["e2"]
    assert [(g.grader, g.points) for g in given][:3] == [("judge", 4), ("grader-1", 2), ("grader-2", 3)]
    assert human(run)[0].note.startswith("on ")


def test_a_dispute_goes_to_an_adjudicator_whose_grade_counts(run: Path, packets: Path) -> None:
    files = [filled(packets / f"grader-{n}.html", {"on e1": (1 + n, 0), "on e2": (2 * n, 0)}) for n in (1, 2)]
    output = told(call("grade", run, "--import", *files))
    assert "differ by more than a sixth of the maximum on 1 answers" in output
    page = packets / "adjudicator.html"
    (answer,) = packet(page)["answers"]
    assert "on e2" in answer["text"]
    assert [e["points"] for e in answer["earlier"]] == [2, 4]
    assert {e["who"] for e in answer["earlier"]} == {"first grader", "second grader"}
    output = told(call("grade", run, "--import", filled(page, {"on e2": (3.5, 1)})))
    assert "no answer is in dispute" in output
    counted = {g.question: (g.points, g.grader) for g in read_run(run).grades if g.section == "essay"}
    assert counted == {"e1": (2.5, "mean of grader-1 and grader-2"), "e2": (4.5, "adjudicator")}
    assert len(human(run)) == 5


def test_a_threshold_can_be_given_in_points(run: Path, packets: Path) -> None:
    files = [filled(packets / f"grader-{n}.html", {"on e1": (1 + n / 2, 0), "on e2": (1, 0)}) for n in (1, 2)]
    assert "more than 0.25 points on 1 answers" in told(call("grade", run, "--import", *files, "--threshold", 0.25))


def test_a_grade_sent_twice_replaces_the_first(run: Path, packets: Path) -> None:
    page = packets / "grader-1.html"
    told(call("grade", run, "--import", filled(page, {"on e1": (1, 0), "on e2": (1, 0)})))
    told(call("grade", run, "--import", filled(page, {"on e1": (3, 0)})))
    assert {g.question: g.points for g in human(run)} == {"e1": 3, "e2": 1}


def test_half_graded_runs_say_what_is_missing_and_between_what_the_score_lies(tmp_path: Path) -> None:
    run = make_run(tmp_path / "runs", judge=lambda _: "I'm sorry, but I can't help with that.")
    bounds = read_score(read_run(run)).full.bounds
    assert bounds == (50, 100)
    told(call("grade", run, "--export", tmp_path / "p"))
    file = filled(tmp_path / "p" / "grader-1.html", {"on e1": (4, 2)})
    output = told(call("grade", run, "--import", file))
    assert re.search(r"grader-1: not graded: [0-9a-f]{12} \(e2\)", output)
    assert "between 75 and 100" in output
    score = read_score(read_run(run))
    assert score.full.bounds == (75, 100)
    texts = [n.text for n in score.notes if n.level == "warning"]
    assert "not graded: e2" in texts
    assert any("the score lies between 75 and 100" in t for t in texts)


def test_an_answer_with_an_open_criterion_stays_ungraded_and_is_named(run: Path, packets: Path) -> None:
    file = filled(packets / "grader-1.html", {"on e1": (1, 0)})
    data = json.loads(file.read_text())
    del data["grades"][0]["points"]["c2"]
    file.write_text(json.dumps(data))
    assert "(e1): no points for c2" in told(call("grade", run, "--import", file))
    assert human(run) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda e: e.update(id="ffffffffffff"), "unknown id 'ffffffffffff'"),
        (lambda e: e["points"].update(c1=4.5), "c1: 4.5 is out of range, 0 to 4"),
        (lambda e: e["points"].update(c1=-1), "c1: -1 is out of range, 0 to 4"),
        (lambda e: e["points"].update(c1=1.3), "c1: 1.3 is off the rubric's steps (nearest 1.5)"),
        (lambda e: e["points"].update(c1="much"), "c1: 'much' is not a number"),
        (lambda e: e["points"].update(c1=True), "c1: True is not a number"),
        (lambda e: e["points"].update(c7=1), "unknown criterion 'c7'"),
    ],
)
def test_a_wrong_line_is_named_with_file_and_row_and_nothing_is_taken_in(
    run: Path, packets: Path, change: Any, fault: str
) -> None:
    file = filled(packets / "grader-1.html", {"on e1": (1, 0), "on e2": (1, 0)})
    data = json.loads(file.read_text())
    change(data["grades"][1])
    file.write_text(json.dumps(data))
    said = refused(call("grade", run, "--import", file))
    assert f"{file}:2: {fault}" in said
    assert "nothing was imported" in said
    assert human(run) == []


def test_a_token_of_another_graders_packet_is_refused(run: Path, packets: Path) -> None:
    file = filled(packets / "grader-1.html", {"on e1": (1, 0)})
    data = json.loads(file.read_text())
    data["packet"] = packet(packets / "grader-2.html")["id"]
    file.write_text(json.dumps(data))
    assert "belongs to the packet of grader-1" in refused(call("grade", run, "--import", file))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_filled_in_is_read_like_the_page(run: Path, packets: Path, kind: str) -> None:
    path = packets / f"grader-1.{kind}"
    fill = _fill_csv if kind == "csv" else _fill_workbook
    fill(path, ["1.5", "1", "0,5", "2"])
    told(call("grade", run, "--import", path))
    assert sorted(g.points or 0 for g in human(run)) == [2.5, 2.5]
    assert {g.note for g in human(run)} == {"seen"}
    fill(path, ["1.5", "9", "", ""])
    assert f"{path}:3: c2: 9 is out of range, 0 to 2" in refused(call("grade", run, "--import", path))


def _fill_csv(path: Path, points: list[str]) -> None:
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    for row, value in zip(rows[1:], points, strict=True):
        row[6:8] = [value, "seen"]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)


def _fill_workbook(path: Path, points: list[str]) -> None:
    book = load_workbook(path)
    for row, value in zip(range(2, 6), points, strict=True):
        book["grades"].cell(row, 7).value = value
        book["grades"].cell(row, 8).value = "seen"
    book.save(path)


def test_calibration_answers_are_mixed_in_and_show_how_severe_a_grader_is(run: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.jsonl"
    known.write_text('{"question": "e1", "text": "A known answer.", "points": 4}\n')
    told(call("grade", run, "--export", tmp_path / "p", "--calibration", known))
    page = tmp_path / "p" / "grader-1.html"
    assert len(packet(page)["answers"]) == 3
    assert "known" not in json.dumps([{**a, "text": ""} for a in packet(page)["answers"]])
    file = filled(page, {"A known answer": (2, 1), "on e1": (1, 0), "on e2": (1, 0)})
    output = told(call("grade", run, "--import", file))
    assert "2 grades of people" in output
    assert "calibration of grader-1: 0 of 1 exact, -1.00 points on average" in output
    assert len(human(run)) == 2


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"question": "e9", "text": "x", "points": 1}', "no free response called 'e9'"),
        ('{"question": "e1", "text": "x", "points": 7}', "7 points, but e1 gives at most 6"),
        ('{"question": "e1", "points": 1}', "text"),
        ("nonsense", "JSON"),
    ],
)
def test_a_calibration_file_is_checked(run: Path, tmp_path: Path, line: str, fault: str) -> None:
    known = tmp_path / "known.jsonl"
    known.write_text(line + "\n")
    said = refused(call("grade", run, "--export", tmp_path / "p", "--calibration", known))
    assert said.startswith(f"{known}:1: ")
    assert fault in said


def test_people_and_model_are_held_against_each_other_and_the_error_widens_the_interval(tmp_path: Path) -> None:
    run = make_run(tmp_path / "runs", essays=6)
    told(call("grade", run, "--export", tmp_path / "p"))
    rows = ((1, 2, 3, 2, 1, 2), (2, 2, 2, 3, 1, 1))
    points = [{f"on e{n}": (float(x), 1.0) for n, x in enumerate(row, 1)} for row in rows]
    files = [filled(tmp_path / "p" / f"grader-{n}.html", p) for n, p in enumerate(points, 1)]
    told(call("grade", run, "--import", *files))
    score = read_score(read_run(run))
    with_error = score.full.interval
    assert with_error is not None
    assert any("the interval holds the graders' error in Essay" in n.text for n in score.notes)
    names = [a.name for a in score.full.alternatives]
    assert any("corrected by their bias on 6 answers" in n for n in names)
    assert any(n == "by the model's grades alone" for n in names)
    agreed = read_run(run).agreement
    assert agreed is not None
    people = next(r for r in agreed.rows if r.level == "exam" and r.kind == "people")
    assert (people.answers, people.bias) == (6, 0)
    assert people.exact == pytest.approx(2 / 6)
    by_model = next(r for r in agreed.rows if r.level == "exam" and r.kind == "model")
    assert by_model.bias == pytest.approx(4 - (2.5 + 3 + 3.5 + 3.5 + 2 + 2.5) / 6)
    (run / "agreement.json").unlink()
    told(call("score", run))
    without = read_score(read_run(run)).full.interval
    assert without is not None
    assert with_error.high - with_error.low > without.high - without.low
    output = told(call("agree", run, "--by", "criterion"))
    assert "e1/c1" in output
    assert read_score(read_run(run)).full.interval == with_error


def test_the_corrected_score_is_the_models_less_its_bias(tmp_path: Path) -> None:
    run = make_run(tmp_path / "runs", essays=4)  # the model gives 4 of 6 everywhere
    told(call("grade", run, "--export", tmp_path / "p", "--graders", 1))
    told(call("grade", run, "--import", filled(tmp_path / "p" / "grader-1.html", {"on e1": (3, 0), "on e2": (2, 0)})))
    score = read_score(read_run(run)).full
    alternatives = {a.name.split(",")[0]: a.value for a in score.alternatives}
    assert score.value == pytest.approx(50 + 50 * (3 + 2 + 4 + 4) / 24, abs=0.05)
    assert alternatives["by the model's grades alone"] == pytest.approx(50 + 50 * 16 / 24, abs=0.05)
    assert alternatives["by the model's grades"] == pytest.approx(50 + 50 * 10 / 24, abs=0.05)
    assert any("2 answers count by people's grades, 2 by a model's" in n.text for n in read_score(read_run(run)).notes)


def test_a_grade_of_a_text_that_has_changed_is_set_aside(run: Path, packets: Path) -> None:
    told(call("grade", run, "--import", filled(packets / "grader-1.html", {"on e1": (0, 0), "on e2": (0, 0)})))
    answers = (run / "answers.jsonl").read_text()
    (run / "answers.jsonl").write_text(answers.replace(essay_text("e1"), "Another answer."))
    told(call("score", run))
    counted = {g.question: g.points for g in read_run(run).grades}
    assert (counted["e1"], counted["e2"]) == (4, 0)
    assert any("changed since and is set aside: e1" in n.text for n in read_score(read_run(run)).notes)


def test_with_nothing_to_compare_agree_says_so(run: Path) -> None:
    assert "nothing to compare" in told(call("agree", run))
    assert not (run / "agreement.json").exists()


@pytest.mark.parametrize("name", ["grades.txt", "absent.json"])
def test_a_file_that_is_not_ours_is_refused(run: Path, packets: Path, name: str) -> None:
    path = packets / name
    if "absent" not in name:
        path.write_text("1")
    assert str(path) in refused(call("grade", run, "--import", path))


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"schema": "other"}', '{"schema": "examsim.grading/1", "grades": [1]}']
)
def test_a_torn_export_is_refused_in_one_line(run: Path, packets: Path, content: str) -> None:
    path = packets / "torn.json"
    path.write_text(content)
    assert str(path) in refused(call("grade", run, "--import", path))


def test_a_missing_key_is_named(run: Path, packets: Path, tmp_path: Path) -> None:
    file = filled(packets / "grader-1.html", {"on e1": (1, 0)}, tmp_path / "elsewhere.json")
    assert "--key" in refused(call("grade", run, "--import", file))
    told(call("grade", run, "--import", file, "--key", packets / "key.json"))
    assert len(read_key(packets / "key.json").packets) == 2


def test_the_report_shows_agreement_and_every_grade_of_an_answer(run: Path, packets: Path) -> None:
    files = [filled(packets / f"grader-{n}.html", {"on e1": (n, 0), "on e2": (2, 1)}) for n in (1, 2)]
    told(call("grade", run, "--import", *files))
    page = (run / "report.html").read_text()
    section = re.search(r'<section id="agreement">.*?</section>', page, re.DOTALL)
    assert section is not None
    assert "grader-1 and grader-2" in section[0]
    assert re.search(r"judge 4; grader-1 1; grader-2 2; <b>mean of grader-1 and grader-2 1.5</b>", section[0])
    assert "by the model's grades alone" in unescape(section[0])
    assert re.search(r"<summary>Criterion by criterion</summary>.*>e1/c1<", section[0], re.DOTALL)
    assert "rests on few answers graded twice, so it may be far off: essay (2)" in page
    assert "other published scales" not in page


def test_a_run_that_only_a_model_graded_shows_no_agreement(run: Path) -> None:
    told(call("report", run))
    assert 'id="agreement"' not in (run / "report.html").read_text()
