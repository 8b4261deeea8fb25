"""Gradients asked of autograd and put in place; samples counted first; all outputs of an evaluation judged at once."""

import torch


def train_epoch(net, batches, criterion, optimizer):
    net.train()
    weights = [weight for weight in net.parameters() if weight.requires_grad]
    samples = sum(len(x) for x, _ in batches)
    total = 0.0
    for x, target in batches:
        loss = criterion(net(x), target)
        for weight, gradient in zip(weights, torch.autograd.grad(loss, weights)):
            weight.grad = gradient
        optimizer.step()
        total += loss.item() * len(x) / samples
    return total


@torch.no_grad()
def evaluate(net, batches, criterion):
    mode = net.training
    outputs = [net.eval()(x) for x, _ in batches]
    targets = [target for _, target in batches]
    net.train(mode)
    return criterion(torch.cat(outputs), torch.cat(targets)).item()


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    def epoch():
        yield train_epoch(net, train_batches, criterion, optimizer)
        yield evaluate(net, valid_batches, criterion)

    train, valid = zip(*(tuple(epoch()) for _ in range(epochs)))
    return dict(train=list(train), valid=list(valid))
