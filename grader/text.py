"""Text that a submission had a part in, made fit for terminals, reports, XML and notebooks."""

from __future__ import annotations

import io
import os
import re
import sys
from typing import AnyStr

MAX_MARKS = 3
"""Combining marks kept on one letter: more would run over the lines around it."""
_STACKED = re.compile(
    f"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{{{MAX_MARKS + 1},}}"
)
_AN = re.compile(r"(?i:[aeio]|u(?!int|ni|se))|nd|[FHLMNRSX](?=[A-Z])|8|11(?!\d)|18(?!\d)")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def visible(text: str, keep: str = " \n\t") -> str:
    """The text with every character that does not print, but those in ``keep``, spelled as an escape.

    Such characters could move a terminal's cursor, colour it, or turn a line around in a browser.
    """
    shown = "".join(char if char.isprintable() or char in keep else repr(char)[1:-1] for char in text)
    return _STACKED.sub(lambda marks: marks[0][:MAX_MARKS] + ascii(marks[0][MAX_MARKS:])[1:-1], shown)


def one_line(text: str) -> str:
    """`visible` for a table's cell or a message in a line: line breaks are spelled as escapes too."""
    return visible(text, keep=" ")


def shortened(text: str, most: int) -> str:
    """The first ``most`` characters, and how many were left out."""
    return text if len(text) <= most else f"{text[:most]} (and {len(text) - most:,} characters more)"


def for_report(text: str, most: int) -> str:
    """What a report keeps of a text: at most ``most`` characters, line breaks kept, the rest `visible`."""
    kept = visible(text[:most], keep=" \n")
    return kept if len(text) <= most else f"{kept} (and {len(text) - most:,} characters more)"


def for_xml(text: str) -> str:
    """The text with a question mark for every character that XML 1.0 does not allow."""
    return _NOT_XML.sub("?", text)


def encodable(text: str) -> str:
    """The text as an exact str that UTF-8 can hold: no halves of surrogate pairs, no subclass."""
    if type(text) is str and text.isascii():
        return text
    return str.encode(text, "utf-8", "replace").decode()


def with_article(words: str) -> str:
    """ "an int", "a float", "an 8", "a uint8"."""
    return f"an {words}" if _AN.match(words) else f"a {words}"


def same_lines(one: AnyStr, other: AnyStr) -> bool:
    """Whether two files hold the same, line endings and trailing space apart."""
    first, second = ([line.rstrip() for line in content.rstrip().splitlines()] for content in (one, other))
    return first == second


def counted(number: int, noun: str) -> str:
    """ "1 check", "3 checks"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def print_everything() -> None:
    """Let stdout and stderr spell out what their encoding lacks (``LC_ALL=C``, old Windows) instead of failing."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def file_name(name: str) -> str:
    """The name, spelled out in ASCII where this system's file names cannot hold it."""
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return name.encode("ascii", "backslashreplace").decode()
    return name
