"""Points files: columns by name, sizes as people write them, faults with line and column."""

from pathlib import Path

import numpy as np
import pytest

from exams.errors import InputError
from scoring.forecasts.read_counts import read_counts
from scoring.forecasts.read_points import Columns, read_points


def file(folder: Path, text: str) -> Path:
    path = folder / "points.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_usual_names_suffixes_and_order(tmp_path: Path) -> None:
    made, notes = read_points(file(tmp_path, "Model,FLOPs,loss,params\nb,6e18,2.5,1.3B\na,6e17,3.0,111M\n"))
    assert made.models == ("a", "b")
    assert made.params is not None and made.params.tolist() == [111e6, 1.3e9]
    assert made.ratio is not None and made.ratio[1] == pytest.approx(6e18 / 6 / 1.3e9 / 1.3e9)
    assert "tokens were not given" in notes[0]


def test_named_columns_semicolons_and_a_model_left_out(tmp_path: Path) -> None:
    path = file(tmp_path, "model;c2;xent_pile\na;1e18;3\nb;1e19;2.5\nc;1e20;2.2\n")
    made, notes = read_points(path, Columns(compute="c2", loss="xent_pile"), without=["b"])
    assert made.models == ("a", "c")
    assert "left out by hand: b" in notes[0]
    with pytest.raises(InputError, match="no model 'x'"):
        read_points(path, Columns(compute="c2", loss="xent_pile"), without=["x"])


def test_loss_per_byte(tmp_path: Path) -> None:
    made, _ = read_points(file(tmp_path, "compute,loss,bytes_per_token\n1e18,2.772588722,4\n"), per_byte=True)
    assert made.losses == pytest.approx(np.array([1.0]))
    assert made.loss_unit == "bits per byte"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("model,loss\na,3\n", "no column 'compute'"),
        ("model,compute,loss\na,1e18,much\n", "points.csv:2: loss is 'much'"),
        ("model,compute,loss\na,1e18,3\nb,0,2\n", "points.csv:3: compute is 0"),
        ("model,compute,loss\na,1e18\n", "points.csv:2: 2 fields"),
        ("model,compute,loss\n", "holds no rows"),
        ("loss,compute,loss\n1,2,3\n", "two columns"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_points(file(tmp_path, text))


def test_a_missing_file_is_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_points(tmp_path / "none.csv")


def test_counts_of_problems_that_all_tried(tmp_path: Path) -> None:
    text = "model,compute,problem,n,c\nbig,1e20,p1,10,9\nsmall,1e18,p1,10,2\nbig,1e20,p2,10,5\n"
    made, notes = read_counts(file(tmp_path, text))
    assert (made.models, made.problems) == (("small", "big"), ("p1",))
    assert made.solved.tolist() == [[2], [9]]
    assert "1 of 2 problems" in notes[0]


@pytest.mark.parametrize(
    ("row", "said"),
    [("a,1e18,p1,10,11", "11 of 10"), ("a,1e19,p2,10,1", "two amounts"), ("a,1e18,p1,10,1", "twice")],
)
def test_counts_that_cannot_be(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_counts(file(tmp_path, f"model,compute,problem,n,c\na,1e18,p1,10,1\n{row}\n"))
