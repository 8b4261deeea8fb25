"""Which known mistakes explain a grade, on answers of ex01, ex02 and ex08."""

from __future__ import annotations

import json
from functools import cache

import pytest
import torch

from grader import catalog
from grader.authoring.grade_source import observe_cases, suite_of
from grader.grading.known import library_of
from grader.judging.diagnosis.fingerprints import FingerprintLibrary, Fingerprints, read_fingerprints
from grader.judging.diagnosis.summary import Summary, same, summarise_value, with_equal, without_equal
from grader.judging.judge import judge
from grader.mistakes import known_mistakes
from grader.observing.slips import find_slips
from tests.diagnosis import slipped
from tests.diagnosis.cases import ROOT, answers
from tests.diagnosis.handwritten import ANSWERS

EX01, EX02 = catalog.exercise("ex01"), catalog.exercise("ex02")
SEED = 4


@cache
def library(exercise, seed=SEED):
    return library_of(suite_of(exercise, seed))


def grade_of(exercise, source: str, seed=SEED):
    suite = suite_of(exercise, seed)
    return judge(suite, observe_cases(suite, source), lambda: library(exercise, seed), lambda: find_slips([source]))


def named(exercise, source: str, seed=SEED) -> set[str]:
    return {mistake.id for mistake in grade_of(exercise, source, seed).mistakes}


def solution(exercise) -> str:
    return exercise.path(ROOT, "solutions").read_text(encoding="utf-8")


def test_each_answer_of_ex01_is_named_rightly_or_not_at_all():
    """The benchmark counts how often; none of these may be named wrongly."""
    suite = suite_of(EX01, SEED)
    kinds = set()
    for answer in answers(EX01):
        if not answer.without and answer.kind != "slip":
            grade = judge(suite, observe_cases(suite, answer.source), lambda: library(EX01))
            found = {mistake.id for mistake in grade.mistakes}
            assert found <= answer.expected, answer.name
            kinds.add((answer.kind, bool(found)))
    assert {("known", True), ("known, hand-written", True), ("right", False)} <= kinds


@pytest.mark.parametrize(
    "entry", [entry for entry in ANSWERS if entry.exercise == "ex02"], ids=lambda entry: entry.name
)
def test_hand_written_answers(entry):
    found = {name for name in named(EX02, entry.module(solution(EX02))) if not name.startswith("slip")}
    assert found == set(entry.mistakes)


def test_a_diagnosis_names_each_failed_check_it_explains():
    code = "def num_flat_features(x):\n    return x.numel()\n"
    grade = grade_of(EX01, code)
    (mistake,) = grade.mistakes
    assert mistake.id == "multiplies_all_sizes" and mistake.title and mistake.explanation
    failed = [verdict for verdict in grade.verdicts if verdict.outcome == "failed"]
    assert failed and all(verdict.mistakes == (mistake.id,) and verdict.behaviour for verdict in failed)
    assert not any(verdict.mistakes or verdict.behaviour for verdict in grade.verdicts if verdict.passed)
    assert not any(label == "noticed" for verdict in failed for label, _ in verdict.rows)


def test_answers_that_behave_alike_have_the_same_behaviour():
    one = "def num_flat_features(x):\n    return 3 * x[0].numel() + 1\n"
    same_one = "def num_flat_features(x):\n    n = x[0].numel()\n    print(n)\n    return 1 + n + n + n\n"
    other = "def num_flat_features(x):\n    return 3 * x[0].numel() + 2\n"

    def behaviours(source: str) -> list[str]:
        grade = grade_of(EX01, source)
        assert grade.mistakes == ()
        return [verdict.behaviour for verdict in grade.verdicts]

    assert behaviours(one) == behaviours(same_one) != behaviours(other)


def test_two_mistakes_in_different_functions_are_both_named():
    known = known_mistakes(ROOT, EX02)
    from grader.mistakes import varied
    from grader.stubs import without_markers

    pair = [*known["softmax_on_the_scores"].forms[0], *known["counts_the_tensors"].forms[0]]
    assert named(EX02, varied(without_markers(solution(EX02)), pair)) == {"softmax_on_the_scores", "counts_the_tensors"}


def test_mistakes_that_cannot_be_told_apart_say_what_they_share():
    known = known_mistakes(ROOT, EX02)
    for name in ("eval_taken_for_no_grad", "predict_records_gradients"):
        (mistake,) = grade_of(EX02, known[name].modules[0]).mistakes
        assert mistake.title == "Gradients are recorded while predict runs the net"


