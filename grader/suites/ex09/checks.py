"""ex09: checks."""

from __future__ import annotations

from functools import cache
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from grader.data import read_digits
from grader.judging.case_result import CaseResult
from grader.judging.checks import check
from grader.judging.replay import Adam
from grader.suites.ex09.probes import LAYERS

ASKED_FOR = 80.0
KINSHIP = {"layers.5.weight": 0.2, "layers.7.weight": 0.7}
"""How alike trained weights stay at least to those they began with: a correlation, 0.42 to 0.62 and 0.97 to 0.99 over
ten draws, and below 0.05 for weights that began elsewhere."""


def _convnet(weights: dict[str, Tensor], x: Tensor) -> Tensor:
    def parts(layer: int) -> tuple[Tensor, Tensor]:
        return weights[f"layers.{layer}.weight"], weights[f"layers.{layer}.bias"]

    x = F.relu(F.conv2d(x, *parts(0)))
    x = F.relu(F.conv2d(x, *parts(2)))
    x = F.relu(F.linear(x.flatten(1), *parts(5)))
    x = F.relu(F.linear(x, *parts(7)))
    return F.linear(x, *parts(9))


@check(
    "ConvNet has five layers with weights, named and shaped as asked for",
    points=2,
    hints=[
        "Flatten and ReLU are modules too: inside nn.Sequential they take a place and a number of their own.",
        "Write the ten modules of the docstring one after the other: the weights then stand at 0, 2, 5, 7 and 9.",
        "nn.Conv2d takes channels in, channels out and the kernel's side; nn.Linear features in and features out.",
    ],
)
def test_layers(results):
    result = results("layers")
    own = result.mapping()
    missing = [name for name in LAYERS if name not in own]
    extra = [name for name in own if name not in LAYERS]
    result.require(
        bool(own), "layers kept in a plain list are not found: an nn.Sequential keeps them", parameters="none"
    )
    result.require(
        not missing and not extra,
        "self.layers should be one nn.Sequential with the modules of the docstring, in their order",
        **({"not there": ", ".join(missing)} if missing else {}),
        **({"too many": ", ".join(map(str, extra))} if extra else {}),
    )
    for name, shape in LAYERS.items():
        result.expect(f"shape of {name}", own[name], shape)


def _expected_scores(arguments: dict[str, Any]) -> Tensor:
    return _convnet(arguments["weights"], arguments["x"])


def _scores(result: CaseResult) -> None:
    expected = result.replay(_expected_scores)
    actual = result.tensor(shape=tuple(expected.shape))
    why = "raw scores of the layers in their order, with the judge's weights: a ReLU after all but the last"
    result.expect("returned", actual, expected, why, atol=1e-5)


@check(
    "ConvNet gives ten raw scores for each digit",
    points=2,
    hints=[
        "Does forward return what comes out of self.layers?",
        "Count the ReLUs: four. None comes after the last layer, and no softmax: the loss does that itself.",
    ],
    after=test_layers,
)
def test_scores(results):
    _scores(results("scores"))
    _scores(results("one digit"))


def _samples(result: CaseResult, epoch: int) -> list[int]:
    """The places in the dataset of an epoch's samples, in the order they came; fails unless each came once."""
    value = result.get()
    result.require(type(value) is dict, "it should return a DataLoader of torch.utils.data", returned=value)
    arguments = result.arguments
    count = len(arguments["x"])
    size = arguments["options"].get("batch_size", 10)
    sizes = [min(size, count - start) for start in range(0, count, size)]
    told = result.sequence("epochs", epoch, "sizes")
    result.expect("batch sizes", list(told), sizes, f"{count} samples, {size} a batch: the last batch may be smaller")
    x = result.tensor("epochs", epoch, "x", shape=tuple(arguments["x"].shape))
    y = result.tensor("epochs", epoch, "y", shape=(count,))
    found = (x[:, None] == arguments["x"][None]).all(dim=-1)
    once = bool((found.sum(dim=0) == 1).all() and (found.sum(dim=1) == 1).all())
    result.require(once, "each sample of the dataset should come once an epoch")
    places = found.int().argmax(dim=1)
    result.require(bool((y == arguments["y"][places]).all()), "each x should come with its own y")
    return places.tolist()


@check(
    "make_loader gives every sample once an epoch, in batches of the size asked for",
    points=1,
    hints=[
        "torch.utils.data has a class that does the whole work; the module imports it already.",
        "Hand both batch_size and shuffle on to DataLoader. Nothing should drop the last, smaller batch.",
    ],
)
def test_covers(results):
    for name in ("in order", "shuffled", "as it comes"):
        _samples(results(name), 0)
        _samples(results(name), 1)


