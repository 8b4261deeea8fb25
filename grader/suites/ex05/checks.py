"""ex05: checks. What is expected is replayed here, with autograd and PyTorch's own SGD."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from grader.judging.case_result import CaseResult
from grader.judging.checks import check
from grader.judging.compare import difference
from grader.judging.replay import SGD
from grader.suites.ex05 import probes

PATH_ATOL = 1e-5


def _path(given: dict[str, Any]) -> list[float]:
    """The path that autograd's gradient leads along."""
    f = probes.FUNCTIONS[given["f"]](given["c"])
    x = torch.tensor(given["x0"], requires_grad=True)
    path = [x.item()]
    for _ in range(given["steps"]):
        (gradient,) = torch.autograd.grad(f(x), x)
        x = (x - given["lr"] * gradient).detach().requires_grad_()
        path.append(x.item())
    return path


def _walks(result: CaseResult, why: str) -> None:
    result.expect("returned", result.numbers("numbers"), result.replay(_path), why, atol=PATH_ATOL)


def _updated(result: CaseResult, why: str = "") -> None:
    """Every parameter holds what the formula gives."""
    given = result.arguments
    for index, (value, gradient) in enumerate(zip(given["values"], given["gradients"], strict=True)):
        mine = result.tensor("values", index)
        if gradient is None:
            result.expect(f"parameter [{index}]", mine, value, "it has no gradient: leave it alone", atol=1e-5)
            continue
        wanted = value - given["lr"] * gradient
        old, slope, new = value.flatten()[0], gradient.flatten()[0], wanted.flatten()[0]
        formula = f"weight - lr * gradient: the first is {old:.4f} - {given['lr']} * {slope:.4f} = {new:.4f}"
        still = "it did not move: " if difference(mine, value) is None else ""
        result.expect(f"parameter [{index}]", mine, wanted, still + (why or formula), atol=1e-5)


def _replay(given: dict[str, Any]) -> tuple[list[float], list[dict[str, Tensor]]]:
    """The losses before each update and the weights after it."""
    net = probes.build(given["net"], given["weights"])
    criterion = probes.CRITERIA[given.get("criterion", "MSELoss")]()
    optimizer = SGD(net.parameters(), given["lr"])
    losses, after = [], []
    for x, target in given["batches"]:
        loss = criterion(net(x), target)
        optimizer.step(torch.autograd.grad(loss, optimizer.weights))
        losses.append(loss.item())
        after.append(probes.parameters_of(net))
    return losses, after


def _steps(result: CaseResult, why: str) -> None:
    """The weights are right after every step."""
    _, after = result.replay(_replay)
    for index, weights in enumerate(after):
        call = f" after call {index + 1}" if len(after) > 1 else " afterwards"
        for name, wanted in weights.items():
            mine = result.tensor("weights", index, name)
            still = "it did not move: " if difference(mine, result.arguments["weights"][name]) is None else ""
            result.expect(f"{name}{call}", mine, wanted, still + why, atol=1e-5)


@check(
    "gradient_descent walks down x^2",
    points=2,
    hints=[
        "With pencil and paper: the gradient of x^2 at 1 is 2. Where do two steps with lr = 0.1 lead?",
        "The path starts with x0 itself, so 5 steps give 6 values.",
        "Each step needs the gradient at the present x alone: what does a tensor's gradient do when a second backward "
        "comes along?",
    ],
)
def test_parabola(results):
    _walks(results("x squared"), "each x is 0.8 of the one before: x - 0.1 * 2x. The path begins with x0")


@check(
    "gradient_descent takes any learning rate, also one that leads away",
    points=1,
    hints=[
        "Is lr really what each step is multiplied with, and is the number of steps the one asked for?",
        "A learning rate of 1.1 goes up and away, and that is right: do not stop it.",
    ],
    after=test_parabola,
)
def test_learning_rates(results):
    for lr in probes.RATES:
        _walks(results(f"rate {lr}"), f"each x is {1 - 2 * lr:g} times the one before")


@check(
    "gradient_descent works for a polynomial it has never seen",
    points=2,
    hints=[
        "Did you write down the derivative of x^2? The next f has another one.",
        "Let autograd find the gradient: f(x) gives a tensor of shape (), and that has a backward().",
    ],
    after=test_parabola,
)
def test_polynomial(results):
    _walks(results("a polynomial"), "the gradient has to be that of the f that is given")


@check(
    "gradient_descent takes autograd's gradient, whatever f is made of",
    points=1,
    hints=[
        "A difference quotient, (f(x + h) - f(x)) / h, is only nearly the gradient. Autograd knows it exactly.",
        "f wants one number, a tensor of shape (). torch.tensor(1.5) has it; torch.tensor([1.5]) has the shape (1,).",
    ],
    after=test_polynomial,
)
def test_other_functions(results):
    for name in ("a valley", "waves"):
        _walks(results(name), "the gradient of this f, found by autograd, leads here")
    _walks(
        results("half hidden"), "detach() hides one x from autograd, so backward() finds half of what a slope would be"
    )


