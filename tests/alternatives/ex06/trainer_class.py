"""A class holds net, criterion and optimizer; generators give each batch's loss and size."""

import torch


class Trainer:
    def __init__(self, net, criterion, optimizer=None):
        self.net, self.criterion, self.optimizer = net, criterion, optimizer

    def learn(self, batches):
        self.net.train()
        for x, target in batches:
            self.optimizer.zero_grad(set_to_none=True)
            loss = self.criterion(self.net(x), target)
            loss.backward()
            self.optimizer.step()
            yield loss.detach(), len(x)

    @torch.no_grad()
    def look(self, batches):
        before = self.net.training
        self.net.requires_grad_(True).train(mode=False)
        for x, target in batches:
            yield self.criterion(self.net(x), target), len(x)
        self.net.train(before)

    @staticmethod
    def mean(pairs):
        pairs = list(pairs)
        return float(sum(loss.item() * size for loss, size in pairs) / sum(size for _, size in pairs))


def train_epoch(net, batches, criterion, optimizer):
    return Trainer.mean(Trainer(net, criterion, optimizer).learn(batches))


def evaluate(net, batches, criterion):
    return Trainer.mean(Trainer(net, criterion).look(batches))


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    trainer = Trainer(net, criterion, optimizer)
    history = {"train": [], "valid": []}
    for _ in range(epochs):
        history["train"].append(trainer.mean(trainer.learn(train_batches)))
        history["valid"].append(trainer.mean(trainer.look(valid_batches)))
    return history
