"""The kata command."""

from __future__ import annotations

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


def test_reset_without_a_solution_says_whom_to_ask(kit):
    kit.write("ex01", "mine = 1\n")
    ran = kit.kata("reset", "ex01", "--yes")
    assert ran.status == 2
    assert "a stub is made from its solution" in ran.text
    assert "Traceback" not in ran.text


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


def test_stubs_are_written_from_solutions(kit):
    stub = kit.stub("ex01")
    fresh = stub.read_text(encoding="utf-8")
    stub.unlink()
    assert kit.kata("author", "stubs", "ex01").status == 0
    assert stub.read_text(encoding="utf-8") == fresh