def test_the_same_is_known_from_fingerprints_on_the_draw_of_learners_runs():
    suite = suite_of(EX02)
    fingerprints = read_fingerprints(EX02)
    for name, mistake in list(known_mistakes(ROOT, EX02).items())[::4]:
        observations = observe_cases(suite, mistake.modules[0])
        grade = judge(suite, observations, lambda: FingerprintLibrary(fingerprints, suite.cases))
        assert [found.id for found in grade.mistakes] in ([name], ["eval_taken_for_no_grad"]), name


def test_where_the_inputs_are_others_fingerprints_are_silent():
    suite = suite_of(EX02, SEED)  # drawn from another seed, as another release of PyTorch might draw
    module = known_mistakes(ROOT, EX02)["softmax_on_the_scores"].modules[0]
    grade = judge(suite, observe_cases(suite, module), lambda: FingerprintLibrary(read_fingerprints(EX02), suite.cases))
    assert grade.mistakes == () and not grade.passed


def test_fingerprints_survive_their_file():
    fingerprints = read_fingerprints(EX01)
    again = Fingerprints.from_json(json.loads(json.dumps(fingerprints.to_json())))
    assert again.to_json() == fingerprints.to_json()
    assert "def " not in json.dumps(fingerprints.to_json()) and "return x" not in json.dumps(fingerprints.to_json())


def test_slips_are_recognised_and_point_at_the_line():
    for name, source in slipped.slips(solution(EX02)):
        found = named(EX02, source)
        assert found or name == "raise_left, forward", name
    missing = solution(EX02).replace("F.relu(self.fc1(x))", "nn.ReLU(self.fc1(x))")
    (mistake,) = grade_of(EX02, missing).mistakes
    line = next(number for number, text in enumerate(missing.splitlines(), 1) if "nn.ReLU(self.fc1" in text)
    assert mistake.id == "slip_layer_on_data" and mistake.explanation.startswith(f"`forward`, line {line}: `ReLU`")


def test_a_forged_claim_about_the_source_changes_no_points():
    from grader.observing.slips import Slip

    suite = suite_of(EX01, SEED)
    right, wrong = (
        observe_cases(suite, code) for code in (solution(EX01), "def num_flat_features(x):\n    return 5\n")
    )
    claims = [Slip("no_return", "num_flat_features", 1), Slip("unheard of", "f", 2), Slip("not_called", "f", 3, "x")]
    assert judge(suite, right, slips=lambda: claims).passed
    plain, claimed = judge(suite, wrong), judge(suite, wrong, slips=lambda: claims)
    assert [verdict.points for verdict in plain.verdicts] == [verdict.points for verdict in claimed.verdicts]


@pytest.mark.parametrize(
    ("one", "other", "strict", "equal"),
    [
        (torch.ones(3), torch.ones(3) * (1 + 1e-5), True, True),
        (torch.ones(3), torch.ones(3) * 1.1, True, False),
        (torch.arange(100.0), torch.arange(100.0), True, True),
        (torch.arange(100.0), torch.arange(100.0).flip(0), True, False),
        (torch.ones(100), torch.cat([torch.ones(99), torch.full((1,), 1.5)]), True, False),
        (torch.ones(1, 3), torch.ones(3), True, False),
        (torch.ones(1, 3), torch.ones(3), False, True),
        (torch.tensor([2.0]), 2, False, True),
        ((1, 2), [1, 2], False, True),
        ((1, 2), [1, 2], True, False),
        (None, torch.zeros(3), False, True),
        (None, torch.ones(3), False, False),
        ({"a": 1}, {"a": 1.0}, False, True),
        ({"a": 1}, {"b": 1}, False, False),
        ("line 3, x = f(x), raised ValueError: no", "line 9, y = f(y), raised ValueError: never", True, True),
        ("line 3, x = f(x), raised ValueError: no", "line 3, x = f(x), raised TypeError: no", True, False),
        (float("nan"), float("nan"), True, True),
        (10**80, 10**80, True, True),
        (True, 1, False, False),
    ],
)
def test_what_counts_as_the_same(one, other, strict, equal):
    assert same(summarise_value(one), summarise_value(other), strict) is equal
    assert same(summarise_value(other), summarise_value(one), strict) is equal


def test_a_summary_is_kept_as_what_differs_and_comes_back_whole():
    right = Summary("returned", summarise_value({"a": torch.ones(20), "b": [1, (2, 3)], "c": "x"}))
    other = Summary("returned", summarise_value({"a": torch.ones(20), "b": [1, (2, 4)], "d": None}))
    short = without_equal(other, right)
    assert short.value["a"] == ["="]
    assert with_equal(short, right) == other
