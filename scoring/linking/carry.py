"""Carry shares of the points of a linked form to the real exam's form, with the error of the link."""

from __future__ import annotations

import numpy as np

from exams.form import Form
from exams.link import LinkedSection
from scoring.scales.tables import FloatArray

UNCHECKED = "taken to be as hard as the real exam: unchecked"


def carried(form: Form, section: str, values: FloatArray, seed: int = 0) -> FloatArray:
    """Shape of `values`, shares of a section's points, the share itself first, then draws of it; unchanged where the
    section is not linked.

    Every draw is moved by the link's standard error at its place times a draw of Student's t, one for the whole curve,
    as the errors of a line go together.
    """
    link = None if form.link is None else form.link.of(section)
    if link is None:
        return values
    real = np.interp(values, link.practice, link.real)
    if len(values) > 1:
        moved = np.random.default_rng([seed, 22]).standard_t(link.degrees, len(values) - 1)
        real[1:] += moved * np.interp(values[1:], link.practice, link.error)
    return np.clip(real, 0.0, 1.0)


def difficulty_words(form: Form) -> str:
    """How hard the form is beside the real exam, as far as it is known; '' for the real exam's own questions."""
    link = form.link
    if link is None:
        return "" if form.head.role == "official" else UNCHECKED
    persons = len(link.person)
    told = f"linked to {link.real.id} by {persons} common persons ({link.method}, {link.made})"
    unlinked = sorted({q.section for q in form.questions} - {s.section for s in link.section})
    return f"{told}; {', '.join(unlinked)} {UNCHECKED}" if unlinked else told


def told_link(link: LinkedSection) -> str:
    """'60 % of the points here are 55 % there (standard error 3)' at the middle of the practice form."""
    at = 0.6
    real, error = np.interp(at, link.practice, link.real), np.interp(at, link.practice, link.error)
    return (
        f"{100 * at:.0f} % of the points on this form are {100 * real:.0f} % on the real one (standard error "
        f"{100 * error:.1f} percentage points)"
    )
