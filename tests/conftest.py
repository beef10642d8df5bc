"""What all tests share: the folder of made-up runs on the path, and patience with hypothesis on a busy machine."""

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent / "reports"))  # made_runs, made_scores, page_reader …

# how long an input takes to make says nothing about the code
settings.register_profile("examsim", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("examsim")
