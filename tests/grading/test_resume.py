"""Going on from an earlier run."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from grader import catalog
from grader.errors import UnsafeFileError, UserError
from grader.grading.class_folder import FoundSubmission
from grader.grading.ledger import Ledger
from grader.grading.pseudonyms import pseudonym
from grader.grading.resume import EarlierRun, carry_over, ledger_path, read_earlier_run, run_info
from grader.records import SubmissionResult
from grader.reporting.files import write_json
from tests.results import RUN, faulty, graded

EX01 = catalog.exercise("ex01")
CODE = b"def num_flat_features(x): ..."
DIGEST = hashlib.sha256(CODE).hexdigest()


def kept(tmp_path, submission: FoundSubmission, *earlier: SubmissionResult, name_of=str) -> list[SubmissionResult]:
    """The results that are carried over for one submission: none where it is graded again."""
    with Ledger(tmp_path / "ledger", RUN) as ledger:
        left = list(carry_over([submission], list(earlier), ledger, name_of))
        assert left == ([] if len(ledger) else [submission])
        return list(ledger.results())


def found(student: str, content: bytes = CODE) -> FoundSubmission:
    return FoundSubmission(student, EX01, EX01.filename, lambda limit=0: content)


def test_what_has_not_changed_is_kept_and_all_else_is_graded(tmp_path):
    result = graded("ada", digest=DIGEST)
    assert kept(tmp_path, found("ada"), result) == [result]
    assert kept(tmp_path, found("ada", CODE + b"\n"), result) == []
    assert kept(tmp_path, found("bob"), result) == []
    assert kept(tmp_path, found("ada"), replace(result, exercise="ex02")) == []
    assert kept(tmp_path, found("ada"), graded("ada")) == [], "it read nothing then"
    assert kept(tmp_path, found("ada"), replace(faulty("ada"), digest=DIGEST)) == [], "a fault is tried again"
    assert kept(tmp_path, FoundSubmission("ada", EX01), result) == [], "it is gone"


def test_a_file_that_cannot_be_read_any_more_is_not_kept(tmp_path):
    def refuse() -> bytes:
        raise UnsafeFileError("a link")

    assert kept(tmp_path, FoundSubmission("ada", EX01, EX01.filename, refuse), graded("ada", digest=DIGEST)) == []


def test_pseudonyms_are_found_again(tmp_path):
    result = graded(pseudonym("ada", 7), digest=DIGEST)
    assert kept(tmp_path, found("ada"), result, name_of=lambda student: pseudonym(student, 7)) == [result]


def test_an_earlier_result_and_the_ledger_of_a_killed_run_are_read_together(tmp_path):
    out = tmp_path / "out.json"
    write_json(out, RUN, [graded("ada"), graded("bob")])
    assert read_earlier_run(out) == EarlierRun(RUN, [graded("ada"), graded("bob")])
    newer = replace(RUN, seed=8)
    with Ledger(ledger_path(out), newer) as ledger:
        ledger.add(faulty("bob"))
    earlier = read_earlier_run(out)
    assert earlier.info == newer
    assert earlier.results[-1] == faulty("bob")
    out.unlink()
    assert read_earlier_run(out) == EarlierRun(newer, [faulty("bob")])


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"seed": 1, "versions": {}, "submissions": [{"student": "ada"}]}', "\ud800"]
)
def test_what_is_no_result_is_one_sentence(tmp_path, text):
    out = tmp_path / "out.json"
    out.write_text(text, encoding="utf-8", errors="surrogatepass")
    with pytest.raises(UserError, match=r"out\.json is not a result of kata grade that a run can resume"):
        read_earlier_run(out)


def test_nothing_there_is_one_sentence(tmp_path):
    with pytest.raises(UserError, match=r"there is no .*out\.json, and no out\.json\.unfinished of a run that was"):
        read_earlier_run(tmp_path / "out.json")


def test_other_versions_keep_the_seed_and_no_result():
    earlier = EarlierRun(RUN, [graded("ada")])
    assert run_info(7, RUN.versions, earlier) == (RUN, [graded("ada")])
    other = {**RUN.versions, "suites": "def"}
    assert run_info(7, other, earlier) == (replace(RUN, versions=other), [])
    assert run_info(3, other, None) == (replace(RUN, seed=3, versions=other), [])
