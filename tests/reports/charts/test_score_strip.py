from pathlib import Path

import made_runs
import made_scores
from hypothesis import given
from hypothesis import strategies as st

from reports.charts.score_band import percentile_band, score_strip
from reports.run_folder import read_run, read_score
from scoring.types import Interval


def test_places_are_percent_of_the_scale(tmp_path: Path) -> None:
    score = read_score(read_run(made_runs.run(tmp_path / "run")))
    strip = score_strip(score)
    assert score.full.value is not None
    assert strip.full == score.full.value / 4  # a scale of 400
    assert strip.marks == (65.0, 66.5, 68.25)
    assert strip.band is not None
    assert strip.clean is not None
    assert strip.band[0] < strip.clean < strip.band[1]


@given(st.floats(0, 4000), st.floats(0, 500))
def test_an_open_scale_ends_above_everything_that_is_shown(value: float, more: float) -> None:
    score = made_scores.bare_score("Codeforces", "m", None, 5)
    interval = Interval(low=0, high=value + more)
    full = score.full.model_copy(update={"value": value, "interval": interval})
    strip = score_strip(score.model_copy(update={"score_max": None, "full": full}))
    assert strip.high > value + more
    assert strip.full is not None
    assert 0 <= strip.full <= 100


def test_below_fifth_is_a_band_from_zero() -> None:
    assert percentile_band(made_scores.bare_score("Codeforces", "m", None, 5).full.percentiles[0]) == (0.0, 5)


def test_no_percentile_has_no_band() -> None:
    known = made_scores.bare_score("A", "m", 5, 5).full.percentiles[0]
    assert percentile_band(known.model_copy(update={"low": None, "high": None, "interval": None})) is None
