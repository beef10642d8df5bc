from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from reports.drawing.palette import DARK, LIGHT, Theme, role_of, shape_of

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


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
def test_printed_in_grey_the_first_models_stay_apart(theme: Theme) -> None:
    lightness = [float(lab(linear(c))[0]) for c in theme.series]
    assert min(abs(a - b) for a, b in combinations(lightness[:3], 2)) > 12
    assert min(abs(a - b) for a, b in combinations(lightness[:5], 2)) > 7


def test_a_series_is_known_by_colour_and_by_shape() -> None:
    looks = [(role_of(n), shape_of(n)) for n in range(40)]
    assert len(set(looks)) == 40
    assert len({shape_of(n) for n in range(8)}) == 8
