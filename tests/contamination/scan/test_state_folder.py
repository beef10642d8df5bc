"""A state folder after a kill at any moment: the same command goes on."""

from pathlib import Path

import pytest

from contamination.scan.manifest import Manifest, clear_state


def test_a_kill_in_the_middle_of_the_first_writing_leaves_no_wedge(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    (state / ".manifest.json.abc.part").write_bytes(b"{")
    Manifest.open(state, "key", [])
    assert [p.name for p in state.iterdir()] == ["manifest.json"]


def test_a_kill_in_the_middle_of_the_removal_leaves_no_wedge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tmp_path / "state"
    Manifest.open(state, "key", [])
    for n in range(5):
        (state / f"{n}.npz").write_bytes(b"x")
    removed: list[str] = []
    unlink = Path.unlink

    def counted(path: Path, missing_ok: bool = False) -> None:
        if len(removed) == 2:
            raise KeyboardInterrupt
        removed.append(path.name)
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", counted)
        with pytest.raises(KeyboardInterrupt):
            clear_state(state)
    assert "manifest.json" not in removed and len(removed) == 2
    Manifest.open(state, "key", [])
    clear_state(state)
    assert not state.exists()
