"""LaTeX as MathML: the formulas that models write, and chemistry."""

import re

import pytest

from reports.rich_text.chemistry import NotChemistry, chemical
from reports.rich_text.mathml import mathml


def words(latex: str, *, display: bool = False) -> str:
    """What a reader sees of it, without its layout."""
    found = mathml(latex, display=display)
    assert found is not None, latex
    return re.sub(r"<[^>]*>", "", found)


@pytest.mark.parametrize(
    ("latex", "seen"),
    [
        (r"\frac{1}{2}", "12"),
        (r"\begin{aligned}a&=b\\c&=d\end{aligned}", "a=bc=d"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "(1234)"),
        (r"\begin{cases}1 & x>0\\ 0 & \text{else}\end{cases}", "{1x&gt;00else"),
        (r"\text{a $x$ b}", "a\u00a0x\u00a0b"),
        (r"\not= \not< \not\in", "≠≮∉"),
        (r"50% of x", "50%ofx"),
        (r"\R^n \to \Z", "ℝn→ℤ"),
        (r"x \equiv 1 \pmod{7}", "x≡1(mod7)"),
        (r"\mathrm{d}x", "dx"),
        (r"\# \& \_ \$", "#&amp;_$"),
    ],
)
def test_formulas(latex: str, seen: str) -> None:
    assert words(latex) == seen


def test_a_limit_stands_beneath_where_the_formula_is_displayed() -> None:
    assert '<munder><mo movablelimits="true">lim</mo>' in (mathml(r"\lim_{x\to0} f(x)", display=True) or "")


def test_a_single_upright_letter_is_upright() -> None:
    assert '<mi mathvariant="normal">d</mi>' in (mathml(r"\mathrm{d}x") or "")


@pytest.mark.parametrize(
    ("source", "latex"),
    [
        ("2H2 + O2 -> 2H2O", r"2\,\mathrm{H}_{2}\;+\;\mathrm{O}_{2}\;\rightarrow\;2\,\mathrm{H}_{2}\mathrm{O}"),
        ("SO4^2-", r"\mathrm{SO}_{4}^{2-}"),
        ("Na+", r"\mathrm{Na}^{+}"),
        ("H+(aq)", r"\mathrm{H}^{+}\mathrm{(aq)}"),
        ("CH3-CH2-OH", r"\mathrm{CH}_{3}-\mathrm{CH}_{2}-\mathrm{OH}"),
        ("^{14}_{6}C", r"{}^{14}_{6}\mathrm{C}"),
        ("Ca(OH)2", r"\mathrm{Ca}(\mathrm{OH})_{2}"),
        ("CuSO4.5H2O", r"\mathrm{CuSO}_{4}\cdot 5\,\mathrm{H}_{2}\mathrm{O}"),
        ("A <=>[x] B", r"\mathrm{A}\;\overset{\mathrm{x}}{\rightleftharpoons}\;\mathrm{B}"),
        ("BaSO4 v", r"\mathrm{BaSO}_{4}\downarrow "),
    ],
)  # fmt: skip
def test_chemistry(source: str, latex: str) -> None:
    assert chemical(source) == latex
    assert mathml(rf"\ce{{{source}}}") is not None


@pytest.mark.parametrize("source", ["H2O & x", "a @ b", "^{<}", '"'])
def test_chemistry_that_is_not_read_is_refused_whole(source: str) -> None:
    with pytest.raises(NotChemistry):
        chemical(source)
    assert mathml(rf"\ce{{{source}}}") is None
