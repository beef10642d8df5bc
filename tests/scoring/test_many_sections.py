"""An exam of very many sections: how much of it a form holds is said in one line."""

from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from exams.form import Form, FormHead
from scoring.item_score import ItemScore
from scoring.score_exam import coverage


def test_many_sections_are_counted_and_few_are_named() -> None:
    mmlu = load_exam("mmlu")
    items = [ItemScore(s.id, s.id, None, s.id, 1.0, 1.0, "answered", "key", False, False) for s in mmlu.section[:20]]
    form = Form(FormHead(id="f", title="f"), (), {}, mmlu.folder)
    assert coverage(mmlu, form, items) == "imported form: 20 of 14042 questions in 20 of 57 sections"
    ube = load_exam("ube")
    assert "Multistate Bar Examination 0 of 200" in coverage(ube, practice_form(ube), [])
