"""ex06: checks. Each recomputes what it asks for from the judge's own weights and batches, and looks at one function by
itself; a check about training passes only where the net learned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor, nn

from grader.judging.case_result import CaseResult
from grader.judging.checks import CheckFailedError, check
from grader.judging.compare import difference
from grader.judging.replay import SGD, Adam
from grader.suites.ex06 import probes

ATOL = 1e-5
OPTIMIZERS: dict[str, Callable[[Iterable[Tensor], float], SGD | Adam]] = {
    "SGD": SGD,
    "SGD with momentum": lambda weights, lr: SGD(weights, lr, momentum=0.9),
    "Adam": Adam,
}
Arguments = dict[str, Any]
Weights = dict[str, Tensor]


class _Replay:
    """The judge's own net, trained as the contract says."""

    def __init__(self, given: Arguments) -> None:
        self.given = given
        self.net = probes.build(given["net"], given["state"], True)
        self.criterion: nn.Module = probes.CRITERIA[given["criterion"]]()
        self.optimizer = OPTIMIZERS[given["optimizer"]](self.net.parameters(), given["lr"])

    def train_epoch(self, training: bool = True) -> float:
        self.net.train(training)
        total = 0.0
        for x, target in self.given["batches"]:
            loss = self.criterion(self.net(x), target)
            self.optimizer.step(torch.autograd.grad(loss, self.optimizer.weights))
            total += loss.item() * len(x)
        return total / _samples(self.given["batches"])

    def step_along(self, gradients: Weights) -> None:
        self.optimizer.step([gradients[name] for name, _ in self.net.named_parameters()])

    def evaluate(self, batches: probes.Batches) -> float:
        self.net.eval()
        with torch.no_grad():
            return _mean_loss(self.net, batches, self.criterion)

    def weights(self) -> Weights:
        return {name: parameter.detach().clone() for name, parameter in self.net.named_parameters()}


def _samples(batches: probes.Batches) -> int:
    return sum(len(x) for x, _ in batches)


def _mean_loss(net: nn.Module, batches: probes.Batches, criterion: nn.Module) -> float:
    return sum(criterion(net(x), target).item() * len(x) for x, target in batches) / _samples(batches)


def _same_weights(result: CaseResult, expected: Weights, why: str) -> None:
    """The observed weights are as they should be."""
    for name, weight in expected.items():
        before, mine = result.arguments["state"][name], result.tensor("state", name)
        if difference(mine, weight, atol=ATOL) is not None:
            still = "this weight did not move: " if difference(mine, before) is None else ""
            result.expect(f"{name} afterwards", mine, weight, still + why, atol=ATOL)


def _training(arguments: Arguments, training: bool = True) -> tuple[list[float], Weights]:
    """The loss of each epoch, and the weights afterwards."""
    replay = _Replay(arguments)
    around = arguments["around"]
    for gradients in around[:1]:
        replay.step_along(gradients)
    losses = [replay.train_epoch(training) for _ in range(arguments["epochs"])]
    for gradients in around[1:]:
        replay.step_along(gradients)
    return losses, replay.weights()


def _trained(result: CaseResult, why: str = "each batch means one update, by only its own gradient") -> None:
    """The weights are those that the training leads to."""
    _, weights = result.replay(_training)
    _same_weights(result, weights, why)


def _evaluated(arguments: Arguments, training: bool = False, recording: bool = False) -> float:
    """The mean loss that this net gives in one of its modes, recorded by autograd or not."""
    net = probes.build(arguments["net"], arguments["state"], training)
    with torch.set_grad_enabled(recording):
        return _mean_loss(net, arguments["batches"], probes.CRITERIA[arguments["criterion"]]())


@check(
    "train_epoch learns from a batch",
    points=2,
    hints=[
        "Print a weight before and after: does it move? If not, what does optimizer.step() need to find in it?",
        "Say aloud what the loop does with one batch, line by line, and hold it against the lesson's picture.",
        "loss is a number with a history. Who walks back along it and leaves a gradient in each weight?",
    ],
)
def test_learns(results):
    for name in ("one batch", "one batch of numbers"):
        result = results(name)
        before = result.arguments["state"]
        loss = result.replay(_evaluated, True)
        result.require(
            any(difference(result.tensor("state", name), before[name]) is not None for name in before),
            "no weight moved, so nothing was learned",
            loss_before=loss,
            loss_afterwards=loss,
        )
        _learned(result)


