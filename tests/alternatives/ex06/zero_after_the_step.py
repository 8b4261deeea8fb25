"""Zeroing at the end of each batch, inference mode, losses kept in lists and averaged by numpy."""

import numpy as np
import torch


def train_epoch(net, batches, criterion, optimizer):
    net.train(True)
    losses, sizes = [], []
    for x, target in batches:
        loss = criterion(net(x), target)
        losses.append(loss.item())
        sizes.append(len(target))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
    return float(np.average(losses, weights=sizes))


@torch.inference_mode()
def evaluate(net, batches, criterion):
    before = net.training
    try:
        net.train(False)
        pairs = [(criterion(net(x), target).item(), len(target)) for x, target in batches]
    finally:
        net.train(before)
    losses, sizes = zip(*pairs)
    return float(np.average(losses, weights=sizes))


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    history = [
        (train_epoch(net, train_batches, criterion, optimizer), evaluate(net, valid_batches, criterion))
        for _ in range(epochs)
    ]
    return {"train": [train for train, _ in history], "valid": [valid for _, valid in history]}
