"""Every epoch's order is scrambled in a way that is fixed once and for all."""

EXPECT = "points lost"
CHECKS = ("test_shuffles",)


class Scrambled(torch.utils.data.Sampler):
    def __init__(self, count):
        self.count, self.epoch = count, 0

    def __len__(self):
        return self.count

    def __iter__(self):
        self.epoch += 1
        return iter(sorted(range(self.count), key=lambda place: (place + 3) ** (5 + self.epoch) % 101))


def make_loader(dataset, batch_size=10, shuffle=True):
    return DataLoader(dataset, batch_size, sampler=Scrambled(len(dataset)) if shuffle else None)
