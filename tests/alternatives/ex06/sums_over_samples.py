"""The criterion's mean times the batch, summed as tensors; the mode is told by a string; zip pairs the epochs."""

import torch
from torch import no_grad


def train_epoch(net, batches, criterion, optimizer):
    if not all(module.training for module in net.modules()):
        net.train()
    per_batch = []
    for x, target in batches:
        optimizer.zero_grad()
        output = net(x)
        mean = criterion(output, target)
        per_batch.append(torch.stack((mean.detach() * target.size(0), torch.tensor(float(target.size(0))))))
        mean.backward()
        optimizer.step()
    loss, samples = torch.stack(per_batch).double().sum(dim=0).tolist()
    return loss / samples


def evaluate(net, batches, criterion):
    back_to = "train" if net.training else "eval"
    net.eval()
    loss = samples = 0
    with no_grad():
        for batch in batches:
            x, target = batch
            loss, samples = loss + criterion(net(x), target).numpy() * x.shape[0], samples + x.shape[0]
    getattr(net, back_to)()
    return float(loss / samples)


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    both = {"train": [], "valid": []}
    halves = {
        "train": lambda: train_epoch(net, train_batches, criterion, optimizer),
        "valid": lambda: evaluate(net, valid_batches, criterion),
    }
    for _ in range(epochs):
        for name, half in halves.items():
            both[name].append(half())
    return both
