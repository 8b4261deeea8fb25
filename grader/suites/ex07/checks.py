"""ex07: checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

from grader.judging.case_result import CaseResult
from grader.judging.checks import check
from grader.suites.ex07.probes import walk_with

FORMULA = "weight <- weight - lr * gradient"
WITH_VELOCITY = "velocity <- momentum * velocity + gradient, then weight <- weight - lr * velocity"


class _Plain(torch.optim.SGD):
    """What SimpleGD should do."""

    def __init__(self, params: Iterable[Any], lr: float) -> None:
        super().__init__(params, lr=lr)


class _WithMomentum(torch.optim.SGD):
    """What MomentumGD should do."""

    def __init__(self, params: Iterable[Any], lr: float, momentum: float = 0.9) -> None:
        super().__init__(params, lr=lr, momentum=momentum)


def _reference(optimizer: str) -> type[torch.optim.SGD]:
    return _Plain if optimizer == "SimpleGD" else _WithMomentum


def _path(plan: dict[str, Any]) -> list[dict[str, Tensor]]:
    return walk_with(_reference(plan.pop("optimizer")), **plan)


def _descent(arguments: dict[str, Any]) -> list[Tensor]:
    """The parameter after each of two steps of a training loop."""
    parameter = torch.nn.Parameter(arguments["start"])
    optimizer = _reference(arguments["optimizer"])([parameter], lr=arguments["lr"])
    path = []
    for _ in range(2):
        optimizer.zero_grad()
        ((parameter - arguments["target"]) ** 2).sum().backward()
        optimizer.step()
        path.append(parameter.detach().clone())
    return path


def _follows(result: CaseResult, why: str) -> None:
    """The path is that of torch.optim.SGD on the same weights and gradients."""
    expected = result.replay(_path)
    start = result.arguments["weights"]
    moved = any(not torch.equal(result.tensor(0, name), start[name]) for name in expected[0])
    result.require(
        moved, "the parameters that the optimizer was given did not move at all in the first step",
        the_weights_afterwards="as they were",
    )  # fmt: skip
    for step, weights in enumerate(expected):
        for name, value in weights.items():
            result.expect(f"{name}, step {step + 1}", result.tensor(step, name), value, why)


def _descends(result: CaseResult) -> None:
    """A true training loop moved the parameter that was handed in, twice."""
    for step, expected in enumerate(result.replay(_descent)):
        why = "the parameter itself should be changed, so that the next backward finds it"
        result.expect(f"w, step {step + 1}", result.tensor("path", step), expected, why)
    result.require(result.flag("the same object"), "the optimizer should keep the very Parameter it was given")
    result.require(result.flag("is_leaf"), "w should stay a leaf: the update must not be recorded", w_is_leaf=False)
    result.require(result.flag("requires_grad"), "w should still require gradients", w_requires_grad=False)
    result.require(
        result.flag("gradients enabled afterwards"),
        "step should leave gradient mode on: after it, nothing would be recorded any more",
        gradients_enabled=False,
    )


def _closure(result: CaseResult) -> tuple[Tensor, Tensor, float]:
    """Where the weights start and end in one step of plain descent, and the loss before it."""
    start, target, lr = (result.arguments[name] for name in ("start", "target", "lr"))
    return start, start - lr * 2 * (start - target), float(((start - target) ** 2).sum())


def _uses_closure(result: CaseResult) -> None:
    start, after, loss = _closure(result)
    calls = len(result.sequence("met"))
    result.require(calls == 1, "step should call the closure exactly once", calls_of_the_closure=calls)
    why = "the closure should be called before the update: it is what computes the gradients"
    result.expect("w in closure", result.tensor("met", 0), start, why)
    why = "the update should use the closure's gradients, and so come after the closure"
    result.expect("w after step", result.tensor("after"), after, why)
    why = "step should hand on the loss that the closure returned"
    result.require(result.get("loss", "number") is not None, why, step_returned="None")
    result.expect("step returned", result.number("loss"), loss, why)


def _returns_none(result: CaseResult) -> None:
    result.expect("step() returned", result.get("without"), None, "without a closure there is no loss to return")


# SimpleGD


@check(
    "SimpleGD moves every weight by lr times its gradient",
    points=2,
    hints=[
        "What has to be handed to super().__init__ for self.param_groups to exist? Look at its two arguments.",
        "self.param_groups is a list of dicts. Each holds its parameters under 'params', and its lr under 'lr'.",
        "Change the parameter that is there: with an in-place operation, where autograd does not watch.",
    ],
)
def test_simple_steps(results):
    _follows(results("SimpleGD, steps"), FORMULA)


@check(
    "SimpleGD updates in place, unrecorded, and leaves the gradients as they are",
    points=1,
    hints=[
        "After the step, is the parameter still the same object, a leaf that requires gradients?",
        "torch.no_grad() as a context hides the update from autograd, and puts the mode back by itself.",
    ],
    after=test_simple_steps,
)
def test_simple_in_place(results):
    _descends(results("SimpleGD, in place"))
    why = "the next backward adds to the gradient, so step should only read it, not change it"
    _follows(results("SimpleGD, gradients adding up"), why)


@check(
    "SimpleGD skips parameters without a gradient",
    points=1,
    hints=[
        "Before the first backward, and for a layer that was not used, parameter.grad is None.",
        "Skip that one parameter; the ones after it still want their update.",
    ],
    after=test_simple_steps,
)
def test_simple_skips(results):
    _follows(results("SimpleGD, missing gradients"), "a parameter whose gradient is None stays; the others move")


@check(
    "SimpleGD gives each parameter group its own lr",
    points=2,
    hints=[
        "Is every group visited, or only the first?",
        "The lr handed to SimpleGD is only what a group gets that brings none. Where does a group keep its own?",
    ],
    after=test_simple_steps,
)
def test_simple_groups(results):
    _follows(results("SimpleGD, groups"), "each group is updated with the lr that stands in it")
    _follows(results("SimpleGD, one group without lr"), "a group that brings no lr has the one SimpleGD was given")


@check(
    "SimpleGD reads lr anew at each step, so that schedulers work",
    points=2,
    hints=[
        "A scheduler writes the new lr into the optimizer's groups. Does step look there?",
        "An lr kept on self is a copy from the day the optimizer was made.",
    ],
    after=test_simple_steps,
)
def test_simple_lr_changes(results):
    _follows(results("SimpleGD, new lr"), "the step after the change should use the new lr")
    _follows(results("SimpleGD, scheduler"), "the scheduler halves lr in the group; step should use what stands there")


@check(
    "SimpleGD calls the closure once, before the update, and returns its loss",
    points=2,
    hints=[
        "closure() computes the gradients. So must it come before the update or after?",
        "What the closure returns is what step returns; without a closure that is None.",
    ],
    after=test_simple_steps,
)
def test_simple_closure(results):
    result = results("SimpleGD, closure")
    _uses_closure(result)
    _returns_none(result)


@check(
    "SimpleGD calls the closure with gradients enabled",
    points=1,
    hints=[
        "The closure runs a forward and a backward. What does backward say where nothing was recorded?",
        "Only the update belongs under no_grad; if all of step stands under it, torch.enable_grad() lifts it.",
    ],
    after=test_simple_closure,
)
def test_simple_closure_enabled(results):
    result = results("SimpleGD, closure")
    result.require(
        result.flag("enabled", 0),
        "gradients were off inside the closure: its backward() would raise a RuntimeError",
        gradients_enabled=False,
    )


@check(
    "SimpleGD refuses a negative lr with a ValueError",
    points=1,
    hints=["Look at lr before anything else is done with it, and raise where it is below 0."],
    after=test_simple_steps,
    edge=True,
)
def test_simple_negative_lr(results):
    results("SimpleGD, negative lr").raised("ValueError", "with a negative lr every step would go uphill")


# MomentumGD


@check(
    "MomentumGD goes step for step as torch.optim.SGD with momentum",
    points=2,
    hints=[
        "The velocity is remembered from step to step, for each parameter by itself.",
        "At the first step there is no velocity yet: it starts as that gradient, whole.",
        "self.state[parameter] is a dict of your own for this parameter, empty at first.",
    ],
)
def test_velocity(results):
    _follows(results("MomentumGD, constant gradient"), "the velocity is 1, then 1.9, then 2.71; each times lr 0.1")
    _follows(results("MomentumGD, steps"), f"{WITH_VELOCITY} (momentum is 0.9 unless given)")
    _follows(results("MomentumGD, own momentum"), WITH_VELOCITY)


@check(
    "MomentumGD gives each parameter group its own lr and momentum",
    points=1,
    hints=["What stands for lr in each group can stand there for momentum too: see the defaults you hand on."],
    after=(test_velocity, test_simple_groups),
)
def test_momentum_groups(results):
    _follows(results("MomentumGD, groups"), "each group is updated with the lr and the momentum that stand in it")
    _follows(results("MomentumGD, one group without lr"), "what a group does not bring is what MomentumGD was given")


@check(
    "MomentumGD keeps lr outside the velocity",
    points=1,
    hints=[
        "Which of the two lines of the formula holds lr?",
        "The velocity adds up gradients alone. lr comes in only when the weight moves.",
    ],
    after=(test_velocity, test_simple_lr_changes),
)
def test_lr_outside(results):
    _follows(results("MomentumGD, new lr"), "a new lr counts at once for the whole velocity, also for its older part")


@check(
    "MomentumGD leaves the gradient alone when it keeps a velocity",
    points=1,
    hints=[
        "Is the first velocity a tensor of its own, or another name for the gradient?",
        "Who zeroes or fills the gradient in place changes everything that is the same tensor.",
    ],
    after=test_velocity,
)
def test_no_alias(results):
    why = "velocity and gradient should be two tensors: changing one in place must not change the other"
    _follows(results("MomentumGD, one gradient tensor"), why)
    _follows(results("MomentumGD, gradients adding up"), why)


@check(
    "MomentumGD goes on from a loaded state_dict as if never stopped",
    points=1,
    hints=[
        "state_dict() saves two things: the groups and self.state. Where do your velocities live?",
        "A fresh optimizer holds other Parameter objects. The base class pairs them up, but only in self.state.",
    ],
    after=test_velocity,
)
def test_state_dict(results):
    result = results("MomentumGD, stopped")
    _follows(
        result, "the third step needs the velocity, lr and momentum of before the stop (step 3 is the first after it)"
    )


@check(
    "MomentumGD updates in place, skips missing gradients and uses a closure as SimpleGD does",
    points=1,
    hints=[
        "Hold MomentumGD's step against your SimpleGD's: what did that one take care of?",
        "A parameter without a gradient keeps its velocity too: no step, no fading.",
    ],
    after=(test_velocity, test_simple_in_place, test_simple_skips, test_simple_closure, test_simple_closure_enabled),
)
def test_momentum_as_simple(results):
    _follows(
        results("MomentumGD, missing gradients"), "where the gradient is None, weight and velocity stay as they are"
    )
    _descends(results("MomentumGD, in place"))
    result = results("MomentumGD, closure")
    _uses_closure(result)
    _returns_none(result)
    result.require(result.flag("enabled", 0), "gradients were off inside the closure", gradients_enabled=False)


@check(
    "MomentumGD refuses a negative lr with a ValueError",
    points=1,
    hints=["What SimpleGD says to a negative lr holds here too."],
    after=test_velocity,
    edge=True,
)
def test_momentum_negative_lr(results):
    results("MomentumGD, negative lr").raised("ValueError", "with a negative lr every step would go uphill")
