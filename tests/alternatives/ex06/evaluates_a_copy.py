"""A deep copy is evaluated, numpy takes the mean, epochs by recursion."""

import copy

import numpy as np
import torch


def train_epoch(net, batches, criterion, optimizer):
    net.train()
    losses, sizes = [], []
    for x, target in batches:
        optimizer.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        sizes.append(len(x))
    return np.dot(losses, sizes) / np.sum(sizes)


def evaluate(net, batches, criterion):
    model = copy.deepcopy(net)
    model.eval()
    with torch.no_grad():
        losses, sizes = zip(*[(criterion(model(x), target).item(), len(x)) for x, target in batches])
    return np.average(np.array(losses), weights=np.array(sizes))


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    if epochs == 0:
        return {"train": [], "valid": []}
    history = fit(net, train_batches, valid_batches, criterion, optimizer, epochs - 1)
    history["train"].append(train_epoch(net, train_batches, criterion, optimizer))
    history["valid"].append(evaluate(net, valid_batches, criterion))
    return history
