"""ex08: checks. What train did is recomputed with formulas: one layer and a softmax need no autograd."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from grader.judging.case_result import CaseResult
from grader.judging.checks import CheckFailedError, check, check_of
from grader.judging.compare import difference
from grader.judging.results import CaseResults
from grader.suites.ex08.probes import FAINT, Samples, listed

ATOL = 1e-5
LR, MOMENTUM, EPOCHS = 0.001, 0.9, 2
"""What train does where it is called without them."""
Arguments = dict[str, Any]


def _scores(weight: Tensor, x: Tensor) -> Tensor:
    return F.conv2d(x, weight).flatten(1)


def _weight(result: CaseResult) -> Tensor:
    return result.arguments["weights"]["conv.weight"]


def _expected_scores(arguments: Arguments) -> Tensor:
    return _scores(arguments["weights"]["conv.weight"], arguments["x"])


def _outputs(result: CaseResult) -> None:
    expected = result.replay(_expected_scores)
    outputs = result.tensor("outputs", shape=tuple(expected.shape))
    result.expect("returned", outputs, expected, "each filter lies on the whole picture: 16 products, added up")
    result.expect("in evaluation mode", result.get("in evaluation"), expected, "the scores are the same in both modes")


def _training(
    arguments: Arguments, order: tuple[int, ...], lr: float, momentum: float, zeroing: bool
) -> tuple[list[float], Tensor]:
    """The losses and the weight of a training that takes the samples in this order."""
    before = arguments["weights"]["conv.weight"]
    weight = before.flatten(1).double()
    gradient = velocity = torch.zeros_like(weight)
    losses = []
    for place in order:
        picture, label = arguments["samples"][place]
        x = picture.flatten().double()
        logs = (weight @ x).log_softmax(0)
        losses.append(-float(logs[label]))
        slopes = logs.exp()
        slopes[label] -= 1
        own = torch.outer(slopes, x)
        gradient = own if zeroing else gradient + own
        velocity = momentum * velocity + gradient
        weight = weight - lr * velocity
    return losses, weight.to(before.dtype).reshape(before.shape)


def _repeated(
    result: CaseResult, epochs: int, lr: float = LR, momentum: float = MOMENTUM, zeroing: bool = True
) -> tuple[list[float], Tensor]:
    """The same where all samples of the list are alike, whatever their order."""
    return result.replay(_training, (0,) * (epochs * len(result.arguments["samples"])), lr, momentum, zeroing)


def _trains(
    result: CaseResult,
    why: str,
    epochs: Sequence[int],
    lr: Sequence[float] = (LR,),
    momentum: Sequence[float] = (MOMENTUM,),
    zeroing: Sequence[bool] = (True,),
) -> None:
    """The weights are those of a training in one of these ways: the first is right, the others other checks' affair."""
    ways = list(itertools.product(epochs, lr, momentum, zeroing))
    weights = result.tensor("weights", "conv.weight")
    if all(difference(weights, _repeated(result, *way)[1], atol=ATOL) is not None for way in ways):
        why = f"no weight moved; {why}" if difference(weights, _weight(result)) is None else why
        result.expect("weights afterwards", weights, _repeated(result, *ways[0])[1], why, atol=ATOL)


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
    result = results("a batch")
    _outputs(result)
    why = "backward through the scores should reach the weights: else nothing can be learned"
    result.expect("gradient of conv.weight", result.get("gradients", 0), result.replay(_gradient), why)


def _gradient(arguments: Arguments) -> Tensor:
    """The gradient of the sum of all squared scores."""
    weight = arguments["weights"]["conv.weight"].requires_grad_()
    return torch.autograd.grad(_scores(weight, arguments["x"]).square().sum(), weight)[0]


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
        why = "the mean of the squared differences"
        result.expect("rating(net, x, y)", result.number("rating"), result.replay(_rating), why)
        result.expect("rating(net, x, x)", result.number("same"), 0.0, "the same input gives the same output")
        apart = difference(result.get("given"), result.arguments, rtol=0, atol=0)
        result.require(apart is None, "rating should leave net and inputs as they were", net_and_inputs="changed")


def _rating(arguments: Arguments) -> float:
    weight = arguments["weights"]["conv.weight"]
    return F.mse_loss(_scores(weight, arguments["x"]), _scores(weight, arguments["y"])).item()


@check(
    "train takes SGD steps with momentum on the cross entropy of one sample at a time",
    points=2,
    hints=[
        "For each sample: zero the gradients, forward, loss, backward, step. Is one of the five missing?",
        "Cross entropy wants the raw scores and the label as a tensor of shape (1,).",
        "SGD has more settings than lr and momentum, such as weight decay and Nesterov. Those keep their defaults.",
    ],
)
def test_train_steps(results):
    why = "these are the weights that SGD with momentum leads to, by the cross entropy of one sample at a time"
    _trains(results("one epoch"), why, epochs=(1, EPOCHS))
    result = results("long steps")
    options = result.arguments["options"]
    _trains(result, why, (1, EPOCHS), (options["lr"], LR), (options["momentum"], MOMENTUM))


