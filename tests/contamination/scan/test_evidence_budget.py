"""Evidence has a budget of bytes: beyond it hits go on being counted, and the audit says what was not kept."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from contamination.audit import Subject, audit_all
from contamination.evidence_budget import PIECE, affordable, held
from contamination.plan import AuditConfig
from contamination.scan_state import COST, PIECES, ScanState
from contamination.types import Audit, Evidence, Item
from examsim.auditing import print_audit as printing

QUESTIONS = tuple(
    Item(id=f"q{n}", question=f"Which harbour did the {n * 7919} sailors of crew {n} reach after the great storm?")
    for n in range(3)
)
COPIES = 12


def _piece(item: int, number: int, share: float) -> Evidence:
    return Evidence(question=f"q{item}", file="f", record=number, start=0, end=1, snippet="s", share=share)


def _state(budget: int) -> ScanState:
    state = ScanState(keep=8, budget=budget)
    state.sums[PIECES] = np.zeros(4, np.int64)
    state.maxima[COST] = np.array([10, 20, 30, 500])
    return state


def _noted(state: ScanState, pieces: list[tuple[int, int, Evidence]]) -> ScanState:
    for item, share, evidence in pieces:
        state.sums[PIECES][item] += 1
        if state.wants(item, share / 10, proof=True):
            state.add(item, evidence)
    return state


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=60), st.integers(0, 60), st.integers(1, 900))
def test_what_is_kept_does_not_depend_on_how_the_corpus_was_cut(
    found: list[tuple[int, int]], cut: int, budget: int
) -> None:
    pieces = [(item, share, _piece(item, n, share / 10)) for n, (item, share) in enumerate(found)]
    whole = _noted(_state(budget), pieces)
    whole.trim()
    for first, second in ((pieces[:cut], pieces[cut:]), (pieces[cut:], pieces[:cut])):
        merged = _noted(_state(budget), first)
        merged.merge(_noted(_state(budget), second))
        assert {i: e for i, e in merged.evidence.items() if e} == {i: e for i, e in whole.evidence.items() if e}
        assert merged.kept == whole.kept
        assert [merged.given_up(i) for i in range(4)] == [whole.given_up(i) for i in range(4)]
    kept = sum(len(e) for e in whole.evidence.values())
    assert kept + sum(whole.given_up(i) for i in range(4)) == int(np.minimum(whole.sums[PIECES], 8).sum())


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 99)), min_size=1), st.integers(1, 40), st.integers(0, 9999)
)
def test_as_many_pieces_are_kept_as_the_budget_allows(found: list[tuple[int, int]], keep: int, budget: int) -> None:
    pieces, costs = (np.array(column) for column in zip(*found, strict=True))
    most = affordable(pieces, costs, keep, budget)
    assert 1 <= most <= keep
    assert most == 1 or held(pieces, costs, most) <= budget
    assert most == keep or held(pieces, costs, most + 1) > budget


def test_memory_stays_within_the_budget_while_a_scan_goes_on() -> None:
    state = _state(budget=400)
    for n in range(500):
        _noted(state, [(n % 3, n % 10, _piece(n % 3, n, n % 10 / 10))])
        assert sum(int(state.maxima[COST][i]) * len(e) for i, e in state.evidence.items()) <= 500


def test_the_state_file_keeps_the_budget(tmp_path: Path) -> None:
    state = _noted(_state(budget=90), [(n % 3, 5, _piece(n % 3, n, 0.5)) for n in range(20)])
    state.write(tmp_path / "state.npz")
    read = ScanState.read(tmp_path / "state.npz")
    assert (read.kept, read.budget, read.evidence) == (state.kept, 90, state.evidence)
    assert read.kept == 1


def _audit(tmp_path: Path, budget: int) -> tuple[Audit, ...]:
    lines = [
        json.dumps({"text": f"Document {n} of the sea. {item.question} So it was told to {n} of us."})
        for n in range(COPIES)
        for item in QUESTIONS
    ]
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines))
    subjects = [Subject("one", "", QUESTIONS[:1]), Subject("two", "", QUESTIONS[1:])]
    plan = AuditConfig(rules=("examsim",), keep=10, evidence_budget=budget)
    return audit_all(subjects, [tmp_path / "corpus.jsonl"], plan)


def test_an_audit_says_what_it_could_not_keep_and_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = _audit(tmp_path, budget=7 * PIECE)  # two pieces of each of three questions, and something over
    assert [len(i.evidence) for i in (*one.items, *two.items)] == [2, 2, 2]
    assert [i.hits for i in (*one.items, *two.items)] == [COPIES] * 3
    assert one.note.startswith("8 pieces of evidence were not kept")
    assert two.note.startswith("16 pieces of evidence were not kept")
    assert "best 2 of each question, not 10" in two.note
    screen = io.StringIO()
    monkeypatch.setattr(printing, "safe_console", lambda: Console(file=screen, width=200))
    printing.print_audit(two)
    assert "! 16 pieces of evidence were not kept" in screen.getvalue()


def test_an_audit_within_its_budget_keeps_what_was_asked_for(tmp_path: Path) -> None:
    one, two = _audit(tmp_path, budget=256 << 20)
    assert [len(i.evidence) for i in (*one.items, *two.items)] == [10, 10, 10]
    assert one.note == two.note == ""
