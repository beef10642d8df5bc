"""One plain line of a text with markup: what stands in a list of questions."""

import pytest

from reports.rich_text.preview import preview


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A plain\nquestion", "A plain question"),
        (r"Find $\lim_{x\to 0}\frac{f(x)-x}{x^3}$", "Find lim_(x→0) (f(x)−x)/x³"),
        (r"Let $x_{12}^n + \sqrt{2}$ be **so**", "Let x₁₂ⁿ+√2 be so"),
        (r"A $\begin{pmatrix}1&2\\3&4\end{pmatrix}$", "A (1 2; 3 4)"),
        (r"\ce{2H2 + O2 -> 2H2O}", "2 H₂ + O₂ → 2 H₂O"),
        (r"at $90^\circ$", "at 90°"),
        (r"so $\foo{x}$ is", r"so \foo{x} is"),
        ("costs $5 to make and $7", "costs $5 to make and $7"),
        ("# Title\n\n- one\n- two", "Title one two"),
        ("```python\nx = 1\n```", "x = 1"),
    ],
)
def test_preview(text: str, line: str) -> None:
    assert preview(text) == line


def test_it_is_cut_and_holds_nothing_that_moves_a_line() -> None:
    assert len(preview("**a** " * 500)) == 150
    assert preview("**a\u202eb** $x$") == "a⟨U+202E⟩b x"
    assert preview("$" * 100_000).startswith("$$$")
