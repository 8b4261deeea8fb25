"""ex08: checks."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from grader.judging.case_result import CaseResult
from grader.judging.checks import check
from grader.judging.compare import difference
from grader.judging.replay import SGD

RTOL, ATOL = 1e-3, 1e-4  # a training of many steps, however its sums are ordered


def _scores(weight: Tensor, x: Tensor) -> Tensor:
    return F.conv2d(x, weight).flatten(1)


def _weight(result: CaseResult) -> Tensor:
    return result.arguments["weights"]["conv.weight"]


def _outputs(result: CaseResult) -> None:
    expected = _scores(_weight(result), result.arguments["x"])
    outputs = result.tensor("outputs", shape=tuple(expected.shape))
    result.expect("returned", outputs, expected, "each filter lies on the whole picture: 16 products, added up")


def _order(result: CaseResult, steps: int | None = None) -> list[int]:
    """Which sample went into the net at each step, by its place in the list; ``steps`` of them where that is known."""
    pictures = [picture for picture, _ in result.arguments["samples"]]
    count = len(result.sequence("fed"))
    if steps is None:
        enough, wanted = count >= len(pictures), f"{len(pictures)} or more, one for each sample"
    else:
        enough, wanted = count == steps, f"{steps}: one sample a step, each once an epoch"
    result.require(enough, f"expected {wanted}", pictures_fed_with_gradients_on=count)
    fed = [result.tensor("fed", step) for step in range(count)]
    same_size = [picture.numel() == pictures[0].numel() for picture in fed]
    flat = torch.stack([picture.flatten().double() for picture, fits in zip(fed, same_size, strict=True) if fits])
    listed = torch.stack([picture.flatten().double() for picture in pictures])
    equal = iter((flat[:, None] == listed).all(dim=-1))
    order = []
    for step, fits in enumerate(same_size):
        matches = next(equal).nonzero() if fits else torch.empty(0)
        result.require(
            len(matches) > 0,
            "each step should put one picture of the list into the net, of shape (1, 1, 4, 4)",
            **{f"step_{step + 1}_fed": fed[step]},
        )
        order.append(int(matches[0]))
    return order


def _replay(
    result: CaseResult, order: list[int], lr: float = 0.001, momentum: float = 0.9
) -> tuple[list[float], Tensor]:
    """The losses and the final weight of SGD with momentum along ``order``."""
    return result.replay(_training, tuple(order), lr, momentum)


def _training(
    arguments: dict[str, Any], order: tuple[int, ...], lr: float, momentum: float
) -> tuple[list[float], Tensor]:
    weight = arguments["weights"]["conv.weight"].requires_grad_()
    optimizer = SGD([weight], lr, momentum)
    losses = []
    for index in order:
        picture, label = arguments["samples"][index]
        loss = F.cross_entropy(_scores(weight, picture), torch.tensor([label]))
        optimizer.step(torch.autograd.grad(loss, [weight]))
        losses.append(loss.item())
    return losses, weight.detach()


def _losses(result: CaseResult, steps: int) -> list[float]:
    losses = result.numbers("losses")
    result.require(
        len(losses) == steps, "train should return a list with the loss of every step",
        losses_returned=len(losses), steps=steps,
    )  # fmt: skip
    return losses


def _same_losses(result: CaseResult, losses: list[float], expected: list[float], why: str) -> None:
    """Pass where all agree; else show those from the first that differs."""
    for step, (mine, theirs) in enumerate(zip(losses, expected, strict=True)):
        if difference(mine, theirs, RTOL, ATOL) is not None:
            some = slice(step, step + 6)
            result.expect(f"losses from step {step + 1}", losses[some], expected[some], why, RTOL, ATOL)


def _trains(result: CaseResult, epochs: int, why: str, **options: Any) -> None:
    """Losses and weights are those of PyTorch along the order that was observed."""
    order = _order(result, epochs * len(result.arguments["samples"]))
    losses, weight = _replay(result, order, **options)
    _same_losses(result, _losses(result, len(order)), losses, why)
    result.expect("weights afterwards", result.tensor("weights", "conv.weight"), weight, why, RTOL, ATOL)


@check(
    "PatternNet has one convolution of four filters and no bias",
    points=1,
    hints=[
        "The layer is called conv: 1 channel in, 4 out, and a kernel as large as the picture.",
        "See what nn.Conv2d's parameters are besides the numbers. Which one says that there is no bias?",
    ],
)
def test_one_convolution(results):
    result = results("one picture")
    why = "without a bias, conv.weight of shape (4, 1, 4, 4) is all that can be learned"
    result.expect("parameters", result.sequence("parameters"), ["conv.weight"], why)
    _outputs(result)


@check(
    "PatternNet turns a batch (N, 1, 4, 4) into scores (N, 4)",
    points=2,
    hints=[
        "What shape comes out of the convolution for a batch of 5? Print it.",
        "Keep the batch dimension as it comes and flatten all that follows it.",
    ],
    after=test_one_convolution,
)
def test_batches(results):
    _outputs(results("a batch"))


@check(
    "rating is the mean square error between the outputs for two inputs",
    points=2,
    hints=[
        "Both inputs go through the net; the outputs are compared, not the pictures.",
        "Mean square error: the differences, squared, and then their mean.",
    ],
)
def test_rating(results):
    for name in ("two pictures", "two batches"):
        result = results(name)
        arguments = result.arguments
        expected = F.mse_loss(*(_scores(_weight(result), arguments[each]) for each in ("x", "y")))
        result.expect(
            "rating(net, x, y)", result.number("rating"), expected.item(), "the mean of the squared differences"
        )
        result.expect("rating(net, x, x)", result.number("same"), 0.0, "the same input gives the same output")


@check(
    "train takes SGD steps with momentum on the cross entropy of one sample at a time",
    points=3,
    hints=[
        "For each sample: zero the gradients, forward, loss, backward, step. Is one of the five missing?",
        "Cross entropy wants the raw scores and the label as a tensor of shape (1,).",
        "The list that train returns holds each step's loss, taken before the weights move.",
    ],
)
def test_train_steps(results):
    result = results("defaults")
    epoch = len(result.arguments["samples"])
    order = _order(result)
    losses = _losses(result, len(order))
    expected, _ = _replay(result, order)
    why = "these are the losses of cross entropy and SGD with momentum, for your pictures in the order you fed them"
    _same_losses(result, losses[:epoch], expected[:epoch], why)


@check(
    "train keeps one optimizer for all its epochs",
    points=1,
    hints=[
        "How many epochs are there if none are asked for, and how many if three are?",
        "An optimizer's velocities live in it. What happens to them if it is made anew?",
    ],
    after=test_train_steps,
)
def test_train_epochs(results):
    why = "the velocity of one epoch goes on into the next"
    _trains(results("defaults"), 2, why)
    _trains(results("three epochs"), 3, why)


@check(
    "train uses the lr and the momentum it is given",
    points=2,
    hints=["Is there a number in train that should be one of its parameters?"],
    after=test_train_steps,
)
def test_train_arguments(results):
    for name in ("other lr", "other momentum"):
        result = results(name)
        options = dict(result.arguments["options"])
        _trains(result, options.pop("epochs"), "lr and momentum are those of the call", **options)


@check(
    "train takes every sample once an epoch, in a new random order each time",
    points=2,
    hints=[
        "random.sample and torch.randperm both give a new order without touching the old list.",
        "Is the order drawn inside the loop over the epochs, or once before it?",
        "A picture and its label belong together: shuffle the pairs, or places in the list.",
    ],
    after=test_train_steps,
)
def test_train_order(results):
    result = results("three epochs")
    count = len(result.arguments["samples"])
    order = _order(result, 3 * count)
    epochs = [order[start : start + count] for start in range(0, 3 * count, count)]
    for number, epoch in enumerate(epochs, start=1):
        twice = sorted({place for place in epoch if epoch.count(place) > 1})
        result.require(
            not twice, "each sample should come exactly once in an epoch; these came more often",
            epoch=number, places_in_the_list=twice,
        )  # fmt: skip
    given = list(range(count))
    for number, epoch in enumerate(epochs, start=1):
        why = "the samples came in the order of the list: first every A, then every B"
        result.require(epoch != given, why, epoch=number, order=_shown(epoch))
    for number in (2, 3):
        why = f"epoch {number} should have an order of its own"
        result.require(
            epochs[number - 1] not in epochs[: number - 1], why,
            orders="\n".join(_shown(epoch) for epoch in epochs[:number]),
        )  # fmt: skip


def _shown(epoch: list[int]) -> str:
    return " ".join(str(place) for place in epoch)


@check(
    "train leaves the caller's list in its order",
    points=1,
    hints=["Some ways to shuffle work on the list itself. Whose list is it? Shuffle a copy, or draw places."],
    after=test_train_order,
)
def test_callers_list(results):
    result = results("three epochs")
    expected = [picture for picture, _ in result.arguments["samples"]]
    afterwards = result.sequence("list")
    same = len(afterwards) == len(expected) and all(
        isinstance(mine, Tensor) and torch.equal(mine, theirs)
        for mine, theirs in zip(afterwards, expected, strict=True)
    )
    result.require(same, "the list that train was given should be as it was", samples_afterwards="in another order")


@check(
    "accuracy tells how many per cent of the samples are right",
    points=2,
    hints=[
        "The net's answer is the class with the largest of the four scores.",
        "Per cent: 3 of 4 right is 75, not 0.75.",
    ],
)
def test_accuracy(results):
    for name in ("accuracy, training mode", "accuracy, evaluation mode"):
        result = results(name)
        right, count = _right(_weight(result), result.arguments["samples"])
        why = f"{right} of {count} samples have their largest score at their label"
        result.expect("returned", result.number("accuracy"), 100 * right / count, why)


def _right(weight: Tensor, samples: list[tuple[Tensor, int]]) -> tuple[int, int]:
    right = sum(int(_scores(weight, picture).argmax()) == label for picture, label in samples)
    return right, len(samples)


@check(
    "accuracy runs the net with gradients off",
    points=1,
    hints=["net.eval() changes how some layers behave. What switches autograd off is something else."],
    after=test_accuracy,
)
def test_accuracy_without_gradients(results):
    result = results("accuracy, training mode")
    modes = result.sequence("enabled")
    result.require(bool(modes), "the net should be run", runs_of_the_net=0)
    on = sum(result.flag("enabled", run) for run in range(len(modes)))
    why = "measuring needs no gradients: gradient mode should be off while the net runs"
    result.require(on == 0, why, runs_of_the_net=len(modes), with_gradients_on=on)


@check(
    "accuracy leaves the net in the mode it came in",
    points=1,
    hints=["net.training tells the mode. Note it before you change it, and put it back: it may have been either."],
    after=test_accuracy,
)
def test_accuracy_mode(results):
    for name in ("accuracy, training mode", "accuracy, evaluation mode"):
        result = results(name)
        result.expect("net.training afterwards", result.flag("training afterwards"), result.arguments["training"])


@check(
    "PatternNet, train and accuracy together tell A from B on pictures never seen",
    points=1,
    hints=[
        "Train the net on samples() and look at the accuracy of A and of B, each by itself.",
        "Where the other checks pass and this one does not: is the whole net trained, in both epochs?",
    ],
    after=(test_batches, test_train_epochs, test_train_order, test_accuracy),
)
def test_together(results):
    result = results("A and B")
    arguments = result.arguments
    _, weight = _replay(result, _order(result, 2 * len(arguments["samples"])))
    trained = result.tensor("weights", "conv.weight", shape=tuple(weight.shape))
    why = "the weights should be those that two epochs of training lead to"
    result.expect("weights afterwards", trained, weight, why, RTOL, ATOL)
    right, count = _right(trained, arguments["held_out"])
    percent = 100 * right / count
    result.require(percent >= 95, "at least 95 % of the held-out pictures should be right", per_cent_right=percent)
    result.expect("accuracy", result.number("accuracy"), percent, f"{right} of {count} held-out pictures are right")


@check(
    "rating, train and accuracy return Python's own floats",
    points=1,
    hints=["A loss is a tensor of one number, and it holds on to the graph behind it. .item() takes the number out."],
    after=(test_rating, test_train_steps, test_accuracy),
    edge=True,
)
def test_floats(results):
    results("two pictures").is_type("float", "rating")
    results("accuracy, training mode").is_type("float", "accuracy")
    result = results("defaults")
    for step in range(len(result.sequence("losses"))):
        kind = result.text("types", step)
        result.require(
            kind == "float", "a list of Python's own floats is asked for, so that no graph is kept",
            type_of_the_losses=kind,
        )  # fmt: skip
