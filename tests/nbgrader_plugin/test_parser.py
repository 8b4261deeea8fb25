"""What students submit is parsed in a limited process: neither nbgrader's memory nor its time is theirs to take."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytest.importorskip("nbgrader")

from nbformat.v4 import new_code_cell

from grader.errors import UnreadableError
from grader.grading.run import MAX_MESSAGE, MAX_NOTE
from grader.nbgrader_plugin import parser_process
from grader.nbgrader_plugin.judge import _keep_printed, _outputs
from grader.records import Verdict
from grader.sandbox.observations import Observations
from tests.nbgrader_plugin.kit import ROOT

MEGABYTES = 120
"""More than reading the file and handing it on takes; its lists would take 400."""
NEST = b'{"cells": [' + b"[]," * (16 * 2**20 // 3) + b"0]}"
CELL = {"cell_type": "code", "id": "a", "metadata": {}, "source": "x = 1", "outputs": [{"text": "y"}]}
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")

GROWTH = """
import resource, sys
from grader.nbgrader_plugin.reader import Reader
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
text, _ = Reader().from_filename(sys.argv[1])
print(peak() - before, text.replace(chr(10), ' '))
"""


def notebook(*cells: object) -> bytes:
    return json.dumps({"cells": cells, "metadata": {"kernelspec": {}}, "nbformat": 4, "nbformat_minor": 5}).encode()


@linux
def test_a_nest_of_lists_takes_none_of_nbgraders_memory(tmp_path):
    path = tmp_path / "ex01.ipynb"
    path.write_bytes(NEST)
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True
    )
    growth, _, text = done.stdout.partition(" ")
    assert int(growth) < MEGABYTES
    assert "it takes too much memory or time to read" in text


@linux
def test_the_next_notebook_gets_another_process():
    with pytest.raises(UnreadableError, match="too much memory or time"):
        parser_process.parse(NEST)
    assert [cell["source"] for cell in parser_process.parse(notebook(CELL))["cells"]] == ["x = 1"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "it is not a notebook"),
        (b"\xff\xfe", "it is not a notebook"),
        (b"[" * 2_000_000, "it is not a notebook"),
        (b'{"cells": ' + b"9" * 5_000 + b"}", "it is not a notebook"),
        (notebook(*[CELL] * 501), "it has 501 cells"),
        (notebook({**CELL, "source": "x" * (2 * 2**20 + 1)}), "its code has more than"),
    ],
    ids=["nothing", "no text", "deep", "long number", "many cells", "long code"],
)
def test_what_cannot_be_read_says_why(raw, words):
    with pytest.raises(UnreadableError, match=words):
        parser_process.parse(raw)


def test_only_nbgraders_own_names_come_through():
    marks = {"grade": True, "grade_id": "a", "points": 2.0, "task": None, "checksum": "x" * 10**6, "more": [[]]}
    marks |= {"schema_version": 10**400, "cell_type": ["code"]}
    (cell,) = parser_process.parse(notebook({**CELL, "metadata": {"nbgrader": marks, "tags": ["x"]}}))["cells"]
    assert cell["metadata"] == {"nbgrader": {"grade": True, "grade_id": "a", "points": 2.0}}
    assert cell["outputs"] == []


def test_the_parsers_packages_are_not_looked_for_in_the_course(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit")
    (tmp_path / "grader").mkdir()
    (tmp_path / "grader" / "__init__.py").write_text("raise SystemExit")
    parser_process._parser.close()
    monkeypatch.chdir(tmp_path)
    assert parser_process.parse(notebook(CELL))["cells"]


def test_messages_and_prints_are_cut_as_in_kata_grade():
    cell = new_code_cell("", metadata={"nbgrader": {"points": 2}})
    rows = (("returned", "x" * 10**6), ("why", "\x1b[31m"))
    verdict = Verdict("test_a", "a", "failed", 2, rows)
    _, told = _outputs(cell, verdict, ("a hint",), (), "n" * 10**6)
    assert MAX_MESSAGE + MAX_NOTE < len(told.text) < MAX_MESSAGE + MAX_NOTE + 500
    assert "hint: a hint" in told.text
    printing = new_code_cell("")
    _keep_printed([printing], Observations(cells=[("p" * 10**6, "")]))
    assert len(printing.outputs[0].text) < MAX_MESSAGE + 100
