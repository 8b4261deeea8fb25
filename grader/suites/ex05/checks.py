"""ex05: checks. What is expected is replayed here, with autograd and PyTorch's own SGD."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from grader.judging.case_result import CaseResult
from grader.judging.checks import check
from grader.judging.compare import difference
from grader.judging.format import describe_type
from grader.judging.replay import SGD
from grader.observing.tools import parameters_of
from grader.suites.ex05 import probes
from grader.text import with_article

PATH_ATOL = 1e-5
WAY_ATOL = 2e-6
"""What rounding a weight to float32 may add to the way it went."""
NOT_BY_HAND = (
    "NaN here often means that torch.optim made the update. This one is to be written by hand: while sgd_update is "
    "checked, PyTorch's own optimizers write NaN"
)


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


def _moved_as(result: CaseResult, label: str, before: Tensor, mine: Tensor, wanted: Tensor, why: str) -> None:
    """A weight is where it should be, and so is the way it went: there a little weight decay shows."""
    still = "it did not move; expected is " if difference(mine, before) is None else ""
    why = NOT_BY_HAND if mine.is_floating_point() and bool(mine.isnan().any()) else still + why
    result.expect(label, mine, wanted, why, atol=1e-5)
    way = f"how far {label.removesuffix(' afterwards')} moved"
    result.expect(way, mine - before, wanted - before, why, atol=WAY_ATOL)


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
        _moved_as(result, f"parameter [{index}]", value, mine, wanted, why or formula)


def _replay(given: dict[str, Any]) -> list[dict[str, Tensor]]:
    """The weights after each update."""
    net = probes.build(given["net"], given["weights"])
    criterion = probes.CRITERIA[given.get("criterion", "MSELoss")]()
    optimizer = SGD(net.parameters(), given["lr"])
    after = []
    for x, target in given["batches"]:
        optimizer.step(torch.autograd.grad(criterion(net(x), target), optimizer.weights))
        after.append(parameters_of(net))
    return after


def _at_the_start(given: dict[str, Any]) -> list[tuple[float, dict[str, Tensor]]]:
    """Each batch's loss and gradients at the weights that the net comes with."""
    net = probes.build(given["net"], given["weights"])
    criterion = probes.CRITERIA[given["criterion"]]()
    names, parameters = zip(*net.named_parameters(), strict=True)
    pairs = []
    for x, target in given["batches"]:
        loss = criterion(net(x), target)
        pairs.append((loss.item(), dict(zip(names, torch.autograd.grad(loss, parameters), strict=True))))
    return pairs


def _goes_down(result: CaseResult, why: str) -> None:
    """Every call takes lr times its batch's gradient off the weights, by itself or by what it hands to the update."""
    given = result.arguments
    for index, (_, gradients) in enumerate(result.replay(_at_the_start)):
        call = f" in call {index + 1}" if len(given["batches"]) > 1 else ""
        taken = {}
        for name, value in given["weights"].items():
            taken[name] = value - result.tensor(index, "weights", name, shape=tuple(value.shape)).float()
        for number in range(len(result.sequence(index, "handed"))):
            name = result.text(index, "handed", number, "name")
            if name in taken:
                gradient = result.tensor(index, "handed", number, "gradient", shape=tuple(taken[name].shape))
                lr = result.number(index, "handed", number, "lr")
                taken[name] = taken[name] + lr * gradient.float() + probes.SHIFT
        for name, gradient in gradients.items():
            result.expect(f"taken off {name}{call}", taken[name], given["lr"] * gradient, why, atol=1e-5)


@check(
    "gradient_descent walks down x^2",
    points=2,
    hints=[
        "With pencil and paper: the gradient of x^2 at 1 is 2. Where do two steps with lr = 0.1 lead?",
        "The path starts with x0 itself, so 5 steps give 6 values.",
        "Each step needs only the gradient at the present x: what does a tensor's gradient do when a second backward "
        "comes along?",
    ],
)
def test_parabola(results):
    _walks(results("x squared"), "each x is 0.8 of the one before: x - 0.1 * 2x. The path begins with x0")


@check(
    "gradient_descent takes any learning rate and any number of steps",
    points=1,
    hints=[
        "Is lr really what each step is multiplied with, and is the number of steps the one asked for?",
        "A learning rate of 1.1 goes up and away, and 0.5 arrives at once. Both are right: do not stop early.",
    ],
    after=test_parabola,
)
def test_learning_rates(results):
    for lr in probes.RATES:
        _walks(results(f"rate {lr}"), f"each x is {1 - 2 * lr:g} times the one before")
    _walks(results("no steps"), "without a step the path is only x0")


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
    result.require(result.text("type") == "list", "a list was asked for", returned=with_article(result.text("type")))
    types = [entry if type(entry) is str else describe_type(entry) for entry in result.sequence("types")][:10]
    result.require(types == ["float"], "each entry should be a float", entries=f"of type {' and '.join(types)}")


@check(
    "sgd_update takes lr times the gradient off every weight",
    points=2,
    hints=[
        "weight <- weight - lr * gradient. A parameter keeps its gradient in parameter.grad.",
        "Writing it by hand takes one line and no torch.optim.",
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
        result.require(
            result.flag("same objects"), "the net, or the list that was given, should still hold the same parameters"
        )
        result.require(result.flag("require gradients"), "a parameter does not require gradients any more")
        result.require(result.flag("leaves"), "a parameter now has a history (a grad_fn): the update was recorded")
    _updated(results("an update"))
    result = results("three rounds")
    for index, weights in enumerate(result.replay(_replay)):
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
    _updated(results("a generator"), "an update of all parameters, and a generator gives each of them once")


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
        result = results(name)
        for key, wanted in result.replay(_replay)[0].items():
            mine = result.tensor(0, "weights", key, shape=tuple(wanted.shape))
            why = "weight - lr * gradient, with the gradient of this batch's loss"
            _moved_as(result, f"{key} afterwards", result.arguments["weights"][key], mine, wanted, why)
        for key, wanted in zip(("x", "target"), result.arguments["batches"][0], strict=True):
            result.expect(f"{key} afterwards", result.get(0, key), wanted, "the batch should stay as it was given")


@check(
    "train_step returns the loss before the update",
    points=1,
    hints=["The loss is known before the weights change. Is the net asked a second time?"],
)
def test_loss_before(results):
    for name in ("by itself", "by itself, a classifier"):
        result = results(name)
        why = "the loss of the weights as they came in, not as they are after the step"
        result.expect("returned", result.number(0, "loss"), result.replay(_at_the_start)[0][0], why)


@check(
    "train_step updates with this batch's gradients, not with older ones",
    points=2,
    hints=[
        "backward() adds to the gradients that are there already. Whose are they?",
        "Zero first: then nothing from an earlier batch is left when backward() comes.",
    ],
)
def test_old_gradients(results):
    _goes_down(results("by itself"), "lr * gradient: the update should find the gradients of this batch's loss")
    why = "lr * gradient: the net came with gradients from before, which do not belong to this batch"
    _goes_down(results("by itself, old gradients"), why)
    _goes_down(results("by itself, three steps"), "lr * gradient: each step should use its own batch's gradient")


@check(
    "train_step returns Python's own float",
    points=1,
    hints=["The loss is a tensor of shape (). Which of its methods gives its number as a float?"],
    after=test_loss_before,
    edge=True,
)
def test_loss_is_a_float(results):
    results("by itself").is_type("float", 0, "loss")
