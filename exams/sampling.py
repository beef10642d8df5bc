"""A seeded sample of a form's questions: the same form, size and seed always give the same questions."""

from __future__ import annotations

import random
from dataclasses import replace

from exams.errors import InputError
from exams.form import Form


def sampled(form: Form, size: int | None, seed: int, *, by_section: bool = False) -> Form:
    """A seeded sample of a form's questions, in the form's order; the form itself where it is not larger.

    `by_section`: each section, and of an adaptive one each module, gives its share (largest remainders), and at least
    one question where `size` allows it.
    """
    if size is None or size >= len(form.questions):
        return form
    if size < 1:
        raise InputError(f"--sample {size} asks no question", hint="give a number of at least 1")
    drawn = random.Random(seed)
    if not by_section:
        chosen = set(drawn.sample(range(len(form.questions)), size))
    else:
        places: dict[tuple[str, str | None], list[int]] = {}
        for i, question in enumerate(form.questions):
            places.setdefault((question.section, question.module), []).append(i)
        quotas = _quotas([len(p) for p in places.values()], size)
        chosen = {i for p, n in zip(places.values(), quotas, strict=True) for i in drawn.sample(p, n)}
    return replace(form, questions=tuple(q for i, q in enumerate(form.questions) if i in chosen), link=None)


def _quotas(sizes: list[int], whole: int) -> list[int]:
    """How many of `whole` each of the groups gives: at least one where there are enough, then by largest remainders."""
    least = 1 if whole >= len(sizes) else 0
    left, total = whole - least * len(sizes), sum(sizes) - least * len(sizes)
    exact = [left * (n - least) / total for n in sizes]
    given = [int(x) for x in exact]
    order = sorted(range(len(sizes)), key=lambda i: (given[i] - exact[i], -sizes[i], i))
    for i in order[: left - sum(given)]:
        given[i] += 1
    return [least + n for n in given]
