"""ex06: checks. Each replays the training from the judge's own weights and batches; none passes where the net did not
learn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn

from grader.judging.case_result import CaseResult
from grader.judging.checks import check
from grader.judging.compare import difference
from grader.judging.replay import SGD, Adam
from grader.suites.ex06 import probes

ATOL = 1e-5
OPTIMIZERS: dict[str, Callable[[Iterable[Tensor], float], SGD | Adam]] = {
    "SGD": SGD,
    "SGD with momentum": lambda weights, lr: SGD(weights, lr, momentum=0.9),
    "Adam": Adam,
}


class _Replay:
    """The judge's own net, trained as the contract says."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given
        self.net = probes.build(given["net"], given["weights"], True)
        self.criterion: nn.Module = probes.CRITERIA[given["criterion"]]()
        self.optimizer = OPTIMIZERS[given["optimizer"]](self.net.parameters(), given["lr"])

    def train_epoch(self) -> float:
        self.net.train()
        total = 0.0
        for x, target in self.given["batches"]:
            loss = self.criterion(self.net(x), target)
            self.optimizer.step(torch.autograd.grad(loss, self.optimizer.weights))
            total += loss.item() * len(x)
        return total / _samples(self.given["batches"])

    def evaluate(self, batches: probes.Batches) -> float:
        self.net.eval()
        with torch.no_grad():
            total = sum(self.criterion(self.net(x), target).item() * len(x) for x, target in batches)
        return total / _samples(batches)

    def state(self) -> dict[str, Tensor]:
        return probes.state_of(self.net)


def _samples(batches: probes.Batches) -> int:
    return sum(len(x) for x, _ in batches)


def _same_weights(result: CaseResult, step: str, expected: dict[str, Tensor], why: str) -> None:
    """The weights that the observation keeps under ``step`` are as they should be."""
    for name, before in result.arguments["weights"].items():
        mine = result.tensor(step, name)
        if difference(mine, expected[name], atol=ATOL) is not None:
            still = "this weight did not move: " if difference(mine, before) is None else ""
            result.expect(f"{name} afterwards", mine, expected[name], still + why, atol=ATOL)


def _training(arguments: dict[str, Any]) -> tuple[list[float], dict[str, Tensor]]:
    """The loss of each epoch, and the weights afterwards."""
    replay = _Replay(arguments)
    losses = [replay.train_epoch() for _ in range(arguments["epochs"])]
    return losses, replay.state()


def _trained(result: CaseResult, why: str = "each batch means one update, by its own gradient alone") -> list[float]:
    """The weights are as the training leads to; returns the losses that it should have reported."""
    losses, state = result.replay(_training)
    _same_weights(result, "state", state, why)
    return losses


def _trained_once(arguments: dict[str, Any]) -> _Replay:
    replay = _Replay(arguments)
    replay.train_epoch()
    return replay


def _evaluated(result: CaseResult) -> float:
    """The net was trained before it was evaluated; returns the loss that evaluate should have found.

    Batch norm's running statistics are those that the net really had.
    """
    replay = result.replay(_trained_once)
    _same_weights(result, "trained", replay.state(), "train_epoch should have trained this net before")
    for name, own in replay.net.named_buffers():
        gathered = result.tensor("trained", name, shape=tuple(own.shape))
        result.require(
            gathered.dtype == own.dtype, f"{name} should hold {own.dtype}", **{"it holds": str(gathered.dtype)}
        )
        own.copy_(gathered)
    return replay.evaluate(result.arguments["valid"])


def _right_loss(result: CaseResult, why: str) -> None:
    expected = _evaluated(result)
    for key in ("loss", "loss again"):
        result.expect("returned", result.number(key), expected, why, atol=ATOL)


def _loss_before(arguments: dict[str, Any]) -> float:
    return _Replay(arguments).evaluate(arguments["batches"])


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
        loss = result.replay(_loss_before)
        before = result.arguments["weights"]
        result.require(
            any(difference(result.tensor("state", name), before[name]) is not None for name in before),
            "no weight moved, so nothing was learned",
            loss_before=loss,
            loss_afterwards=loss,
        )
        _trained(result, "one step down the gradient of the loss leads there")


