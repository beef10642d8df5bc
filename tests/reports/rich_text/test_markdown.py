"""Texts of questions and models as HTML: what is drawn, what stays as written, and that nothing in them can act."""

import random
import re
import time
from html.parser import HTMLParser

import pytest
from hostile_texts import HOSTILE

from reports.rich_text.code import LANGUAGES, highlighted
from reports.rich_text.markdown import rich_html

ELEMENTS = """p ul ol li blockquote strong em s u br hr code pre span wbr div table thead tbody tr th td math mrow mi mn
    mo mtext mspace mfrac mroot msqrt mstyle mphantom msub msup msubsup munder mover munderover mtable mtr mtd"""
ATTRIBUTES = """class start tabindex dir role aria-label display mathvariant stretchy fence form accent accentunder
    movablelimits largeop minsize maxsize linethickness displaystyle scriptlevel width"""
FRAMES = ("{}", "**x** {}", "$\\text{{}}$", "$${}$$", "`{}` *y*", "```python\n{}\n```", "```{}\nx\n```", "\\ce{{}}",
          "[a]({})", "[{}](x)", "![{}]({})", "| a |\n|---|\n| {} |", "# {}", "\\[{}\\]")  # fmt: skip
SIGNS = [
    *"$\\()[]{}*_`#|\n a1-+>^&<",
    "\\frac",
    "\\text{",
    "\\begin{align}",
    "\\ce{",
    "```python\n",
    "](",
    "](javascript:",
]


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("br", "hr", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def is_inert(html: str) -> None:
    page = Elements(html)
    assert page.open == []
    for tag, attributes in page.found:
        assert tag in ELEMENTS.split(), tag
        assert set(attributes) <= set(ATTRIBUTES.split()), (tag, attributes)
        assert not any("script" in (value or "").lower() for value in attributes.values())


def drawn(text: str) -> str:
    html = rich_html(text)
    assert html is not None, text
    is_inert(html)
    return html


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("### Step 1\n\nThen **so**.", '<p class="heading">Step 1</p>\n<p>Then <strong>so</strong>.</p>'),
        ("1. a\n2. b", '<ol dir="auto">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("| a | b |\n|---|--:|\n| 1 | 2 |", '<td class="n">2</td>'),
        ("```python\nfor i in x: pass  # so\n```", '<span class="k">for</span>'),
        ("`a < b`", "<code>a &lt; b</code>"),
        ("so $x^2$ is", "<msup><mi>x</mi><mn>2</mn></msup>"),
        (r"so \(x^2\) is", "<msup><mi>x</mi><mn>2</mn></msup>"),
        ("line\n\\[\nx\n= y\n\\]\nline", '<math display="block"><mrow><mi>x</mi><mo>=</mo><mi>y</mi></mrow></math>'),
        ("line\n$$\nx\n$$\nline", '<math display="block"><mrow><mi>x</mi></mrow></math>'),
        ("\\begin{align}\na &= b\n\\end{align}", "<mtable"),
        (r"burn \ce{2H2 + O2 -> 2H2O}.", "<mo>→</mo>"),
        (r"so \boxed{42}", '<mrow class="boxed"><mrow><mn>42</mn></mrow></mrow>'),
        ("这是**重点**内容", "<strong>重点</strong>"),
        ("[a](https://example.org/x) b", "<u>a</u> (https://example.org/x)"),
        ("![a](https://example.org/x.png)", "[picture a: https://example.org/x.png]"),
        ("**a**\n    b", "<br>\n\u00a0\u00a0\u00a0\u00a0b"),
    ],
)  # fmt: skip
def test_markup_is_drawn(text: str, holds: str) -> None:
    assert holds in drawn(text)


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 to make and $7 to sell",
        "US$5 and US$6",
        "2*3*4 and 5*6*7",
        "snake_case_name and __init__ of a class",
        "I. one\nII. two",
        "x < y &amp; z <b>not bold</b>",
        "a _____ b",
        "",
        "下列哪一项最能说明光合作用中水的作用？",
    ],
)
def test_what_is_no_markup_stays_as_it_was_written(text: str) -> None:
    assert rich_html(text) is None


