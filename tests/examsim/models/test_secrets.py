"""A key and a password put through every way an error can go appear in no file and on no screen."""

import base64
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from loopback import Loopback, Said, completion, refusal
from toy_exam import choice, essay, make_exam

KEY = "Canary_key/0123+xyz=="  # no prefix that anybody knows
PASSWORD = "canary p@ss"
ENCODED = "canary%20p%40ss"
FORMS = (
    KEY,
    PASSWORD,
    ENCODED,
    base64.b64encode(KEY.encode()).decode(),
    base64.b64encode(b"user:canary p@ss").decode(),
)
ECHO = f"you sent {KEY} and {PASSWORD} ({ENCODED})"


def echoing(**where: Any) -> Said:
    return completion(where.pop("text", "ANSWER: B"), **where)


def in_body(change: dict[str, Any]) -> Said:
    status, body, headers = completion("ANSWER: B")
    return status, {**body, **change}, headers


PATHS: dict[str, Said] = {
    "401": refusal(401, ECHO),
    "403": (403, f"<html><title>{ECHO}</title></html>".encode(), {"Content-Type": "text/html"}),
    "404": refusal(404, ECHO),
    "400": refusal(400, ECHO),
    "a list": (400, [{"error": {"message": ECHO, "code": 400}}], {}),
    "402": refusal(402, ECHO),
    "429 for a day": refusal(429, ECHO, Retry_After="90000"),
    "redirection": (302, b"", {"Location": f"http://user:{ENCODED}@elsewhere/{KEY}"}),
    "a field that is refused": refusal(400, f"temperature not supported {ECHO}", param="temperature"),
    "in the reply": echoing(text=f"{ECHO} ANSWER: B"),
    "in the reasoning": echoing(reasoning_content=ECHO),
    "in the model's name": in_body({"model": ECHO, "system_fingerprint": KEY}),
    "in a refusal": echoing(text="", refusal=ECHO),
    "a stream": (200, f'data: {{"error": {{"code": 400, "message": "{ECHO}"}}}}\n\n'.encode(), {}),
    "an escaped reply": (200, completion(ECHO)[1].__repr__().replace("'", '"').replace("/", "\\/").encode(), {}),
}


def leaks(folder: Path, *streams: bytes) -> list[str]:
    texts = [*streams, *(p.read_bytes() for p in folder.rglob("*") if p.is_file())]
    return [form for form in FORMS for text in texts if form.encode() in text]


ALWAYS = ("401", "in the reply")  # each path is a process of its own


@pytest.mark.parametrize("path", [pytest.param(p, marks=() if p in ALWAYS else pytest.mark.slow) for p in PATHS])
def test_no_way_of_an_error_leaks_the_key_or_the_password(path: str, tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1), choice(2), essay(1)])
    with Loopback(lambda *_: PATHS[path]) as server:
        url = server.url.replace("http://", f"http://user:{ENCODED}@")
        done = run(exam, tmp_path / "out", url)
        assert any(KEY in str(h) for h in server.headers), "the key was sent, so the test tests something"
    assert b"Traceback" not in done.stderr
    assert leaks(tmp_path / "out", done.stdout, done.stderr) == []


@pytest.mark.slow
@pytest.mark.parametrize("url", ["ftp://user:{0}@here/v1", "http://user:{0}@127.0.0.1:9/v1", "http://user:{0}@[bad/v1"])
def test_an_address_that_leads_nowhere_leaks_no_password(url: str, tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1)])
    code = "import examsim.models.server.openai_model as m; m.OpenAIModel.__init__.__kwdefaults__['retries'] = 0"
    done = run(exam, tmp_path / "out", url.format(ENCODED), code)
    assert done.returncode in (2, 3)
    assert b"Traceback" not in done.stderr
    assert leaks(tmp_path / "out", done.stdout, done.stderr) == []


def run(exam: Path, out: Path, url: str, code: str = "") -> "subprocess.CompletedProcess[bytes]":
    out.mkdir()
    command = ["run", str(exam), "--model", "m", "--base-url", url, "--api-key-env", "MY_KEY", "--out", str(out)]
    script = f"{code}\nimport sys; from examsim.cli import main; sys.argv[1:] = {command!r}; main()"
    environment = {**os.environ, "MY_KEY": KEY}
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, env=environment, check=False, timeout=120
    )


def test_openais_key_goes_to_openai_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from examsim.models.server.credentials import access

    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert KEY in str(access(None).headers)
    assert access("http://here/v1").headers == {}
    assert KEY in str(access("http://here/v1", "OPENAI_API_KEY").headers)
    assert access("https://here.openai.azure.com/x?api-version=1", "OPENAI_API_KEY").completions == (
        "https://here.openai.azure.com/x/chat/completions?api-version=1"
    )


def test_a_variable_without_a_key_is_named_and_the_key_itself_is_not_taken_for_a_name(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1)])
    command = ["run", str(exam), "--model", "m", "--base-url", "http://here/v1", "--api-key-env", "NO_SUCH_KEY"]
    done = subprocess.run(
        [sys.executable, "-m", "examsim", *command, "--out", str(tmp_path / "out")], capture_output=True, check=False
    )
    assert done.returncode == 2 and b"NO_SUCH_KEY" in done.stderr