@check(
    "gradient_descent returns a list of Python's own floats",
    points=1,
    hints=["A tensor of shape () holds one number. Which of its methods hands it out as a float?"],
    after=test_parabola,
    edge=True,
)
def test_path_of_floats(results):
    result = results("x squared")
    _walks(result, "the path")
    result.require(result.text("type") == "list", "a list was asked for", returned=f"a {result.text('type')}")
    types = [str(each) for each in result.sequence("types")]
    result.require(types == ["float"], "each entry should be a float", entries=f"of type {' and '.join(types)}")


@check(
    "sgd_update takes lr times the gradient off every weight",
    points=2,
    hints=[
        "weight <- weight - lr * gradient. A parameter keeps its gradient in parameter.grad.",
        "If the weights did not move at all: `p = ...` only gives the name p to a new tensor. The weight itself has to "
        "change, in place.",
        "If autograd complains about a leaf variable: it wants to record your update, and can be told not to.",
    ],
)
def test_update(results):
    for name in ("an update", "another update"):
        _updated(results(name))


@check(
    "sgd_update changes the parameters in place, and autograd does not record it",
    points=2,
    hints=[
        "Afterwards the net has to hold the same Parameter objects, and they must still require gradients.",
        "Look up torch.no_grad. As a `with` block it ends by itself; a switch has to be turned on again.",
    ],
    after=test_update,
)
def test_in_place(results):
    for name in ("an update", "three rounds"):
        result = results(name)
        result.require(
            result.flag("recording"), "autograd is still switched off after the call: nothing could learn any more"
        )
        result.require(result.flag("same objects"), "other objects stand where the parameters were")
        result.require(result.flag("require gradients"), "a parameter does not require gradients any more")
        result.require(result.flag("leaves"), "a parameter now has a history (a grad_fn): the update was recorded")
    _updated(results("an update"))
    result = results("three rounds")
    _, rounds = result.replay(_replay)
    for index, weights in enumerate(rounds):
        for key, wanted in weights.items():
            mine = result.tensor("rounds", index, key)
            result.expect(f"{key}, round {index + 1}", mine, wanted, "each round starts where the last one ended")


@check(
    "sgd_update leaves the gradients as they are",
    points=1,
    hints=["Zeroing is another step's work. Does your update change parameter.grad, or make it None?"],
    after=test_update,
)
def test_gradients_left(results):
    result = results("another update")
    _updated(result)
    for index, gradient in enumerate(result.arguments["gradients"]):
        actual = result.get("gradients", index)
        result.expect(f"gradient [{index}]", actual, gradient, "the update only reads the gradient")


@check(
    "sgd_update skips a parameter without a gradient",
    points=1,
    hints=["What is parameter.grad before any backward? Ask before you multiply with it."],
    after=test_update,
)
def test_without_gradient(results):
    _updated(results("one without a gradient"))


@check(
    "sgd_update works on a generator",
    points=1,
    hints=[
        "net.parameters() is a generator: it can be walked through once, has no length and no [0].",
        "One loop over the parameters is enough. If you need them twice, make a list first.",
    ],
    after=test_update,
)
def test_generator(results):
    _updated(results("a generator"), "a generator gives each parameter once; all of them need their update")


@check(
    "train_step takes one step down for any net and criterion",
    points=2,
    hints=[
        "Five things in order: zero, forward, loss, backward, update.",
        "If no weight moved: is there a gradient at the moment of the update?",
        "Your own sgd_update does the last of the five. Does it work already?",
    ],
)
def test_step(results):
    for name in ("a step", "a step of a classifier", "a step of a convnet"):
        _steps(results(name), "it should be weight - lr * gradient, the gradient that of this batch's loss")


@check(
    "train_step returns the loss before the update",
    points=1,
    hints=["The loss is known before the weights change. Is the net asked a second time?"],
)
def test_loss_before(results):
    for name in ("a step", "a step of a classifier"):
        result = results(name)
        losses, _ = result.replay(_replay)
        why = "the loss of the weights as they came in, not as they are after the step"
        result.expect("returned", result.number("losses", 0), losses[0], why)


@check(
    "train_step zeroes the gradients that the net carries",
    points=2,
    hints=[
        "backward() adds to the gradients that are there already. Whose are they?",
        "Zero first: then nothing from an earlier batch is left when backward() comes.",
    ],
    after=test_step,
)
def test_old_gradients(results):
    _steps(results("old gradients"), "the net came with gradients from before: they do not belong to this batch")
    _steps(results("three steps"), "each step should use its own batch's gradient alone")


@check(
    "train_step returns Python's own float",
    points=1,
    hints=["The loss is a tensor of shape (). Which of its methods gives its number as a float?"],
    after=test_loss_before,
    edge=True,
)
def test_loss_is_a_float(results):
    results("a step").is_type("float", "losses", 0)