def _learned(result: CaseResult) -> None:
    """All in all the weights moved the way that training moves them, however far."""
    before, (_, trained) = result.arguments["state"], result.replay(_training)
    wanted = torch.cat([(trained[name] - before[name]).flatten() for name in trained])
    afterwards = {name: result.tensor("state", name, shape=tuple(trained[name].shape)) for name in trained}
    moved = torch.cat([(afterwards[name].double() - before[name]).flatten() for name in trained])
    alike = float(nn.functional.cosine_similarity(moved, wanted.double(), dim=0))
    why = "the weights moved, but not the way that makes this loss smaller"
    result.require(alike > 0.5, why, weights_afterwards=next(iter(afterwards.values())))


@check(
    "train_epoch uses each batch's own gradient, and updates once a batch",
    points=2,
    hints=[
        "Does the first batch go well and the second not? Then what is still there when the second comes?",
        "Gradients add up until someone clears them. ex04 is about just that.",
        "Six batches mean six updates: is the step inside the loop?",
    ],
    after=test_learns,
)
def test_every_batch(results):
    for name in ("one batch", "one batch of numbers", "many batches"):
        _trained(results(name))


@check(
    "train_epoch works with any optimizer, and leaves its settings and its memory as they are",
    points=1,
    hints=["The optimizer that comes in does the steps, whichever it is; make none of your own."],
    after=test_learns,
)
def test_optimizers(results):
    for name in ("momentum", "Adam"):
        _trained(results(name), "the optimizer that was given leads there, with what it remembers of earlier steps")


@check(
    "train_epoch returns the mean loss over all samples, each batch's loss as it came in",
    points=2,
    hints=[
        "loss is the mean over one batch. Which number of samples does it speak for?",
        "A batch of 3 must not count as much as a batch of 8; and a sum of means is no sum over samples.",
        "A mean times the number of its samples is their sum. Those sums may be added and divided by all samples.",
    ],
    after=test_learns,
)
def test_mean_loss(results):
    for name in ("uneven batches", "uneven batches of numbers"):
        result = results(name)
        _learned(result)
        _right_losses(result)
    if results.passes(test_every_batch):  # else the weights are others when the second batch comes, and so is its loss
        _right_losses(results("many batches"))


def _right_losses(result: CaseResult) -> None:
    losses, _ = result.replay(_training)
    samples = _samples(result.arguments["batches"])
    why = f"the sum over all {samples} samples, divided by {samples}; each loss taken before its batch's update"
    for index, expected in enumerate(losses):
        result.expect("returned", result.number("losses", index), expected, why, atol=ATOL)


@check(
    "train_epoch puts the net in training mode and leaves it there",
    points=2,
    hints=[
        "Dropout and batch norm do something else in training than afterwards. Who tells them which it is?",
        "The net may come from an evaluation. A net has one call for each of its two modes.",
    ],
    after=test_learns,
)
def test_training_mode(results):
    result = results("evaluation mode before")
    _, in_evaluation = result.replay(_training, False)
    result.require(
        any(
            difference(result.tensor("state", name), weight, atol=ATOL) is not None
            for name, weight in in_evaluation.items()
        ),
        "the net came in evaluation mode and was trained in it: nothing told it that training begins",
        the_net_worked_in="evaluation mode",
    )
    _trained(result, "training leads there with the net and all modules inside it in training mode")
    _all_in(result, True, "after train_epoch the net and all modules inside it should be in training mode")


def _all_in(result: CaseResult, training: bool, why: str) -> None:
    """The net and every module in it are in one mode."""
    count = len(list(probes.NETS[result.arguments["net"]]().modules()))
    modes = [result.flag("modes", place) for place in range(count)]
    mode, other = ("training", "evaluation") if training else ("evaluation", "training")
    wrong = modes.count(not training)
    result.require(wrong == 0, why, found=f"{wrong} of {count} modules in {other} mode", expected=f"{mode} mode")


