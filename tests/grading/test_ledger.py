"""A run's results on disk as they come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.grading.ledger import Ledger, read_ledger
from tests.results import RUN, faulty, graded


def test_results_come_back_by_student_and_exercise_and_the_last_one_counts(tmp_path):
    first, again = graded("bob", note="\ud800\n\x1b"), faulty("bob")
    with Ledger(tmp_path / "ledger", RUN) as ledger:
        for result in (first, graded("ada", "ex02"), graded("ada"), again):
            ledger.add(result)
        assert len(ledger) == 3
        assert ("bob", "ex01") in ledger and ("bob", "ex02") not in ledger
        assert list(ledger.results()) == [graded("ada"), graded("ada", "ex02"), again]
        ledger.add(graded("zoe"))  # reading between writes changes nothing
        assert [result.student for result in ledger.results()] == ["ada", "ada", "bob", "zoe"]


def test_each_result_is_on_disk_as_soon_as_it_is_added(tmp_path):
    with Ledger(tmp_path / "ledger", RUN) as ledger:
        for count, student in enumerate(("ada", "bob"), start=1):
            ledger.add(graded(student))
            assert read_ledger(tmp_path / "ledger")[1][count - 1 :] == [graded(student)]


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_what_a_killed_run_wrote_is_read_up_to_where_it_was_cut_off(tmp_path, cut):
    path = tmp_path / "ledger"
    with Ledger(path, RUN) as ledger:
        for student in ("ada", "bob", "cyd"):
            ledger.add(graded(student))
    path.write_bytes(path.read_bytes()[:-cut])
    run, results = read_ledger(path)
    assert run == RUN
    assert [result.student for result in results] == (["ada", "bob", "cyd"] if cut == 1 else ["ada", "bob"])


@pytest.mark.parametrize("text", ["", "{}\n", "[1]\n", "no json\n", '{"seed": "x", "versions": {}}\n'])
def test_what_is_no_ledger_is_refused(tmp_path, text):
    (tmp_path / "ledger").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError):  # noqa: PT011  # json's own and ours alike
        read_ledger(tmp_path / "ledger")


def test_a_new_run_starts_over_an_old_ledger_and_discards_its_own(tmp_path):
    path = tmp_path / "ledger"
    with Ledger(path, RUN) as ledger:
        ledger.add(graded("ada"))
    with Ledger(path, replace(RUN, seed=8)) as ledger:
        assert read_ledger(path) == (replace(RUN, seed=8), [])
        ledger.discard()
    assert not path.exists()
