"""with blocks, weighting in one line, the mode put back by an if."""

import torch


def train_epoch(net, batches, criterion, optimizer):
    net.train()
    running, count = 0.0, 0
    for x, target in batches:
        optimizer.zero_grad()
        output = net(x)
        loss = criterion(output, target)
        loss.backward()
        optimizer.step()
        running += loss.item() * x.size(0)
        count += x.size(0)
    return running / count


def evaluate(net, batches, criterion):
    training = net.training
    net.eval()
    running, count = 0.0, 0
    with torch.no_grad():
        for x, target in batches:
            running += criterion(net(x), target).item() * x.size(0)
            count += x.size(0)
    if training:
        net.train()
    return running / count


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    train, valid = [], []
    for _epoch in range(epochs):
        train.append(train_epoch(net, train_batches, criterion, optimizer))
        valid.append(evaluate(net, valid_batches, criterion))
    return {"train": train, "valid": valid}