@check(
    "evaluate returns the mean loss over all samples",
    points=1,
    hints=[
        "evaluate needs the same care with a smaller last batch as train_epoch.",
        "Count: how many samples does each batch's loss speak for?",
    ],
)
def test_evaluate(results):
    result = results("evaluate")
    samples = _samples(result.arguments["batches"])
    why = f"the sum over all {samples} samples, divided by {samples}"
    for key in ("loss", "loss again"):
        result.expect("returned", result.number(key), result.replay(_evaluated), why, atol=ATOL)


@check(
    "evaluate works in evaluation mode",
    points=2,
    hints=[
        "Evaluate the same net on the same samples twice. Two results? Then something in it still rolls dice.",
        "Dropout and batch norm have to be told that training is over, before the first batch.",
        "Every module inside the net has a mode of its own. Does your line reach all of them?",
    ],
)
def test_evaluation_mode(results):
    result = results("evaluate in training mode")
    expected = result.replay(_evaluated)
    first, second = result.number("loss"), result.number("loss again")
    result.require(
        difference(first, second) is None,
        f"the same net and the same samples should give the same loss, {expected:.4g}: dropout was at work",
        first_call=first,
        second_call=second,
    )
    why = "with the net and all modules inside it in evaluation mode"
    result.expect("returned", first, expected, why, atol=ATOL)
    for name, before in result.arguments["state"].items():
        mine = result.tensor("state", name)
        result.expect(f"{name} afterwards", mine, before, "evaluating should change nothing in the net", rtol=0, atol=0)


@check(
    "evaluate leaves the net in the mode it came in",
    points=2,
    hints=[
        "Who called evaluate may be in the middle of training. What do they expect of their net afterwards?",
        "net.training tells the mode; it has to be asked before it is changed.",
        "Both can be: a net that came in evaluation mode should not leave in training mode either.",
    ],
)
def test_mode_restored(results):
    for mode, training in (("training", True), ("evaluation", False)):
        result = results(f"evaluate in {mode} mode")
        why = "the loss in evaluation mode; only a mode that was changed can be put back"
        result.expect("returned", result.number("loss"), result.replay(_evaluated), why, atol=ATOL)
        why = f"the net came in {mode} mode, and so should it leave, with all modules inside it"
        _all_in(result, training, why)


@check(
    "evaluate records no gradients",
    points=2,
    hints=[
        "Evaluation mode and gradients are two things: the first is about layers, the second about autograd.",
        "Does net(x) come with a grad_fn while you evaluate? It costs memory, and nobody will walk back along it.",
        "torch.no_grad can be a with block, or stand above a function as a decorator.",
    ],
)
def test_no_gradients(results):
    result = results("evaluate without gradients")
    loss, expected, recorded = result.number("loss"), result.replay(_evaluated), result.replay(_evaluated, True, True)
    result.require(
        difference(loss, recorded, atol=ATOL) is not None,
        "autograd recorded what the net did, though nothing goes backward (while it does, this net gives other scores)",
        returned=loss,
        expected=expected,
    )
    why = "the mean loss while autograd records nothing (this net gives other scores where it is recorded)"
    result.expect("returned", loss, expected, why, atol=ATOL)
    for name, planted in result.arguments["planted"].items():
        result.expect(
            f"{name}'s gradient", result.get("gradients", name), planted, "evaluate should not touch the gradients"
        )
    scores, why = result.replay(_scores), "once evaluate is done, autograd should record again: else nothing can learn"
    result.expect("net(x) afterwards", result.tensor("scores"), scores, why, atol=ATOL)


def _scores(arguments: Arguments) -> Tensor:
    """What the net makes of the first batch while autograd records."""
    return probes.build(arguments["net"], arguments["state"], True)(arguments["batches"][0][0]).detach()


