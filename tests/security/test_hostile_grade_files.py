"""Files that graders send back, and records of runs and audits, of any shape: read, or refused in one line."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from toy_run import make_run

from contamination.audits.audit_file import read_audit
from contamination.audits.diff import diff_audits
from contamination.types import Audit, ItemResult
from exams.errors import InputError
from examsim.cli import cli
from examsim.grading.packets.import_grades import import_grades
from examsim.grading.packets.make_packets import PacketOptions, export_packets
from examsim.grading.packets.read_packet_file import read_packet_file
from reports.run_folder import Run, read_run

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
LOOSE = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def packets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    folder = tmp_path_factory.mktemp("packets")
    run = read_run(make_run(folder))
    export_packets([run], folder / "out", PacketOptions(1, 1.0, 0), [])
    return run, folder / "out"


def taken(run: Run, file: Path, key: Path) -> str:
    """What an import says of a file; '' where it takes it in."""
    try:
        import_grades([run], [file], key)
    except InputError as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 2_000
        return str(error)
    return ""


@given(data=JSON, field=st.sampled_from(["", "grades", "packet", "entry", "id", "points", "comment"]))
@LOOSE
def test_a_page_file_of_any_shape(packets: tuple[Run, Path], data: object, field: str) -> None:
    run, out = packets
    token = next(iter(next(iter(json.loads((out / "key.json").read_text())["packets"].values()))["tickets"]))
    entry: dict[str, object] = {"id": token, "points": {"c1": 1, "c2": 0}, "comment": ""}
    entry |= {field: data} if field in entry else {}
    if field == "points":
        entry["points"] = {"c1": data}
    body: object = {"schema": "examsim.grading/1", "grades": [data if field == "entry" else entry]}
    if field in ("grades", "packet"):
        body = {"schema": "examsim.grading/1", "grades": [entry], field: data}
    (out / "any.json").write_text(json.dumps(body if field else data), encoding="utf-8")
    taken(run, out / "any.json", out / "key.json")


@pytest.mark.parametrize(
    "text", ['{"schema": "examsim.grading/1", "packet": "x"}', "[" * 100_000, "1" * 5_000, "", "\x00"]
)
def test_a_page_file_that_is_none(packets: tuple[Run, Path], text: str) -> None:
    run, out = packets
    (out / "none.json").write_text(text)
    assert taken(run, out / "none.json", out / "key.json")


def workbook(cells: dict[str, str | int]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for place, value in cells.items():
        sheet[place] = value
    to = io.BytesIO()
    book.save(to)
    return to.getvalue()


ROWS: dict[str, str | int] = {"A1": "id", "B1": "criterion", "C1": "points", "A2": "t", "B2": "c1", "C2": 1}


@pytest.mark.slow
@given(at=st.integers(0, 10**6), to=st.binary(min_size=1, max_size=30), part=st.integers(0, 20))
@LOOSE
def test_a_workbook_damaged_anywhere(packets: tuple[Run, Path], at: int, to: bytes, part: int) -> None:
    """Bytes of one of its parts are replaced, and the archive closed again; or bytes of the archive itself."""
    run, out = packets
    whole = workbook(ROWS)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if part < len(parts):
        name = sorted(parts)[part]
        place = at % len(parts[name])
        parts[name] = parts[name][:place] + to + parts[name][place + len(to) :]
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        whole = buffer.getvalue()
    else:
        place = at % len(whole)
        whole = whole[:place] + to + whole[place + len(to) :]
    (out / "damaged.xlsx").write_bytes(whole)
    taken(run, out / "damaged.xlsx", out / "key.json")


def test_a_cell_at_the_far_corner_unfolds_to_nothing(packets: tuple[Run, Path]) -> None:
    _, out = packets
    (out / "far.xlsx").write_bytes(workbook({**ROWS, "XFD1048576": 1}))
    with pytest.raises(InputError, match="rows"):
        read_packet_file(out / "far.xlsx")
    (out / "wide.xlsx").write_bytes(workbook({**ROWS, "XFD2": 1}))
    assert len(read_packet_file(out / "wide.xlsx").lines) == 1
    assert load_workbook(out / "wide.xlsx").active is not None


def test_a_workbook_that_unpacks_to_a_gigabyte_is_not_unpacked(packets: tuple[Run, Path]) -> None:
    _, out = packets
    with zipfile.ZipFile(out / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (100 << 20))
    with pytest.raises(InputError, match="unpacks to more than 64 MiB"):
        read_packet_file(out / "bomb.xlsx")


@given(rows=st.lists(st.lists(st.text(max_size=6), max_size=6), max_size=5), headed=st.booleans())
@LOOSE
def test_a_csv_file_of_any_shape(packets: tuple[Run, Path], rows: list[list[str]], headed: bool) -> None:
    run, out = packets
    head = "id,criterion,points,comment\n" if headed else ""
    (out / "any.csv").write_text(head + "\n".join(",".join(r) for r in rows), encoding="utf-8", errors="replace")
    taken(run, out / "any.csv", out / "key.json")


def audit(questions: tuple[str, ...], **more: object) -> Audit:
    items = tuple(ItemResult(question=q, verdict="clean") for q in questions)
    return Audit.model_construct(**{**bare().__dict__, "items": items, **more})


def bare() -> Audit:
    return Audit(form="toy", form_hash="f" * 64, corpus=("c",), rule="examsim", rules=("examsim",), items=())


def test_audits_with_other_questions_under_one_hash_are_refused_by_name() -> None:
    with pytest.raises(InputError, match="only one of the audits has q2, q3, though both name the form toy"):
        diff_audits(audit(("q1", "q2")), audit(("q1", "q3")))
    assert diff_audits(audit(("q1",)), audit(("q1",))).unchanged == 1


@pytest.mark.parametrize("number", [2**63, 10**30, -(10**25)])
def test_integers_beyond_64_bits_are_refused_with_file_and_field(tmp_path: Path, number: int) -> None:
    body = json.loads(bare().model_dump_json(by_alias=True)) | {"seed": number}
    (tmp_path / "audit.json").write_text(json.dumps(body))
    with pytest.raises(InputError, match=r"audit\.json: seed: an integer beyond 64 bits"):
        read_audit(tmp_path / "audit.json")
    run = make_run(tmp_path)
    head = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps(head | {"seeds": {"model": number}}))
    done = CliRunner().invoke(cli, ["score", str(run)])
    assert isinstance(done.exception, InputError)
    assert "run.json: seeds.model: an integer beyond 64 bits" in str(done.exception)


@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "NaN", "1e999", '"inf"'])
@pytest.mark.parametrize("field", ["points", "max_points"])
def test_a_grade_no_json_can_hold_is_refused_and_leaves_the_run_as_it_was(
    tmp_path: Path, field: str, number: str
) -> None:
    """It went through once, and was written to the final grades as null: the run could never be scored again."""
    run = make_run(tmp_path)
    grades = run / "grades.jsonl"
    sound = grades.read_text()
    grades.write_text(re.sub(rf'"{field}":[\d.]+', f'"{field}":{number}', sound, count=1))
    (run / "regrades.jsonl").write_bytes(b"")
    done = CliRunner().invoke(cli, ["score", str(run)])
    assert isinstance(done.exception, InputError)
    assert f"grades.jsonl:1: {field}:" in str(done.exception)
    grades.write_text(sound)
    assert CliRunner().invoke(cli, ["score", str(run)]).exit_code == 0


@pytest.mark.parametrize("name", ["score.json", "final_grades.jsonl"])
def test_what_is_made_of_other_records_can_be_made_again(tmp_path: Path, name: str) -> None:
    run = make_run(tmp_path)
    (run / name).write_text('{"points": null}\n')
    done = CliRunner().invoke(cli, ["score", str(run)])
    assert isinstance(done.exception, InputError)
    assert f"{name}" in str(done.exception) and "remove it: `examsim score` makes it again" in str(done.exception)
    (run / name).unlink()
    assert CliRunner().invoke(cli, ["score", str(run)]).exit_code == 0
