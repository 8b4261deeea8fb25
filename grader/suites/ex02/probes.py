"""ex02: cases and probes. No forward pass of the network stands here: the judge has its own."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

from grader.observing.cases import Case, Draw
from grader.observing.observe import describe_in
from grader.observing.tools import LENET_SHAPES, gradients_of, load_weights, replaced, scalar, undrawn

LAYERS = ("conv1", "conv2", "fc1", "fc2", "fc3")
CLASSES = 5
PICTURE = (3, 4, 5)


def cases(draw: Draw) -> Iterator[Case]:
    weights = _weights(draw)
    shape: tuple[int, ...]
    for name, shape, probe in (("one image", (1, 1, 32, 32), steps), ("30 pixels", (1, 1, 30, 30), outcome)):
        yield Case(name, probe, f"net(x), x of shape {shape}", {"weights": weights, "x": draw.normal(*shape)})
    shape = (draw.integer(2, 4), 1, 32, 32)
    yield Case("a batch", scores, f"net(x), x of shape {shape}", {"weights": weights, "x": draw.normal(*shape)})
    x, v = draw.normal(1, 1, 32, 32), draw.normal(1, 10)
    called = "loss.backward(), loss = (v * net(x)).sum(), x of shape (1, 1, 32, 32)"
    yield Case("gradients", learn, called, {"weights": weights, "x": x, "v": v})

    for shape in ((1, 32, 32), (3, 8, 5), (draw.integer(4, 9), 2, 6)):
        name = f"{shape[0]} channels" if shape[0] in (1, 3) else "some channels"
        called = f"as_minibatch(image), image of shape {shape}"
        yield Case(name, minibatch, called, {"image": draw.normal(*shape)})
    refused: dict[str, tuple[int, ...]] = {
        "no channels": (32, 32),
        "a batch already": (1, 3, 8, 5),
        "a vector": (6,),
        "a number": (),
    }
    refused["five dimensions"] = (1, 1, 1, 4, 4)
    for name, sizes in refused.items():
        called = f"as_minibatch(image), image of shape {sizes}"
        yield Case(name, minibatch, called, {"image": draw.normal(*sizes)})

    templates = draw.normal(CLASSES, 60)
    order = torch.argsort(draw.uniform(0, 1, CLASSES)).tolist()
    noise = 0.3 * draw.normal(CLASSES, 60)
    arguments = {
        "weight": templates,
        "bias": draw.normal(CLASSES) - 100,
        "batches": (templates[order] + noise).reshape(CLASSES, 1, *PICTURE),
    }
    called = f"predict(net, image) for {CLASSES} images of shape {PICTURE}, net with {CLASSES} classes"
    yield Case("predictions", classes, called, arguments)
    yield Case("predictions, with a given as_minibatch", classes_with_given_batches, called, arguments)
    called += ", which scores otherwise while gradients are recorded"
    arguments = arguments | {"v": draw.normal(CLASSES)}
    yield Case("predictions without recording", classes, called, arguments)
    name = "predictions without recording, with a given as_minibatch"
    yield Case(name, classes_with_given_batches, called, arguments)

    yield Case("Net", count_own, "count_parameters(Net())")
    features, hidden = draw.integer(3, 9), draw.integer(10, 20)
    called = f"count_parameters(net), net with Linear({features}, {hidden}) and BatchNorm1d({hidden}) inside"
    yield Case("another net", count_other, called, {"features": features, "hidden": hidden})


def _weights(draw: Draw) -> dict[str, Tensor]:
    """Weights large enough for every layer to matter, and a class whose score is below 0 for sure."""
    drawn = draw.weights(LENET_SHAPES)
    weights = {name: 2 * value if name.endswith("weight") else value for name, value in drawn.items()}
    weights["fc3.bias"] = draw.uniform(-1, 1, 10)
    weights["fc3.bias"][draw.integer(0, 10)] -= 8
    return weights


def steps(module: ModuleType, weights: dict[str, Tensor], x: Tensor) -> dict[str, Any]:
    """What each layer was first given on the way through, and the scores; what stopped it, if it got under way.

    The scores are computed again in evaluation mode, without gradients.
    """
    net = _net(module, weights)
    given, scores, stopped = _forward(module, net, x)
    evaluated = None
    if not stopped:
        try:
            net.eval()
            with torch.no_grad():
                evaluated = net(x.clone())
        except Exception as error:
            stopped = _where(error, module)
    return {"given": given, "scores": scores, "evaluated": evaluated, "stopped": stopped}


def outcome(module: ModuleType, weights: dict[str, Tensor], x: Tensor) -> dict[str, Any]:
    """The scores; what stopped forward, if it got under way."""
    _, scores, stopped = _forward(module, _net(module, weights), x)
    return {"scores": scores, "stopped": stopped}


def _forward(module: ModuleType, net: nn.Module, x: Tensor) -> tuple[dict[str, Any], Any, str]:
    """What each layer was first given, the scores, and what stopped it; raises where it stopped before any layer."""
    given: dict[str, Any] = {}

    def note(name: str) -> Any:
        def hook(_layer: nn.Module, arguments: tuple[Any, ...]) -> None:
            value = arguments[0] if arguments else None
            given.setdefault(name, value.detach().clone() if isinstance(value, Tensor) else value)

        return hook

    for name in LAYERS:
        getattr(net, name).register_forward_pre_hook(note(name))
    try:
        return given, net(x.clone()), ""
    except Exception as error:
        if not given:
            raise
        return given, None, _where(error, module)


def _where(error: Exception, module: ModuleType) -> str:
    """The learner's line, as it is shown, and below it the exception."""
    raised = describe_in(error, module)
    place = [f"{frame.place}, in {frame.function}:  {frame.text}" for frame in raised.frames[-1:]]
    return "\n".join([*place, f"raised {raised.kind}: {raised.message}".replace("\n", " ")])


