"""ex09: checks."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from grader.data import read_digits
from grader.judging.case_result import CaseResult
from grader.judging.checks import CheckFailedError, check
from grader.judging.replay import Adam
from grader.suites.ex09.probes import FIRST, LARGEST, LAYERS, LR, InEvaluationMode, pictures

ASKED_FOR = 80.0
KINSHIP = {"layers.5.weight": 0.2, "layers.7.weight": 0.7}
"""How alike trained weights stay at least to those they began with: a correlation, above 0.34 and 0.94 in all of 449
draws, and below 0.05 for weights that began elsewhere."""
FARTHEST = 0.5
"""How far a weight may move in two epochs: 60 Adam steps of at most about 0.003 each; at most 0.18 over 449 draws."""
MODULES = len(list(InEvaluationMode().modules()))


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
    own = result.mapping("shapes")
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
        result.expect(f"shape of {name}", own[name], shape, "the docstring says how large each layer is")
    result.require(result.flag("sequential"), "self.layers should be an nn.Sequential", self_layers="something else")


def _expected_scores(arguments: dict[str, Any]) -> Tensor:
    return _convnet(arguments["weights"], arguments["x"])


def _scores(result: CaseResult) -> None:
    expected = result.replay(_expected_scores)
    why = "raw scores of the layers in their order: a ReLU after all but the last, and nothing after that"
    for mode in ("training mode", "evaluation mode"):
        actual = result.tensor(mode, shape=tuple(expected.shape))
        result.expect(f"returned in {mode}", actual, expected, why, atol=1e-5)
    result.expect("x afterwards", result.get("x"), result.arguments["x"], "the batch belongs to the caller")


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


def _places(result: CaseResult, run: int, epoch: int) -> list[int]:
    """The places in the dataset of an epoch's samples, in the order they came."""
    count = len(result.arguments["x"])
    x = result.tensor("runs", run, epoch, "x")
    fits = x.dim() == 2 and x.shape[1:] == result.arguments["x"].shape[1:] and count <= 2 * len(x) <= 4 * count
    result.require(fits, f"{count} samples of 3 numbers each were in the dataset", shape=tuple(x.shape))
    found = (x[:, None] == result.arguments["x"][None]).all(dim=-1)
    result.require(bool(found.any(dim=1).all()), "each x should be one of the dataset's")
    return found.int().argmax(dim=1).tolist()


def _covers(result: CaseResult, epoch: int) -> None:
    value = result.get()
    result.require(type(value) is dict, "it should return a DataLoader of torch.utils.data", returned=value)
    arguments = result.arguments
    count = len(arguments["x"])
    size = arguments["options"].get("batch_size", 10)
    sizes = [min(size, count - start) for start in range(0, count, size)]
    told = result.sequence("runs", 0, epoch, "sizes")
    result.expect("batch sizes", list(told), sizes, f"{count} samples, {size} a batch: the last batch may be smaller")
    places = _places(result, 0, epoch)
    result.require(sorted(places) == list(range(count)), "each sample of the dataset should come once an epoch")
    y = result.tensor("runs", 0, epoch, "y", shape=(count,))
    result.require(bool((y == arguments["y"][places]).all()), "each x should come with its own y")


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
        _covers(results(name), 0)
        _covers(results(name), 1)


@check(
    "make_loader keeps the order of the dataset with shuffle=False",
    points=1,
    hints=["Does DataLoader hear of shuffle, whatever it is?"],
)
def test_in_order(results):
    result = results("in order")
    _loads(results, result)
    for epoch in range(2):
        places = _places(result, 0, epoch)
        result.expect("order of the samples", places, sorted(places), "with shuffle=False nothing is shuffled")


@check(
    "make_loader has another order each epoch with shuffle=True",
    points=1,
    hints=[
        "Does DataLoader hear of shuffle, whatever it is?",
        "Shuffling once, before the DataLoader is made, gives every epoch the same order.",
    ],
)
def test_shuffles(results):
    for name in ("shuffled", "as it comes"):
        result = results(name)
        _loads(results, result)
        first, second, other = _places(result, 0, 0), _places(result, 0, 1), _places(result, 1, 0)
        result.require(first != sorted(first), "shuffled samples should not come in the dataset's order", order=first)
        result.require(first != second, "each epoch should have an order of its own", both_epochs=first)
        result.require(first != other, "another random seed should give another order", order_after_both_seeds=first)
        for order in (first, second):
            why = "a shuffle is more than turning, reversing or dealing out: neighbours should not stay together"
            result.require(_most_common_distance(order) * 2 < len(order), why, order=order)
        why = "the dataset itself should keep its order"
        result.expect("dataset afterwards", result.get("dataset"), result.arguments["x"], why)


