"""Known record shapes, the particular before the general: the first that fits and loses nothing is taken.

Over 15 files: one for each published set whose records have a layout of their own; sets that are only a table under
other names are in layouts.toml.
"""

from __future__ import annotations

from exams.loaders.adapters import (
    agieval,
    arc,
    code_sets,
    drop,
    evals_sample,
    gaokao_bench,
    gsm8k,
    hellaswag,
    inspect_sample,
    instructed,
    layouts,
    legalbench,
    mapped,
    math_vision,
    medqa,
    mmlu,
    okapi,
    openbookqa_table,
    truthfulqa,
    visual_sets,
    winogrande,
)
from exams.loaders.record_adapter import RecordAdapter

ADAPTERS: tuple[RecordAdapter, ...] = (
    evals_sample.SHAPE,
    inspect_sample.SHAPE,
    code_sets.HUMANEVAL,
    code_sets.PROBLEMS,
    code_sets.MBPP,
    agieval.SHAPE,
    math_vision.SHAPE,
    *visual_sets.SHAPES,
    gaokao_bench.SHAPE,
    medqa.SHAPE,
    arc.SHAPE,
    mmlu.SHAPE,
    okapi.SHAPE,
    gsm8k.SHAPE,
    truthfulqa.SHAPE,
    hellaswag.SHAPE,
    winogrande.SHAPE,
    drop.SHAPE,
    instructed.SHAPE,
    openbookqa_table.SHAPE,
    legalbench.SHAPE,
    *layouts.LAYOUTS,
    mapped.SHAPE,
)
