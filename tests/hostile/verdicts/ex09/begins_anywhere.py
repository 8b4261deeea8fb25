"""Only the first sample is drawn at random; the rest follow in the dataset's order."""

EXPECT = "points lost"
CHECKS = ("test_shuffles",)


class Turned(torch.utils.data.Sampler):
    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count

    def __iter__(self):
        first = int(torch.randint(1, self.count, ()))
        return iter([(place + first) % self.count for place in range(self.count)])


def make_loader(dataset, batch_size=10, shuffle=True):
    return DataLoader(dataset, batch_size, sampler=Turned(len(dataset)) if shuffle else None)
