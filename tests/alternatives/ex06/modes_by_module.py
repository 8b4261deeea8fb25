"""A context manager sets the mode of each module and puts each back; no parameter asks for a gradient meanwhile."""

from contextlib import contextmanager


@contextmanager
def resting(net):
    modes = [(module, module.training) for module in net.modules()]
    asking = [parameter for parameter in net.parameters() if parameter.requires_grad]
    for module, _ in modes:
        module.training = False
    for parameter in asking:
        parameter.requires_grad = False
    try:
        yield net
    finally:
        for module, training in modes:
            module.training = training
        for parameter in asking:
            parameter.requires_grad = True


def train_epoch(net, batches, criterion, optimizer):
    for module in net.modules():
        module.training = True
    seen = {"loss": 0.0, "samples": 0}
    for x, target in batches:
        loss = criterion(net.forward(x), target)
        net.zero_grad()
        loss.backward()
        optimizer.step()
        seen["loss"] += float(loss.detach()) * x.shape[0]
        seen["samples"] += x.shape[0]
    return seen["loss"] / seen["samples"]


def evaluate(net, batches, criterion):
    seen = {"loss": 0.0, "samples": 0}
    with resting(net):
        for x, target in batches:
            seen["loss"] += float(criterion(net(x), target)) * x.shape[0]
            seen["samples"] += x.shape[0]
    return seen["loss"] / seen["samples"]


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    return dict(
        zip(
            ("train", "valid"),
            map(
                list,
                zip(
                    *(
                        (train_epoch(net, train_batches, criterion, optimizer), evaluate(net, valid_batches, criterion))
                        for _ in range(epochs)
                    )
                ),
            ),
        )
    )
