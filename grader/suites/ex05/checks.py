"""ex05: checks. What is expected is replayed here, with autograd and PyTorch's own SGD."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from grader.judging.case_result import Seen
from grader.judging.checks import check
from grader.judging.compare import difference
from grader.suites.ex05 import probes

PATH_ATOL = 1e-5


def _path(saw: Seen) -> list[float]:
    """The path that autograd's gradient leads along."""
    given = saw.arguments
    f = probes.FUNCTIONS[given["f"]](given["c"])
    x = torch.tensor(given["x0"], requires_grad=True)
    path = [x.item()]
    for _ in range(given["steps"]):
        (gradient,) = torch.autograd.grad(f(x), x)
        x = (x - given["lr"] * gradient).detach().requires_grad_()
        path.append(x.item())
    return path


def _walks(saw: Seen, why: str) -> None:
    saw.expect("returned", saw.numbers("numbers"), _path(saw), why, atol=PATH_ATOL)


def _updated(saw: Seen, why: str = "") -> None:
    """Every parameter holds what the formula gives."""
    given = saw.arguments
    for index, (value, gradient) in enumerate(zip(given["values"], given["gradients"], strict=True)):
        mine = saw.tensor("values", index)
        if gradient is None:
            saw.expect(f"parameter [{index}]", mine, value, "it has no gradient: leave it alone", atol=1e-5)
            continue
        wanted = value - given["lr"] * gradient
        old, slope, new = value.flatten()[0], gradient.flatten()[0], wanted.flatten()[0]
        formula = f"weight - lr * gradient: the first is {old:.4f} - {given['lr']} * {slope:.4f} = {new:.4f}"
        still = "it did not move: " if difference(mine, value) is None else ""
        saw.expect(f"parameter [{index}]", mine, wanted, still + (why or formula), atol=1e-5)


def _replay(saw: Seen) -> tuple[list[float], list[dict[str, Tensor]]]:
    """The losses before each update and the weights after it."""
    given = saw.arguments
    net = probes.build(given["net"], given["weights"])
    criterion = probes.CRITERIA[given["criterion"]]()
    optimizer = torch.optim.SGD(net.parameters(), lr=given["lr"])
    losses, after = [], []
    for x, target in given["batches"]:
        optimizer.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        after.append(probes.parameters_of(net))
    return losses, after


def _steps(saw: Seen, why: str) -> None:
    """The weights are right after every step."""
    _, after = _replay(saw)
    for index, weights in enumerate(after):
        call = f" after call {index + 1}" if len(after) > 1 else " afterwards"
        for name, wanted in weights.items():
            mine = saw.tensor("weights", index, name)
            still = "it did not move: " if difference(mine, saw.arguments["weights"][name]) is None else ""
            saw.expect(f"{name}{call}", mine, wanted, still + why, atol=1e-5)


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
def test_parabola(seen):
    _walks(seen("x squared"), "each x is 0.8 of the one before: x - 0.1 * 2x. The path begins with x0")


@check(
    "gradient_descent takes any learning rate, also one that leads away",
    points=1,
    hints=[
        "Is lr really what each step is multiplied with, and is the number of steps the one asked for?",
        "A learning rate of 1.1 goes up and away, and that is right: do not stop it.",
    ],
    after=test_parabola,
)
def test_learning_rates(seen):
    for lr in probes.RATES:
        _walks(seen(f"rate {lr}"), f"each x is {1 - 2 * lr:g} times the one before")


@check(
    "gradient_descent works for a polynomial it has never seen",
    points=2,
    hints=[
        "Did you write down the derivative of x^2? The next f has another one.",
        "Let autograd find the gradient: f(x) gives a tensor of shape (), and that has a backward().",
    ],
    after=test_parabola,
)
def test_polynomial(seen):
    _walks(seen("a polynomial"), "the gradient has to be that of the f that is given")


@check(
    "gradient_descent takes autograd's gradient, whatever f is made of",
    points=1,
    hints=[
        "A difference quotient, (f(x + h) - f(x)) / h, is only nearly the gradient. Autograd knows it exactly.",
        "f wants one number, a tensor of shape (). torch.tensor(1.5) has it; torch.tensor([1.5]) has the shape (1,).",
    ],
    after=test_polynomial,
)
def test_other_functions(seen):
    for name in ("a valley", "waves"):
        _walks(seen(name), "the gradient of this f, found by autograd, leads here")
    _walks(seen("half hidden"), "detach() hides one x from autograd, so backward() finds half of what a slope would be")


