"""How long and how hard a text is: for what learners read.

The measure is the Flesch-Kincaid grade level (Kincaid, Fishburne, Rogers and Chissom, "Derivation of New Readability
Formulas for Navy Enlisted Personnel", Naval Technical Training Command, 1975): the US school grade whose pupils read
such a text with ease. Libraries that compute it need a dictionary that is downloaded at run time, so syllables are
counted here, by rules of spelling.
"""

from __future__ import annotations

import re

_CODE = re.compile(r"`[^`]*`")
_FENCED = re.compile(r"(?ms)^```.*?^```$")
_NOT_PROSE = re.compile(r"(?m)^(?:[|#]|!\[|    ).*$")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_PARAGRAPH_END = re.compile(r"(?<=[^.!?:])\**\n(?=\s*\n|- |\d+\. )")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)")
_SILENT = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$"
    r"|(?<=[^aeioudtl])ed$|(?<=[aeioul]l)ed$"
    r"|(?<=[^aeiouscgxzhl])es$|(?<=[aeiou]l)es$"
)
"""An ending whose e is not spoken: "made", "moved", "makes", but not "table", "added", "batches"."""
_VOWELS = re.compile(r"[aeiou]+y?|y(?![aeiou])")
_TWO_SOUNDS = re.compile(r"ia|ien|iu|ua(?!r)|(?<=[^g])oe(?=[tv])|(?:cr|in)ea|eo|[ou]ing|ier|(?<![stg])io")
"""Vowels that follow each other and are spoken apart, as in "gradient" and "evaluate"."""


def word_count(text: str) -> int:
    """The number of words; a piece of code in backticks counts by its spaces, as prose does."""
    return len(text.split())


def grade_level(text: str) -> float:
    """The Flesch-Kincaid grade level of a text, pieces of code in backticks left out.

    A text without words has level 0.
    """
    prose = _CODE.sub(" ", text).lower()
    words = _WORD.findall(prose)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(prose)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def running_text(markdown: str) -> str:
    """The prose of a Markdown text: without headings, tables, pictures, blocks of code and links' addresses.

    A list item or paragraph without a full stop ends a sentence all the same, and so does a colon before a block.
    """
    prose = _LINK.sub(r"\1", _NOT_PROSE.sub("", _FENCED.sub("", f"{markdown}\n\n")))
    return re.sub(r":\**(?=\n)", ".", _PARAGRAPH_END.sub(".\n", prose))


def syllables(word: str) -> int:
    """How many syllables an English word has, by its spelling."""
    spoken = _SILENT.sub("", word.lower().removesuffix("'s"))
    return max(1, len(_VOWELS.findall(spoken)) + len(_TWO_SOUNDS.findall(spoken)))
