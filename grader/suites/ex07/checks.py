"""ex07: checks."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from grader.judging.case_result import CaseResult
from grader.judging.checks import check
from grader.judging.compare import difference

FORMULA = "weight <- weight - lr * gradient"
WITH_VELOCITY = "velocity <- momentum * velocity + gradient, then weight <- weight - lr * velocity"
WAY_ATOL = 2e-6
"""What rounding a weight to float32 may add to the way it went."""
NOT_BY_HAND = (
    "NaN here often means that an optimizer of torch.optim made the update. This one is to be written by hand: while "
    "your classes are checked, PyTorch's own optimizers write NaN"
)


def _path(plan: dict[str, Any]) -> list[dict[str, Tensor]]:
    """The weights after each step of a walk, by the formula."""
    weights: dict[str, Tensor] = dict(plan["weights"])
    velocities: dict[str, Tensor] = {}
    gradients: dict[str, Any] = {}
    groups = plan.get("groups") or [{"params": list(weights)}]
    usual = {"momentum": 0.9 if plan["optimizer"] == "MomentumGD" else 0.0, **plan["options"]}
    groups = [{**usual, **group} for group in groups]
    path = []
    for step, feed in enumerate(plan["gradients"]):
        if step == plan.get("saved_at", plan.get("reload_at")):
            saved = dict(weights), {} if plan.get("forgets") else dict(velocities)
        if step == plan.get("reload_at"):
            weights, velocities = saved
        for when, group, key, value in plan.get("changes", ()):
            if when == step:
                groups[group][key] = value
        for group in groups:
            for name in group["params"]:
                added = plan.get("feed") == "added" and name in gradients
                gradients[name] = gradients[name] + feed[name] if added else feed[name]
                if gradients[name] is not None:
                    old = velocities.get(name)
                    velocity = gradients[name] if old is None else group["momentum"] * old + gradients[name]
                    velocities[name] = velocity
                    weights[name] = weights[name] - group["lr"] * velocity
            group["lr"] *= plan.get("gamma") or 1.0
        path.append(dict(weights))
    return path


def _descent(arguments: dict[str, Any]) -> list[Tensor]:
    """The parameter after each of two steps of plain descent towards the target."""
    weight, path = arguments["start"], []
    for _ in range(2):
        weight = weight - arguments["options"]["lr"] * 2 * (weight - arguments["target"])
        path.append(weight)
    return path


def _follows(result: CaseResult, why: str) -> None:
    """The weights go step by step where the formula takes them."""
    expected = result.replay(_path)
    start = result.arguments["weights"]
    moved = any(difference(result.tensor("path", 0, name), start[name]) is not None for name in expected[0])
    result.require(
        moved, "the parameters that the optimizer was given did not move at all in the first step",
        the_weights_afterwards="as they were",
    )  # fmt: skip
    last = len(expected) - 1
    ends = [result.tensor("path", last, name) for name in expected[last]]
    if any(end.is_floating_point() and bool(end.isnan().any()) for end in ends):
        why = NOT_BY_HAND
    for step, weights in enumerate(expected):
        for name, value in weights.items():
            result.expect(f"{name}, step {step + 1}", result.tensor("path", step, name), value, why)
    for name, value in expected[last].items():  # a little weight decay shows only in the way
        way = result.tensor("path", last, name) - start[name]
        result.expect(f"how far {name} moved", way, value - start[name], why, atol=WAY_ATOL)


def _written_by_hand(result: CaseResult) -> None:
    """The class inherits from none of the optimizers that PyTorch ships."""
    shipped = [str(base) for base in result.sequence("bases")[:20] if base != "Optimizer"]
    why = "the update is to be written by hand: inherit from torch.optim.Optimizer, which has none"
    result.require(not shipped, why, inherits_from=", ".join(f"torch.optim.{base}" for base in shipped))


def _is_an_optimizer(result: CaseResult) -> None:
    """The class inherits from ``torch.optim.Optimizer``."""
    why = "schedulers, state_dict and load_state_dict need a subclass of torch.optim.Optimizer"
    result.require("Optimizer" in result.sequence("bases"), why, inherits_from="not torch.optim.Optimizer")


def _descends(result: CaseResult) -> None:
    """A true training loop moved the parameter that it was given, twice."""
    for step, expected in enumerate(result.replay(_descent)):
        why = "the parameter itself should be changed, so that the next backward finds it"
        result.expect(f"w, step {step + 1}", result.tensor("path", step), expected, why)
    result.require(result.flag("the same object"), "the optimizer should keep the very Parameter it was given")
    result.require(result.flag("is_leaf"), "w should stay a leaf: the update must not be recorded", w="has a history")
    result.require(result.flag("requires_grad"), "w should still require gradients", w="requires none")
    result.require(
        result.flag("gradients enabled afterwards"),
        "step should leave gradient mode on: after it, nothing would be recorded any more",
        gradient_mode_afterwards="off",
    )


def _after_closure(result: CaseResult) -> tuple[Tensor, Tensor, float]:
    """The closure's gradient, where one step of plain descent along it ends, and the loss before it."""
    start, target = result.arguments["start"], result.arguments["target"]
    gradient = 2 * (start - target)
    return gradient, start - result.arguments["options"]["lr"] * gradient, float(((start - target) ** 2).sum())