@check(
    "make_loader keeps the order of the dataset with shuffle=False",
    points=1,
    hints=["Does DataLoader hear of shuffle, whatever it is?"],
    after=test_covers,
)
def test_in_order(results):
    result = results("in order")
    for epoch in range(2):
        places = _samples(result, epoch)
        result.expect("order of the samples", places, sorted(places), "with shuffle=False nothing is shuffled")


@check(
    "make_loader has another order each epoch with shuffle=True",
    points=1,
    hints=[
        "Does DataLoader hear of shuffle, whatever it is?",
        "Shuffling once, before the DataLoader is made, gives every epoch the same order.",
    ],
    after=test_covers,
)
def test_shuffles(results):
    for name in ("shuffled", "as it comes"):
        result = results(name)
        first, second = _samples(result, 0), _samples(result, 1)
        result.require(first != sorted(first), "shuffled samples should not come in the dataset's order", order=first)
        result.require(first != second, "each epoch should have an order of its own", both_epochs=first)


@check(
    "make_loader starts no worker processes",
    points=1,
    hints=["Leave num_workers alone: for small images in memory, worker processes cost more than they bring."],
    after=test_covers,
    edge=True,
)
def test_no_workers(results):
    result = results("as it comes")
    result.expect("num_workers", result.get("workers"), 0, "the data is in memory already")


def _replay(given: dict[str, Any]) -> tuple[list[float], dict[str, Tensor]]:
    """The mean losses and the weights that Adam reaches."""
    weights = {name: value.requires_grad_() for name, value in given["weights"].items()}
    optimizer = Adam(weights.values(), given["lr"])
    means = []
    for _ in range(given["epochs"]):
        total = 0.0
        for x, y in zip(given["x"].split(6), given["y"].split(6), strict=True):
            hidden = F.relu(F.linear(x.flatten(1), weights["1.weight"], weights["1.bias"]))
            loss = F.cross_entropy(F.linear(hidden, weights["3.weight"], weights["3.bias"]), y)
            optimizer.step(torch.autograd.grad(loss, optimizer.weights))
            total += loss.item() * len(y)
        means.append(total / len(given["x"]))
    return means, {name: value.detach() for name, value in weights.items()}


def _trained(result: CaseResult) -> None:
    start, (_, expected) = result.arguments["weights"], result.replay(_replay)
    after = {name: result.tensor("weights", name, shape=tuple(value.shape)) for name, value in expected.items()}
    moved = any(not torch.equal(after[name], start[name]) for name in start)
    result.require(moved, "training should change the net's weights", weights="as they were before")
    why = "the same batches again: CrossEntropyLoss, gradients zeroed, one Adam step a batch at the lr given"
    for name, value in expected.items():
        layer = name.replace("1.", "first layer's ").replace("3.", "second layer's ")
        result.expect(f"{layer} afterwards", after[name], value, why, rtol=1e-3, atol=5e-4)


def _told_losses(result: CaseResult) -> None:
    means, _ = result.replay(_replay)
    told = result.sequence("losses")
    result.expect("losses returned", len(told), len(means), "one for each epoch")
    losses = [result.finite("losses", epoch) for epoch in range(len(means))]
    why = "the mean over all samples: a batch of 2 counts for 2, one of 6 for 6; each loss taken before its step"
    result.expect("returned", [float(loss) for loss in losses], means, why, rtol=1e-3, atol=1e-4)


@check(
    "train takes one Adam step a batch",
    points=2,
    hints=[
        "Five things happen for each batch: zero, forward, loss, backward, step. Are all five there, in this order?",
        "nn.CrossEntropyLoss takes the raw scores and the labels. Adam takes net.parameters() and the lr.",
        "One optimizer for the whole training: a new one in each epoch forgets what Adam has gathered.",
    ],
)
def test_steps(results):
    _trained(results("one epoch"))
    _trained(results("steps"))


@check(
    "train returns the mean loss over the samples of each epoch",
    points=2,
    hints=[
        "How many losses should come back for 3 epochs? Where should the sum start at 0 again?",
        "criterion gives a batch's mean. To weigh a batch by its size, multiply by its number of samples.",
        "At the end of an epoch divide the sum by the number of samples, which you have counted on the way.",
    ],
    after=test_steps,
)
def test_losses(results):
    _told_losses(results("one epoch"))
    _told_losses(results("steps"))


