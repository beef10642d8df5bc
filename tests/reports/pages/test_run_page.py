import base64
import hashlib
import re
from pathlib import Path

import made_runs
import pytest
from page_reader import Page

from exams.errors import InputError
from reports.pages.run_page import write_run_report
from reports.run_folder import read_run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_runs.run(tmp_path_factory.mktemp("page") / "ube-gpt-4")


@pytest.fixture(scope="module")
def page(folder: Path) -> Page:
    return Page(write_run_report(folder))


def test_the_page_is_well_formed_and_no_id_stands_twice(page: Page) -> None:
    assert page.unclosed == []
    assert len(page.ids()) == len(set(page.ids()))


def test_nothing_in_it_could_ask_the_network_for_anything(page: Page) -> None:
    for tag, attributes in page.elements:
        for name in ("src", "href", "srcset", "action", "data", "poster"):
            value = attributes.get(name)
            assert value is None or value.startswith(("#", "data:image/")), (tag, name, value)
    policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy


def test_the_policy_names_the_very_style_and_script_that_stand_in_the_page(page: Page) -> None:
    policy = next(a["content"] or "" for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    for element in ("style", "script"):
        body = re.search(rf"<{element}>(.*?)</{element}>", page.source, re.DOTALL)
        assert body is not None
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy


def test_full_clean_and_reported_score_stand_in_it_with_every_population(folder: Path, page: Page) -> None:
    score = read_run(folder).score
    assert score is not None
    assert score.clean is not None
    for words in (score.full.text, score.clean.text, *(p.population for p in score.full.percentiles)):
        assert words in page.text
    for note in score.notes:
        assert note.text in page.text


def test_every_question_has_a_place_that_can_be_linked_to(folder: Path, page: Page) -> None:
    run = read_run(folder)
    assert run.form is not None
    assert [i for i in page.ids() if i.startswith("q-")] == [f"q-{q.id}" for q in run.form.questions]


def test_question_options_key_answer_explanation_prompt_rubric_and_tokens_are_shown(folder: Path, page: Page) -> None:
    run = read_run(folder)
    assert run.form is not None
    question, essay = run.form.questions[0], run.form.questions[-1]
    assert essay.rubric is not None
    answer = run.answer_of[question.id]
    for words in (
        question.stem, *(o.text for o in question.options), answer.text, question.explanation, "Problem 6.",
        f"{answer.usage.prompt_tokens:,} tokens in", *(c.text for c in essay.rubric.criteria), essay.model_answer or "",
        "self-graded", "not graded yet",
    ):  # fmt: skip
        assert " ".join(words.split()) in page.text


def test_the_shared_prompt_text_stands_in_the_page_once(page: Page) -> None:
    assert page.source.count("Here are the answers for the problems in the exam.") == 1
    assert any(i.startswith("prompt-") for i in page.ids())


def test_evidence_names_document_file_record_and_offset_and_marks_the_match_on_both_sides(page: Page) -> None:
    place = "https://example.org/outlines/2 in outline-2021.jsonl.zst , record 42, byte 91154, characters"
    assert place in page.text
    hit = page.source.split('<figure class="hit">')[1].split("</figure>")[0]
    left, right = (
        re.findall("<mark>(.*?)</mark>", side, re.DOTALL) for side in hit.split("<h4>Document, as written</h4>")
    )
    assert left
    assert left == right


def test_a_picture_is_in_the_page_itself_with_its_transcription(page: Page) -> None:
    pictures = page.all("img")
    assert pictures
    assert all((p["src"] or "").startswith("data:image/png;base64,") for p in pictures)
    assert all(p["alt"] == "A plan of two lots." for p in pictures)


def test_filters_count_what_they_show(page: Page) -> None:
    tags = [str(a["data-tags"]).split() for a in page.all("article")]
    counts = dict(re.findall(r'data-show="(\w+)"[^>]*>[\w ]+ <b>(\d+)</b>', page.source))
    assert {"wrong", "flagged", "ungraded", "unparsed"} <= set(counts)
    for tag, count in counts.items():
        assert sum(tag in own for own in tags) == int(count)


def test_the_same_run_gives_the_same_page(folder: Path, page: Page) -> None:
    assert write_run_report(folder).read_text(encoding="utf-8") == page.source


def test_a_run_without_audit_form_probabilities_or_grades_of_essays_still_has_a_page(tmp_path: Path) -> None:
    folder = made_runs.run(tmp_path / "bare", audited=False, confident=False)
    (folder / "form" / "form.toml").unlink()
    page = Page(write_run_report(folder))
    assert page.unclosed == []
    assert "The run folder holds no copy of this question." in page.text


@pytest.mark.slow
def test_a_thousand_questions_make_a_page_of_a_few_megabytes(tmp_path: Path) -> None:
    path = write_run_report(made_runs.run(tmp_path / "long", questions=997))
    assert path.read_text(encoding="utf-8").count("<article ") == 1000
    assert path.stat().st_size < 8e6


def test_a_folder_that_is_no_run_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"not a run folder: no run\.json"):
        write_run_report(tmp_path)


def test_a_broken_record_is_refused_with_file_and_line(tmp_path: Path) -> None:
    folder = made_runs.run(tmp_path / "run")
    with (folder / "grades.jsonl").open("a") as file:
        file.write('{"question": 1}\n')
    with pytest.raises(InputError, match=r"grades\.jsonl:32: "):
        write_run_report(folder)


def test_a_run_that_was_not_scored_yet_says_which_command_scores_it(tmp_path: Path) -> None:
    folder = made_runs.run(tmp_path / "run")
    (folder / "score.json").unlink()
    with pytest.raises(InputError, match="examsim score RUN"):
        write_run_report(folder)
