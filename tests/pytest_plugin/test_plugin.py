"""``pytest exercises/exNN`` as a learner runs it, on real files."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from grader import catalog
from tests.mistakes import mistake_file
from tests.pytest_plugin.kit import ROOT

EX01 = catalog.exercise("ex01")
RIGHT = (ROOT / "solutions/ex01/num_flat_features.py").read_text(encoding="utf-8")
SUMS = mistake_file(EX01, "sums_the_sizes").read_text(encoding="utf-8")
DIMENSIONS = "def num_flat_features(x):\n    print('looking at', tuple(x.shape))\n    return 11 * x.dim()\n"
"""Wrong in a way that no known mistake explains."""
SUITE_WORDS = ("checks.py", "probes.py", "_counts(", "saw.", "CheckFailedError", "def test_", "grader/suites")


def hides_the_suite(text):
    return not [word for word in SUITE_WORDS if word in text]


def test_a_wrong_answer_is_told_what_was_called_what_came_back_and_why(kit):
    kit.write("ex01", DIMENSIONS)
    ran = kit.pytest("exercises/ex01")
    assert ran.status == 1
    assert "ex01 Count the flat features 0 of 10 points" in ran.flat
    assert re.search(r"-- +num_flat_features counts the features of one sample +2", ran.text)
    assert "To fix: num_flat_features counts the features of one sample called num_flat_features(x)" in ran.flat
    assert "called num_flat_features(x), x of shape (1, 16, 6, 6) returned 44 expected 576 why" in ran.flat
    assert ".. num_flat_features copes with an empty batch" in ran.flat
    assert "Next: pytest exercises/ex01 --hint (1 of 3)" in ran.flat
    assert re.search(r"exercises/ex01/num_flat_features.py, saved [\d:]+\s+Python 3\.", ran.text)
    assert hides_the_suite(ran.text)
    assert "\x1b[" not in ran.text


def test_a_right_answer_gets_all_points_and_status_0(kit):
    kit.write("ex01", RIGHT)
    first, again = (kit.pytest("exercises/ex01/num_flat_features.py") for _ in range(2))
    assert first.status == again.status == 0
    assert "10 of 10 points" in first.flat
    assert "All of ex01 is right" in first.flat
    assert "unchanged" not in first.text
    assert ", unchanged since the last run Python 3." in again.flat


def test_solutions_pass_from_any_folder(tmp_path):
    from tests.pytest_plugin.kit import Kit

    ran = Kit(tmp_path).pytest(str(ROOT / "solutions"))
    assert ran.status == 0, ran.text
    assert f"{len(catalog.exercises())} of {len(catalog.exercises())} exercises finished" in ran.flat


def test_an_untouched_stub_is_not_started_and_does_not_pass(kit):
    kit.stub("ex01")
    ran = kit.pytest("exercises")
    assert ran.status == 1
    assert "not started" in ran.text
    assert "0 of 10 points" in ran.text
    assert "NotImplementedError" not in ran.text


def test_what_is_not_written_is_quiet_and_one_problem_is_told_in_full(kit):
    stub = kit.stub("ex03")
    text = stub.read_text(encoding="utf-8").replace(
        'raise NotImplementedError("conv2d_size: ',
        'return (size - kernel_size + padding) // stride + 1 + (stride > 1)\n    ("',
    )
    stub.write_text(text, encoding="utf-8")
    ran = kit.pytest("exercises/ex03")
    assert ran.status == 1
    assert ran.text.count(" --  ") == 2
    assert "To fix first: conv2d_size adds padding at both ends called" in ran.flat
    assert ran.text.count(" called ") == 1
    assert "1 other check fails too. Not written yet: max_pool2d_size (line " in ran.flat
    assert ".. not written yet, or waits for a check above it" in ran.flat
    assert "More: pytest exercises/ex03 -v (the 2 that fail, in full)" in ran.flat
    full = kit.pytest("exercises/ex03", "-v")
    assert full.flat.count("To fix: ") == full.text.count(" called ") == 2
    assert "More: pytest" not in full.text


def test_a_half_written_stub_says_which_part_is_to_be_written_next(kit):
    stub = kit.stub("ex01")
    stub.write_text(stub.read_text(encoding="utf-8") + "\n# a start\n", encoding="utf-8")
    ran = kit.pytest("exercises/ex01", "--hint")
    assert ran.status == 1
    next_part = r"To write next, instead of the raise in line \d+ \(num_flat_features\): return the number of features"
    assert re.search(next_part, ran.flat)
    assert " -- " not in ran.text and "To fix" not in ran.text
    assert "Hints for: num_flat_features counts the features of one sample 1. Which of the sizes" in ran.flat


def test_all_exercises_end_in_a_table(kit):
    kit.write("ex01", RIGHT)
    kit.stub("ex03")
    ran = kit.pytest("exercises")
    assert ran.status == 1
    assert re.search(r"ex01 +Count the flat features +#+ +10 of 10 +done", ran.text)
    assert re.search(r"ex03 .* -+ +0 of \d+ +not started", ran.text)
    assert "1 of 2 exercises finished" in ran.text


def test_hints_come_one_by_one_and_are_remembered(kit):
    kit.write("ex01", SUMS)
    first, second = (kit.pytest("exercises/ex01", "--hint") for _ in range(2))
    assert "1. Which of the sizes" in first.flat
    assert "2. A sample of shape" not in first.flat
    assert "2. A sample of shape" in second.flat
    assert "(3 of 3)" in second.flat


def test_a_part_can_be_asked_for_by_name(kit):
    kit.write("ex01", RIGHT)
    ran = kit.pytest("exercises/ex01", "-k", "empty")
    assert ran.status == 0
    assert "1 of 1 point " in ran.flat
    assert "Ran 1 of 7 checks." in ran.flat
    assert "All of ex01" not in ran.text
    nothing = kit.pytest("exercises/ex01", "-k", "nonsense")
    assert nothing.status == 5
    assert "No check has that in its name" in nothing.text


def test_a_check_waits_also_where_the_one_it_waits_for_is_not_asked_for(kit):
    kit.write("ex01", SUMS)
    ran = kit.pytest("exercises/ex01", "-k", "empty")
    assert ran.status == 1
    assert "waits for: num_flat_features gives the same for two samples as for one" in ran.flat


def test_stop_at_the_first_failure(kit):
    kit.write("ex01", SUMS)
    ran = kit.pytest("exercises/ex01", "-x")
    assert ran.status == 1
    assert "0 of 10 points" in ran.flat
    assert "Ran 1 of 7 checks." in ran.flat


def test_two_workers_give_the_same_grade(kit):
    kit.write("ex01", SUMS)
    alone, together = kit.pytest("exercises/ex01"), kit.pytest("exercises/ex01", "-n", "2")
    assert together.status == 1
    assert "The sizes are added, not multiplied." in together.flat

    def grade(text):
        return text[text.index("ex01 ") :].split("Next:")[0].replace(", unchanged since the last run", "")

    assert grade(alone.flat) == grade(together.flat)


def test_junit_xml_has_the_message_and_hides_the_suite(kit, tmp_path):
    kit.write("ex01", SUMS)
    kit.pytest("exercises/ex01", "--junitxml", "report.xml", "--full-trace")
    text = (tmp_path / "report.xml").read_text(encoding="utf-8")
    cases = ElementTree.fromstring(text).iter("testcase")
    failed = {case.get("name"): case.find("failure") for case in cases}
    assert len(failed) == 7
    assert "returned: 28" in failed["test_one_sample"].text
    assert hides_the_suite(text.replace('name="test_', ""))


def test_node_ids_are_the_stubs_own_path(kit):
    kit.write("ex01", RIGHT)
    ran = kit.pytest("--collect-only", "-q", "exercises")
    assert "exercises/ex01/num_flat_features.py::test_one_sample" in ran.text
    one = kit.pytest("exercises/ex01/num_flat_features.py::test_empty_batch")
    assert one.status == 0
    assert "Ran 1 of 7 checks." in one.flat


def test_what_the_learner_prints_is_shown_with_the_check_it_belongs_to_and_with_s(kit):
    kit.write("ex01", DIMENSIONS)
    ran = kit.pytest("exercises/ex01", "--junitxml", "report.xml", "-o", "junit_logging=system-out")
    assert "why one sample of (1, 16, 6, 6) has 16 * 6 * 6 features printed looking at (1, 16, 6, 6)" in ran.flat
    assert "More: pytest exercises/ex01 -s (all that your code prints, as it runs)" in ran.flat
    assert "looking at (1, 16, 6, 6)" in (kit.root / "report.xml").read_text(encoding="utf-8")
    live = kit.pytest("exercises/ex01", "-s")
    assert "looking at (1, 16, 6, 6)" in live.text.split("ex01  Count")[0]
    assert "More: pytest" not in live.text


def test_what_a_passed_check_prints_is_shown_below_it_but_not_what_checks_compare(kit):
    right = RIGHT.replace("\n    features = 1", "\n    print('dimensions:', x.dim())\n    features = 1")
    kit.write("ex01", right)
    kit.copy("ex00", ROOT / "solutions/ex00/classes.py")
    ran = kit.pytest("exercises")
    assert ran.status == 0
    assert "gives the same for two samples as for one 2 printed dimensions: 4 dimensions: 4 ok" in ran.flat
    assert "Initialize_parent\n" not in ran.text
    assert "ParentClass" not in ran.text.split("ex01")[0].replace("is a ParentClass", "")


def test_their_own_lines_of_a_traceback_are_shown(kit):
    kit.write(
        "ex01",
        "import torch\n\n\ndef num_flat_features(x):\n    return helper(x)\n\n\n"
        "def helper(x):\n    return torch.ones(1, 400) @ torch.ones(576, 120)\n",
    )
    ran = kit.pytest("exercises/ex01")
    assert "line 5, in num_flat_features: return helper(x)" in ran.flat
    assert "line 9, in helper: return torch.ones(1, 400) @ torch.ones(576, 120)" in ran.flat
    assert "(1x400 and 576x120)" in ran.flat
    assert "observe.py" not in ran.text


def test_narrow_terminals_and_plain_ascii(kit):
    kit.write("ex01", SUMS)
    ran = kit.pytest("exercises/ex01", columns=60)
    assert max(len(line) for line in ran.text.splitlines()) <= 60
    assert ran.text.isascii()


def test_colour_only_on_demand(kit):
    kit.write("ex01", SUMS)
    assert "\x1b[" in kit.pytest("exercises/ex01", "--color=yes").text
    assert "\x1b[" not in kit.pytest("exercises/ex01", NO_COLOR="1").text


TROUBLES = {
    "syntax": ("def num_flat_features(x)\n    return 3\n", "line 1: expected ':' def num_flat_features(x) ^"),
    "latin-1": ("# caf\xe9\n".encode("latin-1"), "is not saved as UTF-8: line 1"),
    "utf-16": ("x = 1\n".encode("utf-16"), "is saved as UTF-16"),
    "import fails": ("import nothing_of_that_name\n", "ModuleNotFoundError: No module named 'nothing_of_that_name'"),
    "sys.exit": ("import sys\nsys.exit(0)\n", "it called sys.exit()"),
    "os._exit": ("import os\nos._exit(0)\n", "it called os._exit(0)"),
    "skip": ("import pytest\npytest.skip('no', allow_module_level=True)\n", "it raised Skipped"),
    "input": ("name = input('who? ')\n", "input() waits for a person"),
    "renamed": ("def features(x):\n    return 576\n", "nothing called num_flat_features is there. Was it renamed"),
    "misspelt": (
        "def num_flat_featurs(x):\n    return 576\n",
        "nothing called num_flat_features is there, but num_flat_featurs is. Did you mean num_flat_features?",
    ),
    "empty": ("", "num_flat_features.py holds no code. Is it saved in the editor?"),
    "only comments": ('"""Goal: count."""\n\n# def num_flat_features(x):\n', "num_flat_features.py holds no code."),
}


def reports(kit, codes: dict[str, tuple[str | bytes, str]]):
    """One run over many folders, each with another ex01: its status, the whole text, and each one's own report."""
    for name, (code, _) in codes.items():
        path = kit.root / name.replace(" ", "-") / "exercises/ex01/num_flat_features.py"
        path.parent.mkdir(parents=True)
        path.write_bytes(code.encode() if isinstance(code, str) else code)
    ran = kit.pytest(*(f"{name.replace(' ', '-')}/exercises" for name in codes), columns=100)
    parts = ran.text.split("\nex01  Count the flat features")[1 : len(codes) + 1]
    found = {re.search(r"(\S+)/exercises", part)[1]: re.sub(r"\s+", " ", part) for part in parts}
    return ran, {name: found[name.replace(" ", "-")] for name in codes}


