"""Paths that a click in the terminal opens (OSC 8); terminals that do not know this show the path as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.text import Text


def link(lines: Iterable[Text], paths: Mapping[str, Path]) -> None:
    """Make each name of a path in the lines a link to it; of two names that begin alike, the longer one is taken."""
    names = sorted(paths, key=len, reverse=True)
    if not names:
        return
    anywhere = re.compile("|".join(rf"(?<![\w/\\]){re.escape(name)}(?![\w/\\])" for name in names))
    for line in lines:
        for found in anywhere.finditer(line.plain):
            line.stylize(Style(link=paths[found[0]].resolve().as_uri()), *found.span())


def print_linked(text: str, paths: Mapping[str, Path]) -> None:
    """Print a line with links, where the output is a terminal."""
    line = Text(text)
    link([line], paths)
    Console(highlight=False).print(line, soft_wrap=True)