def scores(module: ModuleType, weights: dict[str, Tensor], x: Tensor) -> dict[str, Any]:
    """The scores of a batch and of each of its images alone, and the batch afterwards."""
    net = _net(module, weights)
    alone = [net(image.clone()) for image in x.split(1)]
    return {"scores": net(x), "alone": alone, "x": x}


def learn(module: ModuleType, weights: dict[str, Tensor], x: Tensor, v: Tensor) -> dict[str, Any]:
    """The gradient that a loss on the scores leaves in each parameter."""
    net = _net(module, weights)
    loss = (v * net(x)).sum()
    if loss.requires_grad:
        loss.backward()
    return gradients_of(net)


def _net(module: ModuleType, weights: dict[str, Tensor]) -> nn.Module:
    with undrawn():
        net: nn.Module = module.Net()
    load_weights(net, weights)
    return net


def minibatch(module: ModuleType, image: Tensor) -> dict[str, Any]:
    """The batch, and the image afterwards."""
    return {"batch": module.as_minibatch(image), "image": image}


class Templates(nn.Module):
    """A stand-in for a trained net: one linear layer. It takes batches alone."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(weight), nn.Parameter(bias)

    def forward(self, x: Tensor) -> Tensor:
        if x.dim() != 4:
            raise ValueError(f"this net takes batches of shape (N, C, H, W), not {tuple(x.shape)}")
        return x.reshape(len(x), -1) @ self.weight.T + self.bias


class TurnedTemplates(Templates):
    """While autograd records the scores, each stands one class further on."""

    def forward(self, x: Tensor) -> Tensor:
        scores = super().forward(x)
        return scores.roll(1, dims=1) if scores.requires_grad else scores


def classes(module: ModuleType, weight: Tensor, bias: Tensor, batches: Tensor, v: Tensor | None = None) -> Any:
    """The class of each image.

    With ``v``, of a net that scores otherwise while gradients are recorded; and also: the images and the parameters
    afterwards, and the gradient of ``v * scores`` that the net's weight can still get then.
    """
    net = Templates(weight, bias) if v is None else TurnedTemplates(weight, bias)
    images = [batch[0].clone() for batch in batches]
    found = [scalar(module.predict(net, image)) for image in images]
    if v is None:
        return {"classes": found}
    after = {"images": images, "weight": net.weight.detach().clone(), "bias": net.bias.detach().clone()}
    loss = (v * (batches.flatten(1) @ net.weight.T)).sum()
    if loss.requires_grad:
        loss.backward()
    return {"classes": found, **after, "gradient": net.weight.grad}


def classes_with_given_batches(module: ModuleType, batches: Tensor, **arguments: Any) -> Any:
    """The same where the module's ``as_minibatch`` looks the batch up: it may be wrong, which other checks tell."""

    def look_up(image: Tensor) -> Tensor:
        return next((batch for batch in batches if torch.equal(batch[0], image)), image)

    with replaced(module, "as_minibatch", look_up):
        return classes(module, batches=batches, **arguments)


def count_own(module: ModuleType) -> dict[str, Any]:
    with undrawn():
        net = module.Net()
    return scalar(module.count_parameters(net))


class Nested(nn.Module):
    """Parameters of its own and in layers inside layers, and numbers that it keeps and does not learn."""

    def __init__(self, features: int, hidden: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(features, 2, 2))
        self.block = nn.Sequential(nn.Linear(features, hidden), nn.Sequential(nn.BatchNorm1d(hidden), nn.ReLU()))
        self.last = nn.Linear(hidden, 3, bias=False)
        self.register_buffer("mean", torch.zeros(features))


def count_other(module: ModuleType, features: int, hidden: int) -> dict[str, Any]:
    with undrawn():
        net = Nested(features, hidden)
    return scalar(module.count_parameters(net))