def test_a_module_that_cannot_be_used_says_so_once_and_never_passes(kit):
    ran, found = reports(kit, TROUBLES)
    assert ran.status == 1
    assert "Traceback" not in ran.text
    for trouble, (_, message) in TROUBLES.items():
        assert found[trouble].count(message) == 1, (trouble, found[trouble])
        assert found[trouble].startswith(" 0 of 10 points"), trouble


CALLS = {
    "sys.exit": ("import sys\n\n\ndef num_flat_features(x):\n    sys.exit(0)\n", "it called sys.exit()"),
    "os._exit": ("import os\n\n\ndef num_flat_features(x):\n    os._exit(0)\n", "it called os._exit(0)"),
    "pytest.skip": ("import pytest\n\n\ndef num_flat_features(x):\n    pytest.skip('no')\n", "it raised Skipped"),
    "pytest.exit": ("import pytest\n\n\ndef num_flat_features(x):\n    pytest.exit('no', 0)\n", "raised Exit: no"),
    "input": ("def num_flat_features(x):\n    return int(input())\n", "input() waits for a person"),
    "prints a lot": (
        "def num_flat_features(x):\n    for _ in range(200_000):\n        print('again and again')\n    return 3\n",
        "lines before these",
    ),
    "equals all": (
        "class Yes(int):\n    def __eq__(self, other):\n        return True\n\n\n"
        "def num_flat_features(x):\n    return Yes(3)\n",
        "a Yes object",
    ),
    "int64": ("import numpy\n\n\ndef num_flat_features(x):\n    return numpy.arange(3)\n", "an ndarray object"),
    "no return": ("def num_flat_features(x):\n    x.numel()\n", "returned None expected a number"),
    "a name": ("def num_flat_features(x):\n    n = 1\n    return x.shpae\n", "Did you mean 'shape'?"),
}