def _history(arguments: Arguments) -> tuple[dict[str, list[float]], Weights]:
    """Both lists of losses, and the weights afterwards."""
    replay = _Replay(arguments)
    history: dict[str, list[float]] = {"train": [], "valid": []}
    for _ in range(arguments["epochs"]):
        history["train"].append(replay.train_epoch())
        history["valid"].append(replay.evaluate(arguments["valid"]))
    return history, replay.weights()


def _scripted_history(arguments: Arguments) -> tuple[dict[str, list[float]], Weights]:
    """The same for the functions that stand in for the learner's own."""
    replay = _Replay(arguments)
    optimizer = SimpleNamespace(param_groups=[{"lr": arguments["lr"]}], state=defaultdict(dict))
    history: dict[str, list[float]] = {"train": [], "valid": []}
    for _ in range(arguments["epochs"]):
        train = probes.script_train_epoch(replay.net, arguments["batches"], replay.criterion, optimizer)
        history["train"].append(train)
        history["valid"].append(probes.script_evaluate(replay.net, arguments["valid"], replay.criterion))
    return history, replay.weights()


def _histories(result: CaseResult, compute: Callable[[Arguments], tuple[dict[str, list[float]], Weights]]) -> None:
    """Both lists are what training and evaluating in turn lead to, and so are the weights."""
    expected, weights = result.replay(compute)
    history = result.mapping("history")
    result.expect("keys", sorted(str(key) for key in history), sorted(expected), "a list for each of the two losses")
    whys = {
        "train": "what train_epoch returned, epoch by epoch",
        "valid": "what evaluate returned for valid_batches after each epoch's training",
    }
    for key, values in expected.items():
        count = len(result.sequence("history", key))
        result.require(
            count == len(values),
            f"one entry an epoch: {whys[key]}",
            **{f"{key}": f"{count} entries", "expected": f"{len(values)} entries"},
        )
        mine = [result.number("history", key, index) for index in range(count)]
        result.expect(key, mine, values, whys[key], atol=ATOL)
    _same_weights(result, weights, "so many epochs lead there, with this net and this optimizer in all of them")


@check(
    "fit trains and evaluates epoch by epoch, and returns both lists of losses",
    points=2,
    hints=[
        "Print what fit returns after three epochs: how long is each list?",
        "Every epoch has two halves: learn from the training batches, then look at the other ones.",
    ],
)
def test_fit(results):
    # What train_epoch and evaluate do wrong must not count here, so others stand in for them. A fit that does all by
    # itself, or calls them by other names, shows with real numbers that it is right.
    try:
        _histories(results("fit, scripted"), _scripted_history)
    except CheckFailedError as failure:
        try:
            _histories(results("fit"), _history)
        except CheckFailedError as real_failure:
            own = (test_every_batch, test_mean_loss, test_training_mode, test_evaluate, test_evaluation_mode)
            raise real_failure if all(results.passes(each) for each in own) else failure from None


@check(
    "train_epoch, evaluate and fit take any iterable of batches and leave the batches as they were",
    points=1,
    hints=[
        "Batches may come from a list, a DataLoader or anything else that a for loop can go through.",
        "Whoever made the batches will use them again. Compute with new tensors instead of changing those.",
    ],
    after=test_learns,
    edge=True,
)
def test_batches(results):
    result = results("iterables")
    _same_weights(result, result.replay(_trained_on_iterable), "training on these batches leads there")
    result.number("loss")
    for name in ("iterables", "fit"):
        result = results(name)
        for key in ("batches", "valid"):
            apart = difference(result.get(key), result.arguments[key], rtol=0, atol=0)
            why = "the batches belong to the caller and should be as they were"
            result.require(apart is None, why, batches_afterwards="changed")


def _trained_on_iterable(arguments: Arguments) -> Weights:
    replay = _Replay({**arguments, "criterion": "nn.CrossEntropyLoss()", "optimizer": "SGD", "lr": 0.1})
    replay.train_epoch()
    return replay.weights()


@check(
    "train_epoch and evaluate return Python's own float",
    points=1,
    hints=["A loss is a tensor of shape (). Which of its methods hands its number out as a float?"],
    after=test_learns,
    edge=True,
)
def test_floats(results):
    results("one batch").is_type("float", "losses", 0)
    results("evaluate").is_type("float", "loss")
