"""What the judge recomputes: once per draw, from its own copy, equal to PyTorch's optimizers step for step."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from grader.judging.replay import SGD, Adam, Replays, lenet
from grader.observing.cases import Case
from tests.judging.kit import CASES

CASE, OTHER = CASES.values()


def test_a_value_is_computed_once_per_case_function_and_options():
    calls: list[tuple] = []

    def half(arguments, *options):
        calls.append(options)
        return arguments["x"] / 2

    def third(arguments):
        calls.append(("third",))
        return arguments["x"] / 3

    replays = Replays()
    first = replays.get(CASE, half)
    assert replays.get(CASE, half) is first
    assert torch.equal(first, CASE.arguments["x"] / 2)
    for ask in ((OTHER, half), (CASE, half, 0.1), (CASE, half, 0.1, 0.9), (CASE, third)):
        assert replays.get(*ask) is replays.get(*ask)
    assert calls == [(), (), (0.1,), (0.1, 0.9), ("third",)]


def test_a_replay_gets_a_copy_of_its_own():
    def zeroed(arguments):
        arguments["x"].zero_()
        return arguments.pop("x")

    before = CASE.arguments["x"].clone()
    assert not Replays().get(CASE, zeroed).any()
    assert torch.equal(CASE.arguments["x"], before)


def test_the_oldest_are_dropped():
    calls: list[int] = []
    replays = Replays(most=3)

    def noted(_arguments, number):
        calls.append(number)
        return number

    for number in (1, 2, 3, 1, 4, 1, 3, 4, 2):
        assert replays.get(CASE, noted, number) == number
    assert calls == [1, 2, 3, 4, 2]


def weights() -> list[torch.Tensor]:
    generator = torch.Generator().manual_seed(4)
    return [torch.randn(shape, generator=generator) for shape in ((3, 2), (2,), ())]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (lambda w: SGD(w, 0.1), lambda w: torch.optim.SGD(w, 0.1)),
        (lambda w: SGD(w, 0.1, 0.9), lambda w: torch.optim.SGD(w, 0.1, momentum=0.9)),
        (lambda w: Adam(w, 0.01), lambda w: torch.optim.Adam(w, 0.01)),
    ],
    ids=["SGD", "momentum", "Adam"],
)
@pytest.mark.slow  # torch.optim takes seconds to import
def test_our_optimizers_are_pytorchs_step_for_step(ours, theirs):
    mine, reference = weights(), [weight.requires_grad_() for weight in weights()]
    by_hand, optimizer = ours(mine), theirs(reference)
    generator = torch.Generator().manual_seed(5)
    for _ in range(12):
        gradients = [torch.randn(weight.shape, generator=generator) for weight in mine]
        for weight, gradient in zip(reference, gradients, strict=True):
            weight.grad = gradient.clone()
        optimizer.step()
        by_hand.step(gradients)
        for weight, expected in zip(mine, reference, strict=True):
            torch.testing.assert_close(weight, expected.detach(), rtol=1e-6, atol=1e-7)


def test_a_weight_without_a_gradient_stays():
    mine = weights()
    SGD(mine, 0.1, 0.9).step([None, None, torch.ones(())])
    assert torch.equal(mine[0], weights()[0])
    assert torch.isclose(mine[2], weights()[2] - 0.1)


def test_lenet_is_the_net_of_layers():
    layers = {
        "conv1": torch.nn.Conv2d(1, 6, 5), "conv2": torch.nn.Conv2d(6, 16, 5), "fc1": torch.nn.Linear(256, 120),
        "fc2": torch.nn.Linear(120, 84), "fc3": torch.nn.Linear(84, 10),
    }  # fmt: skip
    named = {f"{name}.{part}": getattr(layer, part) for name, layer in layers.items() for part in ("weight", "bias")}
    x = torch.randn(2, 1, 28, 28)
    h = F.max_pool2d(F.relu(layers["conv1"](x)), 2)
    h = F.max_pool2d(F.relu(layers["conv2"](h)), 2)
    h = F.relu(layers["fc2"](F.relu(layers["fc1"](h.flatten(1)))))
    torch.testing.assert_close(lenet(named, x), layers["fc3"](h))


def test_a_probe_is_given_copies_of_all_but_the_weights():
    case = Case("c", lambda module: None, "c", {"x": torch.ones(2), "weights": {"weight": torch.ones(2)}})
    given = case.for_probe()
    given["x"].zero_()
    assert torch.equal(case.arguments["x"], torch.ones(2))
    assert given["weights"]["weight"] is case.arguments["weights"]["weight"]


def test_a_case_hands_out_copies():
    case = Case("c", lambda module: None, "c", {"x": torch.ones(2), "names": ["a", ("b", 1.5)]})
    copy = case.copy_of_arguments()
    copy["x"].zero_()
    copy["names"].append("c")
    assert torch.equal(case.arguments["x"], torch.ones(2))
    assert case.arguments["names"] == ["a", ("b", 1.5)]
