"""What students write, as HTML that can only be read: the filters that the course's nbgrader_config.py names.

formgrader shows submissions in the instructor's own session, so the rendered HTML is cleaned, by an allow-list, after
everything else has happened to it. Nothing here needs to be right but `_CLEANER` and `_attribute`; the rest makes the
result readable.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import pass_context
from mistune import BlockParser, InlineParser
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath, MathBlockParser, MathInlineParser
from nh3 import Cleaner
from pygments.token import STANDARD_TYPES

from grader.nbgrader_plugin.display import FILTER_MARK, MAX_CELL, shorten
from grader.nbgrader_plugin.mathml import MAX_FORMULA, FormulaError, mathml

_TEXT_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn", "div", "dl", "dt",
    "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s",
    "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "tt", "u", "ul", "var",
}  # fmt: skip
_MATH_TAGS = {
    "math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mphantom", "mprescripts", "mroot",
    "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder",
    "munderover",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "input": {"checked"},
    "ol": {"start"},
    "td": {"style"},
    "th": {"style"},
    "math": {"display"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mo": {"accent", "fence", "form", "maxsize", "minsize", "stretchy"},
    "mover": {"accent"},
    "mspace": {"linebreak", "width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"displaystyle"},
    "mtd": {"style"},
    "munder": {"accentunder"},
}
_LENGTHS = frozenset({("mo", "maxsize"), ("mo", "minsize"), ("mspace", "width")})
_LENGTH = re.compile(r"\d(\.\d+)?em")
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
_RASTER = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*")
# A name with a top-level domain in ASCII letters: no address in any spelling, no machine of the local network.
_HOST = re.compile(r"([a-z0-9_-]+\.)+(?!(localhost|local|localdomain|internal|lan|home|arpa|test)$)[a-z][a-z0-9-]+")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("a", "href"):
        return value if is_safe_link(value) else None
    if (tag, name) == ("img", "src"):
        return value if _PICTURE.fullmatch(value) else None
    if (tag, name) in _LENGTHS:
        return value if _LENGTH.fullmatch(value) else None
    return value


# A picture of type svg+xml is shown as a picture, where browsers run no script in it and load nothing for it.
_CLEANER = Cleaner(
    tags=_TEXT_TAGS | _MATH_TAGS | {"img", "input"},
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    allowed_classes={"div": {"highlight"}, "span": {name for name in STANDARD_TYPES.values() if name}},
    set_tag_attribute_values={
        "a": {"target": "_blank"},
        "input": {"type": "checkbox", "disabled": ""},
        "table": {"class": "table table-condensed"},  # both pages use Bootstrap, and cells touch without it
    },
    filter_style_properties={"text-align"},
    url_schemes={"http", "https", "mailto", "data"},
    link_rel="noopener noreferrer",
)


@pass_context
def markdown2html(context: Any, source: str) -> str:
    """Render Markdown as nbconvert's filter of that name does, and clean what comes out."""
    source = shorten(source.removeprefix(FILTER_MARK), MAX_CELL)
    cell = context.get("cell") or {}
    try:
        html = _Markdown(_Renderer(dict(cell.get("attachments") or {}))).render(source)
    except Exception:  # whatever a parser does on hostile text, the page is shown
        html = _as_text(source)
    return _clean(html)


def clean_html(element: str | bytes) -> str:
    """Clean HTML, like nbconvert's filter of that name; it is shown as text where a tag would be lost."""
    element = element.decode() if isinstance(element, bytes) else str(element)
    return _clean(element if _only_text_tags(element) else _as_text(element))


def is_safe_link(url: str) -> bool:
    """Whether a link leads to a public web site, to a mail address, or to an anchor in the page.

    A link to the instructor's own server could log out, or have formgrader load a configuration from a submission's
    folder (``/formgrader?path=...``): so no addresses, no local names, and none of these two words.
    """
    if url.startswith("#"):
        return True
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if re.search(r"[\x00-\x20\\]", url):
        return False
    if parts.scheme == "mailto":
        return True
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        return False
    while url != (url := unquote(url)):
        pass
    return not re.search("formgrader|logout", url, re.IGNORECASE)


def _clean(html: str) -> str:
    cleaned: str = _CLEANER.clean(html)
    # nbconvert's strip_files_prefix, which comes next, takes "files/" out of attributes, and a quotation mark with it.
    cleaned = cleaned.replace("files/", "files&#47;")
    # MathJax would look for formulas in what is left, and makes links and styles of them.
    return f'<div class="tex2jax_ignore">{cleaned}</div>'


def _as_text(source: str) -> str:
    return f"<pre>{escape(source)}</pre>"


_TAG = re.compile(r"<(?:/?([A-Za-z][^\s/>]*)|[!?])")


def _only_text_tags(html: str) -> bool:
    return all((found[1] or "").lower() in _TEXT_TAGS for found in _TAG.finditer(html))


class _Renderer(IPythonRenderer):
    """nbconvert's renderer: what will not pass the cleaner is shown as text, and formulas become MathML."""

    def __init__(self, attachments: dict[str, dict[str, str]]) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self._pictures = attachments

    def block_html(self, html: str) -> str:
        return html if _only_text_tags(html) else _as_text(html)

    def inline_html(self, html: str) -> str:
        return html if _only_text_tags(html) else escape(html)

    def block_mermaidjs(self, code: str) -> str:
        return _as_text(code)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if not is_safe_link(url):
            return f"{text} ({escape(shorten(url, 200))})"
        return str(super().link(text, url, title))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        name = url.removeprefix("attachment:")
        # Each only once: a thousand references to one picture would be a page of a thousand pictures.
        kinds = self._pictures.pop(unquote(name), None) if name != url else None
        for kind, content in (kinds or {}).items():
            url = f"data:{kind};base64,{content}"
        if not (_PICTURE if kinds else _RASTER).fullmatch(url):
            return f"{text} ({escape(shorten(url, 200))})"
        return f'<img src="{escape(url)}" alt="{text}">'

    def block_math(self, body: str) -> str:
        return _formula(body, f"$${body}$$", display=True)

    def inline_math(self, body: str) -> str:
        return _formula(body, f"${body}$")

    def latex_environment(self, name: str, body: str) -> str:
        source = f"\\begin{{{name}}}{body}\\end{{{name}}}"
        return _formula(source, source, display=True)


def _formula(tex: str, source: str, display: bool = False) -> str:
    try:
        return mathml(tex, display)
    except FormulaError as error:
        return f"<code>{escape(source)}</code> <small>(shown as TeX: {escape(shorten(str(error), 200))})</small>"


def _bounded(patterns: dict[str, str], known: dict[str, str]) -> dict[str, str]:
    """nbconvert's patterns for formulas, which look for the end of each only as far as a formula may be long.

    Without an end to be found, the time that they take would grow with the square of a cell's length.
    """
    bounded = {
        name: pattern.replace(".*?", f".{{0,{MAX_FORMULA}}}?").replace(".+?", f".{{1,{MAX_FORMULA}}}?")
        for name, pattern in patterns.items()
        if name not in known
    }
    return {**patterns, **bounded}


class _Blocks(MathBlockParser):
    SPECIFICATION = _bounded(MathBlockParser.SPECIFICATION, BlockParser.SPECIFICATION)


class _Inlines(MathInlineParser):
    SPECIFICATION = _bounded(MathInlineParser.SPECIFICATION, InlineParser.SPECIFICATION)


class _Markdown(MarkdownWithMath):
    def __init__(self, renderer: IPythonRenderer) -> None:
        super().__init__(renderer, block=_Blocks(), inline=_Inlines(hard_wrap=False))
