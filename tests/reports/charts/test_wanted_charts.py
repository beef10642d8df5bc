"""A chart that nobody wants is not drawn either."""

from __future__ import annotations

from pathlib import Path

import made_runs
import pytest

from reports.charts import chart_set
from reports.run_folder import read_run
from reports.scored_run import scored


def test_only_what_is_wanted_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    for name in ("draw_bars", "draw_ranges", "draw_points", "draw_clean", "draw_reliability", "draw_rows"):
        monkeypatch.setattr(chart_set, name, lambda *_, called=name: drawn.append(called))
    runs = scored([read_run(made_runs.run(tmp_path / "run"))])
    options = chart_set.ChartOptions(formats=("svg",), only=("result",))
    assert [c.name for c in chart_set.write_charts(runs, tmp_path, options)] == ["result"]
    assert drawn == []
