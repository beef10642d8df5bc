"""Logs of other harnesses, bundles, HTML and TOML that were made to hang, fill memory or end in a traceback."""

import json
import time
import tomllib
import zipfile
from pathlib import Path

import pytest
from toy_exam import choice, make_exam

from contamination.corpora.archive import read_zip
from contamination.corpora.read_stats import ReadStats
from exams.errors import InputError
from exams.files.form_folder import load_form
from exams.files.toml_records import parse_toml
from exams.loaders.markup.html_text import show
from examsim.harness_logs.import_log import matched
from examsim.harness_logs.open_log import open_log
from examsim.harness_logs.readers import packed_eval
from examsim.verifying.verify import verify

HEAD = {"eval": {"model": "m"}, "status": "success"}
SAMPLE = {"id": "q1", "epoch": 1, "output": {"choices": [{"message": {"content": "ANSWER: B"}}]}}


def packed(path: Path, *samples: bytes, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("header.json", json.dumps(HEAD))
        for number, sample in enumerate(samples):
            archive.writestr(f"samples/{number}.json", sample)
    return path


def damaged(path: Path, method: int) -> Path:
    """The last member's bytes changed, the directory whole; or, for method -1, all marked as encrypted."""
    data = bytearray(packed(path, json.dumps(SAMPLE).encode() * 50, method=max(method, 0)).read_bytes())
    if method < 0:
        data[6] |= 1
        data[data.find(b"PK\x01\x02") + 8] |= 1
    else:
        start = data.rfind(b"samples/0.json", 0, data.find(b"PK\x01\x02")) + 24
        data[start : start + 20] = bytes(byte ^ 0x5A for byte in data[start : start + 20])
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, -1])
def test_an_archive_damaged_in_any_packing_or_encrypted_ends_in_one_line(tmp_path: Path, method: int) -> None:
    path = damaged(tmp_path / "log.eval", method)
    for read in (open_log, verify):
        with pytest.raises(InputError, match=r"cannot be read|not a bundle"):
            read(path)
    stats = ReadStats()
    with path.open("rb") as raw:
        list(read_zip(raw, "log.zip", path.stat().st_size, stats, lambda *_: iter(())))
    assert stats.skipped


def test_an_archive_that_unpacks_to_far_more_than_its_size_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_eval, "RATIO_FROM", 2**20)
    padded = b" " * 600_000 + json.dumps(SAMPLE).encode()
    with pytest.raises(InputError, match="unpacks to more than"):
        open_log(packed(tmp_path / "log.eval", padded, padded))
    assert len(open_log(packed(tmp_path / "small.eval", padded)).samples) == 1


def test_json_of_more_values_than_memory_holds_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    path.write_bytes(b'{"eval": {}, "status": "success", "samples": [' + b"[]," * 3_100_000 + b"[]]}")
    with pytest.raises(InputError, match="values of JSON"):
        open_log(path)


def test_an_attachment_is_not_put_in_any_number_of_times(tmp_path: Path) -> None:
    sent = [{"role": "user", "content": "attachment://h"}] * 400
    sample = {**SAMPLE, "attachments": {"h": "x" * 100_000}, "messages": sent}
    with pytest.raises(InputError, match="attachments"):
        open_log(packed(tmp_path / "log.eval", json.dumps(sample).encode()))


def test_a_stem_repeated_in_a_prompt_is_matched_in_linear_time(tmp_path: Path) -> None:
    form = load_form(make_exam(tmp_path / "toy", [choice(1), choice(2)]) / "forms" / "practice")
    question = form.questions[0]
    whole = " ".join([question.stem, *(o.text for o in question.options)])
    for repeated, matches in ((f"{whole} ", True), (f"{question.stem} ", False)):
        path = tmp_path / "log.jsonl"
        path.write_text(json.dumps({"prompt": repeated * (500_000 // len(repeated)), "answer": "B"}))
        began = time.process_time()
        try:
            assert matched(open_log(path), form).matches[0].question == question
            assert matches
        except InputError:
            assert not matches
        assert time.process_time() - began < 3


OPENED = ["<!--", "</", "<a ", '<a b="', "<a b='>' ", "<?", "<![CDATA[", "<script></s", "<math>", '<a b="<b c=\'<d e="']


@pytest.mark.parametrize("piece", OPENED)
@pytest.mark.parametrize("end", ["", ">"])
def test_html_that_is_never_closed_is_read_in_linear_time(tmp_path: Path, piece: str, end: str) -> None:
    text = "<p>Say x</p>" + piece * (200_000 // len(piece)) + end
    began = time.process_time()
    if "<!" in piece:
        with pytest.raises(ValueError, match="declarations"):
            show(text)
    else:
        assert show(text).text.startswith("Say x")
    path = tmp_path / "x.html"
    path.write_text(f'<div class="message user"></div><h3>Prompt conversation</h3><pre>q</pre>{text}')
    assert open_log(path).samples[0].prompt == "q"
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>5 < 6 and a<b</p>", "5 < 6 and a"),
        ("<p title=it's>x don't</p>y", "x don't\ny"),
        ('<b class="x < 3 > 2">q</b>', "q"),
        ("<!DOCTYPE html><!-- c --><b>x</b>", "x"),
        ("a <3 b<o:p> c</o:p>", "a <3 b c"),
    ],
)
def test_html_that_is_only_odd_is_read_as_before(fragment: str, text: str) -> None:
    assert show(fragment).text.startswith(text)


@pytest.mark.parametrize("part", ["a.", '"a".', "'a' . ", "a-b. "])
def test_a_name_of_thousands_of_parts_is_refused_before_it_takes_minutes(part: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError, match="parts"):
        parse_toml(part * 100_000 + "b = 1")
    assert parse_toml(f"{part * 5}b = 1")


def test_a_bundle_without_a_run_or_with_a_file_that_is_a_folder_ends_in_one_line(tmp_path: Path) -> None:
    for runs, paths, said in (([], [], "no run"), ([{"folder": "r", "exam": "e"}], ["r/x", "r/x/y"], "and a folder")):
        listed = [{"path": p, "sha256": "", "bytes": 1} for p in paths]
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
            archive.writestr("bundle.json", json.dumps({"schema": "examsim.bundle/1", "runs": runs, "files": listed}))
            for name in paths:
                archive.writestr(name, b"x")
        with pytest.raises(InputError, match=said):
            verify(tmp_path / "b.zip")
