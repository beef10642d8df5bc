"""Plain rows as a pandas table. Needs `examsim[pandas]`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from exams.extras import missing_extra

if TYPE_CHECKING:
    import pandas as pd


def frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """One row each, numbers as numbers, what is unknown as missing. InputError where pandas isn't installed."""
    try:
        import pandas as pd
    except ImportError as error:
        raise missing_extra(error) or error from None
    return pd.DataFrame(list(rows))
