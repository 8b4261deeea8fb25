"""Explanations and hints put code between backticks; a page shows it as code."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup

from grader.text import visible

_CODE = re.compile("`([^`\n]+)`")


def with_code(text: str) -> Markup:
    """The text as HTML, escaped, with a ``code`` element for what stands between backticks in a line."""
    return Markup(_CODE.sub(r"<code>\1</code>", escape(visible(text))))