@check(
    "train_epoch uses each batch's own gradient, and updates once a batch",
    points=2,
    hints=[
        "The first batch goes well and the second does not. What is still there when the second comes?",
        "Gradients add up until someone clears them. ex04 is about just that.",
        "Three batches mean three updates: is the step inside the loop?",
    ],
    after=test_learns,
)
def test_every_batch(results):
    for name in ("batches", "many batches"):
        _trained(results(name))


@check(
    "train_epoch works with any optimizer",
    points=1,
    hints=["The optimizer that comes in does the steps, whichever it is; make none of your own."],
    after=test_every_batch,
)
def test_optimizers(results):
    for name in ("momentum", "Adam"):
        _trained(results(name), "the optimizer that was given leads there")


@check(
    "train_epoch returns the mean loss over all samples, each batch's loss as it came in",
    points=2,
    hints=[
        "loss is the mean over one batch. Which number of samples does it speak for?",
        "A batch of 3 must not count as much as a batch of 8; and a sum of means is no sum over samples.",
        "A mean times the number of its samples is their sum. Those sums may be added and divided by all samples.",
    ],
    after=test_every_batch,
)
def test_mean_loss(results):
    for name in ("uneven batches", "uneven batches of numbers"):
        result = results(name)
        sizes = [len(x) for x, _ in result.arguments["batches"]]
        why = (
            f"the sum over all {sum(sizes)} samples, divided by {sum(sizes)}; each loss taken before its batch's update"
        )
        for index, expected in enumerate(_trained(result)):
            result.expect("returned", result.number("losses", index), expected, why, atol=ATOL)


@check(
    "train_epoch puts the net in training mode and leaves it there",
    points=2,
    hints=[
        "Dropout and batch norm do something else in training than afterwards. Who tells them which it is?",
        "The net may come from an evaluation. A net has one call for each of its two modes.",
    ],
    after=test_every_batch,
)
def test_training_mode(results):
    result = results("evaluation mode before")
    modes = result.sequence("modes")
    result.require(
        len(modes) > 0 and all(mode == "training" for mode in modes),
        "the net came in evaluation mode, and no one told it that training begins",
        the_net_worked_in=f"{modes[0]} mode" if modes else "no mode: it was not used",
    )
    _trained(result, "training in training mode leads there")
    result.require(
        result.flag("training"), "after train_epoch the net should still be in training mode", training=False
    )


@check(
    "evaluate returns the mean loss over all samples",
    points=1,
    hints=[
        "evaluate needs the same care with a smaller last batch as train_epoch.",
        "Count: how many samples does each batch's loss speak for?",
    ],
    after=test_every_batch,
)
def test_evaluate(results):
    result = results("evaluate")
    samples = _samples(result.arguments["valid"])
    _right_loss(result, f"the sum over all {samples} samples, divided by {samples}")


@check(
    "evaluate works in evaluation mode",
    points=2,
    hints=[
        "Evaluate the same net on the same samples twice. Two results? Then something in it still rolls dice.",
        "Dropout and batch norm have to be told that training is over, before the first batch.",
    ],
    after=test_evaluate,
)
def test_evaluation_mode(results):
    result = results("evaluate in training mode")
    expected = _evaluated(result)
    first, second = result.number("loss"), result.number("loss again")
    result.require(
        difference(first, second) is None,
        f"the same net and the same samples should give the same loss, {expected:.4g}: dropout was at work",
        first_call=first,
        second_call=second,
    )
    why = "in evaluation mode dropout rests, and batch norm uses what it gathered in training"
    result.expect("returned", first, expected, why, atol=ATOL)
    for name in result.mapping("trained"):
        mine, before = result.tensor("state", name), result.tensor("trained", name)
        result.expect(f"{name} afterwards", mine, before, "evaluating should change nothing in the net", rtol=0, atol=0)