@check(
    "train returns the loss of every step, taken before the weights move",
    points=1,
    hints=[
        "How many steps are there in an epoch? So many losses belong to it.",
        "A loss tells what the net made of a picture when it came in, before it learned from it.",
    ],
)
def test_train_losses(results):
    result = results("one epoch")
    steps, count = len(result.arguments["samples"]), len(result.sequence("losses"))
    result.require(
        count in (steps, EPOCHS * steps), "one loss for each step, and one step for each sample",
        losses_returned=count, steps=steps,
    )  # fmt: skip
    losses, (expected, _) = result.numbers("losses"), _repeated(result, count // steps)
    why = "the cross entropy of the first sample, before the first step"
    result.expect("first loss", losses[0], expected[0], why)
    _learned(result)
    if results.passes(test_train_steps):
        why = "these are the losses of cross entropy and SGD with momentum, one for each step"
        result.expect("losses", losses, expected, why, atol=ATOL)


def _learned(result: CaseResult) -> None:
    """The net is better at the first sample of the list than it was."""
    before = result.replay(_loss_of_first)
    trained = result.tensor("weights", "conv.weight", shape=tuple(_weight(result).shape)).float()
    afterwards = _loss_of_first(result.arguments, trained)
    why = "training on this picture should make the net better at it"
    result.require(afterwards < before, why, loss_before=before, loss_afterwards=afterwards)


def _loss_of_first(arguments: Arguments, weight: Tensor | None = None) -> float:
    """The loss of the first sample of the list, with this weight or that from before training."""
    picture, label = arguments["samples"][0]
    scores = _scores(arguments["weights"]["conv.weight"] if weight is None else weight, picture)
    return F.cross_entropy(scores, torch.tensor([label])).item()


@check(
    "train keeps one optimizer for all its epochs",
    points=1,
    hints=[
        "How many epochs are there if none are asked for, and how many if three are?",
        "An optimizer's velocities live in it. What happens to them if it is made anew?",
    ],
)
def test_train_epochs(results):
    why = "three epochs lead there; the velocity of one goes on into the next"
    _trains_or_waits(results, "three epochs", why, epochs=(3,), momentum=(MOMENTUM, 0.0), zeroing=(True, False))
    if results.passes(test_train_losses):  # else their number tells nothing
        result = results("order")
        steps, count = EPOCHS * len(result.arguments["samples"]), len(result.sequence("losses", 0))
        why = f"{EPOCHS} epochs are trained where train is called without epochs"
        result.require(count == steps, why, losses_returned=count, expected=f"{steps} losses")


@check(
    "train uses the lr and the momentum it is given",
    points=2,
    hints=["Is there a number in train that should be one of its parameters?"],
)
def test_train_arguments(results):
    options = results("other settings").arguments["options"]
    why = "lr and momentum are those of the call"
    _trains_or_waits(
        results, "other settings", why, epochs=(1, EPOCHS), lr=(options["lr"],), momentum=(options["momentum"],),
        zeroing=(True, False),
    )  # fmt: skip


def _trains_or_waits(results: CaseResults, name: str, why: str, **ways: Any) -> None:
    """As `_trains`; where the steps are wrong in other ways than these, nothing can be told before they are right."""
    try:
        _trains(results(name), why, **ways)
    except CheckFailedError:
        if results.passes(test_train_steps):
            raise
        raise CheckFailedError([("", f"waits for: {check_of(test_train_steps).title}")], "waits") from None


@check(
    "train takes every sample once an epoch, in a new random order each time",
    points=2,
    hints=[
        "random.sample and torch.randperm both give a new order without touching the old list.",
        "Is the order drawn inside the loop over the epochs, or once before it?",
        "A picture and its label belong together: shuffle the pairs, or places in the list.",
    ],
)
def test_train_order(results):
    result = results("order")
    runs = [_epochs(result, run) for run in range(2)]
    epochs = runs[0] + runs[1]
    count = len(result.arguments["samples"])
    for number, epoch in enumerate(epochs, start=1):
        twice = sorted({place for place in epoch if epoch.count(place) > 1})
        result.require(
            not twice, "each sample should come exactly once in an epoch",
            epoch=number, came_more_often=f"the samples at {twice} of the list",
        )  # fmt: skip
        why = "the samples came in the order of the list: first every A, then every B"
        result.require(epoch != list(range(count)), why, epoch=number, order=_shown([epoch]))
    for run in runs:
        for number, epoch in enumerate(run[1:], start=2):
            why = f"epoch {number} should have an order of its own"
            result.require(epoch not in run[: number - 1], why, orders=_shown(run))
            why = f"epoch {number} goes through the order of the epoch before it, from another place on or backwards"
            result.require(not _is_turned(run[number - 2], epoch), why, orders=_shown(run))
    why = "train was called twice, and chance had no part in the order: it was the same in both calls"
    result.require(all(epoch not in runs[1] for epoch in runs[0]), why, orders=_shown(epochs))
    _shuffled(result, epochs)
    if results.passes(test_train_steps) and results.passes(test_train_epochs):  # else the weights tell nothing
        _moved_along(result, tuple(itertools.chain(*runs[1])))


def _moved_along(result: CaseResult, order: tuple[int, ...]) -> None:
    """In the second call the weights moved as samples in this order move them: the latest have moved them the least."""
    before, (_, trained) = _weight(result), result.replay(_training, order, LR, MOMENTUM, True)
    afterwards = result.tensor("weights", "conv.weight", shape=tuple(before.shape))
    apart, moved = (afterwards.double() - trained).norm(), (trained.double() - before).norm()
    why = "the losses belong to one order of the samples, and the weights moved as in another"
    result.require(bool(apart < 0.05 * moved), why, order_by_the_losses=_shown([list(order)]))


def _epochs(result: CaseResult, run: int) -> list[list[int]]:
    """The order of the samples in each epoch of one of the two calls, by their places in the list."""
    samples = result.arguments["samples"]
    asked_for, count = (EPOCHS, 1)[run] * len(samples), len(result.sequence("losses", run))
    result.require(
        count in (EPOCHS * len(samples), len(samples)),
        "one sample a step, each once an epoch: that many losses should be returned",
        losses_returned=count, expected=f"{asked_for} losses",
    )  # fmt: skip
    own = result.replay(_losses_before)
    losses = torch.tensor(result.numbers("losses", run), dtype=torch.float64)
    distances, places = (losses[:, None] - own).abs().min(dim=1)
    for step in (distances > FAINT).nonzero().flatten()[:1].tolist():
        why = "each step's loss should be that of one picture of the list and its own label"
        nearest = f"{own[places[step]]:.6f}"
        result.require(False, why, step=step + 1, loss=f"{losses[step]:.6f}", nearest_of_the_list=nearest)
    result.require(bool((distances <= FAINT).all()), "every loss should be a finite number", losses=losses)
    order = places.tolist()
    return [order[start : start + len(samples)] for start in range(0, count, len(samples))]


def _losses_before(arguments: Arguments) -> Tensor:
    """The loss of each sample before training."""
    pictures, labels = zip(*arguments["samples"], strict=True)
    scores = _scores(arguments["weights"]["conv.weight"].double(), torch.cat(pictures).double())
    return F.cross_entropy(scores, torch.tensor(labels), reduction="none")


def _is_turned(order: list[int], other: list[int]) -> bool:
    """Whether one order is the other, begun at another place or gone through backwards."""
    doubled = order + order
    turned = [doubled[start : start + len(order)] for start in range(len(order))]
    return other in turned or other[::-1] in turned


def _shuffled(result: CaseResult, epochs: list[list[int]]) -> None:
    """The order of the list no longer shows in the epochs. A right shuffle fails here once in a million runs."""
    count = len(epochs[0])
    most = len(epochs) * count // 2
    stayed = sum(place == step for epoch in epochs for step, place in enumerate(epoch))
    result.require(stayed <= most, "most samples stay in their places: that is no shuffling", orders=_shown(epochs))
    for step in (1, -1):
        kept = sum((a + step) % count == b for epoch in epochs for a, b in itertools.pairwise(epoch))
        why = "most samples come after the same sample as in the list: that is no shuffling"
        result.require(kept <= most, why, orders=_shown(epochs))
    labels = {tuple(result.arguments["samples"][place][1] for place in epoch) for epoch in epochs}
    why = "the pictures of A come at the same steps in every epoch, and those of B at the others"
    result.require(len(labels) > 1 or len(epochs) <= EPOCHS, why, orders=_shown(epochs))


def _shown(epochs: list[list[int]]) -> str:
    return "\n".join(" ".join(str(place) for place in epoch) for epoch in epochs)


@check(
    "train leaves the caller's list as it was",
    points=1,
    hints=["Some ways to shuffle work on the list itself. Whose list is it? Shuffle a copy, or draw places."],
)
def test_callers_list(results):
    result = results("order")
    weight = result.tensor("weights", "conv.weight", shape=tuple(_weight(result).shape))
    result.require(not torch.equal(weight.float(), _weight(result)), "no weight moved, so nothing was trained")
    apart = difference(result.get("samples"), result.replay(_samples_before), rtol=0, atol=0)
    why = "the list that train was given, with its pictures and labels, should be as it was"
    result.require(apart is None, why, list_afterwards="changed")


@check(
    "accuracy tells how many per cent of the samples are right",
    points=2,
    hints=[
        "The net's answer is the class with the largest of the four scores.",
        "Per cent: 3 of 4 right is 75, not 0.75.",
    ],
)
def test_accuracy(results):
    for name in ("accuracy", "accuracy, training mode", "accuracy, evaluation mode"):
        result = results(name)
        right, count = result.replay(_right_before)
        why = f"{right} of {count} samples have their largest score at their label"
        result.expect("returned", result.number("accuracy"), 100 * right / count, why)


def _right(weight: Tensor, samples: Samples) -> tuple[int, int]:
    pictures, labels = zip(*samples, strict=True)
    answers = _scores(weight, torch.cat(pictures)).argmax(1)
    return int((answers == torch.tensor(labels)).sum()), len(samples)


def _right_before(arguments: Arguments) -> tuple[int, int]:
    """How many samples are right with the weights of the call, and of how many."""
    return _right(arguments["weights"]["conv.weight"], arguments["samples"])


def _samples_before(arguments: Arguments) -> Any:
    return listed(arguments["samples"])


def _measured(result: CaseResult, why: str) -> None:
    """The accuracy is right, in per cent or as a fraction: which of them is another check's business."""
    right, count = result.replay(_right_before)
    accuracy = result.number("accuracy")
    if difference(float(accuracy), right / count) is not None:
        result.expect("returned", accuracy, 100 * right / count, why)


@check(
    "accuracy runs the net with gradients off",
    points=1,
    hints=["net.eval() changes how some layers behave. What switches autograd off is something else."],
)
def test_accuracy_without_gradients(results):
    result = results("accuracy without gradients")
    _measured(result, "gradient mode should be off while the net runs; while it is on, this net swaps A and B")
    scores = _scores(_weight(result), result.arguments["samples"][0][0])[:, [1, 0, 2, 3]]
    why = "after accuracy, gradient mode should be as it was before: on, where this net swaps A and B"
    result.expect("net(x) afterwards", result.get("scores"), scores, why)


@check(
    "accuracy leaves the net in the mode it came in, and net and samples as they were",
    points=1,
    hints=[
        "net.training tells the mode. Note it before you change it, and put it back: it may have been either.",
        "Every module inside the net has a mode of its own.",
    ],
)
def test_accuracy_mode(results):
    for mode, training in (("training", True), ("evaluation", False)):
        result = results(f"accuracy, {mode} mode")
        _measured(result, "the samples have to be measured first")
        modes = result.sequence("modes")
        wrong = sum(result.flag("modes", place) is not training for place in range(len(modes)))
        why = f"the net came in {mode} mode, and so should it leave, with all modules inside it"
        result.require(wrong == 0 and len(modes) > 0, why, modules_in_the_other_mode=f"{wrong} of {len(modes)}")
        before = {"weights": result.arguments["weights"], "samples": result.replay(_samples_before)}
        for key, value in before.items():
            apart = difference(result.get(key), value, rtol=0, atol=0)
            result.require(apart is None, "measuring should change nothing", **{f"{key} afterwards": "changed"})


@check(
    "PatternNet, train and accuracy together tell A from B on pictures never seen",
    points=1,
    hints=[
        "Train the net on samples() and look at the accuracy of A and of B, each by itself.",
        "Where the other checks pass and this one does not: is the whole net trained, in all epochs?",
    ],
    after=(test_batches, test_train_steps, test_train_epochs, test_accuracy),
)
def test_together(results):
    result = results("A and B")
    trained = result.tensor("weights", "conv.weight", shape=tuple(_weight(result).shape)).float()
    right, count = _right(trained, result.arguments["held_out"])
    percent, others = 100 * right / count, len(result.arguments["samples"])
    why = f"at least 95 % of the held-out pictures should be right after training on {others} others"
    result.require(percent >= 95, why, per_cent_right=percent)
    result.expect("accuracy", result.number("accuracy"), percent, f"{right} of {count} held-out pictures are right")


@check(
    "rating, train and accuracy return Python's own floats",
    points=1,
    hints=["A loss is a tensor of one number, and it holds on to the graph behind it. .item() takes the number out."],
    edge=True,
)
def test_floats(results):
    results("two pictures").is_type("float", "rating")
    result = results("accuracy, training mode")
    _measured(result, "the samples have to be measured first")
    result.is_type("float", "accuracy")
    result = results("one epoch")
    _learned(result)
    types = result.get("types")
    why = "a list of Python's own floats is asked for, so that no graph is kept"
    result.require(types == ["float"], why, losses=f"of type {types}")
