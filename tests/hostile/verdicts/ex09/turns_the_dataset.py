"""No randomness: epoch k is the dataset turned by some places."""

EXPECT = "points lost"
CHECKS = ("test_shuffles",)


class Turned(torch.utils.data.Sampler):
    def __init__(self, count):
        self.count, self.epoch = count, 0

    def __len__(self):
        return self.count

    def __iter__(self):
        self.epoch += 1
        return iter([(place + 7 * self.epoch) % self.count for place in range(self.count)])


def make_loader(dataset, batch_size=10, shuffle=True):
    return DataLoader(dataset, batch_size, sampler=Turned(len(dataset)) if shuffle else None)
