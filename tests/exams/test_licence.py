"""Every form and table of the catalogue has an SPDX id; `check` names what lacks one."""

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from toy_exam import choice, make_exam

from exams.files.exam_folder import load_exam, shipped_exams, shipped_folder
from exams.licence import PUBLISHED, licence_fault, licence_url, unlicensed
from examsim.cli import cli


def test_every_form_and_table_of_the_catalogue_has_one() -> None:
    for name in shipped_exams():
        assert not list(unlicensed(load_exam(name))), name
    heads = list(shipped_folder().glob("*/forms/*/form.toml"))
    assert len(heads) > 50
    for head in heads:
        assert licence_fault(tomllib.loads(head.read_text(encoding="utf-8"))["licence"]) == "", head


@pytest.mark.parametrize(
    ("licence", "fault"),
    [
        ("MIT", ""),
        ("CC-BY-4.0 AND MIT", ""),
        (PUBLISHED, ""),
        ("", "names no licence"),
        ("CC BY 4.0", "is no SPDX id"),
        ("apache-2.0", "is written 'Apache-2.0'"),
    ],
)
def test_an_id_is_held_against_the_list(licence: str, fault: str) -> None:
    assert fault in licence_fault(licence) and bool(fault) == bool(licence_fault(licence))


def test_the_page_of_a_licence() -> None:
    assert licence_url("MIT") == "https://spdx.org/licenses/MIT"
    assert licence_url(PUBLISHED) == PUBLISHED


def test_check_names_what_lacks_one_as_a_warning(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1)])
    done = CliRunner().invoke(cli, ["check", str(exam)])
    assert done.exit_code == 0, done.output
    assert "names no licence" in done.stderr and "warning" in done.stderr
    told = json.loads(CliRunner().invoke(cli, ["check", str(exam), "--json"]).stdout)
    assert any("licence" in f["what"] for c in told["checked"] for f in c["findings"])