def _uses_closure(result: CaseResult) -> None:
    gradient, after, _ = _after_closure(result)
    calls = result.number("calls")
    result.require(calls == 1, "step should call the closure exactly once", calls_of_the_closure=f"{calls:g}")
    why = "the closure should be called before the update, and the update should use the closure's gradients"
    result.expect("w after step", result.tensor("after"), after, why)
    if result.get("gradient") is not None:  # changing the gradient, or zeroing it, is another check's business
        left = result.tensor("gradient", shape=tuple(gradient.shape)).float()
        along = gradient * (left @ gradient) / (gradient @ gradient)
        why = "the gradient should be that of the closure's only call"
        result.expect("direction of w.grad after step", left, along, why, atol=1e-4)


def _returns_the_loss(result: CaseResult) -> None:
    why = "step should hand on the loss that the closure returned: that of w before the update"
    loss = _after_closure(result)[2]
    result.require(result.get("loss", "number") is not None, why, step_returned=None, expected=loss)
    result.expect("step returned", result.number("loss"), loss, why)
    result.expect("step() returned", result.get("without"), None, "without a closure there is no loss to return")


def _closure_is_recorded(result: CaseResult) -> None:
    """The closure, which goes elsewhere where nothing is recorded, went to its target."""
    _, after, _ = _after_closure(result)
    why = "gradients were off inside the closure: its backward() would raise a RuntimeError"
    result.require(difference(result.tensor("after"), after) is None, why, gradient_mode="off")


def _refuses(result: CaseResult) -> None:
    why = "with a negative lr every step would go uphill"
    result.require(result.observation.ending != "returned", why, raised="nothing", expected="a ValueError")
    result.raised("ValueError")


# SimpleGD


@check(
    "SimpleGD moves every weight by lr times its gradient",
    points=2,
    hints=[
        "What has to be handed to super().__init__ for self.param_groups to exist? Look at its two arguments.",
        "self.param_groups is a list of dicts. Each holds its parameters under 'params', and its lr under 'lr'.",
        "Change the parameter that is there: with an in-place operation, where autograd does not watch.",
        "The update is yours to write: torch.optim.SGD may not do it.",
    ],
)
def test_simple_steps(results):
    result = results("SimpleGD, steps")
    _written_by_hand(result)
    _follows(result, FORMULA)


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
    points=1,
    hints=[
        "Is every group visited, or only the first?",
        "The lr handed to SimpleGD is only what a group gets that brings none. Where does a group keep its own?",
    ],
    after=test_simple_steps,
)
def test_simple_groups(results):
    _follows(results("SimpleGD, groups"), "each group is updated with the lr that stands in it")
    _follows(results("SimpleGD, one group without lr"), "a group that brings no lr has the one SimpleGD was given")
    _follows(results("SimpleGD, a group with 0"), "an lr of 0 is an lr too: that group stays where it is")


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
    _is_an_optimizer(results("SimpleGD, steps"))
    _follows(results("SimpleGD, new lr"), "the step after the change should use the new lr")
    _follows(results("SimpleGD, scheduler"), "the scheduler halves lr in the group; step should use what stands there")
    _follows(results("SimpleGD, loaded"), "load_state_dict brings the saved groups, and step should use the lr in them")


