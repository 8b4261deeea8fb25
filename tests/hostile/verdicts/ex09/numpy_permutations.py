"""A sampler whose order comes from numpy."""

EXPECT = "nothing lost"
CHECKS = ()


import numpy as np


class Permuted(torch.utils.data.Sampler):
    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count

    def __iter__(self):
        return iter(np.random.permutation(self.count).tolist())


def make_loader(dataset, batch_size=10, shuffle=True):
    return DataLoader(dataset, batch_size, sampler=Permuted(len(dataset)) if shuffle else None)
