"""`examsim view`: what it shows, what it takes in, and whom it answers."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import stat
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import made_runs
import orjson
import pytest
from click.testing import CliRunner

from exams.errors import InputError
from exams.question import Question
from examsim.cli import cli
from examsim.results.present_grades import answer_hash
from examsim.running.choose import make_run_plan
from examsim.running.live_record import LiveRecord
from examsim.running.run_plan import Settings
from examsim.view.serve import ADDRESS, TOKEN_FILE, kept_token, serve
from reports.pages import page_parts
from reports.run_folder import read_run
from scoring.reading.key_grading import grade_by_key
from scoring.types import Answer, Grade

testclient = pytest.importorskip("starlette.testclient")
TOKEN = "t" * 43
HOST = "127.0.0.1:8765"
OWN = {"host": HOST, "origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}


def client(root: Path) -> Any:
    from examsim.view.app import make_app

    return testclient.TestClient(make_app(root, TOKEN), base_url=f"http://{HOST}", raise_server_exceptions=True)


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    made_runs.run(tmp_path / "runs" / "ube-one", "gpt-4", questions=6)
    return tmp_path / "runs"


def post(asker: Any, path: str, data: object, **headers: str) -> Any:
    return asker.post(
        f"/{TOKEN}{path}", content=orjson.dumps(data), headers={"content-type": "application/json", **OWN, **headers}
    )


def test_the_list_and_the_run_are_the_reports_own_pages(runs: Path) -> None:
    asker = client(runs)
    listed = asker.get(f"/{TOKEN}/")
    assert listed.status_code == 200 and 'href="runs/ube-one/"' in listed.text
    page = asker.get(f"/{TOKEN}/runs/ube-one/")
    assert page.status_code == 200
    run = read_run(runs / "ube-one")
    assert run.form is not None
    assert all(f'id="q-{q.id}"' in page.text for q in run.form.questions)
    assert 'class="hero"' in page.text and "Give points" in page.text


def test_the_policy_lets_no_script_run_but_its_own_and_asks_only_its_own_server(runs: Path) -> None:
    page = client(runs).get(f"/{TOKEN}/runs/ube-one/")
    policy = page.text.split('Content-Security-Policy" content="', 1)[1].split('"', 1)[0].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; ")
    assert "connect-src 'self'" in policy and "script-src 'sha256-" in policy
    assert not any(word in policy for word in ("unsafe", "http", "*", "script-src 'self'"))
    assert page.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert page.headers["cache-control"] == "no-store" and page.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8765",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "0.0.0.0:8765",
        "192.168.0.7:8765",
        "127.0.0.1@evil.example",
        "[::1]:8765",
        "",
    ],
)
def test_another_host_name_is_refused(runs: Path, host: str) -> None:
    found = client(runs).get(f"/{TOKEN}/", headers={"host": host})
    assert found.status_code == 400 and "ube" not in found.text


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "127.0.0.1", "localhost:9000"])
def test_loopback_names_are_let_in(runs: Path, host: str) -> None:
    assert client(runs).get(f"/{TOKEN}/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": f"https://{HOST}"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_origin_is_refused(runs: Path, headers: dict[str, str]) -> None:
    asker = client(runs)
    assert asker.get(f"/{TOKEN}/", headers=headers).status_code == 403
    found = post(asker, "/runs/ube-one/notes", {"question": "mee-1", "text": "x"}, **headers)
    assert found.status_code == 403 and not (runs / "ube-one" / "notes.jsonl").exists()


def test_a_strangers_form_can_change_nothing(runs: Path) -> None:
    asker, path = client(runs), f"/{TOKEN}/runs/ube-one/notes"
    body = b'{"question": "mee-1", "text": "x"}'
    assert asker.post(path, content=body, headers={"content-type": "text/plain", **OWN}).status_code == 403
    assert asker.post(path, content=body, headers=OWN).status_code == 403
    without = {k: v for k, v in OWN.items() if k != "origin"}
    assert asker.post(path, content=body, headers={"content-type": "application/json", **without}).status_code == 403
    assert not (runs / "ube-one" / "notes.jsonl").exists()


@pytest.mark.parametrize(
    "path", ["/", "/runs/ube-one/", "//", "/" + "u" * 43 + "/", "/" + "t" * 42 + "/", "/%74", "/tt/../" + "t" * 43]
)
def test_without_the_token_there_is_nothing(runs: Path, path: str) -> None:
    found = client(runs).get(path)
    assert found.status_code == 404 and found.text.strip() == "nothing here"


TRICKS = [
    "%2e%2e",
    "..%2f..",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "ube-one%2f..%2f..",
    "ube-one%00",
    "%5c..%5c",
    "ube-one%2fform",
    "%252e%252e",
    "answers.sqlite",
    quote("/etc", safe=""),
    "x" * 5000,
]


@pytest.mark.parametrize("name", TRICKS)
def test_a_name_is_looked_up_and_never_a_path(runs: Path, name: str) -> None:
    (runs.parent / "run.json").write_bytes((runs / "ube-one" / "run.json").read_bytes())  # what a way up would find
    asker = client(runs)
    for path in (f"/{TOKEN}/runs/{name}/", f"/{TOKEN}/runs/{name}/state"):
        found = asker.get(path)
        assert found.status_code == 404, path
    assert post(asker, f"/runs/{name}/notes", {"question": "mee-1", "text": "x"}).status_code == 404
    assert not list(runs.parent.rglob("notes.jsonl"))


@pytest.mark.parametrize(
    "path", ["/runs/../", "/runs/../state", "/../", "/runs/./", "//", "/runs//", "/runs/ube-one/../x/"]
)
def test_dots_that_no_browser_takes_away_lead_nowhere(runs: Path, path: str) -> None:
    from examsim.view.app import make_app

    (runs.parent / "run.json").write_bytes((runs / "ube-one" / "run.json").read_bytes())
    said: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": f"/{TOKEN}{path}",
        "raw_path": b"",
        "query_string": b"",
        "headers": [(b"host", HOST.encode())],
        "client": None,
        "server": None,
    }

    async def ask() -> None:
        await make_app(runs, TOKEN)(scope, receive, send)

    asyncio.run(ask())
    assert said[0]["status"] == 404


def test_links_that_lead_out_are_no_runs(runs: Path, tmp_path: Path) -> None:
    outside = made_runs.run(tmp_path / "private" / "secret", "gpt-4", questions=3)
    (runs / "linked").symlink_to(outside)
    inner = made_runs.run(runs / "half", "gpt-4", questions=3)
    (inner / "answers.jsonl").unlink()
    (inner / "answers.jsonl").symlink_to(outside / "answers.jsonl")
    made_runs.run(runs / "formed", "gpt-4", questions=3)
    (runs / "formed" / "form").rename(tmp_path / "form")
    (runs / "formed" / "form").symlink_to(tmp_path / "form")
    (runs / "loop").symlink_to(runs / "loop")
    os.mkfifo(made_runs.run(runs / "piped", "gpt-4", questions=3) / "notes.jsonl")
    asker = client(runs)
    names = ("linked", "half", "formed", "loop", "piped")
    assert [name for name in names if name in asker.get(f"/{TOKEN}/").text] == []
    for name in names:
        assert asker.get(f"/{TOKEN}/runs/{name}/").status_code == 404


def test_a_note_is_kept_shown_and_still_there_after_a_restart(runs: Path) -> None:
    text = "<script>alert(1)</script> see ‮ rule 3"
    assert post(client(runs), "/runs/ube-one/notes", {"question": "mee-1", "text": text, "by": "Ann"}).json() == {
        "kept": True
    }
    page = client(runs).get(f"/{TOKEN}/runs/ube-one/").text  # another server
    assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page and "‮" not in page
    with (runs / "ube-one" / "notes.jsonl").open("ab") as file:
        file.write(b'{"question": "mee-1", "text": "half')
    assert post(client(runs), "/runs/ube-one/notes", {"question": "mee-1", "text": "second"}).status_code == 200
    page = client(runs).get(f"/{TOKEN}/runs/ube-one/").text
    assert "second" in page and "half" not in page.split("Add a note")[0]


@pytest.mark.parametrize(
    "data",
    [
        {"question": "mee-1", "text": "  "},
        {"question": "mee-1", "text": "x" * 4001},
        {"question": "no-such", "text": "x"},
        {"question": ["mee-1"], "text": "x"},
        {"text": "x"},
        {"question": "mee-1", "text": 3},
        [],
        "x",
        None,
    ],
)
def test_what_is_no_note_is_refused_in_a_line(runs: Path, data: object) -> None:
    found = post(client(runs), "/runs/ube-one/notes", data)
    assert found.status_code == 422 and found.json()["wrong"] and "\n" not in found.json()["wrong"]
    assert not (runs / "ube-one" / "notes.jsonl").exists()


def test_a_body_that_is_no_json_or_too_large_is_refused(runs: Path) -> None:
    asker = client(runs)
    head = {"content-type": "application/json", **OWN}
    path = f"/{TOKEN}/runs/ube-one/notes"
    assert asker.post(path, content=b'{"question"', headers=head).status_code == 400
    assert asker.post(path, content=b'{"question": "\\ud800", "text": "x"}', headers=head).status_code in (400, 422)
    assert asker.post(path, content=b"[" * 60_000, headers=head).status_code == 400
    assert asker.post(path, content=b" " * (65 << 10), headers=head).status_code == 422


def test_a_missing_package_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(InputError, match=r"needs the package uvicorn -- pip install 'examsim\[view\]'"):
        serve(tmp_path, 0)


def test_a_folder_that_is_none_and_a_port_that_is_taken_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a folder of runs"):
        serve(tmp_path / "nowhere", 0)
    with socket.create_server((ADDRESS, 0)) as taken, pytest.raises(InputError, match="--port 0 takes a free one"):
        serve(tmp_path, taken.getsockname()[1])


def test_the_token_is_long_private_and_stays_until_others_can_read_it(tmp_path: Path) -> None:
    token = kept_token(tmp_path)
    path = tmp_path / TOKEN_FILE
    assert len(token) >= 40 and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert kept_token(tmp_path) == token
    path.chmod(0o644)
    assert kept_token(tmp_path) != token
    path.unlink()
    (tmp_path / "known").write_text("k" * 43)
    path.symlink_to(tmp_path / "known")
    assert kept_token(tmp_path) != "k" * 43 and not path.is_symlink()


def test_the_command_says_what_it_serves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[object] = []
    monkeypatch.setattr("examsim.view.serve.serve", lambda root, port: asked.append((root, port)))
    assert CliRunner().invoke(cli, ["view", str(tmp_path), "--port", "0"]).exit_code == 0
    assert asked == [(tmp_path, 0)]


def essay(runs: Path) -> tuple[str, str, dict[str, float]]:
    """An essay's id, the hash of its answer, full points."""
    run = read_run(runs / "ube-one")
    assert run.form is not None
    for question in run.form.questions:
        if question.kind == "free_response" and question.rubric and question.rubric.kind == "analytic":
            most = {c.id: c.allowed[1] for c in question.rubric.criteria}
            return question.id, answer_hash(run.answer_of[question.id]), most
    raise AssertionError("no essay")


