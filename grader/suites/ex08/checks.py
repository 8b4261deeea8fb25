"""ex08: checks."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from grader.judging.case_result import Seen
from grader.judging.checks import check
from grader.judging.compare import difference

RTOL, ATOL = 1e-3, 1e-4  # a training of many steps, however its sums are ordered


def _scores(weight: Tensor, x: Tensor) -> Tensor:
    return F.conv2d(x, weight).flatten(1)


def _weight(saw: Seen) -> Tensor:
    return saw.arguments["weights"]["conv.weight"]


def _outputs(saw: Seen) -> None:
    expected = _scores(_weight(saw), saw.arguments["x"])
    outputs = saw.tensor("outputs", shape=tuple(expected.shape))
    saw.expect("returned", outputs, expected, "each filter lies on the whole picture: 16 products, added up")


def _order(saw: Seen, steps: int | None = None) -> list[int]:
    """Which sample went into the net at each step, by its place in the list; ``steps`` of them where that is known."""
    pictures = [picture for picture, _ in saw.arguments["samples"]]
    count = len(saw.sequence("fed"))
    if steps is None:
        enough, wanted = count >= len(pictures), f"{len(pictures)} or more, one for each sample"
    else:
        enough, wanted = count == steps, f"{steps}: one sample a step, each once an epoch"
    saw.require(enough, f"expected {wanted}", pictures_fed_with_gradients_on=count)
    order = []
    for step in range(count):
        fed = saw.tensor("fed", step)
        same = [place for place, picture in enumerate(pictures) if _is(fed, picture)]
        saw.require(
            bool(same),
            "each step should put one picture of the list into the net, of shape (1, 1, 4, 4)",
            **{f"step_{step + 1}_fed": fed},
        )
        order.append(same[0])
    return order


def _is(fed: Tensor, picture: Tensor) -> bool:
    return fed.numel() == picture.numel() and torch.equal(fed.flatten().double(), picture.flatten().double())


def _replay(saw: Seen, order: list[int], lr: float = 0.001, momentum: float = 0.9) -> tuple[list[float], Tensor]:
    """The losses and the final weight of SGD with momentum along ``order``."""
    samples = saw.arguments["samples"]
    weight = _weight(saw).requires_grad_()
    optimizer = torch.optim.SGD([weight], lr=lr, momentum=momentum)
    losses = []
    for place in order:
        picture, label = samples[place]
        optimizer.zero_grad()
        loss = F.cross_entropy(_scores(weight, picture), torch.tensor([label]))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, weight.detach()


def _losses(saw: Seen, steps: int) -> list[float]:
    losses = saw.numbers("losses")
    saw.require(
        len(losses) == steps, "train should return a list with the loss of every step",
        losses_returned=len(losses), steps=steps,
    )  # fmt: skip
    return losses


def _same_losses(saw: Seen, losses: list[float], expected: list[float], why: str) -> None:
    """Pass where all agree; else show those from the first that differs."""
    for step, (mine, theirs) in enumerate(zip(losses, expected, strict=True)):
        if difference(mine, theirs, RTOL, ATOL) is not None:
            some = slice(step, step + 6)
            saw.expect(f"losses from step {step + 1}", losses[some], expected[some], why, RTOL, ATOL)


def _trains(saw: Seen, epochs: int, why: str, **options: Any) -> None:
    """Losses and weights are those of PyTorch along the order that was observed."""
    order = _order(saw, epochs * len(saw.arguments["samples"]))
    losses, weight = _replay(saw, order, **options)
    _same_losses(saw, _losses(saw, len(order)), losses, why)
    saw.expect("weights afterwards", saw.tensor("weights", "conv.weight"), weight, why, RTOL, ATOL)


@check(
    "PatternNet has one convolution of four filters and no bias",
    points=1,
    hints=[
        "The layer is called conv: 1 channel in, 4 out, and a kernel as large as the picture.",
        "See what nn.Conv2d's parameters are besides the numbers. Which one says that there is no bias?",
    ],
)
def test_one_convolution(seen):
    saw = seen("one picture")
    why = "without a bias, conv.weight of shape (4, 1, 4, 4) is all that can be learned"
    saw.expect("parameters", saw.sequence("parameters"), ["conv.weight"], why)
    _outputs(saw)


@check(
    "PatternNet turns a batch (N, 1, 4, 4) into scores (N, 4)",
    points=2,
    hints=[
        "What shape comes out of the convolution for a batch of 5? Print it.",
        "Keep the batch dimension as it comes and flatten all that follows it.",
    ],
    after=test_one_convolution,
)
def test_batches(seen):
    _outputs(seen("a batch"))


@check(
    "rating is the mean square error between the outputs for two inputs",
    points=2,
    hints=[
        "Both inputs go through the net; the outputs are compared, not the pictures.",
        "Mean square error: the differences, squared, and then their mean.",
    ],
)
def test_rating(seen):
    for name in ("two pictures", "two batches"):
        saw = seen(name)
        arguments = saw.arguments
        expected = F.mse_loss(*(_scores(_weight(saw), arguments[each]) for each in ("x", "y")))
        saw.expect("rating(net, x, y)", saw.number("rating"), expected.item(), "the mean of the squared differences")
        saw.expect("rating(net, x, x)", saw.number("same"), 0.0, "the same input gives the same output")


@check(
    "train takes SGD steps with momentum on the cross entropy of one sample at a time",
    points=3,
    hints=[
        "For each sample: zero the gradients, forward, loss, backward, step. Is one of the five missing?",
        "Cross entropy wants the raw scores and the label as a tensor of shape (1,).",
        "The list that train returns holds each step's loss, taken before the weights move.",
    ],
)
def test_train_steps(seen):
    saw = seen("defaults")
    epoch = len(saw.arguments["samples"])
    order = _order(saw)
    losses = _losses(saw, len(order))
    expected, _ = _replay(saw, order)
    why = "these are the losses of cross entropy and SGD with momentum, for your pictures in the order you fed them"
    _same_losses(saw, losses[:epoch], expected[:epoch], why)


@check(
    "train keeps one optimizer for all its epochs",
    points=1,
    hints=[
        "How many epochs are there if none are asked for, and how many if three are?",
        "An optimizer's velocities live in it. What happens to them if it is made anew?",
    ],
    after=test_train_steps,
)
def test_train_epochs(seen):
    why = "the velocity of one epoch goes on into the next"
    _trains(seen("defaults"), 2, why)
    _trains(seen("three epochs"), 3, why)


@check(
    "train uses the lr and the momentum it is given",
    points=2,
    hints=["Is there a number in train that should be one of its parameters?"],
    after=test_train_steps,
)
def test_train_arguments(seen):
    for name in ("other lr", "other momentum"):
        saw = seen(name)
        options = saw.arguments["options"]
        epochs = options.pop("epochs")
        _trains(saw, epochs, "lr and momentum are those of the call", **options)


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
def test_train_order(seen):
    saw = seen("three epochs")
    count = len(saw.arguments["samples"])
    order = _order(saw, 3 * count)
    epochs = [order[start : start + count] for start in range(0, 3 * count, count)]
    for number, epoch in enumerate(epochs, start=1):
        twice = sorted({place for place in epoch if epoch.count(place) > 1})
        saw.require(
            not twice, "each sample should come exactly once in an epoch; these came more often",
            epoch=number, places_in_the_list=twice,
        )  # fmt: skip
    given = list(range(count))
    for number, epoch in enumerate(epochs, start=1):
        why = "the samples came in the order of the list: first every A, then every B"
        saw.require(epoch != given, why, epoch=number, order=_shown(epoch))
    for number in (2, 3):
        why = f"epoch {number} should have an order of its own"
        saw.require(
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
def test_callers_list(seen):
    saw = seen("three epochs")
    expected = [picture for picture, _ in saw.arguments["samples"]]
    afterwards = saw.sequence("list")
    same = len(afterwards) == len(expected) and all(
        isinstance(mine, Tensor) and torch.equal(mine, theirs)
        for mine, theirs in zip(afterwards, expected, strict=True)
    )
    saw.require(same, "the list that train was given should be as it was", samples_afterwards="in another order")


@check(
    "accuracy tells how many per cent of the samples are right",
    points=2,
    hints=[
        "The net's answer is the class with the largest of the four scores.",
        "Per cent: 3 of 4 right is 75, not 0.75.",
    ],
)
def test_accuracy(seen):
    for name in ("accuracy, training mode", "accuracy, evaluation mode"):
        saw = seen(name)
        right, count = _right(_weight(saw), saw.arguments["samples"])
        why = f"{right} of {count} samples have their largest score at their label"
        saw.expect("returned", saw.number("accuracy"), 100 * right / count, why)


def _right(weight: Tensor, samples: list[tuple[Tensor, int]]) -> tuple[int, int]:
    right = sum(int(_scores(weight, picture).argmax()) == label for picture, label in samples)
    return right, len(samples)


@check(
    "accuracy runs the net with gradients off",
    points=1,
    hints=["net.eval() changes how some layers behave. What switches autograd off is something else."],
    after=test_accuracy,
)
def test_accuracy_without_gradients(seen):
    saw = seen("accuracy, training mode")
    modes = saw.sequence("enabled")
    saw.require(bool(modes), "the net should be run", runs_of_the_net=0)
    on = sum(saw.flag("enabled", run) for run in range(len(modes)))
    why = "measuring needs no gradients: gradient mode should be off while the net runs"
    saw.require(on == 0, why, runs_of_the_net=len(modes), with_gradients_on=on)


@check(
    "accuracy leaves the net in the mode it came in",
    points=1,
    hints=["net.training tells the mode. Note it before you change it, and put it back: it may have been either."],
    after=test_accuracy,
)
def test_accuracy_mode(seen):
    for name in ("accuracy, training mode", "accuracy, evaluation mode"):
        saw = seen(name)
        saw.expect("net.training afterwards", saw.flag("training afterwards"), saw.arguments["training"])


@check(
    "PatternNet, train and accuracy together tell A from B on pictures never seen",
    points=1,
    hints=[
        "Train the net on samples() and look at the accuracy of A and of B, each by itself.",
        "Where the other checks pass and this one does not: is the whole net trained, in both epochs?",
    ],
    after=(test_batches, test_train_epochs, test_train_order, test_accuracy),
)
def test_together(seen):
    saw = seen("A and B")
    arguments = saw.arguments
    _, weight = _replay(saw, _order(saw, 2 * len(arguments["samples"])))
    trained = saw.tensor("weights", "conv.weight", shape=tuple(weight.shape))
    why = "the weights should be those that two epochs of training lead to"
    saw.expect("weights afterwards", trained, weight, why, RTOL, ATOL)
    right, count = _right(trained, arguments["held_out"])
    percent = 100 * right / count
    saw.require(percent >= 95, "at least 95 % of the held-out pictures should be right", per_cent_right=percent)
    saw.expect("accuracy", saw.number("accuracy"), percent, f"{right} of {count} held-out pictures are right")


@check(
    "rating, train and accuracy return Python's own floats",
    points=1,
    hints=["A loss is a tensor of one number, and it holds on to the graph behind it. .item() takes the number out."],
    after=(test_rating, test_train_steps, test_accuracy),
    edge=True,
)
def test_floats(seen):
    seen("two pictures").is_type("float", "rating")
    seen("accuracy, training mode").is_type("float", "accuracy")
    saw = seen("defaults")
    for step in range(len(saw.sequence("losses"))):
        kind = saw.text("types", step)
        saw.require(
            kind == "float", "a list of Python's own floats is asked for, so that no graph is kept",
            type_of_the_losses=kind,
        )  # fmt: skip
