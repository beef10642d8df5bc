import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.drawing import fonts


def test_a_font_is_named_that_has_what_is_missing() -> None:
    assert fonts.fonts_for(["CJK", "THAI"]) == "Noto Sans"
    assert fonts.fonts_for(["EMOJI"]) == "Noto Emoji"
    assert fonts.fonts_for(["EMOJI", "CJK"]) == "Noto Sans and Noto Emoji"


def test_a_flag_of_seven_characters_is_one_sign() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert len(fonts.drawable(f"a{flag}b")[0].strip("ab")) == 1


@given(st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=80), st.floats(30, 400))
def test_every_line_of_a_wrapped_text_fits_and_no_letter_is_lost(words: str, room: float) -> None:
    lines = fonts.wrap(words, room, 7)
    assert all(fonts.width(line, 7) <= room + 1e-6 for line in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())


def test_a_name_breaks_at_its_hyphens_and_never_loses_its_end() -> None:
    name = "Qwen3-235B-A22B-Thinking-2507-FP8"
    lines = fonts.wrap(name, 80, 7)
    assert len(lines) > 1 and all(line.endswith("-") for line in lines[:-1])
    cut = fonts.middle_cut(name, 80, 7)
    assert cut.startswith("Qwen") and cut.endswith("-FP8") and "…" in cut
    assert fonts.wrap("a " + name, 80, 7, lines=1)[-1].endswith("FP8")


def test_what_no_font_draws_is_named_by_its_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_candidates", lambda script: ())
    fonts._drawn_as.cache_clear()
    try:
        assert sorted(fonts.missing_scripts(["World 世界 हिन्दी", "ไทย", "Ω Ж é"])) == ["CJK", "DEVANAGARI", "THAI"]
        assert fonts.drawable("World 世界") == ("World □□", ("DejaVu Sans",))
    finally:
        fonts._drawn_as.cache_clear()


@pytest.mark.parametrize("words", ["世界", "हिन्दी", "ภาษาไทย", "العربية", "עברית", "Ελληνικά"])
def test_a_script_is_drawn_with_a_font_of_the_machine_or_told_to_be_missing(words: str) -> None:
    drawn, _ = fonts.drawable(words)
    assert ("□" in drawn) == bool(fonts.missing_scripts([words]))


def test_joiners_and_marks_that_are_not_seen_take_no_room_and_are_never_boxes() -> None:
    assert fonts.missing_scripts(["a\u200db\ufe0f"]) == {}
    assert fonts.width("a\u200b", 10) == fonts.width("a", 10)
