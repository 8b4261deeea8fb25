"""A run's results as files: JSON, CSV and JUnit XML. Each is whole or not there."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from grader.records import CheckResult, RunInfo, SubmissionResult
from grader.text import for_xml, one_line, visible
from grader.whole_file import whole_text

_FORMULA = re.compile(r"(^|[;\t\r\n])(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n])")
"""What a spreadsheet takes for a formula's beginning, at the start of a cell or behind what parts cells in some
countries (a semicolon) or of pasted text; East Asian wide forms too. Source: OWASP, CSV Injection."""
COLUMNS = ("student", "exercise", "status", "points", "max_points", "seconds", "note", "mistakes")


def write_json(path: Path, run: RunInfo, results: Iterable[SubmissionResult], unrecognised: Sequence[str] = ()) -> None:
    """The whole result, as ``result.schema.json`` describes it."""
    with whole_text(path) as file:
        head = json.dumps({"schema": 1, **run.to_json(), "unrecognised": list(unrecognised)}, indent=1)
        file.write(head.removesuffix("\n}") + ',\n "submissions": [')
        for index, result in enumerate(results):
            file.write(("," if index else "") + "\n  " + json.dumps(result.to_json(), ensure_ascii=False))
        file.write("\n ]\n}\n")


def cell(value: Any) -> str:
    """A value for a spreadsheet: what a spreadsheet would take for a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return text if _is_number(text) else _FORMULA.sub(r"\1'", visible(text))


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", text))


def write_csv(path: Path, results: Iterable[SubmissionResult]) -> None:
    """One row per submission, every cell quoted, UTF-8 with the mark that makes Excel see it."""
    with whole_text(path) as file:
        file.write("\ufeff")
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(COLUMNS)
        for result in results:
            values = vars(result) | {"mistakes": " ".join(mistake.id for mistake in result.mistakes)}
            writer.writerow([cell(values[column]) for column in COLUMNS])


def write_junit(path: Path, results: Iterable[SubmissionResult]) -> None:
    """One suite per submission, one case per check; a grader's fault is an error, all else a failure.

    A case's properties carry its points and the known mistakes that explain its failure.
    """
    with whole_text(path) as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="torchkata">\n')
        for result in results:
            file.write(ElementTree.tostring(_junit_suite(result), encoding="unicode") + "\n")
        file.write("</testsuites>\n")


def _junit_suite(result: SubmissionResult) -> ElementTree.Element:
    kind = "error" if result.status == "grader_fault" else "failure"
    failed = sum(not check.passed for check in result.checks)
    name = for_xml(one_line(f"{result.student}.{result.exercise}"))
    counts = {"tests": len(result.checks), "failures": 0, "errors": 0, f"{kind}s": failed, "time": result.seconds}
    suite = ElementTree.Element("testsuite", {"name": name, **{key: str(value) for key, value in counts.items()}})
    titles = {mistake.id: mistake.title for mistake in result.mistakes}
    for check in result.checks:
        # A check's own time is not measured, and CodeGrade's reader wants a number.
        case = ElementTree.SubElement(suite, "testcase", {"classname": name, "name": check.name, "time": "0"})
        _junit_properties(case, check, titles)
        if not check.passed:
            ElementTree.SubElement(case, kind, {"message": for_xml(check.title)}).text = for_xml(check.message)
    if result.note:
        ElementTree.SubElement(suite, "system-out").text = for_xml(f"{result.status}: {result.note}")
    return suite


def _junit_properties(case: ElementTree.Element, check: CheckResult, titles: Mapping[str, str]) -> None:
    """``points`` (left out where the grader failed), ``max_points``, and ``mistake:ID`` with each mistake's title."""
    values = {} if check.points is None else {"points": str(check.points)}
    values["max_points"] = str(check.max_points)
    values |= {f"mistake:{name}": titles.get(name, "") for name in check.mistakes}
    properties = ElementTree.SubElement(case, "properties")
    for name, value in values.items():
        ElementTree.SubElement(properties, "property", {"name": for_xml(name), "value": for_xml(value)})