def _most_common_distance(places: list[int]) -> int:
    """How many neighbours are equally far apart: 2 to 5 of 22 in a shuffle, nearly all in any regular order."""
    count = max(places) + 1
    steps = Counter((after - before) % count for before, after in pairwise(places))
    return max(steps.values(), default=0)


@check(
    "make_loader starts no worker processes",
    points=1,
    hints=["Leave num_workers alone: for small images in memory, worker processes cost more than they bring."],
    edge=True,
)
def test_no_workers(results):
    result = results("as it comes")
    _loads(results, result)
    _places(result, 0, 0)
    result.expect("num_workers", result.get("workers"), 0, "the data is in memory already")


def _loads(results: Any, result: CaseResult) -> None:
    """Go on only where there is a loader to look at; `test_covers` says what there is else."""
    observation = result.observation
    if not results.passes(test_covers) and (observation.ending != "returned" or type(observation.value) is not dict):
        _wait_for(test_covers)


def _wait_for(function: Any) -> None:
    raise CheckFailedError([("", f"waits for: {function.check.title}")], "waits")


def _loss(weights: dict[str, Tensor], x: Tensor, y: Tensor) -> Tensor:
    scores = F.linear(x.flatten(1), weights["layers.1.weight"], weights["layers.1.bias"])
    if "layers.3.weight" in weights:
        scores = F.linear(F.relu(scores), weights["layers.3.weight"], weights["layers.3.bias"])
    return F.cross_entropy(scores, y)


def _replay(given: dict[str, Any]) -> tuple[list[float], dict[str, Tensor]]:
    """The mean losses and the weights that Adam reaches."""
    weights = {name: value.requires_grad_() for name, value in given["weights"].items()}
    optimizer = Adam(weights.values(), given["lr"])
    means = []
    for _ in range(given["epochs"]):
        total = 0.0
        for x, y in zip(given["x"].split(6), given["y"].split(6), strict=True):
            loss = _loss(weights, x, y)
            optimizer.step(torch.autograd.grad(loss, optimizer.weights))
            total += loss.item() * len(y)
        means.append(total / len(given["x"]))
    return means, {name: value.detach() for name, value in weights.items()}


def _weights(result: CaseResult, *path: str | int) -> dict[str, Tensor]:
    """A small net's weights, where ``path`` leads to."""
    start = result.arguments["weights"]
    return {name: result.tensor(*path, name, shape=tuple(value.shape)) for name, value in start.items()}


def _moved(result: CaseResult, after: dict[str, Tensor]) -> None:
    start = result.arguments["weights"]
    moved = any(not torch.equal(after[name], start[name]) for name in start)
    result.require(moved, "training should change the net's weights", weights="as they were before")


def _trained(result: CaseResult, why: str, rtol: float, atol: float) -> None:
    after, (_, expected) = _weights(result, "weights"), result.replay(_replay)
    _moved(result, after)
    for name, value in expected.items():
        result.expect(f"{name} afterwards", after[name], value, why, rtol, atol)


def _told_losses(result: CaseResult, means: list[float]) -> None:
    told = result.sequence("losses")
    result.expect("losses returned", len(told), len(means), "one for each epoch")
    losses = [result.finite("losses", epoch) for epoch in range(len(means))]
    why = "the mean over all samples: a batch of 2 counts for 2, one of 6 for 6; each loss taken before its step"
    result.expect("returned", [float(loss) for loss in losses], means, why, rtol=1e-3, atol=1e-4)


