"""fit does everything by itself; the other two call it, or stand alone."""

import torch


def train_epoch(net, batches, criterion, optimizer):
    return fit(net, batches, batches, criterion, optimizer, 1)["train"][0]


def evaluate(net, batches, criterion):
    training = net.training
    try:
        net.eval()
        total, count = 0, 0
        for x, target in batches:
            with torch.inference_mode():
                total = total + criterion(net(x), target) * len(x)
            count = count + len(x)
        return total.item() / count
    finally:
        net.train(training)


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    history = {"train": [], "valid": []}
    for _ in range(epochs):
        net.train()
        total, count = 0.0, 0
        for inputs, labels in train_batches:
            for parameter in net.parameters():
                if parameter.grad is not None:
                    parameter.grad.data.zero_()
            loss = criterion(net(inputs), labels)
            loss.backward()
            optimizer.step()
            total += loss.data * inputs.size(0)
            count += inputs.size(0)
        history["train"].append(float(total) / count)
        net.eval()
        total, count = 0.0, 0
        with torch.no_grad():
            for inputs, labels in valid_batches:
                total += criterion(net(inputs), labels) * inputs.size(0)
                count += inputs.size(0)
        history["valid"].append(float(total) / count)
        net.train()
    return history
