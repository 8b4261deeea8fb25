"""Text from submissions, made fit for terminals, reports and XML."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.text import counted, encodable, for_report, for_xml, one_line, shortened, visible, with_article

ODD = "a\x1b[31m\x00\r\u202e\ud800\u2028b"


def test_characters_that_steer_a_terminal_or_a_browser_are_spelled_out():
    assert visible(ODD) == "a\\x1b[31m\\x00\\r\\u202e\\ud800\\u2028b"
    assert visible("two\nlines\tand é 漢") == "two\nlines\tand é 漢"
    assert one_line("two\nlines\t!") == "two\\nlines\\t!"


@given(st.text(st.characters()) | st.text(max_size=30))
def test_whatever_the_text_it_prints_and_fits_utf_8_and_xml(text):
    text += "\ud800\x1b"
    for made in (visible(text), one_line(text), for_report(text, 20)):
        made.encode()
        assert all(char.isprintable() or char in "\n\t" for char in made)
    assert "\n" not in one_line(text)
    encodable(text).encode()
    element = ElementTree.Element("x", {"name": for_xml(text)})
    element.text = for_xml(text)
    assert ElementTree.parse(io.BytesIO(ElementTree.tostring(element))).getroot().tag == "x"


def test_long_texts_are_cut_and_say_how_much_is_left_out():
    assert shortened("abc", 3) == "abc"
    assert shortened("abcd" * 1000, 3) == "abc (and 3,997 characters more)"
    assert for_report("ab\tc\n", 10) == "ab\\tc\n"
    assert for_report("x" * 12, 10) == f"{'x' * 10} (and 2 characters more)"


def test_a_str_of_a_subclass_comes_back_as_an_exact_str():
    class Text(str):
        def encode(self, *_):
            raise RuntimeError("no")

    made = encodable(Text("a\udcffb"))
    assert type(made) is str
    assert made == "a?b"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("int", "an int"), ("int64", "an int64"), ("float", "a float"), ("uint8", "a uint8"), ("Error", "an Error"),
        ("OrderedDict", "an OrderedDict"), ("UserWarning", "a UserWarning"),
        ("UnboundLocalError", "an UnboundLocalError"),
        ("ndarray", "an ndarray"), ("SGD", "an SGD"), ("Size", "a Size"), ("MSELoss", "an MSELoss"),
        ("8", "an 8"), ("80x80", "an 80x80"), ("1", "a 1"), ("11", "an 11"), ("18", "an 18"), ("110", "a 110"),
    ],
)  # fmt: skip
def test_articles(words, expected):
    assert with_article(words) == expected


def test_counts():
    assert (counted(1, "check"), counted(3, "check"), counted(0, "line")) == ("1 check", "3 checks", "0 lines")