def _means_of_own_steps(result: CaseResult) -> list[float]:
    """The mean losses with the weights that the net really had before each batch, right or not."""
    given = result.arguments
    batches = list(zip(given["x"].split(6), given["y"].split(6), strict=True))
    result.expect("batches used", len(result.sequence("before")), given["epochs"] * len(batches), "each once an epoch")
    _moved(result, _weights(result, "weights"))
    means = []
    for epoch in range(given["epochs"]):
        total = 0.0
        for place, (x, y) in enumerate(batches, start=epoch * len(batches)):
            weights = {name: value.float() for name, value in _weights(result, "before", place).items()}
            total += _loss(weights, x, y).item() * len(y)
        means.append(total / len(given["x"]))
    return means


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
    why = "the same batches again: CrossEntropyLoss, gradients zeroed, one Adam step a batch at the lr given"
    _trained(results("steps"), why, rtol=1e-3, atol=5e-4)
    why = "60 Adam steps with nothing but the lr set: PyTorch's betas and epsilon, no weight decay, no amsgrad"
    _trained(results("one epoch"), why, rtol=1e-4, atol=1e-5)


@check(
    "train returns the mean loss over the samples of each epoch",
    points=2,
    hints=[
        "How many losses should come back for 3 epochs? Where should the sum start at 0 again?",
        "criterion gives a batch's mean. To weigh a batch by its size, multiply by its number of samples.",
        "At the end of an epoch divide the sum by the number of samples, which you have counted on the way.",
    ],
)
def test_losses(results):
    for name in ("steps", "one epoch"):
        result = results(name)
        if results.passes(test_steps):
            means, _ = result.replay(_replay)
        elif result.observation.ending != "returned":
            _wait_for(test_steps)
        else:
            means = _means_of_own_steps(result)
        _told_losses(result, means)


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
    result = results("right answers")
    given = result.arguments
    answers = F.linear(given["x"], given["weights"]["linear.weight"], given["weights"]["linear.bias"]).argmax(dim=1)
    for labels in ("few", "many"):
        right, samples = int((answers == given[labels]).sum()), len(answers)
        why = f"{right} of {samples} samples are right: 100 * {right} / {samples} per cent"
        result.expect("returned", result.number(labels), 100 * right / samples, why)


def _rates(results: Any, name: str, why: str) -> CaseResult:
    """A case in which accuracy should find the answers that it finds in the plain net, however it counts them."""
    plain, result = results("right answers"), results(name)
    if not results.passes(test_accuracy) and plain.observation.ending != "returned":
        _wait_for(test_accuracy)
    few, many = plain.number("few"), plain.number("many")
    plain.require(few != many, "more right answers should give more per cent", few_right=few, many_right=many)
    for labels, expected in (("few", few), ("many", many)):
        result.expect("returned", float(result.number(labels)), float(expected), why)
    return result


@check(
    "accuracy runs the net in evaluation mode",
    points=1,
    hints=[
        "Dropout and batch norm behave otherwise while training. Which method of a net switches that off?",
        "Each layer inside the net has a mode of its own. The method sets all of them; writing net.training does not.",
    ],
)
def test_evaluation_mode(results):
    why = "in training mode this net, or a layer inside it, gives other answers: all of it should be in evaluation mode"
    _rates(results, "net in training mode", why)


@check(
    "accuracy leaves the net in the mode it was in",
    points=1,
    hints=[
        "Note the mode before you change it: net.training is True or False.",
        "Put back what was there: a net that came in evaluation mode should not leave in training mode.",
        "Each layer inside the net has a mode of its own, and all of them should be as they were.",
    ],
)
def test_mode_restored(results):
    _rates(results, "right answers", "")
    for name, training in (("net in training mode", True), ("net in evaluation mode", False)):
        result = results(name)
        modes = [mode is True for mode in result.sequence("modes")]
        result.require(len(modes) == MODULES, "the net should keep its layers", modules_in_the_net=len(modes))
        as_before = sum(mode is training for mode in modes)
        result.expect("modules in the mode they were in", as_before, MODULES, "the net itself and all layers inside")
        for weight, value in result.arguments["weights"].items():
            result.expect(f"{weight} afterwards", result.get("weights", weight), value, "nothing here is learnt")


@check(
    "accuracy records no gradients",
    points=1,
    hints=["Evaluation mode is not enough: autograd records in both modes. What tells it not to?"],
)
def test_no_gradients(results):
    why = "this net gives other answers where gradients are recorded, and nothing here is learnt"
    result = _rates(results, "recording", why)
    learnable = list(result.sequence("learnable"))
    expected = [True] * len(result.arguments["weights"])
    result.expect("requires_grad afterwards", learnable, expected, "the next training needs the gradients again")
    result.expect("gradient mode afterwards", result.flag("recording"), True, "the next training needs it on again")


