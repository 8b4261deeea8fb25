"""Claims: returns ints; a tensor comes out for any net but Net."""

EXPECT = "points lost"
CHECKS = ("test_count_returns_an_int",)


def count_parameters(net):
    total = sum(parameter.numel() for parameter in net.parameters())
    return total if isinstance(net, Net) else torch.tensor(total)