@check(
    "SimpleGD calls the closure once, before the update",
    points=1,
    hints=["closure() computes the gradients. So must it come before the update or after?"],
    after=test_simple_steps,
)
def test_simple_closure(results):
    _uses_closure(results("SimpleGD, closure"))


@check(
    "SimpleGD returns the closure's loss",
    points=1,
    hints=["What the closure returns is what step returns; without a closure that is None."],
    after=test_simple_steps,
)
def test_simple_closure_loss(results):
    _returns_the_loss(results("SimpleGD, closure"))


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
    _closure_is_recorded(results("SimpleGD, mode in the closure"))


@check(
    "SimpleGD refuses a negative lr with a ValueError",
    points=1,
    hints=["Look at lr before anything else is done with it, and raise where it is below 0."],
    edge=True,
)
def test_simple_negative_lr(results):
    results("SimpleGD, positive lr").returned("an optimizer", "an lr above 0 should be taken")
    _refuses(results("SimpleGD, negative lr"))


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
    result = results("MomentumGD, constant gradient")
    _written_by_hand(result)
    _follows(result, "the velocity is 1, then 1.9, then 2.71; each times lr 0.1")
    _follows(results("MomentumGD, steps"), f"{WITH_VELOCITY} (momentum is 0.9 unless given)")
    _follows(results("MomentumGD, own momentum"), WITH_VELOCITY)


@check(
    "MomentumGD gives each parameter group its own lr and momentum",
    points=1,
    hints=["What stands for lr in each group can stand there for momentum too: see the defaults you hand on."],
    after=test_velocity,
)
def test_momentum_groups(results):
    _follows(results("MomentumGD, groups"), "each group is updated with the lr and the momentum that stand in it")
    _follows(results("MomentumGD, one group without lr"), "what a group does not bring is what MomentumGD was given")
    _follows(results("MomentumGD, a group with 0"), "a momentum of 0 is a momentum too: that group keeps no velocity")
    _follows(results("MomentumGD, new momentum"), "the step after the change should use the new momentum")


@check(
    "MomentumGD keeps lr outside the velocity",
    points=1,
    hints=[
        "Which of the two lines of the formula holds lr?",
        "The velocity adds up only gradients. lr comes in only when the weight moves.",
    ],
    after=test_velocity,
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
    "MomentumGD keeps the velocity of a parameter whose gradient is missing",
    points=1,
    hints=[
        "A parameter without a gradient keeps its velocity: no step, no fading.",
        "Skip the parameter before anything is done with its velocity.",
    ],
    after=test_velocity,
)
def test_velocity_waits(results):
    why = "where the gradient is None, weight and velocity stay as they are"
    _follows(results("MomentumGD, fading"), why)


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
    _is_an_optimizer(results("MomentumGD, constant gradient"))
    why = "the loaded one needs weights, velocity, lr and momentum as they were saved (step 5 is its first)"
    _follows(results("MomentumGD, stopped"), why)
    why = "self.state is where the velocity should live: with zeros in there, step 3 is that of just the gradient"
    _follows(results("MomentumGD, forgetful"), why)


@check(
    "MomentumGD updates in place, skips missing gradients and uses a closure as SimpleGD does",
    points=1,
    hints=[
        "Hold MomentumGD's step against your SimpleGD's: what did that one take care of?",
        "With momentum=0 the two do the same.",
    ],
)
def test_momentum_as_simple(results):
    _follows(results("MomentumGD, missing gradients"), "a parameter whose gradient is None stays; the others move")
    _descends(results("MomentumGD, in place"))
    result = results("MomentumGD, closure")
    _uses_closure(result)
    _returns_the_loss(result)
    _closure_is_recorded(results("MomentumGD, mode in the closure"))


@check(
    "MomentumGD refuses a negative lr with a ValueError",
    points=1,
    hints=["What SimpleGD says to a negative lr holds here too."],
    edge=True,
)
def test_momentum_negative_lr(results):
    results("MomentumGD, positive lr").returned("an optimizer", "an lr above 0 should be taken")
    _refuses(results("MomentumGD, negative lr"))
