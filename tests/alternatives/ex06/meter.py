"""A class that keeps the mean, gradients cleared by hand, a closure for the optimizer."""

import torch


class Mean:
    def __init__(self):
        self.total = torch.zeros((), dtype=torch.float64)
        self.count = 0

    def add(self, loss, samples):
        self.total += loss.detach() * samples
        self.count += samples

    @property
    def value(self):
        return self.total.item() / self.count


def train_epoch(net, batches, criterion, optimizer):
    net.train()
    mean = Mean()
    for batch in batches:
        x, target = batch[0], batch[1]

        def closure():
            for group in optimizer.param_groups:
                for parameter in group["params"]:
                    parameter.grad = None
            loss = criterion(net(x), target)
            loss.backward()
            return loss

        mean.add(optimizer.step(closure), len(x))
    return mean.value


def evaluate(net, batches, criterion):
    was = net.training
    net.eval()
    mean = Mean()
    with torch.no_grad():
        for x, target in batches:
            mean.add(criterion(net(x), target), len(x))
    net.train(was)
    return mean.value


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    history = {"valid": [], "train": []}
    epoch = 0
    while epoch < epochs:
        history["train"] += [train_epoch(net, train_batches, criterion, optimizer)]
        history["valid"] += [evaluate(net, valid_batches, criterion)]
        epoch += 1
    return history
