"""What forbids a forecast is found in points made to show it, and not in points that do not."""

import numpy as np
import pytest

from scoring.forecasts.cautions import compute_cautions, emergence_cautions, loss_cautions
from scoring.forecasts.points import Floats, Points
from scoring.forecasts.trend import trend

COMPUTE = 10 ** np.linspace(17, 21, 8)
GOOD = 400 * COMPUTE**-0.13 + 1.7


def blocking(
    loss: Floats = GOOD,
    compute: Floats = COMPUTE,
    data: tuple[str, ...] | None = None,
    tokenizers: tuple[str, ...] | None = None,
) -> str:
    made = Points(tuple("abcdefgh"[: len(compute)]), compute, loss, data=data, tokenizers=tokenizers)
    return "; ".join(c.words for c in loss_cautions(made, [10 * compute.max()]) if c.blocking)


def test_a_good_family_passes() -> None:
    assert blocking() == ""


def test_each_reason_is_named() -> None:
    assert "within one decade" in blocking(compute=10 ** np.linspace(20, 20.8, 8))
    assert "different training data" in blocking(data=("pile",) * 7 + ("web",))
    assert "--per-byte" in blocking(tokenizers=("bpe",) * 7 + ("other",))
    u_shape = 2 + 0.3 * np.abs(np.log10(COMPUTE) - 19)
    assert "U-shaped" in blocking(loss=u_shape)
    zigzag = GOOD * (1 + 0.3 * (np.arange(8) % 2))
    assert "not monotonic" in blocking(loss=zigzag)
    assert any("beyond the largest" in c.words and c.blocking for c in compute_cautions(COMPUTE, [1e31]))


def test_bits_per_byte_make_tokenizers_comparable() -> None:
    made = Points(tuple("abcdefgh"), COMPUTE, GOOD, tokenizers=("a",) * 4 + ("b",) * 4, loss_unit="bits per byte")
    assert not [c for c in loss_cautions(made, []) if c.blocking]


def test_runs_of_one_compute_that_differ_ask_for_sizes() -> None:
    compute = np.array([1e18, 1e19, 1.01e19, 1e20, 1e21])
    loss = np.array([3.5, 3.0, 3.1, 2.6, 2.4])
    assert any("params and tokens" in c.words for c in loss_cautions(Points(tuple("abcde"), compute, loss), []))


def test_accuracy_at_chance_says_nothing_of_what_comes() -> None:
    assert emergence_cautions(np.array([0.25, 0.24, 0.26, 0.4]), 0.25, 500)[0].blocking
    assert emergence_cautions(np.array([0.3, 0.4, 0.5, 0.6]), 0.25, 500) == []


@pytest.mark.parametrize("seed", range(5))
def test_noise_is_no_turn(seed: int) -> None:
    noisy = GOOD * np.exp(0.005 * np.random.default_rng(seed).standard_normal(8))
    assert trend(COMPUTE, noisy).monotone
