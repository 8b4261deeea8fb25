"""Reading a learner's module: any text editor's way of saving it, or a message on what is wrong."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.errors import UnreadableError
from grader.submission import of_bytes, read, run

PATH = Path("halve.py")
CODE = "def halve(x):\n    return 'é', x / 2\n"


@pytest.mark.parametrize(
    "raw",
    [
        CODE.encode(),
        CODE.encode("utf-8-sig"),
        CODE.replace("\n", "\r\n").encode(),
        CODE.replace("\n", "\r").encode(),
        b"# -*- coding: latin-1 -*-\n" + CODE.encode("latin-1"),
    ],
    ids=["utf-8", "byte order mark", "windows", "old mac", "declared"],
)
def test_it_is_read_however_it_was_saved(raw):
    submission = of_bytes(raw, PATH)
    assert submission.text.endswith(CODE)
    assert run(submission, "ex99_halve").halve(3) == ("é", 1.5)


@pytest.mark.parametrize(
    ("raw", "rows"),
    [
        (CODE.encode("utf-16"), [("file", "halve.py is saved as UTF-16.")]),
        (b"x = 1\0", [("file", "halve.py holds null bytes.")]),
        (b"x = 1\n# caf\xe9\n", [("file", "halve.py is not saved as UTF-8: line 2 holds bytes")]),
        (b"# coding: klingon\n", [("file", "halve.py is not saved as UTF-8")]),
        (b"def f(x)\n    return x\n", [("syntax", "halve.py, line 1: expected"), ("", "def f(x)"), ("", "        ^")]),
        (b"def f(x):\n\treturn (x\n", [("syntax", "halve.py, line 2: '('"), ("", "return (x"), ("", "       ^")]),
        (b"x = " + b"-" * 100_000 + b"1\n", [("file", "halve.py cannot be compiled")]),
    ],
    ids=["utf-16", "null bytes", "latin-1", "unknown encoding", "syntax", "tab and caret", "too deep"],
)  # fmt: skip
def test_what_cannot_be_read_says_where_and_what_to_do(raw, rows):
    with pytest.raises(UnreadableError) as caught:
        of_bytes(raw, PATH)
    for found, expected in zip(caught.value.rows, rows, strict=False):
        assert found[0] == expected[0] and found[1].startswith(expected[1])


def test_a_file_that_is_not_there_or_is_a_folder_says_so(tmp_path):
    for path in (tmp_path / "none.py", tmp_path):
        with pytest.raises(UnreadableError, match=f"{path.name} cannot be read"):
            read(path)
    (tmp_path / "halve.py").write_text(CODE, encoding="utf-8")
    assert read(tmp_path / "halve.py").text == CODE


def test_a_module_is_fresh_each_time_and_takes_no_future_of_the_kits():
    submission = of_bytes(b"count = globals().get('count', 0) + 1\ndef f(x: undefined_name = 1): pass\n", PATH)
    with pytest.raises(NameError):
        run(submission, "ex99_future")
    counting = of_bytes(b"count = globals().get('count', 0) + 1\n", PATH)
    modules = [run(counting, "ex99_count") for _ in range(2)]
    assert [module.count for module in modules] == [1, 1]
    assert sys.modules["ex99_count"] is modules[1]
    assert modules[1].__file__ == "halve.py"