def test_a_function_that_does_not_answer_says_so_and_never_passes(kit):
    ran, found = reports(kit, CALLS)
    assert ran.status == 1
    for call, (_, message) in CALLS.items():
        assert message in found[call], (call, found[call])
        assert found[call].startswith(" 0 of 10 points"), call


IGNORES = "    while True:\n        try:\n            1 / 0\n        except Exception:\n            pass\n"
COMPUTED, WAITED = "it computed for 2 seconds", "it waited for 12 seconds"
SHORT = {"KATA_TIMEOUT": "2"}
EITHER = (COMPUTED, WAITED)
"""On a machine that gives a loop less than a sixth of a core, waiting ends it first."""
LOOPS = {
    "a loop": ("    while True:\n        pass\n", EITHER),
    "a sleep": ("    import time\n    time.sleep(3600)\n", (WAITED,)),
    "except Exception": (IGNORES, EITHER),
}


@pytest.mark.slow
@pytest.mark.parametrize("loop", LOOPS)
def test_a_loop_fails_its_check_and_the_others_still_run(kit, loop):
    kit.write("ex01", f"def num_flat_features(x):\n    if len(x) != 1:\n        return 576\n{LOOPS[loop][0]}")
    ran = kit.pytest("exercises/ex01", "-k", "one_sample", **SHORT)
    assert ran.status == 1
    assert any(words in ran.flat for words in LOOPS[loop][1])
    assert "Ran 1 of 7 checks." in ran.flat