def _right(result: CaseResult) -> None:
    given = result.arguments
    weight, bias = given["weights"]["linear.weight"], given["weights"]["linear.bias"]
    right = int((F.linear(given["x"], weight, bias).argmax(dim=1) == given["y"]).sum())
    samples = len(given["y"])
    why = f"{right} of {samples} samples are right: 100 * {right} / {samples} per cent"
    result.expect("returned", result.number("accuracy"), 100 * right / samples, why)


@check(
    "accuracy returns the per cent of all samples that are right",
    points=1,
    hints=[
        "The net's answer is the class with the largest score. In which dimension do the classes stand?",
        "Count right answers and samples over all batches, and divide once, at the end.",
        "Per cent: 100 where all are right, 50 where half are.",
    ],
)
def test_accuracy(results):
    for name in ("right answers", "net in training mode", "net in evaluation mode"):
        _right(results(name))


@check(
    "accuracy runs the net in evaluation mode",
    points=1,
    hints=["Dropout and batch norm behave otherwise while training. Which method of a net switches that off?"],
    after=test_accuracy,
)
def test_evaluation_mode(results):
    result = results("net in training mode")
    modes = result.sequence("modes")
    result.require(len(modes) > 0, "the net should be used to find its answers", the_net_ran="never")
    training = [mode for mode in modes if mode is not False]
    result.require(
        not training, "only evaluation mode gives the same answer every time", the_net_ran="in training mode"
    )


@check(
    "accuracy leaves the net in the mode it was in",
    points=1,
    hints=[
        "Note the mode before you change it: net.training is True or False.",
        "Put back what was there: a net that came in evaluation mode should not leave in training mode.",
    ],
    after=test_evaluation_mode,
)
def test_mode_restored(results):
    for name, training in (("net in training mode", True), ("net in evaluation mode", False)):
        result = results(name)
        result.expect("net.training afterwards", result.flag("mode after"), training, "as it was before")


@check(
    "accuracy records no gradients",
    points=1,
    hints=["Evaluation mode is not enough: autograd records in both modes. What tells it not to?"],
    after=test_accuracy,
)
def test_no_gradients(results):
    result = results("right answers")
    recorded = result.sequence("recorded")
    result.require(len(recorded) > 0, "the net should be used to find its answers", the_net_ran="never")
    noted = [flag for flag in recorded if flag is not False]
    why = "nothing here is learnt: recording costs time and memory for nothing"
    result.require(not noted, why, the_scores="require gradients")


@check(
    "train and accuracy take any iterable of batches",
    points=1,
    hints=[
        "A list of (x, y) pairs has no .dataset, and some iterables have no length.",
        "Count batches and samples while you go through them.",
    ],
    after=(test_steps, test_accuracy),
    edge=True,
)
def test_any_iterable(results):
    _trained(results("any iterable"))
    _right(results("right answers, any iterable"))


@check(
    "train and accuracy return Python's own floats",
    points=1,
    hints=["loss is a tensor that holds a number, and so is a sum of comparisons. Which method takes it out?"],
    after=(test_losses, test_accuracy),
    edge=True,
)
def test_floats(results):
    for epoch in range(3):
        results("steps").is_type("float", "losses", epoch)
    results("right answers").is_type("float", "accuracy")


@cache
def _held_out() -> tuple[Tensor, Tensor]:
    images, labels = read_digits(train=False)
    return torch.from_numpy(images).unsqueeze(1).float() / 255, torch.from_numpy(labels)


@check(
    "ConvNet, make_loader and train together read 80 % of the held-out digits",
    points=2,
    hints=[
        "Mend what the other checks say first: this one uses all of it.",
        "Does the loss fall from epoch to epoch? Run python exercises/ex09/convnet_digits.py and look.",
        "10 % is what guessing gives: then nothing was learnt. Look at the five things that happen for each batch.",
    ],
    after=(test_scores, test_covers),
)
def test_digits(results):
    result = results("digits")
    start = result.arguments["weights"]
    weights = {name: result.tensor("weights", name, shape=shape).float() for name, shape in LAYERS.items()}
    x, y = _held_out()
    with torch.no_grad():
        right = int((_convnet(weights, x).argmax(dim=1) == y).sum())
    per_cent = 100 * right / len(y)
    result.require(
        per_cent >= ASKED_FOR,
        f"after 2 epochs at least {ASKED_FOR:.0f} % are asked for; a right net reaches more than 90 %",
        held_out_digits=f"{right} of {len(y)} right: {per_cent:.1f} %",
    )
    for name, least in KINSHIP.items():
        alike = torch.corrcoef(torch.stack([start[name].flatten(), weights[name].flatten()]))[0, 1]
        why = "train should train the net that it is given, from the weights that this net has"
        result.require(bool(alike > least), why)
