"""The net is called with detached weights to evaluate; gradients are asked of autograd."""

import math

import torch
from torch.func import functional_call


def train_epoch(net, batches, criterion, optimizer):
    net.train()
    sums, samples = [], 0
    for x, target in batches:
        loss = criterion(functional_call(net, dict(net.named_parameters()), (x,)), target)
        gradients = torch.autograd.grad(loss, optimizer.param_groups[0]["params"])
        for parameter, gradient in zip(optimizer.param_groups[0]["params"], gradients):
            parameter.grad = gradient
        optimizer.step()
        sums.append(loss.item() * len(target))
        samples += len(target)
    return math.fsum(sums) / samples


def evaluate(net, batches, criterion):
    was = net.training
    net.eval()
    weights = {name: value.detach() for name, value in net.state_dict().items()}
    pairs = [(criterion(functional_call(net, weights, x), y) * len(y), len(y)) for x, y in batches]
    net.train(was)
    losses, sizes = zip(*pairs)
    return (torch.stack(losses).sum() / sum(sizes)).item()


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    train, valid = [0.0] * epochs, [0.0] * epochs
    for epoch in range(epochs):
        train[epoch] = train_epoch(net, train_batches, criterion, optimizer)
        valid[epoch] = evaluate(net, valid_batches, criterion)
    return {"train": train, "valid": valid}
