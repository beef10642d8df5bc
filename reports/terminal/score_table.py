"""The score as a table for the terminal: 80 columns, plain text in a pipe, no control character from outside."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from reports import score_text
from reports.escaping import one_line, sanitize
from scoring.types import ExamScore, Percentile, ScoreSet
from scoring.types.fixed_lines import fixed_lines

WIDTH = 80
SHOWN_MARKS = 4  # pass marks that stand on a line of their own; more are summed up


def score_table(score: ExamScore) -> RenderableType:
    """Full, clean and reported score side by side, sections, percentiles, pass marks, then the notes."""
    table = Table(box=box.SIMPLE_HEAD, width=WIDTH, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("", ratio=1, overflow="fold")
    names = ("full", "clean", "reported") if score.sound is None else ("full", "clean", "without faulty", "reported")
    for name in names:
        table.add_column(
            name,
            width=14 if score.sound is None else 12,
            justify="right",
            overflow="fold",
            style="bold" if name == "reported" else "",
        )
    _whole_rows(table, score)
    table.add_section()
    for index, section in enumerate(score.full.sections):
        _section_rows(table, score, index, section.name)
    _percentile_rows(table, score)
    _pass_rows(table, score)
    return Group(_heading(score), Text(""), table, Text(""), *_notes(score))


def _sets(score: ExamScore) -> tuple[ScoreSet | None, ...]:
    if score.sound is not None:
        return score.full, score.clean, score.sound, score.reported_set
    return score.full, score.clean, score.reported_set


def _row(table: Table, name: str, cells: list[str], *, under: bool = False) -> None:
    """A line of the table, unless all its cells are empty; `under` indents it below the line it explains."""
    if any(cells):
        label = ("  " if under else "") + one_line(name)
        table.add_row(Text(label), *(Text(sanitize(c)) for c in cells), style="dim" if under else "")


def _whole_rows(table: Table, score: ExamScore) -> None:
    sets = _sets(score)
    _row(table, score.score_name, [score_text.format_score(s) for s in sets])
    spans = ["" if s is None else score_text.interval(s.interval) for s in sets]
    _row(table, score_text.interval_level(score), spans, under=True)
    scales = ["" if s is None else score_text.interval(s.by_scale) for s in sets]
    _row(table, "by published scales", scales, under=True)
    _row(table, "questions", ["" if s is None else str(s.questions) for s in sets], under=True)
    _row(table, "not answered", ["" if s is None else score_text.unanswered(s) for s in sets], under=True)


def _section_rows(table: Table, score: ExamScore, index: int, name: str) -> None:
    sections = [None if s is None or index >= len(s.sections) else s.sections[index] for s in _sets(score)]
    _row(table, name, ["" if s is None else score_text.section_value(s) for s in sections])
    if any(s is not None and s.scaled is not None for s in sections):
        _row(table, "points", ["" if s is None else score_text.points(s) for s in sections], under=True)
    seen = ["" if s is None or s.scaled is None else score_text.interval(s.scaled_interval) for s in sections]
    _row(table, "interval", seen, under=True)


def _percentile_rows(table: Table, score: ExamScore) -> None:
    known_ones = [p for p in score.full.percentiles if _known_anywhere(score, p.norm)]
    if known_ones:
        table.add_section()
    for known in known_ones:
        found = [_among(s, known.norm) for s in _sets(score)]
        cells = ["" if p is None else p.text for p in found]
        star = " *" if known.default and len(known_ones) > 1 else ""
        _row(table, f"percentile, {known.population}{star}", cells)
        if known.default:
            for name, spans in (
                (score_text.interval_level(score), [None if p is None else p.interval for p in found]),
                ("by published scales", [None if p is None else p.by_scale for p in found]),
            ):
                _row(table, name, [score_text.interval(span) for span in spans], under=True)


def _among(scores: ScoreSet | None, norm: str) -> Percentile | None:
    return None if scores is None else next((p for p in scores.percentiles if p.norm == norm), None)


def _known_anywhere(score: ExamScore, norm: str) -> bool:
    return any(p.norm == norm and score_text.is_known(p) for s in _sets(score) if s for p in s.percentiles)


def _pass_rows(table: Table, score: ExamScore) -> None:
    marks = score.full.passes
    if not marks:
        return
    table.add_section()
    if len(marks) > SHOWN_MARKS:
        low, high = min(p.cut_score for p in marks), max(p.cut_score for p in marks)
        name = f"{len(marks)} pass marks, {score_text.number(low)}–{score_text.number(high)}"
        _row(table, name, ["" if s is None else _summed(s) for s in _sets(score)])
        return
    for index, mark in enumerate(marks):
        sets = [None if s is None or index >= len(s.passes) else s.passes[index] for s in _sets(score)]
        where = f", {', '.join(mark.where)}" if mark.where else ""
        name = f"pass mark {score_text.number(mark.cut_score)}{where}"
        _row(table, name, ["" if s is None else score_text.pass_word(s) for s in sets])


def _summed(scores: ScoreSet) -> str:
    if all(p.passed is None for p in scores.passes):
        return score_text.NOT_AVAILABLE
    passed, failed, unsure = score_text.pass_counts(scores.passes)
    words = [f"{n} {word}" for n, word in ((passed, "pass"), (failed, "fail"), (unsure, "unsure")) if n]
    return ", ".join(words)


def _heading(score: ExamScore) -> Text:
    text = Text(one_line(score.exam_name), style="bold")
    text.append(f"\n{one_line(score.model)}", style="not bold")
    extras = [score.coverage, score_text.graded_by(score) if score_text.self_graded(score) else ""]
    for extra in filter(None, extras):
        text.append(f" · {one_line(extra)}", style="not bold")
    return text


def _notes(score: ExamScore) -> list[Text]:
    lines = []
    default = score_text.default_percentile(score.reported_set)
    if default is not None and score_text.is_known(default):
        lines.append(Text(f"reported: {one_line(score_text.percentile_words(default), 500)}"))
    if score.form_difficulty:
        lines.append(Text(one_line(score.form_difficulty, 500), style="dim"))
    unknown = [p.population for p in score.full.percentiles if not _known_anywhere(score, p.norm)]
    if default is not None and len(score.full.percentiles) - len(unknown) > 1:
        lines.append(Text(f"* default population ({one_line(default.year)}, {default.status})", style="dim"))
    if unknown:
        lines.append(Text(f"percentile unknown at this score: {one_line('; '.join(unknown), 500)}", style="dim"))
    reason = score_text.explanation(score.clean)
    if reason and reason not in score.reported_note:
        lines.append(Text(f"clean: {one_line(reason, 500)}"))
    if score.reported_note:
        lines.append(Text(one_line(score.reported_note, 500)))
    for note in score.notes:
        mark, style = ("! ", "yellow") if note.level == "warning" else ("- ", "")
        lines.append(Text(mark + one_line(note.text, 500), style=style))
    return [*lines, Text(""), *(Text(one_line(line, 500), style="dim") for line in fixed_lines(score))]