def test_quote_and_lists_are_laid_out_by_their_own_words() -> None:
    text = drawn("English first.\n\n> قال الشاعر بيتا\n\n- أولا\n- ثانيا")
    assert '<blockquote dir="auto">\n<p>قال' in text and '<ul dir="auto">\n<li>أولا' in text


@pytest.mark.parametrize("formula", [r"\foo{x}", r"\frac{1}{", r"x_{", r"\text{a", r"\verb|x|", "{" * 60 + "}" * 60])
def test_a_formula_that_cannot_be_drawn_whole_stands_as_its_source(formula: str) -> None:
    html = drawn(f"**so** ${formula}$ x")
    assert "<math" not in html
    assert formula in html.replace("<wbr>", "")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_inert_in_every_kind_of_markup(name: str) -> None:
    text = HOSTILE[name][:3000]
    for frame in FRAMES:
        html = rich_html(frame.replace("{}", text))
        if html is not None:
            is_inert(html)


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{<script>window.hacked=1</script>}",
        r"\href{javascript:window.hacked=1}{x}",
        r"\class{a\" onclick=window.hacked=1}{x}",
        r"\style{position:fixed}{x}",
        r"\color{red;background:url(http://example.org)}x",
        r"\hspace{9999em}x",
        r"\raise{500em}{x}",
        r"\text{&lt;script&gt;}",
        r"<img src=x onerror=alert(1)>",
    ],
)
def test_nothing_of_a_formula_becomes_an_element_an_attribute_or_a_place_of_its_own(latex: str) -> None:
    html = drawn(f"**a** ${latex}$")
    assert not re.search(r"\d{3,}em|url\(http", "".join(str(a) for _, a in Elements(html).found))


def test_random_mixtures_of_signs_are_inert() -> None:
    mixed = random.Random(5)
    made = 0
    for _ in range(80):
        html = rich_html("".join(mixed.choice(SIGNS) for _ in range(120)))
        if html is not None:
            made += 1
            is_inert(html)
    assert made > 25


@pytest.mark.parametrize(
    "piece",
    ["$", "$a", r"\(", "\\[x\n", "**a", "[", "[a](", "`", "> ", "- ", "|a", r"\ce{", r"$\boxed{", r"$\frac", "{", "^",
     "\\begin{align}\n", r"\text{", r"$\left(", "~~a", "<", "```\n", "1. a\n", "$\\frac{1}{2}$ "],
)  # fmt: skip
def test_a_megabyte_of_it_costs_next_to_nothing_and_a_page_full_of_it_not_much(piece: str) -> None:
    start = time.process_time()
    assert rich_html(piece * (1_000_000 // len(piece))) is None
    assert time.process_time() - start < 0.1
    html = rich_html((piece * 20_000)[:20_000])
    assert time.process_time() - start < 3
    if html is not None:
        is_inert(html)


def test_a_macro_that_doubles_itself_is_not_followed() -> None:
    start = time.process_time()
    html = drawn(r"**a** $\newcommand{\a}{\b\b}\newcommand{\b}{\a\a}\a$")
    assert "<math" not in html
    assert time.process_time() - start < 1


def test_code_is_all_there_in_every_language() -> None:
    code = "x = \"a<b\" /* c */ # d\n\tif (1.5 > y) { return ['&']; }\n"
    for language in ("python", "cpp", "sql", "bash"):  # loading all of them takes ten seconds
        assert language in LANGUAGES
        told = re.sub(r"<[^>]*>", "", highlighted(code, language))
        assert (
            told.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#34;", '"')
            .replace("&#39;", "'")
            .replace("&amp;", "&")
            == code
        ), language
    assert highlighted("<b>", "no such language") == "&lt;b&gt;"
