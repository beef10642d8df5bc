"""Known record shapes, the particular before the general: the first that fits is taken."""

from __future__ import annotations

from exams.loaders.shape import Shape
from exams.loaders.shapes import (
    agieval,
    arc,
    code_sets,
    evals_sample,
    gaokao_bench,
    gsm8k,
    hellaswag,
    inspect_sample,
    instructed,
    legalbench,
    mapped,
    math_vision,
    medqa,
    mmlu,
    openbookqa_table,
    truthfulqa,
    winogrande,
)

SHAPES: tuple[Shape, ...] = (
    evals_sample.SHAPE,
    inspect_sample.SHAPE,
    code_sets.HUMANEVAL,
    code_sets.PROBLEMS,
    agieval.SHAPE,
    math_vision.SHAPE,
    gaokao_bench.SHAPE,
    medqa.SHAPE,
    arc.SHAPE,
    mmlu.SHAPE,
    gsm8k.SHAPE,
    truthfulqa.SHAPE,
    hellaswag.SHAPE,
    winogrande.SHAPE,
    instructed.SHAPE,
    openbookqa_table.SHAPE,
    legalbench.SHAPE,
    mapped.SHAPE,
)