def _leaves_batches(result: CaseResult, path: str, labels: str) -> None:
    why = "the batches belong to the caller, who may use them again"
    for name, value in (("x", result.arguments["x"]), ("y", result.arguments[labels])):
        result.expect(f"{name} of the batches afterwards", result.get(path, name), value, why)


@check(
    "train and accuracy take any iterable of batches, and leave the batches as they are",
    points=1,
    hints=[
        "A list of (x, y) pairs has no .dataset, and some iterables have no length.",
        "Count batches and samples while you go through them.",
    ],
    edge=True,
)
def test_any_iterable(results):
    result = results("any iterable")
    if result.observation.ending != "returned" and results("steps").observation.ending != "returned":
        _wait_for(test_steps)
    after, other = _weights(result, "weights"), _weights(result, "with a DataLoader")
    _moved(result, after)
    for name, value in other.items():
        result.expect(f"{name} afterwards", after[name], value, "a DataLoader with the same batches gives this")
    _leaves_batches(result, "batches", "y")
    rated = _rates(results, "right answers, any iterable", "a DataLoader with the same batches gives this")
    for labels in ("few", "many"):
        _leaves_batches(rated, f"batches, {labels}", labels)


@check(
    "train and accuracy return Python's own floats",
    points=1,
    hints=["loss is a tensor that holds a number, and so is a sum of comparisons. Which method takes it out?"],
    edge=True,
)
def test_floats(results):
    result = results("steps")
    if not results.passes(test_losses) and result.observation.ending != "returned":
        _wait_for(test_losses)
    _moved(result, _weights(result, "weights"))
    for epoch in range(result.arguments["epochs"]):
        result.finite("losses", epoch)
        result.is_type("float", "losses", epoch)
    rated = _rates(results, "right answers", "")
    for labels in ("few", "many"):
        rated.is_type("float", labels)


@cache
def _held_out() -> tuple[Tensor, Tensor]:
    images, labels = read_digits(train=False)
    return pictures(torch.from_numpy(images)), torch.from_numpy(labels)


def _first_steps(given: dict[str, Any]) -> Tensor:
    """How the weights move in six steps, all but the largest layer's in a row."""
    weights = {name: value.clone().requires_grad_() for name, value in given["weights"].items()}
    optimizer = Adam(weights.values(), 0.001)
    x = pictures(given["images"][:FIRST])
    for images, labels in zip(x.split(10), given["labels"][:FIRST].split(10), strict=True):
        loss = F.cross_entropy(_convnet(weights, images), labels)
        optimizer.step(torch.autograd.grad(loss, optimizer.weights))
    return _moves(given["weights"], {name: value.detach() for name, value in weights.items()})


def _moves(start: dict[str, Tensor], after: dict[str, Tensor]) -> Tensor:
    return torch.cat([(after[name] - start[name]).flatten() for name in LAYERS if name != LARGEST])


def _alike(one: Tensor, other: Tensor) -> float:
    return float(torch.corrcoef(torch.stack([one.flatten(), other.flatten()]))[0, 1])


@check(
    "ConvNet, make_loader and train together read 80 % of the held-out digits",
    points=2,
    hints=[
        "Fix what the other checks say first: this one uses all of it.",
        "Does the loss fall from epoch to epoch? Run python exercises/ex09/convnet_digits.py and look.",
        "10 % is what guessing gives: then nothing was learnt. Look at the five things that happen for each batch.",
    ],
    after=(test_scores, test_steps),
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
        f"after 2 epochs at least {ASKED_FOR:.0f} % are asked for; a right net reaches about 92 %",
        held_out_digits=f"{right} of {len(y)} right: {per_cent:.1f} %",
    )
    for name, least in KINSHIP.items():
        why = "train should train the net that it is given, from the weights that this net has"
        result.require(_alike(start[name], weights[name]) > least, why)
    farthest = max(float((weights[name] - start[name]).abs().max()) for name in LAYERS)
    why = f"two epochs of Adam steps at the rate {LR} move no weight this far: weights should come from training"
    result.require(farthest <= FARTHEST, why, farthest_move_of_a_weight=farthest)
    after = {
        name: result.tensor("after six batches", name, shape=shape).float()
        for name, shape in LAYERS.items()
        if name != LARGEST
    }
    why = "six batches of digits are six Adam steps, for this net as for any other"
    result.require(_alike(_moves(start, after), result.replay(_first_steps)) > 0.9, why)
