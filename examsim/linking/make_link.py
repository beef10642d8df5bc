"""A link of two forms from their common persons: every section by every method, and what they cannot show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from exams.errors import InputError
from exams.exam import Exam
from exams.form import Form
from exams.link import FormLink, LinkedForm, LinkedSection, LinkMethod, LinkPerson
from scoring.linking.common_persons import FEWEST, GRID, CommonPersons
from scoring.linking.link_section import SectionLink, link_section
from scoring.linking.section_shares import CommonPerson, common_persons, plan_of

FEWEST_MODELS = 4


@dataclass(frozen=True)
class LinkedForms:
    """`sections` by id: the data and the link. `left_out` and `cautions` are in words."""

    practice: Form
    real: Form
    persons: tuple[CommonPerson, ...]
    sections: dict[str, tuple[CommonPersons, SectionLink]]
    left_out: tuple[str, ...]
    cautions: tuple[str, ...]


def link_forms(
    exam: Exam, practice: Form, real: Form, persons: Sequence[CommonPerson], models: int, *, seed: int = 0
) -> LinkedForms:
    """Link every section that both forms have. InputError with fewer than `FEWEST` common persons in one of them, or
    where the forms share no section."""
    if practice.content_hash == real.content_hash:
        raise InputError("practice and real form are the same questions", hint="a link needs two forms")
    if len(persons) < FEWEST:
        raise InputError(
            f"{len(persons)} common persons sat both forms: a link needs {FEWEST}", hint="run more models on both"
        )
    first, second = plan_of(exam, practice), plan_of(exam, real)
    shared = [s.id for s in exam.section if practice.section_questions(s.id) and real.section_questions(s.id)]
    if not shared:
        raise InputError("the two forms share no section", hint=f"sections of {exam.id} that both have can be linked")
    found, left_out, cautions = {}, [], []
    for section in shared:
        data, missing = common_persons(persons, section, first, second)
        left_out += [f"{name}: no share of {section} on one of the forms" for name in missing]
        link = link_section(data, seed=seed)
        found[section] = (data, link)
        cautions += list(_cautions(section, data, link, practice, real))
    if models < FEWEST_MODELS:
        cautions.append(
            f"{len(persons)} common persons are of {models} models or people: runs of one model differ by prompt and "
            "chance more than in what they know"
        )
    return LinkedForms(practice, real, tuple(persons), found, tuple(left_out), tuple(cautions))


def as_record(made: LinkedForms, method: LinkMethod, exam: Exam) -> FormLink:
    """What `link.toml` holds: one method's conversion."""
    sections = []
    for section, (_, link) in made.sections.items():
        curve = next(c for c in link.curves if c.method == method)
        sections.append(
            LinkedSection(
                section=section,
                persons=link.persons,
                degrees=link.degrees,
                practice=tuple(round(float(x), 6) for x in GRID),
                real=tuple(round(float(y), 6) for y in curve.real),
                error=tuple(round(float(e), 6) for e in curve.error),
            )
        )
    return FormLink(
        schema="examsim.link/1",
        made=datetime.now(UTC).date().isoformat(),
        method=method,
        exam=exam.id,
        practice=LinkedForm(id=made.practice.id, hash=made.practice.content_hash),
        real=LinkedForm(id=made.real.id, hash=made.real.content_hash),
        caution=made.cautions,
        person=tuple(
            LinkPerson(name=p.name, practice_run=p.practice_run, real_run=p.real_run, sittings=len(p.practice))
            for p in made.persons
        ),
        section=tuple(sections),
    )


def _cautions(section: str, data: CommonPersons, link: SectionLink, practice: Form, real: Form) -> Iterator[str]:
    if link.correlation_interval is not None and link.correlation_interval[0] <= 0:
        low, high = link.correlation_interval
        yield (
            f"{section}: the persons' scores on the two forms do not go together beyond chance (r "
            f"{link.correlation:.2f}, {low:.2f} to {high:.2f}): they can show a mean difference, not how the forms "
            "spread people"
        )
    for name, form, shares, items in (
        ("practice", practice, data.means()[0], data.first_items),
        ("real", real, data.means()[1], data.second_items),
    ):
        chance = _chance(form, section)
        half = 1.96 * np.sqrt(chance * (1 - chance) / max(1, items.shape[1]))
        guessing = int((shares <= chance + half).sum()) if chance else 0
        if guessing:
            yield (
                f"{section}: {guessing} of {len(shares)} persons did no better on the {name} form than guessing can "
                f"({100 * chance:.0f} %): what they earn there says nothing of how hard it is"
            )
    low, high = float(data.means()[0].min()), float(data.means()[0].max())
    yield (
        f"{section}: the persons earned {100 * low:.0f}–{100 * high:.0f} % on the practice form; beyond that the "
        "conversion is drawn on"
    )


def _chance(form: Form, section: str) -> float:
    """Mean share of guessing; 0 where a question has no options."""
    own = form.section_questions(section)
    return float(np.mean([1 / len(q.options) if q.options else 0.0 for q in own]))
