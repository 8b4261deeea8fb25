"""One function goes through the batches, with an optimizer or without."""

import torch


def one_pass(net, batches, criterion, optimizer=None):
    learning = optimizer is not None
    net.train(learning)
    mean, seen = 0.0, 0
    with torch.set_grad_enabled(learning):
        for x, target in batches:
            loss = criterion(net(x), target)
            if learning:
                net.zero_grad()
                loss.backward()
                optimizer.step()
            seen += x.shape[0]
            mean += (loss.item() - mean) * x.shape[0] / seen
    return mean


def train_epoch(net, batches, criterion, optimizer):
    return one_pass(net, batches, criterion, optimizer)


def evaluate(net, batches, criterion):
    training = net.training
    mean = one_pass(net, batches, criterion)
    net.train(training)
    return mean


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    history = {}
    for _ in range(epochs):
        history.setdefault("train", []).append(one_pass(net, train_batches, criterion, optimizer))
        history.setdefault("valid", []).append(one_pass(net, valid_batches, criterion))
    net.train()
    return history
