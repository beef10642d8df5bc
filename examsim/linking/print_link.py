"""What `examsim link` prints and writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from exams.files.json_records import write_json
from exams.files.link_file import LINK_FILE, write_link
from exams.link import FormLink
from examsim.linking.make_link import LinkedForms
from examsim.screen import say, say_json
from reports.charts.link_chart import LinkPanel, draw_link
from reports.drawing.frame import SIZES
from reports.drawing.picture_files import write_picture
from reports.escaping import one_line
from reports.score_text import signed
from scoring.linking.common_persons import GRID
from scoring.linking.link_section import SectionLink

SCHEMA = "examsim.link-report/1"
CARRY = (
    "beside form.toml, link.toml is used by every run of the form; for a finished run: examsim score RUN --link FILE"
)
SHOWN = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def print_link(made: LinkedForms, link: FormLink, told: tuple[str, ...], out: Path | None, *, as_json: bool) -> None:
    """Both forms, every section by every method, what was left out, what the persons cannot show; the files."""
    record = _record(made, link, told)
    if as_json:
        say_json(record)
    else:
        say("\n".join(_lines(made, link, told)))
    if out is None:
        say("with -o FOLDER: link.toml for the practice form to carry, link.json, and the picture", err=True)
        return
    out.mkdir(parents=True, exist_ok=True)
    write_link(link, out / LINK_FILE)
    write_json(out / "link.json", record)
    scenes = draw_link(_panels(made, link), link.practice.id, link.real.id, SIZES["page"])
    for path in (out / LINK_FILE, out / "link.json", *write_picture(scenes, out / "link", ("png", "svg"))):
        say(f"  {path}", err=as_json)
    say(CARRY, err=as_json)


def _lines(made: LinkedForms, link: FormLink, told: tuple[str, ...]) -> Iterator[str]:
    yield (
        f"{one_line(made.practice.id)} ({len(made.practice.questions)} questions) linked to {one_line(made.real.id)} "
        f"({len(made.real.questions)} questions) by {len(made.persons)} common persons"
    )
    for line in (*told, *made.left_out):
        yield f"- {line}"
    for section, (_, found) in made.sections.items():
        yield from _section(section, found)
    for caution in made.cautions:
        yield f"! {one_line(caution, 500)}"
    yield f"link.toml takes {link.method}" if len(link.section) else ""


def _section(section: str, found: SectionLink) -> Iterator[str]:
    means, spreads = [100 * m for m in found.means], [100 * s for s in found.spreads]
    r = "–" if found.correlation is None else f"{found.correlation:.2f}"
    yield ""
    yield (
        f"{section}: {found.persons} persons, {found.sittings} sittings; practice mean {means[0]:.1f} % (SD "
        f"{spreads[0]:.1f}), real {means[1]:.1f} % (SD {spreads[1]:.1f}), r {r}; real − practice "
        f"{signed(100 * found.shift[0])} (SE {100 * found.shift[1]:.1f}) percentage points"
    )
    yield "  practice    " + "  ".join(f"{c.method:>16}" for c in found.curves) + "   % of the points, ± SE"
    for share in SHOWN:
        cells = [
            f"{100 * np.interp(share, GRID, c.real):6.1f} ± {100 * np.interp(share, GRID, c.error):4.1f}   "
            for c in found.curves
        ]
        yield f"  {100 * share:5.0f} %     " + "  ".join(f"{cell:>16}" for cell in cells).rstrip()


def _record(made: LinkedForms, link: FormLink, told: tuple[str, ...]) -> dict[str, Any]:
    sections = {}
    for name, (data, found) in made.sections.items():
        first, second = data.means()
        sections[name] = {
            **{k: v for k, v in asdict(found).items() if k != "curves"},
            "at": GRID.tolist(),
            "methods": {c.method: {"real": c.real.tolist(), "error": c.error.tolist()} for c in found.curves},
            "common_persons": [
                {"name": n, "practice": float(a), "real": float(b)}
                for n, a, b in zip(data.persons, first, second, strict=True)
            ],
        }
    return {
        "schema": SCHEMA,
        "link": link.model_dump(mode="json", by_alias=True),
        "sections": sections,
        "left_out": [*told, *made.left_out],
        "cautions": list(made.cautions),
    }


def _panels(made: LinkedForms, link: FormLink) -> list[LinkPanel]:
    from scipy.special import stdtrit

    panels = []
    for name, (data, found) in made.sections.items():
        first, second = data.means()
        curve = next(c for c in found.curves if c.method == link.method)
        half = float(stdtrit(found.degrees, 0.975)) * curve.error
        panels.append(
            LinkPanel(
                name=name,
                method=link.method,
                persons=tuple(
                    (n, float(a), float(b)) for n, a, b in zip(data.persons, first, second, strict=True)
                ),
                at=tuple(GRID.tolist()),
                real=tuple(curve.real.tolist()),
                low=tuple(np.clip(curve.real - half, 0, 1).tolist()),
                high=tuple(np.clip(curve.real + half, 0, 1).tolist()),
                others={c.method: tuple(c.real.tolist()) for c in found.curves if c.method != link.method},
            )
        )  # fmt: skip
    return panels