SWALLOWS = """\
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
"""
IN_C = "        return sum(iter(int, 1))\n"


@pytest.mark.slow
@pytest.mark.parametrize("loop", [SWALLOWS, IN_C])
def test_a_loop_that_cannot_be_interrupted_ends_the_run_and_what_was_checked_is_reported(kit, loop):
    kit.write("ex01", f"def num_flat_features(x):\n    if len(x) == 2:\n{loop}    return x.shape[1:].numel()\n")
    ran = kit.pytest("exercises/ex01", **SHORT)
    assert ran.status != 0
    assert "2 of 10 points" in ran.flat
    assert "It could not be interrupted, so the whole run ends here." in ran.flat
    assert "Ran 2 of 7 checks." in ran.flat and "more check" not in ran.flat
    assert any(words in ran.flat for words in EITHER)
    assert "Thread" not in ran.text and "File" not in ran.text


@pytest.mark.slow
def test_a_worker_that_cannot_be_interrupted_costs_only_its_own_check(kit):
    kit.write("ex01", f"def num_flat_features(x):\n    if len(x) == 2:\n{IN_C}    return x.shape[1:].numel()\n")
    ran = kit.pytest("exercises/ex01", "-n", "1", "-k", "two_samples or same", **SHORT)
    assert ran.status == 1
    assert "num_flat_features gives the same for two samples as for one called: num_flat_features(x)" in ran.flat
    assert "It could not be interrupted" in ran.flat


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("exercises/ex44", "There is no exercise called 'ex44'. Did you mean ex04? The exercises are: ex00"),
        ("exercises/ex1", "Did you mean"),
        ("exercises/ex01/flat.py", "Did you mean"),
        ("exercises/ex03", "there is no such file. The folder holds sizes.py: was the file renamed?"),
        (
            "exercises/ex03/sizes.py",
            "there is no such file. The folder holds sizes.py: was the file renamed?",
        ),
        ("num_flat_features.py", "is checked in a folder called ex01"),
    ],
)
def test_names_that_are_wrong_are_put_right(kit, tmp_path, argument, message):
    kit.write("ex01", RIGHT)
    kit.write("ex03", "").rename(tmp_path / "exercises/ex03/sizes.py")
    (tmp_path / "num_flat_features.py").write_text(RIGHT, encoding="utf-8")
    ran = kit.pytest(argument)
    assert ran.status in (4, 5)
    assert message in ran.flat
    assert "Traceback" not in ran.text


