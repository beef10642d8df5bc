from __future__ import annotations

from itertools import combinations
from pathlib import Path

import made_scores
import numpy as np
import numpy.typing as npt
import pytest

from reports.charts.chart_style import DARK, LIGHT, Theme, label
from reports.charts.percentile_chart import draw_percentiles

Vector = npt.NDArray[np.float64]
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear sRGB.
SIGHT = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]])


def linear(colour: str) -> Vector:
    values = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(rgb: Vector) -> Vector:
    xyz = XYZ @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    high, low = sorted((float(XYZ[1] @ linear(c)) for c in (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
@pytest.mark.parametrize("sight", SIGHT)
def test_every_two_colours_differ_with_every_kind_of_sight(theme: Theme, sight: str) -> None:
    seen = [lab(SIGHT[sight] @ linear(c)) for c in theme.series]
    nearest = min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2))
    nearest_of_five = min(float(np.linalg.norm(a - b)) for a, b in combinations(seen[:5], 2))
    assert nearest > 20  # Okabe and Ito's palette reaches 16 by the same measure
    assert nearest_of_five > 25


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
def test_colours_and_text_stand_out_from_the_paper(theme: Theme) -> None:
    assert min(contrast(c, theme.paper) for c in theme.series) >= 3
    assert contrast(theme.ink, theme.paper) >= 7
    assert contrast(theme.quiet, theme.paper) >= 4.5


def test_a_name_that_the_font_cannot_draw_or_that_looks_like_mathematics_is_drawn_all_the_same(tmp_path: Path) -> None:
    names = ["$\\frac{1}{", "模型", "\x00\x1b[0m", "a" * 10_000, "_", "<script>alert(1)</script>", "\u202egpt"]
    scores = [made_scores.bare_score(f"Exam {n}", name, 10 + n, 20 + n) for n, name in enumerate(names)]
    for path in draw_percentiles(scores, tmp_path / "chart", formats=("png", "svg", "pdf")):
        assert path.stat().st_size > 1000
    svg = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    assert "<script" not in svg
    assert "http-equiv" not in svg
    assert label("模型") == "□□"


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_scores_give_the_same_bytes(kind: str, tmp_path: Path) -> None:
    scores = [made_scores.bare_score("A", "m", 60, 80, clean=50, spread=5, own=True, role="practice")]
    first, second = (
        draw_percentiles(scores, tmp_path / name, formats=(kind,))[0].read_bytes()  # type: ignore[arg-type]
        for name in ("one", "two")
    )
    assert first == second


def test_thirty_four_exams_of_five_models_are_drawn_in_two_rows_that_a_page_can_hold(tmp_path: Path) -> None:
    scores = [
        made_scores.bare_score(f"Exam number {e}", f"model-{m}", None if e > 26 else e + m, None if e > 26 else e + 9.0)
        for m in range(5)
        for e in range(34)
    ]
    path = draw_percentiles(scores, tmp_path / "many", formats=("png",))[0]
    width, height = (int.from_bytes(path.read_bytes()[at : at + 4]) for at in (16, 20))
    assert 1.0 < width / height < 2.0  # fits a page without shrinking the names to nothing
