"""``kata watch``, driven through a pseudo-terminal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest

from tests.pytest_plugin.kit import ROOT

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals on Windows", allow_module_level=True)

from tests.watch.terminal import Terminal, watching

KEYS = "q quit"
WRONG = "def num_flat_features(x):\n    return sum(x.shape[1:])\n"
IN_C = "def num_flat_features(x):\n    return sum(iter(int, 1))\n"
RIGHT = (ROOT / "solutions/ex01/num_flat_features.py").read_text(encoding="utf-8")


def test_an_exercise_from_the_stub_to_the_next_one(kit):
    """One session at 60 columns: saves, every key, a loop without end, and the terminal as it was."""
    stub = kit.stub("ex01")
    kit.stub("ex02")
    record = kit.root / "opened.txt"
    editor = f"{sys.executable} -c \"import sys; open('{record}', 'w').write(str(sys.argv))\""
    with watching(kit.root, "ex01", columns=60, EDITOR=editor) as terminal:
        assert sys.executable in re.sub(r"\s", "", terminal.expect("loading PyTorch"))
        first = terminal.expect("not started")
        assert "exercises/ex01/num_flat_features.py, saved" in first
        assert stub.as_uri() in terminal.links
        terminal.expect(KEYS)

        stub.write_text(WRONG, encoding="utf-8")
        told = terminal.expect(r"Next: press h for a hint.*\)")
        assert max(map(len, told.replace("\r", "\n").splitlines())) <= 60
        same = kit.pytest("exercises/ex01", columns=60).flat.replace(", unchanged since the last run", "")
        same = same.replace("pytest exercises/ex01 --hint", "press h for a hint")
        assert " ".join(told[told.index("\nex01  Count") :].split()) == same.strip()

        terminal.press("h")
        assert "1. Which of the sizes" in terminal.expect(r"sample\?")

        stub.write_text(IN_C, encoding="utf-8")
        terminal.expect("checking ex01")
        terminal.press("l")
        assert "> ex01  Count the flat features" in terminal.expect("exercises finished")
        stub.write_text(RIGHT, encoding="utf-8")
        passed = terminal.expect(r"Next: press n, and read.*README\.md")
        assert "10 of 10 points" in passed
        assert "Answer to the exit question: " in passed
        terminal.expect(KEYS)
        stub.write_text(RIGHT, encoding="utf-8")
        terminal.expect(r"nothing\s+has\s+changed")

        terminal.press("n")
        terminal.expect("ex02  Write a forward pass")
        terminal.expect("not started")
        terminal.press("s")
        terminal.expect("Show the solution")
        terminal.press("x")
        terminal.press("s")
        terminal.expect("Show the solution")
        terminal.press("y")
        terminal.expect("class Net")
        terminal.press("p")
        assert "to fix" not in terminal.expect(r"all\s+checks\s+passed").lower()
        terminal.press("r")
        terminal.expect("10 of 10 points")
        terminal.press("o")
        terminal.expect(KEYS)
        terminal.press("q")
        assert terminal.ended() == 0
    assert str(stub) in record.read_text(encoding="utf-8")
    with watching(kit.root) as terminal:
        terminal.expect("ex01  Count the flat features")
        assert "all checks passed" in terminal.expect(KEYS)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)])
def test_the_terminal_is_restored_whatever_ends_the_watch(kit, number, status):
    kit.stub("ex01")
    with watching(kit.root, "ex01") as terminal:
        terminal.expect(KEYS)
        assert not terminal.is_as_before
        terminal.signal(number)
        assert terminal.ended_as_before() == status


def test_ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_again(kit):
    kit.stub("ex01")
    shell = Terminal(kit.root, ["bash", "--norc", "-i"], 80, PS1="ready> ")
    try:
        shell.expect("ready> ")
        shell.press(f"{sys.executable} -m grader watch ex01\n")
        shell.expect(KEYS)
        shell.press("\x1a")
        shell.expect("ready> ")
        shell.press("stty -a\n")
        modes = shell.expect("ready> ")
        assert " icanon" in modes and " echo " in modes
        shell.press("fg\n")
        shell.expect(KEYS)
        shell.press("q")
        shell.expect("ready> ")
    finally:
        shell.kill()


def test_without_a_terminal_it_prints_plain_lines(kit):
    kit.stub("ex01")
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "watch", "ex01"],
        cwd=kit.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    shown = ""
    assert process.stdout is not None
    for line in process.stdout:
        shown += line
        if "begin" in line:
            process.terminate()
    assert process.wait() == 143
    assert "\x1b" not in shown and "\r" not in shown
    assert KEYS not in shown


@pytest.mark.slow
def test_where_the_system_cannot_fork_each_run_gets_a_fresh_process(kit):
    stub = kit.write("ex01", WRONG)
    with watching(kit.root, "ex01", KATA_NO_FORK="1", KATA_TIMEOUT="1") as terminal:
        terminal.expect("To fix")
        terminal.expect(KEYS)
        stub.write_text(IN_C, encoding="utf-8")
        terminal.expect("the whole run ends here")
        terminal.expect(KEYS)
        stub.write_text(RIGHT, encoding="utf-8")
        terminal.expect("10 of 10 points")
        terminal.expect(KEYS)
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_grade_for_other_tools(kit):
    import json

    kit.write("ex01", WRONG)
    ran = kit.kata("check", "exercises/ex01", "--json")
    assert ran.status == 1
    grade = json.loads(ran.text)[0]
    assert (grade["exercise"], grade["points"], grade["max_points"]) == ("ex01", 0, 10)
    assert ["returned", "28"] in grade["checks"][0]["rows"]
