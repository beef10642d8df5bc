"""A pipe, a device or a file without end in a place where a command reads a file: one line, at once."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from toy_exam import choice, essay, make_exam

from exams.errors import InputError
from exams.files import regular_file
from exams.files.exam_folder import load_exam
from exams.files.form_folder import load_form
from exams.files.regular_file import MOST_BYTES, read_bytes, read_lines


def _toml(path: Path) -> object:
    return load_exam(str(path.parent))


def _packet(path: Path) -> object:
    from examsim.grading.packets.read_packet_file import read_packet_file

    return read_packet_file(path)


def _key(path: Path) -> object:
    from examsim.grading.packets.packet_key import read_key

    return read_key(path)


def _audit(path: Path) -> object:
    from contamination.audits.audit_file import read_audit

    return read_audit(path)


def _replay(path: Path) -> object:
    from examsim.models.replay.model import Replay

    return Replay(path)


def _calibration(path: Path) -> object:
    from examsim.grading.calibration import read_calibration

    return read_calibration(path, [])


def _verdicts(path: Path) -> object:
    from scoring.preferences.read_verdicts import read_verdicts

    return read_verdicts([path])


def _prompts(path: Path) -> object:
    from examsim.preferring.prompt_set import read_prompts

    return read_prompts(path)


def _points(path: Path) -> object:
    from scoring.forecasts.read_points import read_points

    return read_points(path)


def _forecast(path: Path) -> object:
    from examsim.forecasting.register import read_forecast

    return read_forecast(path)


def _picture(path: Path) -> object:
    from examsim.models.request import _data_url

    return _data_url(path)


READERS: dict[str, Callable[[Path], object]] = {
    "exam.toml": _toml,
    "packet.json": _packet,
    "packet.csv": _packet,
    "packet.xlsx": _packet,
    "key.json": _key,
    "audit.json": _audit,
    "said.jsonl": _replay,
    "calibration.jsonl": _calibration,
    "verdicts.csv": _verdicts,
    "prompts.jsonl": _prompts,
    "points.csv": _points,
    "forecast.json": _forecast,
    "picture.png": _picture,
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("kind", ["pipe", "device", "too large"])
def test_no_reader_waits_for_a_pipe_or_reads_without_end(name: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.touch()
        os.truncate(path, MOST_BYTES + 1)  # sparse: it takes no room
    with pytest.raises(InputError) as raised:
        READERS[name](path)
    assert "\n" not in str(raised.value)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", ["form.toml", "questions.jsonl"])
def test_nor_does_a_form_folder_of_a_stranger(name: str, tmp_path: Path) -> None:
    folder = make_exam(tmp_path / "toy", [choice(1), essay(1)]) / "forms" / "practice"
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(InputError):
        load_form(folder)


def test_a_record_beyond_its_limit_is_named_by_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"{}\n" + b"x" * 101 + b"\n{}\n")
    with pytest.raises(InputError, match=r"x\.jsonl:2: a line beyond"):
        list(read_lines(path, 100))
    assert [n for n, _ in read_lines(path, 102)] == [1, 2, 3]
    monkeypatch.setattr(regular_file, "MOST_BYTES", 5)
    with pytest.raises(InputError, match="more than"):
        read_bytes(path, 5)