def test_points_pass_the_same_checks_as_a_packet(runs: Path) -> None:
    question, seen, most = essay(runs)
    asker = client(runs)
    good: dict[str, Any] = {"question": question, "seen": seen, "grader": "Ann", "points": most, "comment": ""}
    first = next(iter(most))
    for change, words in (
        ({"grader": " "}, "no name of a grader"),
        ({"grader": "a\nb"}, "no name of a grader"),
        ({"seen": "0" * 16}, "has changed since"),
        ({"question": "mbe-01"}, "no answer to be graded"),
        ({"points": {**most, first: 99}}, "out of range"),
        ({"points": {**most, first: "much"}}, "not a number"),
        ({"points": {**most, first: True}}, "not a number"),
        ({"points": {**most, "other": 1}}, "unknown criterion"),
        ({"points": {k: v for k, v in most.items() if k != first}}, f"no points for {first}"),
        ({"points": []}, "no points"),
    ):
        found = post(asker, "/runs/ube-one/points", {**good, **change})
        assert found.status_code == 422 and words in found.json()["wrong"], (change, found.text)
    assert not (runs / "ube-one" / "human_grades.jsonl").exists()


def test_points_are_kept_as_a_persons_and_scored(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scored: list[list[Path]] = []
    monkeypatch.setattr("examsim.view.points.score_again", lambda folders: scored.append(list(folders)))
    question, seen, most = essay(runs)
    good = {"question": question, "seen": seen, "grader": "Ann", "points": most, "comment": "fine"}
    assert post(client(runs), "/runs/ube-one/points", good).json() == {"kept": True}
    assert post(client(runs), "/runs/ube-one/points", good).json() == {"kept": True}  # again: in its place
    (kept,) = [g for g in read_run(runs / "ube-one").given if g.grader_kind == "human"]
    assert (kept.question, kept.grader, kept.answer_hash, kept.note) == (question, "Ann", seen, "fine")
    assert {c.criterion: c.points for c in kept.criteria} == most
    assert scored == [[runs / "ube-one"]] * 2


def test_a_run_under_way_is_shown_as_far_as_it_is(tmp_path: Path) -> None:
    plan = make_run_plan("ube", "chance", form=None, section=None, settings=Settings())
    folder = tmp_path / plan.run_id
    live = LiveRecord(folder, plan)
    first, second = plan.form.questions[:2]

    def answer(question: Question) -> Answer:
        return Answer(question=question.id, section=question.section, status="answered", text="A", choice=question.key)

    asker = client(tmp_path)
    path = f"/{TOKEN}/runs/{plan.run_id}/"
    before = asker.get(path + "state").json()
    assert "Nothing is graded yet" in asker.get(path).text
    live(answer(first))
    live(grade_by_key(first, answer(first)))
    with (folder / "live" / "answers.jsonl").open("ab") as file:
        file.write(b'{"question": "mbe-0')  # being written
    assert asker.get(path + "state").json() != before
    page = asker.get(path).text
    assert '1<span class="of"> of 31 answered' in page and "1 of 1 points on the 1 question graded" in page
    assert f'id="q-{second.id}"' in page and "cannot be read" not in page
    assert "1 of 31 answered" in asker.get(f"/{TOKEN}/").text
    live(answer(second))  # a cut line is ended first, and counted
    page = asker.get(path).text
    assert '2<span class="of"> of 31 answered' in page and "1 line of its records cannot be read" in page
    assert post(asker, f"/runs/{plan.run_id}/notes", {"question": first.id, "text": "odd"}).status_code == 200
    assert "goes on" in post(asker, f"/runs/{plan.run_id}/points", {"points": {}}).json()["wrong"]
    live.end()
    assert asker.get(path).status_code == 404


def test_a_run_tells_of_each_answer_and_grade_and_leaves_no_live_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(LiveRecord, "__call__", lambda self, record: told.append(record))
    options = ["--model", "chance", "--sample", "5", "--out", str(tmp_path)]
    assert CliRunner().invoke(cli, ["run", "lsat", *options]).exit_code == 0
    answers = [r.question for r in told if isinstance(r, Answer)]
    assert sorted(answers) == sorted(r.question for r in told if isinstance(r, Grade)) and len(answers) == 5
    assert not list(tmp_path.rglob("live"))


def test_of_a_run_that_is_started_again_the_earlier_result_can_be_seen(runs: Path) -> None:
    plan = make_run_plan("ube", "chance", form=None, section=None, settings=Settings())
    LiveRecord(runs / "ube-one", plan)
    asker = client(runs)
    page = asker.get(f"/{TOKEN}/runs/ube-one/").text
    assert 'data-view="live"' in page and 'href="?whole"' in page
    assert 'data-view="run"' in asker.get(f"/{TOKEN}/runs/ube-one/?whole").text


def test_a_run_that_cannot_be_read_is_said_to_be_one(runs: Path) -> None:
    (runs / "ube-one" / "answers.jsonl").write_text("{")
    asker = client(runs)
    assert "cannot be read" in asker.get(f"/{TOKEN}/").text
    found = asker.get(f"/{TOKEN}/runs/ube-one/")
    assert found.status_code == 503 and "answers.jsonl:1" in found.text


def test_a_long_run_is_given_out_in_parts(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_parts, "MOST_ON_ONE_PAGE", 5)
    monkeypatch.setattr(page_parts, "IN_A_PART", 4)
    asker = client(runs)
    whole = asker.get(f"/{TOKEN}/runs/ube-one/").text
    assert 'href="report-questions/003.html"' in whole and "<article" not in whole
    part = asker.get(f"/{TOKEN}/runs/ube-one/report-questions/001.html")
    assert part.status_code == 200 and part.text.count("<article ") == 4
    assert 'data-root="../"' in part.text and "Add a note" in part.text and 'href="../#prompt-' in part.text
    assert asker.get(f"/{TOKEN}/runs/ube-one/report-questions/004.html").status_code == 503
    assert asker.get(f"/{TOKEN}/runs/ube-one/report-questions/x.html").status_code == 404
    assert post(asker, "/runs/ube-one/notes", {"question": "mbe-01", "text": "odd", "by": "me"}).status_code == 200
    assert "odd" in asker.get(f"/{TOKEN}/runs/ube-one/report-questions/001.html").text
    LiveRecord(runs / "ube-one", make_run_plan("ube", "gpt-4", form=None, section=None, settings=Settings()))
    earlier = asker.get(f"/{TOKEN}/runs/ube-one/?whole").text
    assert 'href="whole-questions/001.html"' in earlier
    part = asker.get(f"/{TOKEN}/runs/ube-one/whole-questions/001.html").text
    assert "Your name" in part and 'href="../?whole"' in part and "q-mbe-01" in part


def test_a_run_that_goes_on_is_given_out_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_parts, "MOST_ON_ONE_PAGE", 5)
    monkeypatch.setattr(page_parts, "IN_A_PART", 4)
    plan = make_run_plan("ube", "m", form=None, section=None, settings=Settings())
    LiveRecord(tmp_path / "going", plan)
    page = client(tmp_path).get(f"/{TOKEN}/runs/going/").text
    assert "0 of 31 answered" in " ".join(re.sub("<[^>]+>", "", page).split()) and "<article" not in page
    part = client(tmp_path).get(f"/{TOKEN}/runs/going/report-questions/007.html")
    assert part.status_code == 200 and part.text.count("<article ") == 4
