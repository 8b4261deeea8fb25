"""TeX as MathML, which browsers show without any script.

So neither MathJax nor its commands for links, styles and ids are needed: what comes out is markup like any other, and
is cleaned like any other.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import tostring

from latex2mathml.converter import convert_to_element

MAX_FORMULA = 2_000
# They make links or styles, load extensions, or define commands that can double their own length again and again.
_REFUSED = re.compile(
    r"\\(href|url|style|class|cssId|data|mmlToken|require|unicode|html\w*|(re)?newcommand|providecommand|"
    r"(re)?newenvironment|[egx]?def|let|DeclareMathOperator)(?![A-Za-z])"
)
# latex2mathml lacks these; align* and gather* give the same table.
_INNER = re.compile(r"\\(begin|end)\{(align|gather)ed\}")
_ENTITY = re.compile(r"&amp;(#x[0-9A-Fa-f]+;)")


class FormulaError(ValueError):
    """A formula that is not converted; the message says why."""


def mathml(tex: str, display: bool = False) -> str:
    """Convert a formula without its delimiters.

    Raises:
        FormulaError: it is too long, it holds a refused command, or it is no TeX that latex2mathml knows.
    """
    refused = _REFUSED.search(tex)
    if refused:
        raise FormulaError(f"{refused[0]} is not supported")
    if len(tex) > MAX_FORMULA:
        raise FormulaError(f"it has more than {MAX_FORMULA:,} characters")
    try:
        math = convert_to_element(_INNER.sub(r"\\\1{\2*}", tex), display="block" if display else "inline")
        for cell in math.iter("mtd"):  # Chromium reads the alignment from the style only
            cell.set("style", f"text-align:{cell.attrib.pop('columnalign', 'center')}")
        # latex2mathml writes symbols as character references, which ElementTree escapes like any other text.
        return _ENTITY.sub(r"&\1", tostring(math, encoding="unicode"))
    except Exception as error:  # latex2mathml raises IndexError and RecursionError too
        raise FormulaError(str(error) or type(error).__name__) from None
