"""A run's results as files: whole, readable by what reads them, and harmless to it."""

from __future__ import annotations

import csv
import json
import os
import stat
from dataclasses import replace
from xml.etree import ElementTree

import jsonschema
import pytest

from grader.records import CheckResult, NamedMistake, RunInfo, SubmissionResult
from grader.reporting.files import cell, write_csv, write_json, write_junit
from grader.reporting.gradescope import write_gradescope
from grader.whole_file import whole_text
from tests.pytest_plugin.kit import ROOT
from tests.results import FAILED, RUN, faulty, graded

SCHEMA = json.loads((ROOT / "grader/reporting/result.schema.json").read_text(encoding="utf-8"))
HALF = os.fsdecode(b"half-\xff")
ODD = f"\x00\x1b[31m]]>&<b>\u202e{HALF} \U0001f600\r\n=1+1"
ODD_RESULT = replace(graded(ODD, note=ODD), checks=(CheckResult("test_a", ODD, False, 0, 4, ODD),))
SUMS = NamedMistake("sums", "Sizes added", "It returns 16 + 6 + 6.")
RESULTS = [replace(graded("ada"), mistakes=(SUMS,)), graded("ada", "ex02", note="a note"), faulty("bob"), ODD_RESULT]


@pytest.mark.parametrize("results", [[], RESULTS[:1], RESULTS], ids=len)
def test_json_follows_its_schema_and_comes_back_equal(tmp_path, results):
    path = tmp_path / "out.json"
    write_json(path, RUN, iter(results))
    whole = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(whole, SCHEMA)
    assert RunInfo.from_json(whole) == RUN
    assert [SubmissionResult.from_json(entry) for entry in whole["submissions"]] == results


@pytest.mark.parametrize(
    ("part", "value"), [("status", "fine"), ("points", -1), ("exercise", "exam"), ("seconds", "1"), ("other", 1)]
)
def test_the_schema_refuses_what_is_no_result(part, value):
    entry = json.loads(json.dumps(graded("ada").to_json())) | {part: value}
    whole = {"schema": 1, **RUN.to_json(), "unrecognised": [], "submissions": [entry]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(whole, SCHEMA)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("  @SUM(1)", "'  @SUM(1)"),
        ("\uff1d1", "'\uff1d1"),
        ("note;=1+1", "note;'=1+1"),
        ("two\n=1", "two\n'=1"),
        ("\tx", "'\tx"),
        (-5, "-5"),
        ("-5 points", "'-5 points"),
        (None, ""),
        ("plain; text = 3", "plain; text = 3"),
    ],
)
def test_cells_are_no_formulas(text, shown):
    assert cell(text) == shown


def test_csv_has_a_row_per_submission_whatever_is_in_it(tmp_path):
    path = tmp_path / "out.csv"
    write_csv(path, RESULTS)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["student"], row["exercise"], row["points"]) for row in rows[:3]] == [
        ("ada", "ex01", "6"),
        ("ada", "ex02", "6"),
        ("bob", "ex01", ""),
    ]
    assert rows[1]["note"] == "a note"
    assert [row["mistakes"] for row in rows[:2]] == ["sums", ""]
    assert len(rows) == len(RESULTS)
    assert "\n'=1+1" in rows[3]["note"]


def test_junit_parses_counts_and_carries_odd_characters(tmp_path):
    path = tmp_path / "out.xml"
    write_junit(path, RESULTS)
    suites = list(ElementTree.parse(path).getroot())
    assert [(suite.get("tests"), suite.get("failures"), suite.get("errors")) for suite in suites] == [
        ("2", "1", "0"),
        ("2", "1", "0"),
        ("1", "0", "1"),
        ("1", "1", "0"),
    ]
    failed = suites[0].find("testcase[@name='test_b']/failure")
    assert (failed.get("message"), failed.text) == ("b is right", FAILED.message)
    assert suites[0].find("testcase[@name='test_a']").find("failure") is None
    assert suites[1].findtext("system-out") == "graded: a note"
    assert "]]>&<b>" in suites[3].find("testcase/failure").text
    assert "\U0001f600" in suites[3].find("testcase/failure").get("message")


def test_junit_carries_points_and_mistakes_as_properties(tmp_path):
    path = tmp_path / "out.xml"
    write_junit(path, [RESULTS[0], faulty("bob")])
    properties = [
        [(entry.get("name"), entry.get("value")) for entry in case.iterfind("properties/property")]
        for case in ElementTree.parse(path).iter("testcase")
    ]
    assert properties == [
        [("points", "6"), ("max_points", "6")],
        [("points", "0"), ("max_points", "4"), ("mistake:sums", "Sizes added")],
        [("max_points", "10")],
    ]


def test_no_results_make_valid_files(tmp_path):
    write_csv(tmp_path / "out.csv", [])
    write_junit(tmp_path / "out.xml", [])
    write_gradescope(tmp_path, [])
    assert len((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()) == 1
    assert list(ElementTree.parse(tmp_path / "out.xml").getroot()) == []


def test_a_file_is_whole_or_not_there(tmp_path):
    path = tmp_path / "out.json"
    write_json(path, RUN, [graded("ada")])
    before = path.read_bytes()

    def stopped():
        yield graded("bob")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_json(path, RUN, stopped())
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.json"]


def test_a_file_is_as_readable_as_any_other(tmp_path):
    with whole_text(tmp_path / "a") as file:
        file.write("x")
    (tmp_path / "b").write_text("x", encoding="utf-8")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "b")]
    assert modes[0] == modes[1]
