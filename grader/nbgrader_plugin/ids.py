"""Students' ids that nbgrader can work with, and names as people and platforms spell them."""

from __future__ import annotations

import re
import unicodedata

_UNUSABLE = re.compile(r'[*?<>"\\/\x00-\x1f\x7f]|^\.+|^\s+|\s+$')
_BRACKETS = str.maketrans("[]", "()")


def usable_id(name: str) -> str:
    """The name as an id: nbgrader takes ids for file patterns, and formgrader writes them into its pages as they are.

    Sources: nbgrader's converters/base.py (init_notebooks) and formgrader's manage_students_assignments.tpl.
    """
    return _UNUSABLE.sub("-", name.translate(_BRACKETS)) or "-"


def normal(name: str) -> str:
    """A name's letters and digits, so that "Lovelace, Ada" and Canvas' "lovelaceada" are one."""
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())
