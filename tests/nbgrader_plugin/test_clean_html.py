"""What formgrader shows of a student's text: all of honest Markdown, and nothing that acts."""

from __future__ import annotations

import importlib.util
import re
import sys

import pytest

pytestmark = pytest.mark.skipif(importlib.util.find_spec("nbgrader") is None, reason="needs nbgrader")

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture(scope="module")
def show(tmp_path_factory):
    """A function that renders cells as formgrader does in a course made by ``kata course``."""
    from tests.nbgrader_plugin.exporters import formgraders_exporter, markdown, page_of
    from tests.nbgrader_plugin.kit import Course

    course = Course(tmp_path_factory.mktemp("course") / "intro", "ex01")
    exporter = formgraders_exporter(course.root)
    return lambda *cells: page_of(exporter, *(markdown(each) if isinstance(each, str) else each for each in cells))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("`a < b & c`", "<code>a &lt; b &amp; c</code>"),
        ("```\nif a < b:\n    pass\n```", "<code>if a &lt; b:\n    pass\n</code>"),
        ("```python\na < b\n```", '<span class="o">&lt;</span>'),
        ("    a < b", "<code>a &lt; b"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("a < b and c > d", "a &lt; b and c &gt; d"),
        ("$x < y$", '<math display="inline"><mrow><mi>x</mi><mo>&lt;</mo><mi>y</mi></mrow></math>'),
        (
            "$$\n\\begin{aligned}\na &= b \\\\\nc &< d\n\\end{aligned}\n$$",
            '<mtd style="text-align:right"><mi>c</mi></mtd>',
        ),
        ("\\begin{align*} a &= b \\end{align*}", '<mtd style="text-align:right"><mi>a</mi></mtd>'),
        ("$\\text{a < b}$", "<mtext>a\xa0&lt;\xa0b</mtext>"),
        ("`$5` and $6", "<code>$5</code> and $6"),
        ("<https://pytorch.org>", '<a href="https://pytorch.org" rel="noopener noreferrer" target="_blank">'),
        ("[docs](https://pytorch.org/docs#x)", 'href="https://pytorch.org/docs#x"'),
        ("see https://pytorch.org/hub/", 'href="https://pytorch.org/hub/"'),
        ("[mail](mailto:ada@example.org)", 'href="mailto:ada@example.org"'),
        ("[above](#mine)", 'href="#mine"'),
        ("|a|b|\n|:-|-:|\n|1|2|", '<td style="text-align:right">2</td>'),
        ("- one\n- two\n  1. three", "<ol>\n<li>three</li>\n</ol>"),
        ("- [x] done", '<input checked="" disabled="" type="checkbox"/>'),
        ("~~gone~~ **bold** _slanted_", "<del>gone</del> <strong>bold</strong> <em>slanted</em>"),
        ("H<sub>2</sub>O<br>x", "H<sub>2</sub>O<br/>x"),
        ("# A heading", "<h1>A heading</h1>"),
        (f"![dot](data:image/png;base64,{PIXEL})", f'<img alt="dot" src="data:image/png;base64,{PIXEL}"/>'),
    ],
)
def test_honest_markdown_is_unspoilt(show, source, shown):
    assert shown in show(source)


def test_a_cells_own_picture_is_shown(show):
    cell = {"cell_type": "markdown", "source": "![a dot](attachment:my%20dot.png)", "attachments": {}}
    page = show({**cell, "attachments": {"my dot.png": {"image/png": PIXEL}}})
    assert f'<img alt="a dot" src="data:image/png;base64,{PIXEL}"/>' in page
    assert "a dot (attachment:my%20dot.png)" in show(cell), "a missing one does not cost the page"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "&#106;avascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "/logout",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.org", "x.html", "http://127.0.0.1:8888/logout",
        "http://localhost:8888/", "http://2130706433/", "http://0x7f.1/", "http://[::1]:8888/", "http://hub/x",
        "http://hub.local/", "https://hub.edu/hub/logout", "https://hub.edu/user/x/%2566ormgrader?path=/tmp",
        "https://pytorch.org@evil.org/", "https:\\\\evil.org", "https:evil.org", "https://\uff45vil.org/",
    ],
)  # fmt: skip
def test_other_links_are_text(show, link):
    page = show(f"[here]({link})", f"[here][x]\n\n[x]: <{link}>", f"<{link}>", f'<a href="{link}">here</a>')
    assert 'href="' not in page
    assert "here" in page