@check(
    "gradient_descent returns a list of Python's own floats",
    points=1,
    hints=["A tensor of shape () holds one number. Which of its methods hands it out as a float?"],
    after=test_parabola,
    edge=True,
)
def test_path_of_floats(seen):
    saw = seen("x squared")
    _walks(saw, "the path")
    saw.require(saw.text("type") == "list", "a list was asked for", returned=f"a {saw.text('type')}")
    types = [str(each) for each in saw.sequence("types")]
    saw.require(types == ["float"], "each entry should be a float", entries=f"of type {' and '.join(types)}")


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
def test_update(seen):
    for name in ("an update", "another update"):
        _updated(seen(name))


@check(
    "sgd_update changes the parameters in place, and autograd does not record it",
    points=2,
    hints=[
        "Afterwards the net has to hold the same Parameter objects, and they must still require gradients.",
        "Look up torch.no_grad. As a `with` block it ends by itself; a switch has to be turned on again.",
    ],
    after=test_update,
)
def test_in_place(seen):
    for name in ("an update", "three rounds"):
        saw = seen(name)
        saw.require(
            saw.flag("recording"), "autograd is still switched off after the call: nothing could learn any more"
        )
        saw.require(saw.flag("same objects"), "other objects stand where the parameters were")
        saw.require(saw.flag("require gradients"), "a parameter does not require gradients any more")
        saw.require(saw.flag("leaves"), "a parameter now has a history (a grad_fn): the update was recorded")
    _updated(seen("an update"))
    saw = seen("three rounds")
    given = saw.arguments
    net = probes.build(given["net"], given["weights"])
    optimizer = torch.optim.SGD(net.parameters(), lr=given["lr"])
    for index, (x, target) in enumerate(given["batches"]):
        optimizer.zero_grad()
        F.mse_loss(net(x), target).backward()
        optimizer.step()
        for key, wanted in probes.parameters_of(net).items():
            mine = saw.tensor("rounds", index, key)
            saw.expect(f"{key}, round {index + 1}", mine, wanted, "each round starts where the last one ended")


@check(
    "sgd_update leaves the gradients as they are",
    points=1,
    hints=["Zeroing is another step's work. Does your update change parameter.grad, or make it None?"],
    after=test_update,
)
def test_gradients_left(seen):
    saw = seen("another update")
    _updated(saw)
    for index, gradient in enumerate(saw.arguments["gradients"]):
        actual = saw.get("gradients", index)
        saw.expect(f"gradient [{index}]", actual, gradient, "the update only reads the gradient")


@check(
    "sgd_update skips a parameter without a gradient",
    points=1,
    hints=["What is parameter.grad before any backward? Ask before you multiply with it."],
    after=test_update,
)
def test_without_gradient(seen):
    _updated(seen("one without a gradient"))


@check(
    "sgd_update works on a generator",
    points=1,
    hints=[
        "net.parameters() is a generator: it can be walked through once, has no length and no [0].",
        "One loop over the parameters is enough. If you need them twice, make a list first.",
    ],
    after=test_update,
)
def test_generator(seen):
    _updated(seen("a generator"), "a generator gives each parameter once; all of them need their update")


@check(
    "train_step takes one step down for any net and criterion",
    points=2,
    hints=[
        "Five things in order: zero, forward, loss, backward, update.",
        "If no weight moved: is there a gradient at the moment of the update?",
        "Your own sgd_update does the last of the five. Does it work already?",
    ],
)
def test_step(seen):
    for name in ("a step", "a step of a classifier", "a step of a convnet"):
        _steps(seen(name), "it should be weight - lr * gradient, the gradient that of this batch's loss")


@check(
    "train_step returns the loss before the update",
    points=1,
    hints=["The loss is known before the weights change. Is the net asked a second time?"],
)
def test_loss_before(seen):
    for name in ("a step", "a step of a classifier"):
        saw = seen(name)
        losses, _ = _replay(saw)
        why = "the loss of the weights as they came in, not as they are after the step"
        saw.expect("returned", saw.number("losses", 0), losses[0], why)


@check(
    "train_step zeroes the gradients that the net carries",
    points=2,
    hints=[
        "backward() adds to the gradients that are there already. Whose are they?",
        "Zero first: then nothing from an earlier batch is left when backward() comes.",
    ],
    after=test_step,
)
def test_old_gradients(seen):
    _steps(seen("old gradients"), "the net came with gradients from before: they do not belong to this batch")
    _steps(seen("three steps"), "each step should use its own batch's gradient alone")


@check(
    "train_step returns Python's own float",
    points=1,
    hints=["The loss is a tensor of shape (). Which of its methods gives its number as a float?"],
    after=test_loss_before,
    edge=True,
)
def test_loss_is_a_float(seen):
    seen("a step").is_type("float", "losses", 0)
