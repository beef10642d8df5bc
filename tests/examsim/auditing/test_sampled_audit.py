"""`examsim audit --sample`: an estimate for the form with its interval, and never a full audit."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from statsmodels.stats.proportion import proportion_confint

from contamination.audit_sample import SampledSection, estimate
from contamination.audits.audit_file import read_audit
from contamination.audits.diff import diff_audits
from contamination.audits.merge import merge_audits
from contamination.types import Audit
from exams.errors import InputError
from exams.files.exam_folder import load_exam, shipped_folder
from exams.files.form_folder import practice_form
from exams.sampling import sampled
from examsim.cli import cli
from reports.pages.audit_page import write_audit_report
from scoring.score_exam import score_exam

DEMO = shipped_folder() / "ube" / "demo-corpus"
PLANTED = {"mbe-07", "mbe-08", "mbe-10"}


def audited(folder: Path, *options: str) -> tuple[Audit, str]:
    out = folder / f"{'_'.join(options)}.json"
    command = ["audit", "ube@2017", "--corpus", str(DEMO), "--rules", "gpt4", "-o", str(out), *options]
    result = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return read_audit(out), result.output


def test_only_the_samples_questions_are_looked_for_and_the_share_is_weighted(tmp_path: Path) -> None:
    form = practice_form(load_exam("ube"))
    audit, shown = audited(tmp_path, "--sample", "14", "--seed", "3")
    drawn = sampled(form, 14, 3, by_section=True).questions
    assert [item.question for item in audit.items] == [question.id for question in drawn]
    assert audit.form_hash == form.content_hash and audit.flagged == PLANTED & {q.id for q in drawn}
    sample = audit.sample
    assert sample is not None and (sample.drawn, sample.whole) == (14, len(form.questions))
    mbe = [q.id for q in drawn if q.section == "mbe"]
    share = len(audit.flagged) / len(mbe) * len(form.section_questions("mbe")) / len(form.questions)
    assert sample.share == pytest.approx(share) and sample.low <= share <= sample.high
    assert f"{share:.1%}, 95 %" in " ".join(shown.split())
    assert "gives no clean score" in " ".join(shown.split())
    write_audit_report(audit, tmp_path / "page", form)
    assert "an estimate: 14 of the form" in (tmp_path / "page" / "audit.html").read_text(encoding="utf-8")


def test_the_same_seed_draws_the_same_and_a_large_sample_is_the_whole_audit(tmp_path: Path) -> None:
    one, other = (audited(tmp_path, "--sample", "8", "--seed", seed)[0] for seed in ("1", "2"))
    assert [i.question for i in one.items] != [i.question for i in other.items]
    whole, shown = audited(tmp_path, "--sample", "1000")
    assert whole.sample is None and whole.flagged == PLANTED and "all of them are looked for" in shown
    with pytest.raises(InputError, match="a sample of 8"):
        diff_audits(one, whole)
    with pytest.raises(InputError, match="sample"):
        merge_audits(one, one.model_copy(update={"corpus": ("another",)}))
    exam = load_exam("ube")
    with pytest.raises(InputError, match="sample of the form"):
        score_exam(exam, practice_form(exam), [], model="m", audit=one)


def test_a_run_and_too_few_questions_are_refused(tmp_path: Path) -> None:
    made = CliRunner().invoke(
        cli, ["run", "ube@2017", "--model", "chance", "--out", str(tmp_path)], catch_exceptions=False
    )
    assert made.exit_code == 0
    (run,) = (p.parent for p in tmp_path.glob("*/run.json"))
    for target, size, words in (
        (str(run), "5", "all questions that a run asked"),
        ("ube@2017", "2", "fewer than the 3"),
    ):
        with pytest.raises(InputError, match=words):
            CliRunner().invoke(cli, ["audit", target, "--corpus", str(DEMO), "--sample", size], catch_exceptions=False)
    assert not (run / "audit.json").exists()


def test_the_interval_is_wilsons_with_the_finite_population_correction() -> None:
    ids = tuple(map(str, range(1000)))
    found = estimate(0, [SampledSection(section="s", questions=ids, whole=14042)], ids[:44])
    n = 1000 * 14041 / 13042
    low, high = proportion_confint(0.044 * n, n, method="wilson")
    assert (found.share, found.low, found.high) == pytest.approx((0.044, low, high))
    assert estimate(0, [SampledSection(section="s", questions=ids, whole=1000)], ids[:44]).high == pytest.approx(0.044)


def test_the_interval_never_leaves_what_was_seen_and_what_is_open() -> None:
    sections = [
        SampledSection(section="a", questions=("1", "2", "3", "4"), whole=5),
        SampledSection(section="b", questions=("5", "6"), whole=9),
    ]
    for flagged in ((), ("1", "2"), ("5", "6"), ("1", "2", "3", "4", "5", "6")):
        got = estimate(0, sections, flagged)
        assert len(flagged) / 14 <= got.low <= got.share <= got.high <= (14 - 6 + len(flagged)) / 14