def test_the_filter_that_comes_next_makes_no_attribute_of_a_title(show):
    """nbconvert's strip_files_prefix takes 'files/' out, and a quotation mark with it."""
    page = show('[x](https://x.org "src=/files/ onmouseover=alert(1) x=")')
    assert not re.search(r"<a[^>]*title=\"[^\"]*\"[^>]*onmouseover=", page)
    assert 'title="src=/files/ onmouseover=alert(1) x="' in page


@pytest.mark.parametrize("formula", [
    r"\href{javascript:alert(1)}{x}", r'\mmlToken{mi}[href="javascript:alert(1)"]{x}', r"\style{position:fixed}{x}",
    r"\class{navbar}{x}", r"\cssId{main-table}{x}", r"\require{html}", r"\unicode{x41}", r"\def\a{\a\a}\a",
])  # fmt: skip
def test_formulas_make_no_links_styles_or_ids(show, formula):
    page = show(f"${formula}$", f"$${formula}$$", f"\\begin{{equation}}{formula}\\end{{equation}}")
    assert "<math" not in page
    assert page.count("(shown as TeX: ") == 3
    assert page.count("tex2jax_ignore") == 3, "MathJax, which nbgrader's template loads, leaves it alone too"
    assert not re.search(r"<[^>]*\s(href|style)=", page)


def test_what_a_cell_shows_is_bounded(show):
    page = show("\\begin{a}" * 8_000)
    assert len(page) < 40_000
    assert "characters left out" in page
    picture = {"cell_type": "markdown", "attachments": {"p.png": {"image/png": "A" * 10_000}}}
    assert show({**picture, "source": "![](attachment:p.png)" * 500}).count("A" * 10_000) == 1


def test_html_that_would_act_is_shown_as_text(show):
    page = show("<script>alert(1)</script>", "x <img src=x onerror=alert(1)> y", "```mermaid\n<script>x</script>\n```")
    assert page.count("&lt;script&gt;") == 2
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    page = show({"cell_type": "raw", "source": "<script>alert(1)</script>\n<b>x</b>"})
    assert "<pre>&lt;script&gt;alert(1)&lt;/script&gt;\n&lt;b&gt;x&lt;/b&gt;</pre>" in page


def test_where_the_filters_are_missing_marked_text_is_an_error():
    from nbconvert.filters.markdown_mistune import InvalidNotebook

    from grader.nbgrader_plugin.display import FILTER_MARK
    from tests.nbgrader_plugin.exporters import formgraders_exporter, markdown, page_of

    stock = formgraders_exporter(None)
    for source in ("# mine", "```\nopen", "$$ open", "===", "<!-- open", "[x]: y"):
        assert page_of(stock, markdown(source))
        with pytest.raises(InvalidNotebook, match="can-only-be-shown-with-the-filters"):
            page_of(stock, markdown(FILTER_MARK + source))


def test_where_the_filters_cannot_be_imported_there_is_no_page(monkeypatch, tmp_path):
    from tests.nbgrader_plugin.exporters import formgraders_exporter, page_of
    from tests.nbgrader_plugin.kit import Course

    course = Course(tmp_path / "intro", "ex01")
    monkeypatch.setitem(sys.modules, "grader.nbgrader_plugin.clean_html", None)
    with pytest.raises(ImportError, match="clean_html"):
        page_of(formgraders_exporter(course.root))


def test_tables_have_bootstraps_class_and_no_other(show):
    page = show('<table class="navbar-fixed-top"><tr><td>x</td></tr></table>')
    assert '<table class="table table-condensed">' in page
    assert "navbar-fixed-top" not in page