@check(
    "evaluate leaves the net in the mode it came in",
    points=2,
    hints=[
        "Who called evaluate may be in the middle of training. What do they expect of their net afterwards?",
        "net.training tells the mode; it has to be asked before it is changed.",
        "Both can be: a net that came in evaluation mode should not leave in training mode either.",
    ],
    after=test_evaluation_mode,
)
def test_mode_restored(results):
    for mode, training in (("training", True), ("evaluation", False)):
        result = results(f"evaluate in {mode} mode")
        _right_loss(result, "the mean loss in evaluation mode")
        after = "training" if result.flag("training") else "evaluation"
        result.require(
            result.flag("training") is training,
            "evaluate should leave the mode as it found it",
            the_net_came_in=f"{mode} mode",
            and_left_in=f"{after} mode",
        )


@check(
    "evaluate records no gradients",
    points=2,
    hints=[
        "Evaluation mode and gradients are two things: the first is about layers, the second about autograd.",
        "Does net(x) come with a grad_fn while you evaluate? It costs memory, and nobody will walk back along it.",
        "torch.no_grad can be a with block, or stand above a function as a decorator.",
    ],
    after=test_evaluate,
)
def test_no_gradients(results):
    result = results("evaluate")
    _right_loss(result, "the mean loss")
    recorded = result.sequence("recorded")
    result.require(
        len(recorded) > 0 and all(flag is False for flag in recorded),
        "autograd recorded what the net did, though nobody will call backward here",
        net_x_requires_grad=any(flag is True for flag in recorded),
    )
    for name, planted in result.arguments["planted"].items():
        result.expect(
            f"{name}'s gradient", result.get("gradients", name), planted, "evaluate should not touch the gradients"
        )
    result.require(
        result.flag("recording"), "autograd is still switched off after the call: nothing could learn any more"
    )


def _history(arguments: dict[str, Any]) -> tuple[dict[str, list[float]], dict[str, Tensor]]:
    """Both lists of losses, and the weights afterwards."""
    replay = _Replay(arguments)
    history: dict[str, list[float]] = {"train": [], "valid": []}
    for _ in range(arguments["epochs"]):
        history["train"].append(replay.train_epoch())
        history["valid"].append(replay.evaluate(arguments["valid"]))
    return history, replay.state()


def _histories(result: CaseResult) -> None:
    """Both lists are what training and evaluating in turn lead to, and so are the weights."""
    expected, state = result.replay(_history)
    history = result.mapping("history")
    result.expect("keys", sorted(str(key) for key in history), sorted(expected), "a list for each of the two losses")
    whys = {
        "train": "train_epoch's loss, epoch by epoch",
        "valid": "evaluate's loss on valid_batches after each epoch's training",
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
    _same_weights(result, "state", state, "so many epochs of training lead there")


@check(
    "fit trains and evaluates epoch by epoch, and returns both lists of losses",
    points=2,
    hints=[
        "Print what fit returns after three epochs: how long is each list?",
        "Every epoch has two halves: learn from the training batches, then look at the other ones.",
    ],
    after=(test_mean_loss, test_evaluate),
)
def test_fit(results):
    _histories(results("fit"))


@check(
    "fit trains in training mode and evaluates in evaluation mode, in every epoch",
    points=1,
    hints=["After the first evaluation the second epoch begins. In which mode is the net then?"],
    after=(test_fit, test_training_mode, test_evaluation_mode),
)
def test_fit_modes(results):
    _histories(results("fit with modes"))


@check(
    "train_epoch and evaluate return Python's own float",
    points=1,
    hints=["A loss is a tensor of shape (). Which of its methods hands its number out as a float?"],
    after=(test_mean_loss, test_evaluate),
    edge=True,
)
def test_floats(results):
    trained = results("uneven batches")
    _trained(trained)
    trained.is_type("float", "losses", 0)
    evaluated = results("evaluate")
    _right_loss(evaluated, "the mean loss")
    evaluated.is_type("float", "loss")
