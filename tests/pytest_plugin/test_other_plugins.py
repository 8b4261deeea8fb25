"""The learner's report beside other plugins, and where the system's encoding is ASCII."""

from __future__ import annotations

import importlib.metadata
import zipfile

import pytest

OTHERS = ("pytest-repeat", "pytest-rerunfailures", "pytest-pretty", "pytest-sugar")
WRONG = "import math\n\ndef num_flat_features(x):\n    return math.prod(x.shape)\n"
RAISES = "def num_flat_features(x):\n    print('größer ✓')\n    raise ValueError('größer als ∞')\n"
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def _missing() -> list[str]:
    installed = {distribution.metadata["Name"] for distribution in importlib.metadata.distributions()}
    return [name for name in OTHERS if name not in installed]


@pytest.mark.skipif(bool(_missing()), reason=f"not installed: {', '.join(_missing())}")
def test_plugins_that_repeat_rerun_and_reformat_change_nothing_in_the_report(kit):
    kit.write("ex01", WRONG)
    without = [option for name in ("repeat", "rerunfailures", "pretty", "sugar") for option in ("-p", f"no:{name}")]
    plain = kit.pytest("exercises/ex01", "-vvvv", *without)
    options = ("--count=2", "--reruns=1", "--force-sugar", "--junitxml=all.xml", "-o", "junit_family=xunit1", "-vvvv")
    ran = kit.pytest("exercises/ex01", *options)
    assert ran.status == 1
    heading = "ex01  Count the flat features                                 4 of 10 points"
    assert plain.text.count(heading) == ran.text.count(heading) == 1
    report = plain.text[plain.text.index("\n ok  ") : plain.text.index("\nNext: ")]
    assert "expected  576" in report
    assert report in ran.text
    xml = (kit.root / "all.xml").read_text(encoding="utf-8")
    assert 'file="exercises/ex01/num_flat_features.py"' in xml
    for text in (ran.text, xml):
        assert "checks.py" not in text and "grader/suites" not in text


def test_a_report_is_printed_where_only_ascii_can_be(kit):
    kit.write("ex01", RAISES)
    ran = kit.pytest("exercises/ex01", "-s", **ASCII)
    assert r"gr\xf6\xdfer \u2713" in ran.text.splitlines()
    assert "\nex01  Count the flat features" in ran.text
    assert r"raised     ValueError: gr\xf6\xdfer als \u221e" in ran.text


def test_a_class_is_graded_where_only_ascii_can_be_printed(kit):
    with zipfile.ZipFile(kit.root / "class.zip", "w") as archive:
        for student in ("Zoë", "Bob"):
            archive.writestr(f"{student}/ex01/num_flat_features.py", RAISES)
    ran = kit.kata("grade", "class.zip", "--no-sandbox", "--json", "all.json", "--gradescope", "each", **ASCII)
    assert ran.status == 0, ran.text
    assert r"Zo\xeb" in ran.text and "2 submissions: 2 graded" in ran.text
    assert len(list(kit.root.glob("each/*/results.json"))) == 2
    assert "Zoë" in (kit.root / "all.json").read_text(encoding="utf-8")