def test_a_learner_imports_no_notebook_tools_and_torchvision_only_for_ex09(kit):
    kit.write("ex01", RIGHT)
    (kit.root / "conftest.py").write_text(
        "import sys\ndef pytest_unconfigure():\n"
        "    heavy = {'nbgrader', 'nbformat', 'nbconvert', 'IPython', 'torchvision', 'matplotlib', 'typer'}\n"
        "    print('loaded:', sorted(heavy & set(sys.modules)))\n",
        encoding="utf-8",
    )
    assert "loaded: []" in kit.run("pytest", "exercises/ex01", fresh=True).text


def test_pdb_shows_only_the_learners_frames(kit):
    kit.write(
        "ex01",
        "def num_flat_features(x):\n    size = helper(x)\n    return size\n\n\ndef helper(x):\n    return 1 / 0\n",
    )
    ran = kit.run("pytest", "exercises/ex01", "--pdb", "-x", answer="where\nup\nup\nquit\n")
    assert "ZeroDivisionError" in ran.text
    assert "-> return 1 / 0" in ran.text
    assert "-> size = helper(x)" in ran.text
    assert "Oldest frame" in ran.text
    assert hides_the_suite(ran.text)


def test_breakpoint_opens_on_the_learners_frame_and_stops_the_clock(kit):
    kit.write("ex01", "def num_flat_features(x):\n    answer = 3\n    breakpoint()\n    return answer\n")
    slow = "import time; time.sleep(12)"
    ran = kit.run("pytest", "exercises/ex01", "-k", "one_sample", answer=f"where\np answer\n{slow}\nc\n")
    assert "num_flat_features.py(" in ran.text
    assert "(Pdb) 3" in ran.text
    assert "no end" not in ran.text
    assert "returned 3" in ran.flat
    assert hides_the_suite(ran.text)


def test_q_in_the_debugger_ends_the_run(kit):
    kit.write("ex01", "def num_flat_features(x):\n    breakpoint()\n    return 3\n")
    ran = kit.run("pytest", "exercises/ex01", answer="q\nc\nc\n")
    assert ran.status == 2
    assert ran.text.count("(Pdb)") == 1
    assert "raised Exit" not in ran.text
    assert hides_the_suite(ran.text)


def test_no_torch_is_one_sentence(kit):
    kit.write("ex01", RIGHT)
    (kit.root / "sitecustomize.py").write_text(
        "from importlib import metadata\nreal = metadata.version\n"
        "def version(name):\n"
        "    if name == 'torch':\n        raise metadata.PackageNotFoundError(name)\n    return real(name)\n"
        "metadata.version = version\n",
        encoding="utf-8",
    )
    ran = kit.pytest("exercises/ex01", PYTHONPATH=str(kit.root))
    assert ran.status == 4
    assert "PyTorch is not installed for the Python that runs here" in ran.flat


BROKEN = """
from grader.suites.ex01 import checks
def broken(result, why=''):
    raise KeyError
checks._counts = broken
"""


def test_faults_of_a_suite_are_not_the_learners(kit):
    kit.write("ex01", RIGHT)
    (kit.root / "conftest.py").write_text(BROKEN, encoding="utf-8")
    ran = kit.pytest("exercises/ex01")
    assert ran.status == 1
    assert "torchkata's own check failed to run (KeyError). This is not your mistake." in ran.flat
    assert hides_the_suite(ran.text)


def test_authors_see_a_suites_own_traceback(kit):
    kit.write("ex01", RIGHT)
    (kit.root / "conftest.py").write_text(BROKEN, encoding="utf-8")
    ran = kit.pytest("exercises/ex01", KATA_DEBUG="1")
    assert ran.status == 1
    assert "raise KeyError" in ran.text
    assert "conftest.py" in ran.text


def test_a_suite_that_cannot_judge_says_why_and_blames_nobody(kit):
    kit.write("ex01", RIGHT)
    (kit.root / "conftest.py").write_text(
        "from grader.suites.ex01 import probes\ndef cases(draw):\n    return iter(())\nprobes.cases = cases\n",
        encoding="utf-8",
    )
    ran = kit.pytest("exercises/ex01")
    assert ran.status == 2
    assert "torchkata's own suite is broken, which is not your mistake." in ran.flat
    assert "asks for a case that probes.py does not draw" in ran.flat
