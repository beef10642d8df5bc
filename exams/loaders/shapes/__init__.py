"""Known record shapes, the particular before the general: the first that fits is taken."""

from __future__ import annotations

from exams.loaders.shape import Shape
from exams.loaders.shapes import (
    agieval,
    arc,
    gaokao_bench,
    gsm8k,
    hellaswag,
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
