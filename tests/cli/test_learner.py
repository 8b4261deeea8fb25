"""The kata command."""

from __future__ import annotations

import shutil

from tests.checkout import Checkout
from tests.pytest_plugin.kit import ROOT


def test_help_says_what_there_is(kit):
    ran = kit.kata("--help")
    assert ran.status == 0
    assert "Restore original stubs" in ran.flat.replace("│ ", "")
    assert kit.kata("reset", "--help").status == 0


def test_reset_leaves_a_fresh_stub_alone(kit):
    kit.stub("ex01")
    ran = kit.kata("reset", "ex01")
    assert ran.status == 0
    assert "is still the original stub" in ran.text


def test_reset_asks_first_and_keeps_the_work(kit):
    stub = kit.stub("ex01")
    fresh = stub.read_text(encoding="utf-8")
    stub.write_text("mine = 1\n", encoding="utf-8")
    no = kit.kata("reset", "ex01", answer="n\n")
    assert no.status == 130
    assert stub.read_text(encoding="utf-8") == "mine = 1\n"
    yes = kit.kata("reset", "1", answer="y\n")
    assert yes.status == 0
    assert stub.read_text(encoding="utf-8") == fresh
    assert stub.with_name("num_flat_features.mine.txt").read_text(encoding="utf-8") == "mine = 1\n"


def test_reset_never_overwrites_an_earlier_copy(kit):
    stub = kit.stub("ex01")
    for text in ("first = 1\n", "second = 2\n"):
        stub.write_text(text, encoding="utf-8")
        assert kit.kata("reset", "num_flat_features", "--yes").status == 0
    assert stub.with_name("num_flat_features.mine.txt").read_text(encoding="utf-8") == "first = 1\n"
    assert stub.with_name("num_flat_features.mine-2.txt").read_text(encoding="utf-8") == "second = 2\n"


def test_stubs_come_from_a_checkouts_solutions_and_without_these_it_says_whom_to_ask(tmp_path):
    checkout = Checkout(tmp_path)
    stub = checkout.write("ex01", "mine = 1\n")
    assert checkout.kata("author", "stubs", "ex01").status == 0
    assert stub.read_bytes() == (ROOT / "exercises/ex01/num_flat_features.py").read_bytes()
    stub.write_text("mine = 1\n", encoding="utf-8")
    shutil.rmtree(tmp_path / "solutions")
    ran = checkout.kata("reset", "ex01", "--yes")
    assert ran.status == 2
    assert "a stub is made from its solution" in ran.text
    assert "torchkata-solutions" in checkout.kata("solution", "ex01").text


def test_wrong_names_and_options_are_told_in_a_sentence(kit):
    kit.stub("ex01")
    for arguments in (["reset", "ex77"], ["check", "--nonsense"], ["nonsense"]):
        ran = kit.kata(*arguments)
        assert ran.status == 2, ran.text
        assert "Traceback" not in ran.text


def test_check_is_pytest(kit):
    kit.copy("ex01", ROOT / "solutions/ex01/num_flat_features.py")
    ran = kit.kata("check", "ex01")
    assert ran.status == 0
    assert "10 of 10 points" in ran.text


def test_where_you_are_and_what_is_next(kit):
    kit.stub("ex00")
    stub = kit.stub("ex01")
    here = kit.kata()
    assert here.status == 0
    assert "ex00 A network is a class: not started. 0 of 10 exercises finished." in here.flat
    assert "write in exercises/ex00/classes.py, and check each save with: kata watch" in here.flat
    stub.write_text("mine = 1\n", encoding="utf-8")
    after = kit.kata("next")
    assert "ex00 is not finished" in after.flat
    assert "Next: kata watch (checks exercises/ex01/num_flat_features.py at each save)" in after.flat
    listed = kit.kata("list", "exercises/ex00")
    assert "> ex00 A network is a class not started" in listed.flat
    assert "ex01 Count the flat features started" in listed.flat
    assert "-mine = 1" in kit.kata("diff", "1", "--solution", "--yes").text
    assert "+mine = 1" in kit.kata("diff").text
    (kit.root / ".kata/progress.json").write_text("{broken", encoding="utf-8")
    assert "ex00 A network is a class" in kit.kata().flat


def test_catching_up_keeps_your_own_and_leaves_what_is_finished(kit):
    for exercise in ("ex00", "ex01", "ex02"):
        kit.stub(exercise)
    mine = kit.write("ex01", "mine = 1\n")
    assert kit.kata("catchup", "ex02", answer="n\n").status == 130
    assert mine.read_text(encoding="utf-8") == "mine = 1\n"
    done = kit.kata("catchup", "ex02", "--yes")
    assert done.status == 0
    assert mine.with_name("num_flat_features.mine.txt").read_text(encoding="utf-8") == "mine = 1\n"
    assert not list((kit.root / "exercises/ex00").glob("*.mine*"))
    assert "2 of 10 exercises finished" in kit.kata("list").flat
    assert kit.kata("catchup", "ex02", "--yes").text.count("working answer") == 0
    assert kit.kata("check", "ex01").status == 0


def test_a_solution_is_shown_without_asking_once_all_checks_pass(kit):
    kit.stub("ex01")
    asked = kit.kata("solution", "ex01", answer="n\n")
    assert asked.status == 130
    assert "return" not in asked.text
    kit.copy("ex01", ROOT / "solutions/ex01/num_flat_features.py")
    assert kit.kata("check", "ex01").status == 0
    shown = kit.kata("solution", "num_flat_features")
    assert shown.status == 0
    assert "def num_flat_features" in shown.text
    assert "BEGIN SOLUTION" not in shown.text


def test_doctor_says_what_to_do(kit):
    kit.stub("ex01")
    ran = kit.kata("doctor", EDITOR="no-such-editor", PATH="/usr/bin")
    assert ran.status == 0
    assert "computes a backward pass" in ran.flat
    assert "to do: activate the environment in" in ran.flat
    assert "no-such-editor is not found: correct EDITOR" in ran.flat
