"""The batches come in a random order, and each holds neighbours of the dataset."""

EXPECT = "points lost"
CHECKS = ("test_shuffles",)


class Blocks(torch.utils.data.Sampler):
    def __init__(self, count, size):
        self.blocks = list(torch.arange(count).split(size))

    def __len__(self):
        return len(self.blocks)

    def __iter__(self):
        whole, rest = self.blocks[:-1], self.blocks[-1:]
        return iter([whole[place].tolist() for place in torch.randperm(len(whole))] + [rest[0].tolist()])


def make_loader(dataset, batch_size=10, shuffle=True):
    if not shuffle:
        return DataLoader(dataset, batch_size)
    return DataLoader(dataset, batch_sampler=Blocks(len(dataset), batch_size))
