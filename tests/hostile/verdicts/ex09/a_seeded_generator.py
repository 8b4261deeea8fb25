"""The loader shuffles with a generator of its own."""

EXPECT = "nothing lost"
CHECKS = ()


def make_loader(dataset, batch_size=10, shuffle=True):
    return DataLoader(dataset, batch_size, shuffle, generator=torch.Generator().manual_seed(1234))
